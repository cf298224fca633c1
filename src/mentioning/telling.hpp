// Telling others: links of our pages to pages elsewhere are noted, and those that are new are told to the sites that
// take webmentions; told again when our page changed, and once more when the link or the page is gone:
// https://www.w3.org/TR/webmention/, section 3.1.
// Functions block on the store, or on other servers; safe from any thread and any process.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "database/database.hpp"
#include "mention/entry_links.hpp"
#include "mention/send_mention.hpp"
#include "outbound/client.hpp"

namespace byline::mentioning {

inline constexpr std::size_t most_links_of_page = 200;

// What a page that was not noted before has: links that are to be told, or old ones that nobody waits to hear of.
enum class NewPages : std::uint8_t { Told, Known };

// Nothing changes when the page says what it said. Gives how many wait to be told because of it.
[[nodiscard]] Result<std::int64_t> note_page(database::Database& database, std::string_view page,
                                             const mention::EntryLinks& links, NewPages new_pages, std::int64_t now_ms);

// The links that note_page() would find new, without noting anything.
[[nodiscard]] Result<std::vector<std::string>> new_targets(database::Database& database, std::string_view page,
                                                           const mention::EntryLinks& links);

// The page is not there any more.
[[nodiscard]] Result<std::int64_t> note_removal(database::Database& database, std::string_view page,
                                                std::int64_t now_ms);

// Every page that was noted and is still there, by address.
[[nodiscard]] Result<std::vector<std::string>> noted_pages(database::Database& database);

// Whether pages were ever noted in this store; after the second function they were.
[[nodiscard]] Result<bool> has_begun(database::Database& database);
[[nodiscard]] Result<void> begin_noting(database::Database& database);

// Links that were there when noting began are told after all.
[[nodiscard]] Result<std::int64_t> tell_known(database::Database& database, std::int64_t now_ms);

struct WaitingLink {
    std::string page;
    std::string target;
    bool is_there = true;  // otherwise it is told that it went
};
[[nodiscard]] Result<std::vector<WaitingLink>> waiting_links(database::Database& database, std::int64_t most);

// When the next one is to be told; nothing when none waits.
[[nodiscard]] Result<std::optional<std::int64_t>> next_telling(database::Database& database);

struct Told {
    WaitingLink link;
    mention::SendReport report;
    bool is_tried_again = false;
};

// Tells of one that is due. `origin` is what pages stand below, "https://example.org/blog". Nothing when none is due.
[[nodiscard]] Result<std::optional<Told>> tell_one(database::Database& database, outbound::Client& client,
                                                   std::string_view origin, std::int64_t now_ms);

}  // namespace byline::mentioning
