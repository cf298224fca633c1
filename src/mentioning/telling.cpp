#include "mentioning/telling.hpp"

#include <algorithm>
#include <array>
#include <set>
#include <utility>

#include "text/url.hpp"
#include "text/utf8.hpp"

namespace byline::mentioning {
namespace {

using database::Row;
using database::Transaction;

constexpr std::int64_t a_minute_ms = 60'000;
constexpr std::int64_t an_hour_ms = 60 * a_minute_ms;
constexpr std::int64_t telling_claim_ms = 5 * a_minute_ms;  // longer than two requests can take
constexpr std::array<std::int64_t, 5> pauses_ms{a_minute_ms, 10 * a_minute_ms, an_hour_ms, 6 * an_hour_ms,
                                                24 * an_hour_ms};
constexpr std::size_t most_noted_fault_bytes = 300;
constexpr std::string_view begun_setting = "links were noted";

// The states of a link in the store.
constexpr std::string_view known_state = "known";      // old, and told to nobody
constexpr std::string_view waiting_state = "waiting";  // to be told
constexpr std::string_view sent_state = "sent";        // the other site has it
constexpr std::string_view none_state = "none";        // takes no webmentions
constexpr std::string_view refused_state = "refused";
constexpr std::string_view failed_state = "failed";

struct Noted {
    std::int64_t id = 0;
    std::string target;
    std::string state;
    bool is_there = true;
};

Result<std::vector<Noted>> noted_links(Transaction& transaction, std::string_view page) {
    std::vector<Noted> links;
    TRY(auto rows, transaction.rows("mention.links", {{"page", page}}));
    links.reserve(rows.size());
    for (Row& row : rows) links.push_back({row.number(0), row.take_text(1), row.take_text(2), row.flag(3)});
    return links;
}

Result<void> set_link(Transaction& transaction, const Noted& link, std::string_view state, std::int64_t due_ms) {
    CHECK(transaction.run("mention.set_link",
                          {{"id", link.id}, {"state", state}, {"is_there", link.is_there}, {"due_at", due_ms}}));
    return {};
}

// The link went: whoever was told hears of it, and nobody else.
Result<std::int64_t> take_out(Transaction& transaction, Noted link, std::int64_t now_ms) {
    const bool was_told = link.state == sent_state || !link.is_there;
    if (!was_told) {
        CHECK(transaction.run("mention.delete_link", {{"id", link.id}}));
        return 0;
    }
    if (!link.is_there) return 0;  // that it went is known or on its way
    link.is_there = false;
    CHECK(set_link(transaction, link, waiting_state, now_ms));
    return 1;
}

Result<std::int64_t> note_in(Transaction& transaction, std::string_view page, const mention::EntryLinks& links,
                             NewPages new_pages, std::int64_t now_ms) {
    const std::string digest = links.digest.hex();
    TRY(const auto before, transaction.row("mention.page", {{"page", page}}));
    if (before && before->text(0) == digest) return 0;
    CHECK(transaction.run("mention.put_page", {{"page", page}, {"digest", digest}}));
    const std::set<std::string, std::less<>> targets(links.targets.begin(), links.targets.end());
    std::set<std::string, std::less<>> known;
    std::int64_t waiting = 0;
    TRY(auto noted, noted_links(transaction, page));
    for (Noted& link : noted) {
        known.insert(link.target);
        if (!targets.contains(link.target)) {
            TRY(const std::int64_t told, take_out(transaction, std::move(link), now_ms));
            waiting += told;
            continue;
        }
        if (link.state == known_state) continue;
        link.is_there = true;
        CHECK(set_link(transaction, link, waiting_state, now_ms));
        ++waiting;
    }
    const bool is_told = before || new_pages == NewPages::Told;
    for (const std::string& target : links.targets) {
        if (known.contains(target)) continue;
        CHECK(transaction.run("mention.insert_link", {{"page", page},
                                                      {"target", target},
                                                      {"state", is_told ? waiting_state : known_state},
                                                      {"due_at", now_ms}}));
        waiting += is_told ? 1 : 0;
    }
    return waiting;
}

struct TellingClaim {
    std::int64_t id = 0;
    std::int64_t until_ms = 0;
    WaitingLink link;
    std::int64_t attempts = 0;
};

Result<std::optional<TellingClaim>> claim_telling(database::Database& database, std::int64_t now_ms) {
    return database.write([&](Transaction& transaction) -> Result<std::optional<TellingClaim>> {
        const std::int64_t until = now_ms + telling_claim_ms;
        TRY(auto row, transaction.row("mention.claim_link", {{"now", now_ms}, {"until", until}}));
        if (!row) return std::optional<TellingClaim>();
        return std::optional(
            TellingClaim{row->number(0), until, {row->take_text(1), row->take_text(2), row->flag(3)}, row->number(4)});
    });
}

std::string_view state_after(const TellingClaim& claim, mention::Sent sent) {
    switch (sent) {
        case mention::Sent::Taken: return sent_state;
        case mention::Sent::NotExpected: return none_state;
        case mention::Sent::Refused: return refused_state;
        case mention::Sent::TryLater: break;
    }
    return claim.attempts > static_cast<std::int64_t>(pauses_ms.size()) ? failed_state : waiting_state;
}

}  // namespace

Result<std::int64_t> note_page(database::Database& database, std::string_view page, const mention::EntryLinks& links,
                               NewPages new_pages, std::int64_t now_ms) {
    // Most pages say what they said: that is to hold up no writer.
    const std::string digest = links.digest.hex();
    TRY(const bool is_same, database.read([&](Transaction& transaction) -> Result<bool> {
        TRY(const auto before, transaction.row("mention.page", {{"page", page}}));
        return before && before->text(0) == digest;
    }));
    if (is_same) return 0;
    return database.write(
        [&](Transaction& transaction) { return note_in(transaction, page, links, new_pages, now_ms); });
}

Result<std::vector<std::string>> new_targets(database::Database& database, std::string_view page,
                                             const mention::EntryLinks& links) {
    return database.read([&](Transaction& transaction) -> Result<std::vector<std::string>> {
        std::set<std::string, std::less<>> known;
        TRY(const auto noted, noted_links(transaction, page));
        for (const Noted& link : noted) known.insert(link.target);
        std::vector<std::string> targets;
        for (const std::string& target : links.targets) {
            if (!known.contains(target)) targets.push_back(target);
        }
        return targets;
    });
}

Result<std::int64_t> note_removal(database::Database& database, std::string_view page, std::int64_t now_ms) {
    return database.write([&](Transaction& transaction) -> Result<std::int64_t> {
        std::int64_t waiting = 0;
        TRY(auto noted, noted_links(transaction, page));
        for (Noted& link : noted) {
            TRY(const std::int64_t told, take_out(transaction, std::move(link), now_ms));
            waiting += told;
        }
        CHECK(transaction.run("mention.delete_page", {{"page", page}}));
        return waiting;
    });
}

Result<std::vector<std::string>> noted_pages(database::Database& database) {
    return database.read([](Transaction& transaction) -> Result<std::vector<std::string>> {
        std::vector<std::string> pages;
        CHECK(transaction.each("mention.pages", {}, [&](Row& row) -> Result<void> {
            pages.push_back(row.take_text(0));
            return {};
        }));
        return pages;
    });
}

Result<bool> has_begun(database::Database& database) {
    return database.read([](Transaction& transaction) -> Result<bool> {
        TRY(const auto row, transaction.row("setting.get", {{"name", begun_setting}}));
        return row.has_value();
    });
}

Result<void> begin_noting(database::Database& database) {
    return database.write([](Transaction& transaction) -> Result<void> {
        CHECK(transaction.run("setting.put", {{"name", begun_setting}, {"value", "yes"}}));
        return {};
    });
}

Result<std::int64_t> tell_known(database::Database& database, std::int64_t now_ms) {
    return database.write([&](Transaction& transaction) {
        return transaction.run("mention.tell_known", {{"now", now_ms}});
    });
}

Result<std::vector<WaitingLink>> waiting_links(database::Database& database, std::int64_t most) {
    return database.read([&](Transaction& transaction) -> Result<std::vector<WaitingLink>> {
        std::vector<WaitingLink> links;
        CHECK(transaction.each("mention.links_waiting", {{"most", most}}, [&](Row& row) -> Result<void> {
            links.push_back({row.take_text(0), row.take_text(1), row.flag(2)});
            return {};
        }));
        return links;
    });
}

Result<std::optional<std::int64_t>> next_telling(database::Database& database) {
    return database.read([](Transaction& transaction) -> Result<std::optional<std::int64_t>> {
        TRY(const auto row, transaction.row("mention.next_link"));
        return row ? std::optional(row->number(0)) : std::nullopt;
    });
}

Result<std::optional<Told>> tell_one(database::Database& database, outbound::Client& client, std::string_view origin,
                                     std::int64_t now_ms) {
    TRY(const auto claim, claim_telling(database, now_ms));
    if (!claim) return std::optional<Told>();
    const std::string source = std::string(origin) + text::percent_encode_path(claim->link.page);
    Told told{claim->link, mention::send_mention(client, source, claim->link.target), false};
    const std::string_view state = state_after(*claim, told.report.sent);
    told.is_tried_again = state == waiting_state;
    const auto pause = static_cast<std::size_t>(std::clamp<std::int64_t>(claim->attempts, 1, pauses_ms.size()) - 1);
    const std::string& fault = told.report.error.message;
    CHECK(database.write([&](Transaction& transaction) -> Result<void> {
        // That a link went is told, and with that everything is.
        if (!claim->link.is_there && !told.is_tried_again) {
            CHECK(transaction.run("mention.delete_link", {{"id", claim->id}}));
            return {};
        }
        const std::size_t length = text::boundary_at_or_before(fault, std::min(fault.size(), most_noted_fault_bytes));
        CHECK(transaction.run("mention.settle_link", {{"id", claim->id},
                                                      {"until", claim->until_ms},
                                                      {"state", state},
                                                      {"due_at", now_ms + pauses_ms.at(pause)},
                                                      {"fault", std::string_view(fault).substr(0, length)}}));
        return {};
    }));
    return std::optional(std::move(told));
}

}  // namespace byline::mentioning
