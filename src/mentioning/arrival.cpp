#include "mentioning/arrival.hpp"

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>
#include <variant>

#include "conversation/arrivals.hpp"
#include "mention/read_mention.hpp"
#include "mentioning/mention_text.hpp"
#include "text/ascii.hpp"
#include "text/url.hpp"
#include "text/utf8.hpp"

namespace byline::mentioning {
namespace {

using database::Transaction;

constexpr std::int64_t minute_ms = 60'000;
constexpr std::int64_t hour_ms = 60 * minute_ms;
constexpr std::int64_t look_claim_ms = 5 * minute_ms;  // longer than a look can take
constexpr std::int64_t arrivals_kept_ms = hour_ms * 24 * 90;
constexpr std::array<std::int64_t, 4> rests_ms{minute_ms, 10 * minute_ms, hour_ms, 6 * hour_ms};

constexpr std::array<std::pair<Progress, std::string_view>, 7> progress_names{{{Progress::Waiting, "waiting"},
                                                                               {Progress::Taken, "taken"},
                                                                               {Progress::NoLink, "no link"},
                                                                               {Progress::Gone, "gone"},
                                                                               {Progress::Unreadable, "unreadable"},
                                                                               {Progress::Refused, "refused"},
                                                                               {Progress::Unreachable, "unreachable"}}};

std::string_view name_of(Progress progress) {
    const auto* const found = std::find_if(progress_names.begin(), progress_names.end(),
                                           [&](const auto& one) { return one.first == progress; });
    return found->second;
}

std::string host_of(std::string_view url) {
    std::string host(text::split_url(url).authority.value_or(std::string_view()));
    std::transform(host.begin(), host.end(), host.begin(), text::ascii_lower);
    return host;
}

Result<std::int64_t> counted(Transaction& transaction, std::string_view statement, database::Parameters parameters) {
    TRY(const auto row, transaction.row(statement, parameters));
    return row ? row->number(0) : 0;
}

Result<bool> is_over(Transaction& transaction, const Arrival& arrival, const ArrivalLimits& limits,
                     std::int64_t now_ms) {
    const std::int64_t since = now_ms - hour_ms;
    TRY(const std::int64_t of_network,
        counted(transaction, "mention.of_network", {{"network", arrival.network}, {"since", since}}));
    TRY(const std::int64_t of_host,
        counted(transaction, "mention.of_host", {{"host", host_of(arrival.source)}, {"since", since}}));
    TRY(const std::int64_t waiting, counted(transaction, "mention.arrivals_waiting", {}));
    return of_network >= limits.network_an_hour || of_host >= limits.host_an_hour || waiting >= limits.waiting;
}

Result<Received> receive_in(Transaction& transaction, const Arrival& arrival, const ArrivalLimits& limits,
                            std::int64_t now_ms) {
    const std::string key = arrival.source + "\n" + arrival.target;
    TRY(const auto known, transaction.row("mention.arrival", {{"arrival_key", key}}));
    if (known && known->text(1) == name_of(Progress::Waiting)) return Received{Receipt::Waits, known->number(0)};
    TRY(const bool over, is_over(transaction, arrival, limits, now_ms));
    if (over) return Received{Receipt::TooMany, 0};
    if (known) {
        CHECK(transaction.run("mention.arrive_again",
                              {{"id", known->number(0)},
                               {"network", arrival.network},
                               {"now", now_ms},
                               {"due_at", std::max(now_ms, known->number(2) + limits.again_after_ms)}}));
        return Received{Receipt::Waits, known->number(0)};
    }
    TRY(const auto row, transaction.row("mention.insert_arrival", {{"arrival_key", key},
                                                                   {"source", arrival.source},
                                                                   {"target", arrival.target},
                                                                   {"thread", arrival.thread},
                                                                   {"network", arrival.network},
                                                                   {"host", host_of(arrival.source)},
                                                                   {"now", now_ms}}));
    return Received{Receipt::Waits, row->number(0)};
}

struct Look {
    std::int64_t id = 0;
    std::int64_t until_ms = 0;
    std::string source;
    std::string target;
    std::string thread;
    std::int64_t attempts = 0;
};

Result<std::optional<Look>> claim_look(database::Database& database, std::int64_t now_ms) {
    return database.write([&](Transaction& transaction) -> Result<std::optional<Look>> {
        const std::int64_t until = now_ms + look_claim_ms;
        TRY(auto row, transaction.row("mention.claim_arrival", {{"now", now_ms}, {"until", until}}));
        if (!row) return std::optional<Look>();
        return std::optional(
            Look{row->number(0), until, row->take_text(1), row->take_text(2), row->take_text(3), row->number(4)});
    });
}

// What the page says, as far as it decides something.
struct Finding {
    Progress progress = Progress::Waiting;  // Waiting: to be tried again
    std::optional<mention::Mention> mention;
};

bool is_read_as_html(std::string_view content_type) {
    return content_type.empty() || content_type.find("html") != std::string_view::npos;
}

// Section 3.2.2: HTML is looked at as such, any other text for the address itself.
Finding found_in(const outbound::Answer& answer, const Look& look) {
    const std::string_view type = answer.header("content-type");
    if (is_read_as_html(type)) {
        auto read = mention::read_mention(answer.body, answer.url, look.target);
        if (!read) return {Progress::Unreadable, {}};
        if (!*read) return {Progress::NoLink, {}};
        return {Progress::Taken, std::move(**read)};
    }
    const bool is_text = type.starts_with("text/") || type.find("json") != std::string_view::npos;
    if (!is_text || text::find_invalid(answer.body)) return {Progress::Unreadable, {}};
    if (answer.body.find(look.target) == std::string::npos) return {Progress::NoLink, {}};
    mention::Mention plain;
    plain.url = look.source;
    return {Progress::Taken, std::move(plain)};
}

Finding look_at(outbound::Client& client, const Look& look) {
    outbound::Request request;
    request.url = look.source;
    request.accept = "text/html, application/xhtml+xml, text/*;q=0.5, */*;q=0.1";
    const outbound::Reply reply = client.fetch(request);
    if (const auto* obstacle = std::get_if<outbound::Obstacle>(&reply)) {
        const bool is_refused = obstacle->kind == outbound::ObstacleKind::Refused;
        const bool is_over = is_refused || !obstacle->may_pass();
        return {is_over ? (is_refused ? Progress::Refused : Progress::Unreadable) : Progress::Waiting, {}};
    }
    const auto& answer = std::get<outbound::Answer>(reply);
    if (answer.status == 410 || answer.status == 404) return {Progress::Gone, {}};
    if (answer.status >= 500 || answer.status == 429 || answer.status == 408) return {Progress::Waiting, {}};
    if (answer.status < 200 || answer.status >= 300) return {Progress::Unreachable, {}};
    return found_in(answer, look);
}

}  // namespace

Result<Received> receive(database::Database& database, const Arrival& arrival, const ArrivalLimits& limits,
                         std::int64_t now_ms) {
    return database.write([&](Transaction& transaction) { return receive_in(transaction, arrival, limits, now_ms); });
}

Result<Progress> progress_of(database::Database& database, std::int64_t id) {
    return database.read([&](Transaction& transaction) -> Result<Progress> {
        TRY(const auto row, transaction.row("mention.arrival_state", {{"id", id}}));
        if (!row) return Progress::Unknown;
        for (const auto& [progress, name] : progress_names) {
            if (row->text(0) == name) return progress;
        }
        return Progress::Unknown;
    });
}

Result<std::optional<std::int64_t>> next_arrival(database::Database& database) {
    return database.read([](Transaction& transaction) -> Result<std::optional<std::int64_t>> {
        TRY(const auto row, transaction.row("mention.next_arrival"));
        return row ? std::optional(row->number(0)) : std::nullopt;
    });
}

Result<bool> look_at_one(database::Database& database, outbound::Client& client, const conversation::Rules& rules,
                         std::int64_t now_ms) {
    TRY(const auto look, claim_look(database, now_ms));
    if (!look) return false;
    const Finding finding = look_at(client, *look);
    Progress progress = finding.progress;
    std::int64_t due_ms = now_ms;
    if (finding.mention) {
        CHECK(conversation::put_mention(database, rules, kept_mention(*finding.mention, look->source, look->thread),
                                        now_ms));
    } else if (progress == Progress::NoLink || progress == Progress::Gone) {
        CHECK(conversation::remove_mention(database, look->source, look->thread, now_ms));
    } else if (progress == Progress::Waiting) {
        const bool is_last = look->attempts > static_cast<std::int64_t>(rests_ms.size());
        if (is_last) progress = Progress::Unreachable;
        if (!is_last) due_ms += rests_ms.at(static_cast<std::size_t>(std::max<std::int64_t>(look->attempts, 1) - 1));
    }
    CHECK(database.write([&](Transaction& transaction) -> Result<void> {
        CHECK(transaction.run(
            "mention.settle_arrival",
            {{"id", look->id}, {"until", look->until_ms}, {"state", name_of(progress)}, {"due_at", due_ms}}));
        return {};
    }));
    return true;
}

Result<void> prune_arrivals(Transaction& transaction, std::int64_t now_ms) {
    CHECK(transaction.run("mention.prune_arrivals", {{"before", now_ms - arrivals_kept_ms}}));
    return {};
}

}  // namespace byline::mentioning
