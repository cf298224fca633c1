// A PageHost is what the engine's own functions and filters know during one render: the page and its language; it also
// makes the variables that the template sees.
// Used by one thread for one page.
#pragma once

#include <string_view>

#include "publish/page_object.hpp"
#include "publish/site_object.hpp"
#include "site/page.hpp"
#include "templating/call.hpp"
#include "templating/value_map.hpp"

namespace byline::publish {

class Publication;

class PageHost final : public templating::Host {
  public:
    PageHost(const Publication& publication, const site::Page& page);
    // For a component in the body of a work, which is rendered before and apart from its page.
    PageHost(const Publication& publication, const site::Work& work);

    // site, page, language, and work where the page is one's. Borrows from this.
    [[nodiscard]] templating::ValueMap context() const;

    void reads_template(std::string_view name) override;
    void reads_global(std::string_view name, std::string_view member) override;

    [[nodiscard]] const Publication& publication() const { return publication_; }
    [[nodiscard]] const site::Page& page() const { return page_; }
    [[nodiscard]] std::string_view language() const;

  private:
    const Publication& publication_;
    site::Page own_page_;  // for the second constructor
    const site::Page& page_;
    SiteObject site_object_;
    PageObject page_object_;
};

}  // namespace byline::publish
