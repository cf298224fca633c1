// A ReaderContext is what the routes of readers share; the functions make answers of it.
// Immutable but for what is thread-safe itself; safe from any thread.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "conversation/moderation.hpp"
#include "conversation/people.hpp"
#include "conversation/rule_book.hpp"
#include "database/database.hpp"
#include "discussion/letter_desk.hpp"
#include "discussion/live_pages.hpp"
#include "discussion/section.hpp"
#include "http/response.hpp"
#include "mentioning/arrival.hpp"
#include "secrets/key.hpp"
#include "server/route.hpp"

namespace byline::discussion {

// What takes webmentions.
struct MentionTaking {
    mentioning::ArrivalLimits limits = {};
    std::function<void()> has_arrival = [] {};  // called when there is something to look at
};

struct ReaderContext {
    database::Database& database;
    const conversation::RuleBook& rules;
    const secrets::Key& key;
    const secrets::Entropy& entropy;
    const SectionWriter& writer;
    const LivePages& pages;
    const std::string& origin;                 // "https://example.org"
    const MentionTaking* mentions = nullptr;   // null: webmentions are not taken
    const LetterDesk* letters = nullptr;       // null: no mail is sent, and names stay unverified
    std::function<void()> has_letter = [] {};  // called when one was put in
};

[[nodiscard]] std::int64_t now_ms(const server::Visit& visit);

// The page, with its thread and this in its place; kept by nobody.
[[nodiscard]] http::Response page_answer(const ReaderContext& context, const server::Visit& visit,
                                         std::string_view address, std::optional<SectionForm> form,
                                         std::optional<SectionNotice> notice, int status);
[[nodiscard]] http::Response person_answer(const ReaderContext& context, const server::Visit& visit, PersonPage page,
                                           int status);
// To the page after a write.
[[nodiscard]] http::Response see_other(const ReaderContext& context, std::string_view below_routes);
[[nodiscard]] http::Response nothing_here();
[[nodiscard]] http::Response out_of_order();
// With what was typed, when there is something.
[[nodiscard]] http::Response out_of_order(const ReaderContext& context, const server::Visit& visit, std::string text);

// The number that a parameter of the path is; 0 for what is none.
[[nodiscard]] std::int64_t number_of(const server::Visit& visit, std::string_view parameter);
[[nodiscard]] const std::string& parameter_of(const server::Visit& visit, std::string_view parameter);
// Who signed in; nothing for anyone.
[[nodiscard]] std::optional<std::int64_t> signed_in(const server::Visit& visit);

// A comment with its text; nothing when there is none.
[[nodiscard]] Result<std::optional<conversation::QueueEntry>> read_entry(const ReaderContext& context,
                                                                         std::int64_t comment);

}  // namespace byline::discussion
