#include "conversation/arrivals.hpp"

#include <set>
#include <unordered_map>

#include <fmt/format.h>

#include "conversation/comment_html.hpp"
#include "conversation/form.hpp"
#include "conversation/name_key.hpp"
#include "conversation/verdict.hpp"
#include "text/digest.hpp"
#include "text/url.hpp"

namespace byline::conversation {
namespace {

using database::Row;
using database::Transaction;

std::string web_url(const std::string& url) {
    return text::is_web_url(url) ? text::percent_encode_url(url) : std::string();
}

std::string name_shown_for(std::string_view name) {
    std::string shown = shown_name(name);
    return shown.empty() ? "?" : shown;
}

Result<std::int64_t> arrived_person(Transaction& transaction, std::string_view name, std::string_view email,
                                    const std::string& website, std::string_view face, Role role, std::int64_t now_ms) {
    const std::string shown = name_shown_for(name);
    const std::string key = name_key(shown);
    if (role == Role::Author) {
        TRY(const auto author, transaction.row("person.author", {{"name_key", key}}));
        if (author) return author->number(0);
    } else {
        TRY(const auto known,
            transaction.row("person.unverified", {{"name_key", key}, {"email", email}, {"website", website}}));
        if (known) {
            if (!face.empty()) CHECK(transaction.run("person.set_face", {{"id", known->number(0)}, {"face", face}}));
            return known->number(0);
        }
    }
    TRY(const auto made, transaction.row("person.insert", {{"name", shown},
                                                           {"name_key", key},
                                                           {"email", email},
                                                           {"website", website},
                                                           {"face", face},
                                                           {"role", role == Role::Author ? "author" : "reader"},
                                                           {"created_at", now_ms},
                                                           {"verified_at", std::nullopt}}));
    return made->number(0);
}

struct Arrival {
    std::string_view thread;
    std::optional<std::int64_t> parent;
    std::int64_t depth = 0;
    std::int64_t person = 0;
    Kind kind = Kind::Comment;
    State state = State::Held;
    std::string_view body;
    std::int64_t created_ms = 0;
    std::int64_t likes = 0;
    std::optional<std::int64_t> featured;
    std::string_view featured_note = {};
    std::string submission;
    std::string_view source;
    std::optional<std::int64_t> batch;
    std::string verdict = {};
};

// The new one's number; nothing when the submission is there already.
Result<std::optional<std::int64_t>> insert_arrival(Transaction& transaction, const Arrival& entry) {
    TRY(const auto row, transaction.row("comment.insert", {{"thread", entry.thread},
                                                           {"parent", entry.parent},
                                                           {"depth", entry.depth},
                                                           {"person", entry.person},
                                                           {"kind", name_of(entry.kind)},
                                                           {"state", name_of(entry.state)},
                                                           {"body", entry.body},
                                                           {"html", comment_html(entry.body).html.view()},
                                                           {"html_version", comment_html_version},
                                                           {"created_at", entry.created_ms},
                                                           {"likes", entry.likes},
                                                           {"featured", entry.featured},
                                                           {"featured_note", entry.featured_note},
                                                           {"network", ""},
                                                           {"body_digest", body_digest(entry.body)},
                                                           {"verdict", entry.verdict},
                                                           {"submission", entry.submission},
                                                           {"source", entry.source},
                                                           {"batch", entry.batch}}));
    return row ? std::optional(row->number(0)) : std::nullopt;
}

std::string import_key(std::string_view source, std::string_view thread, std::string_view key) {
    text::DigestBuilder builder;
    return "import:" + builder.add(source).add(thread).add(key).digest().hex();
}

class Importing {
  public:
    Importing(Transaction& transaction, const Rules& rules, std::string_view source, std::int64_t now_ms)
        : transaction_(transaction), rules_(rules), source_(source), now_ms_(now_ms) {}

