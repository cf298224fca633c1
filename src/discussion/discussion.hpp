// A Discussion is the conversation of a served site: the store, the pages with their threads, the routes of readers,
// and the thread that hears of changes which this or another process made.
// Thread contract: open, begin and the destructor belong to one thread; the rest may be called from any.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "conversation/rules.hpp"
#include "discussion/reader_context.hpp"
#include "result/result.hpp"
#include "server/route_table.hpp"
#include "server/site_snapshot.hpp"
#include "site/theme.hpp"

namespace byline::discussion {

struct DiscussionOptions {
    std::string database;         // its address
    std::string site_path = "/";  // of the site's address, with both slashes
    std::string origin;           // of links in letters: "https://example.org"
    conversation::Rules rules = {};
    Postman postman = {};                    // empty: no mail is sent
    std::function<void(const Error&)> tell;  // what goes wrong behind everybody's back, once each time it begins
};

class Discussion {
  public:
    // Fails when the store cannot be opened or the theme's templates are wrong.
    [[nodiscard]] static Result<std::unique_ptr<Discussion>> open(DiscussionOptions options, site::Theme theme);
    Discussion(const Discussion&) = delete;
    Discussion& operator=(const Discussion&) = delete;
    ~Discussion();

    // `origins` are the site's as browsers write them. The discussion outlives the table.
    [[nodiscard]] Result<server::RouteTable> routes(std::vector<std::string> origins) const;

    // For server::SiteServerOptions::compose.
    [[nodiscard]] std::shared_ptr<const server::SiteSnapshot> compose(
        const std::shared_ptr<const server::SiteSnapshot>& site);

    // Calls `changed` whenever pages are to be composed anew, until end().
    void begin(std::function<void()> changed);
    void end();

  private:
    class Parts;
    explicit Discussion(std::unique_ptr<Parts> parts);

    std::unique_ptr<Parts> parts_;
};

}  // namespace byline::discussion
