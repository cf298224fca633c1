// What templates see as `site`: the site in the language of the page being rendered.
// Used by one thread for one page; what it returns is shared by all.
#pragma once

#include <span>
#include <string_view>

#include "site/page.hpp"
#include "templating/object.hpp"

namespace byline::publish {

class Publication;

class SiteObject final : public templating::Object {
  public:
    SiteObject(const Publication& publication, const site::Page& page) : publication_(publication), page_(page) {}

    [[nodiscard]] templating::Value get(std::string_view name) const override;
    [[nodiscard]] std::span<const std::string_view> names() const override;
    [[nodiscard]] std::string_view type_name() const override { return "site"; }

  private:
    [[nodiscard]] templating::Value languages() const;
    [[nodiscard]] templating::Value menu(std::string_view name) const;
    [[nodiscard]] templating::Value menus() const;

    const Publication& publication_;
    const site::Page& page_;
};

// The version that `generator` and the feeds name.
inline constexpr std::string_view generator_name = "Byline 0.1.0";

}  // namespace byline::publish