    Result<ImportReport> run(const std::vector<ImportedComment>& comments) {
        TRY(const auto batch, transaction_.row("import_batch.insert", {{"source", source_}, {"created_at", now_ms_}}));
        report_.batch = batch->number(0);
        std::unordered_map<std::string, const ImportedComment*> by_key;
        for (const ImportedComment& comment : comments) by_key.emplace(key_of(comment), &comment);
        for (const ImportedComment& comment : comments) CHECK(add_with_parents(comment, by_key));
        for (const std::string& thread : threads_) CHECK(transaction_.announce("thread", thread));
        report_.threads = static_cast<std::int64_t>(threads_.size());
        return report_;
    }

  private:
    struct Stored {
        std::int64_t id = 0;
        std::int64_t depth = 0;
    };
    using ByKey = std::unordered_map<std::string, const ImportedComment*>;

    [[nodiscard]] std::string key_of(const ImportedComment& comment) const {
        return import_key(source_, comment.thread, comment.key);
    }

    // The eldest first; a ring of parents ends where it began.
    Result<void> add_with_parents(const ImportedComment& comment, const ByKey& by_key) {
        std::vector<const ImportedComment*> line;
        std::set<const ImportedComment*> seen;
        for (const ImportedComment* one = &comment;
             one != nullptr && !stored_.contains(key_of(*one)) && seen.insert(one).second;) {
            line.push_back(one);
            const auto parent =
                one->parent_key ? by_key.find(import_key(source_, one->thread, *one->parent_key)) : by_key.end();
            one = parent == by_key.end() ? nullptr : parent->second;
        }
        for (auto one = line.rbegin(); one != line.rend(); ++one) CHECK(add(**one));
        return {};
    }

    Result<std::optional<Stored>> parent_of(const ImportedComment& comment) {
        if (!comment.parent_key) return std::optional<Stored>();
        const std::string key = import_key(source_, comment.thread, *comment.parent_key);
        if (const auto found = stored_.find(key); found != stored_.end()) return std::optional(found->second);
        TRY(const auto row, transaction_.row("comment.by_submission", {{"submission", key}}));
        if (row) return std::optional(Stored{row->number(0), row->number(2)});
        ++report_.orphans;
        return std::optional<Stored>();
    }

    Result<std::optional<Stored>> said_before(const ImportedComment& comment) {
        TRY(const auto row,
            transaction_.row("comment.said_before", {{"body_digest", body_digest(comment.body)},
                                                     {"created_at", comment.created_ms},
                                                     {"thread", comment.thread},
                                                     {"batch", report_.batch},
                                                     {"name_key", name_key(name_shown_for(comment.name))}}));
        return row ? std::optional(Stored{row->number(0), row->number(1)}) : std::nullopt;
    }

    Result<void> remember(const ImportedComment& comment, const Stored& stored) {
        ++report_.known;
        stored_.insert_or_assign(key_of(comment), stored);
        return {};
    }

    Result<void> add(const ImportedComment& comment) {
        TRY(const auto before, said_before(comment));
        // A face that could not be fetched then may come along now.
        if (before && comment.face.empty()) return remember(comment, *before);
        TRY(const std::int64_t person,
            arrived_person(transaction_, comment.name, normal_email(comment.email), web_url(comment.website),
                           comment.face, comment.is_author ? Role::Author : Role::Reader, comment.created_ms));
        if (before) return remember(comment, *before);
        TRY(const auto parent, parent_of(comment));
        Arrival entry;
        entry.thread = comment.thread;
        if (parent) entry.parent = parent->id;
        entry.depth = parent ? std::min(parent->depth + 1, rules_.most_depth) : 0;
        entry.person = person;
        entry.state = comment.state;
        entry.body = comment.body;
        entry.created_ms = comment.created_ms;
        entry.likes = comment.likes;
        entry.featured = comment.featured;
        entry.featured_note = comment.featured_note;
        entry.submission = key_of(comment);
        entry.batch = report_.batch;
        TRY(const auto id, insert_arrival(transaction_, entry));
        if (id) {
            ++report_.added;
            threads_.insert(comment.thread);
            stored_.insert_or_assign(entry.submission, Stored{*id, entry.depth});
            return {};
        }
        ++report_.known;
        TRY(const auto known, transaction_.row("comment.by_submission", {{"submission", entry.submission}}));
        if (known) stored_.insert_or_assign(entry.submission, Stored{known->number(0), known->number(2)});
        return {};
    }

