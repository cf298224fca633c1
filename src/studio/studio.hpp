// The Studio is the writer's desk on a served site: its routes, who is let in, and the link of the first visit.
// Immutable once it was made; safe from any thread.
#pragma once

#include <cstdint>
#include <ctime>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "conversation/rule_book.hpp"
#include "database/database.hpp"
#include "result/result.hpp"
#include "secrets/key.hpp"
#include "server/route.hpp"
#include "studio/page_writer.hpp"

namespace byline::studio {

struct StudioOptions {
    PageSetup pages;
    std::string author_name;                                          // of the badge; empty: the name of the account
    std::string author_url;                                           // an http(s) URL, or empty
    std::function<std::string(std::string_view name)> face;           // a path of the site; required
    std::function<std::string(std::string_view address)> page_title;  // empty for what is no page; required
};

// What the studio works on, and who else does. All of it outlives the studio.
struct StudioStore {
    database::Database& database;
    const secrets::Key& key;
    const secrets::Entropy& entropy;
    const conversation::RuleBook& rules;
};

class Studio {
  public:
    [[nodiscard]] static Result<std::unique_ptr<Studio>> make(StudioOptions options, StudioStore store);
    Studio(const Studio&) = delete;
    Studio& operator=(const Studio&) = delete;
    ~Studio();

    // The studio outlives them.
    [[nodiscard]] std::vector<server::Route> routes() const;

    // Whether this is asked of the studio: its cookie means nothing elsewhere.
    [[nodiscard]] bool has(std::string_view path) const;
    // Who has logged in, by the cookie.
    [[nodiscard]] server::Identity identify(const http::Request& request, std::time_t now) const;
    // To the door, and from there to where one wanted to go.
    [[nodiscard]] http::Response deny(const server::Visit& visit) const;

    // The path of the link of the first visit, good until the next one is made; nothing when somebody has entered.
    [[nodiscard]] Result<std::optional<std::string>> first_visit() const;

  private:
    class Parts;
    explicit Studio(std::unique_ptr<Parts> parts);

    std::unique_ptr<Parts> parts_;
};

}  // namespace byline::studio
