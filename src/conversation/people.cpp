#include "conversation/people.hpp"

#include <algorithm>
#include <charconv>

#include "conversation/json_members.hpp"
#include "conversation/name_key.hpp"
#include "conversation/verdict.hpp"

namespace byline::conversation {
namespace {

using database::Row;
using database::Transaction;

std::string_view purpose_name(LinkPurpose purpose) {
    switch (purpose) {
        case LinkPurpose::Verify: return "link verify";
        case LinkPurpose::Reader: return "link reader";
        case LinkPurpose::Mine: return "link mine";
        case LinkPurpose::Stop: return "link stop";
    }
    return {};
}

// What waited only for its writer to be known. Nothing becomes spam or is taken back here.
Result<std::int64_t> publish_waiting(Transaction& transaction, const Rules& rules, std::int64_t person,
                                     std::int64_t now_ms) {
    TRY(const auto entry, transaction.row("person.by_id", {{"id", person}}));
    const Standing standing{Role::Reader, true, entry ? entry->number(10) : 0};
    TRY(const auto rows, transaction.rows("comment.of_person", {{"person", person}}));
    std::int64_t published = 0;
    for (const Row& row : rows) {
        if (row.text(3) != name_of(State::Held)) continue;
        TRY(const auto whole, transaction.row("comment.by_id", {{"id", row.number(0)}}));
        if (!whole || first_state(rules, standing, read_verdict(whole->text(12))) != State::Published) continue;
        CHECK(transaction.run("comment.set_state", {{"id", row.number(0)}, {"state", name_of(State::Published)}}));
        CHECK(transaction.run("decision.insert", {{"action", ""},
                                                  {"comment", row.number(0)},
                                                  {"before", name_of(State::Held)},
                                                  {"after", name_of(State::Published)},
                                                  {"who", "rules"},
                                                  {"reason", "verified by link"},
                                                  {"decided_at", now_ms}}));
        CHECK(transaction.announce("thread", row.text(1)));
        ++published;
    }
    return published;
}

Result<Verified> verify_in(Transaction& transaction, const Rules& rules, std::int64_t person, std::int64_t now_ms) {
    TRY(const auto row, transaction.row("person.by_id", {{"id", person}}));
    if (!row || row->text(3).empty()) return fail(content_error("this link leads to nobody", "write again", {}));
    Verified verified{false, person, 0};
    TRY(const auto known, transaction.row("person.verified_by_email", {{"email", row->text(3)}}));
    if (known && known->number(0) != person) {
        verified.person = known->number(0);
        CHECK(transaction.run("person.move_comments", {{"from", person}, {"to", verified.person}}));
        CHECK(transaction.run("letter.move_person", {{"from", person}, {"to", verified.person}}));
    } else if (!known) {
        TRY(const auto owner, transaction.row("person.verified_by_name", {{"name_key", row->text(2)}}));
        if (owner) return Verified{true, person, 0};
        CHECK(transaction.run("person.verify", {{"id", person}, {"verified_at", now_ms}}));
    }
    TRY(verified.published, publish_waiting(transaction, rules, verified.person, now_ms));
    CHECK(transaction.announce("queue", ""));
    return verified;
}

PersonEntry person_entry_of(Row& row) {
    PersonEntry entry;
    entry.id = row.number(0);
    entry.name = row.take_text(1);
    entry.email = row.take_text(2);
    entry.website = row.take_text(3);
    entry.role = row.text(4) == "author" ? Role::Author : Role::Reader;
    entry.is_verified = !row.is_null(5);
    entry.comments = row.number(6);
    entry.published = row.number(7);
    entry.spam = row.number(8);
    entry.threads = row.number(9);
    entry.first_ms = row.number(10);
    entry.last_ms = row.number(11);
    return entry;
}

}  // namespace

Result<secrets::Key> site_key(database::Database& database, const secrets::Entropy& entropy) {
    return database.write([&](Transaction& transaction) -> Result<secrets::Key> {
        // Whoever comes first has made it, for all.
        CHECK(transaction.run("setting.put_if_absent",
                              {{"name", "site key"}, {"value", secrets::Key::generate(entropy).hex()}}));
        TRY(const auto row, transaction.row("setting.get", {{"name", "site key"}}));
        const auto key = secrets::Key::from_hex(row ? row->text(0) : std::string());
        if (key) return *key;
        return fail(system_error("the store's key is damaged", "restore a backup", {}));
    });
}

std::string sign_link(const secrets::Key& key, LinkPurpose purpose, std::int64_t person, std::int64_t expires_ms) {
    return key.sign(purpose_name(purpose), std::to_string(person) + "." + std::to_string(expires_ms));
}

std::optional<std::int64_t> open_link(const secrets::Key& key, LinkPurpose purpose, std::string_view link,
                                      std::int64_t now_ms) {
    const auto message = key.opened(purpose_name(purpose), link);
    if (!message) return std::nullopt;
    std::int64_t person = 0;
    std::int64_t expires_ms = 0;
    const char* end = message->data() + message->size();
    const auto first = std::from_chars(message->data(), end, person);
    if (first.ptr == end || *first.ptr != '.') return std::nullopt;
    const auto second = std::from_chars(first.ptr + 1, end, expires_ms);
    if (second.ptr != end || (purpose != LinkPurpose::Stop && now_ms > expires_ms)) return std::nullopt;
    return person;
}

Result<Verified> verify(database::Database& database, const Rules& rules, std::int64_t person, std::int64_t now_ms) {
    return database.write([&](Transaction& transaction) { return verify_in(transaction, rules, person, now_ms); });
}

Result<std::vector<PersonEntry>> read_people(database::Database& database, std::int64_t before, std::int64_t most) {
    constexpr std::int64_t most_people = 500;
    return database.read([&](Transaction& transaction) -> Result<std::vector<PersonEntry>> {
        std::vector<PersonEntry> people;
        CHECK(transaction.each("person.list",
                               {{"before", before}, {"most", std::clamp<std::int64_t>(most, 1, most_people)}},
                               [&](Row& row) -> Result<void> {
                                   people.push_back(person_entry_of(row));
                                   return {};
                               }));
        return people;
    });
}

Result<std::optional<PersonEntry>> read_person(database::Database& database, std::int64_t person) {
    TRY(auto people, read_people(database, person + 1, 1));
    if (people.empty() || people.front().id != person) return std::optional<PersonEntry>();
    return std::optional(std::move(people.front()));
}

Result<std::vector<PersonThread>> threads_of(database::Database& database, std::int64_t person) {
    return database.read([&](Transaction& transaction) -> Result<std::vector<PersonThread>> {
        std::vector<PersonThread> threads;
        TRY(auto rows, transaction.rows("person.threads", {{"person", person}}));
        threads.reserve(rows.size());
        for (Row& row : rows) threads.push_back({row.take_text(0), row.number(1), row.number(2)});
        return threads;
    });
}

Result<bool> wants_mail(database::Database& database, std::int64_t person) {
    return database.read([&](Transaction& transaction) -> Result<bool> {
        TRY(const auto row, transaction.row("person.by_id", {{"id", person}}));
        return row && row->flag(9);
    });
}

Result<void> set_wants_mail(database::Database& database, std::int64_t person, bool wants) {
    return database.write([&](Transaction& transaction) -> Result<void> {
        CHECK(transaction.run("person.set_mail", {{"id", person}, {"wants_mail", wants ? 1 : 0}}));
        return {};
    });
}

Result<std::string> export_person(database::Database& database, std::int64_t person) {
    return database.read([&](Transaction& transaction) -> Result<std::string> {
        TRY(const auto row, transaction.row("person.by_id", {{"id", person}}));
        if (!row) return fail(content_error("there is no such person", "ask for another link", {}));
        std::string out;
        JsonMembers members(out);
        members.add("name", row->text(1)).add("email", row->text(3)).add("website", row->text(4));
        members.add("created_ms", row->number(7)).begin("comments");
        out += '[';
        TRY(const auto comments, transaction.rows("comment.of_person", {{"person", person}}));
        for (const Row& comment : comments) {
            if (out.back() != '[') out += ',';
            JsonMembers one(out);
            one.add("id", comment.number(0)).add("page", comment.text(1)).add("answers", comment.maybe_number(2));
            one.add("state", comment.text(3)).add("markdown", comment.text(4)).add("created_ms", comment.number(5));
            one.add("likes", comment.number(6)).end();
        }
        out += ']';
        members.end();
        return out + "\n";
    });
}

Result<void> erase_person(database::Database& database, std::int64_t person, std::int64_t now_ms) {
    return database.write([&](Transaction& transaction) -> Result<void> {
        TRY(const auto comments, transaction.rows("comment.of_person", {{"person", person}}));
        for (const Row& comment : comments) {
            CHECK(transaction.run("decision.insert", {{"action", ""},
                                                      {"comment", comment.number(0)},
                                                      {"before", comment.text(3)},
                                                      {"after", name_of(State::Erased)},
                                                      {"who", "writer"},
                                                      {"reason", ""},
                                                      {"decided_at", now_ms}}));
            CHECK(transaction.announce("thread", comment.text(1)));
        }
        CHECK(transaction.run("comment.erase_of_person", {{"person", person}}));
        CHECK(transaction.run("letter.forget_person", {{"person", person}}));
        CHECK(transaction.run("person.erase", {{"id", person}, {"name_key", "erased " + std::to_string(person)}}));
        return {};
    });
}

Result<std::int64_t> author_person(database::Database& database, std::string_view name, std::string_view website,
                                   std::int64_t now_ms) {
    return database.write([&](Transaction& transaction) -> Result<std::int64_t> {
        const std::string shown = shown_name(name);
        const std::string key = name_key(shown);
        TRY(const auto row, transaction.row("person.author", {{"name_key", key}}));
        if (row) return row->number(0);
        TRY(const auto owner, transaction.row("person.verified_by_name", {{"name_key", key}}));
        if (owner) return fail(content_error("a reader has this name already", "take another name for the studio", {}));
        // As good as verified: no reader can take it.
        TRY(const auto made, transaction.row("person.insert", {{"name", shown},
                                                               {"name_key", key},
                                                               {"email", "author:" + key},
                                                               {"website", website},
                                                               {"face", ""},
                                                               {"role", "author"},
                                                               {"created_at", now_ms},
                                                               {"verified_at", now_ms}}));
        return made->number(0);
    });
}

}  // namespace byline::conversation