    Transaction& transaction_;
    const Rules& rules_;
    const std::string_view source_;
    const std::int64_t now_ms_;
    ImportReport report_;
    std::unordered_map<std::string, Stored> stored_;
    std::set<std::string> threads_;
};

constexpr std::int64_t same_text_ms = std::int64_t{30} * 86'400'000;

Result<Verdict> judged(Transaction& transaction, const Rules& rules, const Mention& mention, std::int64_t now_ms) {
    Circumstances known;
    known.form_seconds = rules.least_seconds;  // there was no form
    known.links = comment_html(mention.body).links;
    if (!mention.body.empty()) {
        TRY(const auto same, transaction.row("comment.repeated_elsewhere", {{"body_digest", body_digest(mention.body)},
                                                                            {"source", mention.source},
                                                                            {"since", now_ms - same_text_ms}}));
        known.same_text = same->number(0);
    }
    return judge(rules, {mention.name, {}, mention.website + " " + mention.source, mention.body}, known);
}

// What was taken away because its source was gone may come back; what the author took away may not.
Result<bool> went_by_itself(Transaction& transaction, std::int64_t comment) {
    TRY(const auto decisions, transaction.rows("decision.of_comment", {{"comment", comment}}));
    return !decisions.empty() && decisions.back().text(3) == "source";
}

Result<std::int64_t> bring_up_to_date(Transaction& transaction, const Row& known, const Mention& mention,
                                      std::int64_t person, const Verdict& verdict, std::int64_t now_ms) {
    const std::int64_t id = known.number(0);
    CHECK(transaction.run("comment.set_body", {{"id", id},
                                               {"body", mention.body},
                                               {"html", comment_html(mention.body).html.view()},
                                               {"html_version", comment_html_version},
                                               {"body_digest", body_digest(mention.body)},
                                               {"edited_at", now_ms},
                                               {"source", mention.source}}));
    CHECK(transaction.run(
        "comment.set_mention",
        {{"id", id}, {"kind", name_of(mention.kind)}, {"person", person}, {"verdict", written(verdict)}}));
    const State before = state_named(known.text(1)).value_or(State::Held);
    State after = before;
    if (before == State::Published && verdict.weight() >= held_from) after = State::Held;
    if (before == State::Deleted) {
        TRY(const bool may_return, went_by_itself(transaction, id));
        if (may_return) after = State::Held;
    }
    if (after != before) {
        CHECK(transaction.run("comment.set_state", {{"id", id}, {"state", name_of(after)}}));
        CHECK(transaction.run("decision.insert", {{"action", ""},
                                                  {"comment", id},
                                                  {"before", name_of(before)},
                                                  {"after", name_of(after)},
                                                  {"who", "rules"},
                                                  {"reason", "its page changed"},
                                                  {"decided_at", now_ms}}));
    }
    CHECK(transaction.announce(before == State::Published ? "thread" : "queue", mention.thread));
    return id;
}

}  // namespace

Result<std::int64_t> put_mention(database::Database& database, const Rules& rules, const Mention& mention,
                                 std::int64_t now_ms) {
    return database.write([&](Transaction& transaction) -> Result<std::int64_t> {
        TRY(const std::int64_t person, arrived_person(transaction, mention.name, "", web_url(mention.website),
                                                      mention.face, Role::Reader, now_ms));
        TRY(const Verdict verdict, judged(transaction, rules, mention, now_ms));
        TRY(const auto known,
            transaction.row("comment.by_source", {{"source", mention.source}, {"thread", mention.thread}}));
        if (known) {
            return bring_up_to_date(transaction, *known, mention, person, verdict, now_ms);
        }
        Arrival entry;
        entry.thread = mention.thread;
        entry.person = person;
        entry.kind = mention.kind;
        entry.state = first_state(rules, {}, verdict);
        entry.body = mention.body;
        entry.created_ms = now_ms;
        entry.submission = fmt::format("mention:{}:{}", mention.source, mention.thread);
        entry.source = mention.source;
        entry.verdict = written(verdict);
        TRY(const auto id, insert_arrival(transaction, entry));
        CHECK(transaction.announce(entry.state == State::Published ? "thread" : "queue", mention.thread));
        return id.value_or(0);
    });
}

Result<bool> remove_mention(database::Database& database, std::string_view source, std::string_view thread,
                            std::int64_t now_ms) {
    return database.write([&](Transaction& transaction) -> Result<bool> {
        TRY(const auto known, transaction.row("comment.by_source", {{"source", source}, {"thread", thread}}));
        if (!known || known->text(1) == name_of(State::Deleted)) return false;
        CHECK(transaction.run("comment.set_state", {{"id", known->number(0)}, {"state", name_of(State::Deleted)}}));
        CHECK(transaction.run("decision.insert", {{"action", ""},
                                                  {"comment", known->number(0)},
                                                  {"before", known->text(1)},
                                                  {"after", name_of(State::Deleted)},
                                                  {"who", "source"},
                                                  {"reason", "it links here no more"},
                                                  {"decided_at", now_ms}}));
        CHECK(transaction.announce("thread", thread));
        return true;
    });
}

Result<ImportReport> import_batch(database::Database& database, const Rules& rules, std::string_view source,
                                  const std::vector<ImportedComment>& comments, ImportRun run, std::int64_t now_ms) {
    std::optional<ImportReport> tried;
    auto outcome = database.write([&](Transaction& transaction) -> Result<ImportReport> {
        tried.reset();
        TRY(auto report, Importing(transaction, rules, source, now_ms).run(comments));
        if (run == ImportRun::Real) return report;
        report.batch = 0;
        tried = report;
        return fail(usage_error("a dry run keeps nothing", "run it for real"));  // so that all of it is taken back
    });
    if (!outcome && tried) return *tried;
    return outcome;
}

Result<std::vector<ImportEntry>> read_imports(database::Database& database, std::int64_t most) {
    return database.read([&](Transaction& transaction) -> Result<std::vector<ImportEntry>> {
        std::vector<ImportEntry> imports;
        TRY(const auto rows, transaction.rows("import_batch.list", {{"most", most}}));
        imports.reserve(rows.size());
        for (const Row& row : rows)
            imports.push_back({row.number(0), row.text(1), row.number(2), !row.is_null(3), row.number(4)});
        return imports;
    });
}

Result<UndoneImport> undo_import(database::Database& database, std::int64_t batch, std::int64_t now_ms) {
    return database.write([&](Transaction& transaction) -> Result<UndoneImport> {
        TRY(const auto row, transaction.row("import_batch.by_id", {{"id", batch}}));
        if (!row || !row->is_null(2)) {
            return fail(
                usage_error(fmt::format("there is no import {} to undo", batch), "see what `byline import` printed"));
        }
        TRY(const auto threads, transaction.rows("comment.threads_of_batch", {{"batch", batch}}));
        TRY(const auto answered, transaction.row("comment.answered_of_batch", {{"batch", batch}}));
        TRY(auto faces, transaction.rows("person.faces_of_batch", {{"batch", batch}}));
        UndoneImport undone;
        if (answered->number(0) == 0) {
            CHECK(transaction.run("decision.delete_of_batch", {{"batch", batch}}));
            TRY(undone.comments, transaction.run("comment.delete_batch", {{"batch", batch}}));
        } else {
            TRY(undone.comments, transaction.run("comment.undo_batch", {{"batch", batch}}));
        }
        CHECK(transaction.run("import_batch.set_undone", {{"id", batch}, {"undone_at", now_ms}}));
        for (Row& face : faces) {
            TRY(const std::int64_t forgotten, transaction.run("person.forget_face", {{"face", face.text(0)}}));
            if (forgotten > 0) undone.faces.push_back(face.take_text(0));
        }
        for (const Row& thread : threads) CHECK(transaction.announce("thread", thread.text(0)));
        return undone;
    });
}

}  // namespace byline::conversation
