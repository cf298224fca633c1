// LivePages keeps the pages that have a place for the conversation ready with it: made when a site is loaded, and
// again, that page alone, when its thread changes. Between two changes a page is sent like any other file. Thread-safe.
#pragma once

#include <cstdint>
#include <ctime>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "conversation/rule_book.hpp"
#include "conversation/threads.hpp"
#include "database/subscription.hpp"
#include "discussion/page_place.hpp"
#include "discussion/section.hpp"
#include "server/form_tokens.hpp"
#include "server/site_snapshot.hpp"

namespace byline::discussion {

// A page with a place, as it was built.
struct BuiltPage {
    std::shared_ptr<const server::Resource> resource;  // shared: with the snapshot
    PagePlace place;
};

class LivePages {
  public:
    // All four references outlive the pages, and so do the pages what is sent of them.
    LivePages(const SectionWriter& writer, database::Database& database, const conversation::RuleBook& rules,
              const server::FormTokens& tokens, std::string mention_endpoint = {})
        : writer_(writer),
          database_(database),
          rules_(rules),
          tokens_(tokens),
          mention_endpoint_(std::move(mention_endpoint)) {}

    // Every thread and every like anew.
    [[nodiscard]] Result<void> read_all();
    // What events say has changed; true when a page did.
    [[nodiscard]] Result<bool> take(const database::Events& events);
    // Form tokens of likes stand in pages, and grow old: true when they have to be made again.
    [[nodiscard]] bool are_tokens_old(std::time_t now) const;

    // The site with its conversations. One thread at a time. Shared: with the workers that send it.
    [[nodiscard]] std::shared_ptr<const server::SiteSnapshot> compose(
        const std::shared_ptr<const server::SiteSnapshot>& site, std::time_t now);

    // Nothing when no page with a place has this address, a path from the site's root.
    [[nodiscard]] std::optional<BuiltPage> page(std::string_view address) const;
    // Where the page of an alias leads to; the address itself when no such page stands there.
    [[nodiscard]] std::string current_address(std::string_view address) const;
    // Aliases whose page moved since this was last asked, each with the address of a page with a place.
    [[nodiscard]] std::vector<std::pair<std::string, std::string>> take_new_aliases();
    void ask_for_aliases_again();
    // Whether the site has a page at this address, be it without a place.
    [[nodiscard]] bool has_page(std::string_view address) const;
    // Any page of that language, or else any: its head and foot stand around what has no page of its own.
    [[nodiscard]] std::optional<BuiltPage> any_page(std::string_view language) const;

    // As it is in the store now, or, when that is gone, as it was last read. Shared: with what renders it meanwhile.
    [[nodiscard]] std::shared_ptr<const conversation::Thread> thread(std::string_view address) const;
    [[nodiscard]] std::int64_t likes(std::string_view address) const;

  private:
    struct Composed {
        std::shared_ptr<const server::Resource> built;  // shared: with the snapshot
        std::optional<PagePlace> place;
        std::shared_ptr<const server::Resource> live;  // null: to be made
    };

    [[nodiscard]] std::shared_ptr<const server::Resource> made(const std::string& address, const Composed& page,
                                                               std::time_t now);
    [[nodiscard]] std::string_view lines_with_endpoint(std::string_view lines);
    [[nodiscard]] std::string address_of(std::string_view file) const;
    void put(server::SiteSnapshot& site, const std::string& file, const Composed& page) const;

    const SectionWriter& writer_;
    database::Database& database_;
    const conversation::RuleBook& rules_;
    const server::FormTokens& tokens_;
    const std::string mention_endpoint_;                       // a path; empty: pages name none
    mutable std::mutex mutex_;                                 // guards what follows
    std::map<std::string, Composed, std::less<>> pages_;       // by address
    std::map<std::string, std::string, std::less<>> aliases_;  // to where their pages lead
    bool has_new_aliases_ = false;
    // Shared: with what is being rendered of a thread.
    std::map<std::string, std::shared_ptr<const conversation::Thread>, std::less<>> threads_;
    std::map<std::string, std::int64_t, std::less<>> likes_;
    std::time_t tokens_made_ = 0;
    std::map<std::string, std::string, std::less<>> lines_with_endpoint_;  // of heads, by what they are without it
};

}  // namespace byline::discussion
