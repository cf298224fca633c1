// An Absence answers in the place of a Discussion whose store cannot be opened: whoever asks is told so, and gets back
// what was typed. The pages of the site stay as they were built.
// Thread contract: make belongs to one thread; compose and the routes may be called from any.
#pragma once

#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "discussion/section.hpp"
#include "http/response.hpp"
#include "result/result.hpp"
#include "server/route.hpp"
#include "server/site_snapshot.hpp"
#include "site/theme.hpp"

namespace byline::discussion {

class Absence {
  public:
    // The theme outlives it. Fails when the theme's templates are wrong.
    [[nodiscard]] static Result<std::unique_ptr<Absence>> make(const site::Theme& theme, std::string site_path,
                                                               Mail mail);

    // All below the folders that the server answers. The absence outlives them.
    [[nodiscard]] std::vector<server::Route> routes() const;

    // Takes note of the site, whose pages stand around what is said, and gives it back.
    [[nodiscard]] std::shared_ptr<const server::SiteSnapshot> note(std::shared_ptr<const server::SiteSnapshot> site);

  private:
    explicit Absence(std::unique_ptr<SectionWriter> writer) : writer_(std::move(writer)) {}

    [[nodiscard]] http::Response answer(const server::Visit& visit) const;
    // The built page at an address; null when there is none, or it has no place for the conversation.
    [[nodiscard]] std::shared_ptr<const std::string> page(std::string_view address) const;
    [[nodiscard]] std::shared_ptr<const std::string> any_page(std::string_view language) const;

    std::unique_ptr<SectionWriter> writer_;
    mutable std::mutex mutex_;                          // guards:
    std::shared_ptr<const server::SiteSnapshot> site_;  // shared: with the server
};

}  // namespace byline::discussion
