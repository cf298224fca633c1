// What templates see as `page`: the HTML document being made, whatever it shows.
// Used by one thread for one page.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "site/page.hpp"
#include "site/work_fields.hpp"
#include "templating/object.hpp"
#include "text/safe_html.hpp"

namespace byline::publish {

class Publication;

class PageObject final : public templating::Object {
  public:
    PageObject(const Publication& publication, const site::Page& page) : publication_(publication), page_(page) {}

    [[nodiscard]] templating::Value get(std::string_view name) const override;
    [[nodiscard]] std::span<const std::string_view> names() const override;
    [[nodiscard]] std::string_view type_name() const override { return "page"; }

  private:
    [[nodiscard]] templating::Value get_list(std::string_view name) const;  // what lists have
    [[nodiscard]] const templating::Value& content() const;
    [[nodiscard]] text::SafeHtml head() const;
    [[nodiscard]] templating::Value works() const;
    [[nodiscard]] const templating::Value& pager() const;
    [[nodiscard]] templating::Value make_pager() const;
    [[nodiscard]] templating::Value years() const;

    const Publication& publication_;
    const site::Page& page_;
    // Once they were asked for.
    mutable std::optional<templating::Value> content_;
    mutable std::optional<templating::Value> pager_;
};

// Facts about a page that its template, its head and the feeds share.
[[nodiscard]] std::string page_title(const Publication& publication, const site::Page& page);
[[nodiscard]] std::string page_full_title(const Publication& publication, const site::Page& page);
[[nodiscard]] std::string page_description(const Publication& publication, const site::Page& page);
[[nodiscard]] std::string_view page_kind_name(const site::Page& page);

struct Crumb {
    std::string title;
    std::string url_path;
};
// From the home page to this page; empty on the home page.
[[nodiscard]] std::vector<Crumb> breadcrumbs(const Publication& publication, const site::Page& page);

// The same page in another language.
struct Alternate {
    std::uint32_t language = 0;
    std::string url_path;
    site::WorkId work = site::no_work;  // when it is the page of a work
};
[[nodiscard]] std::vector<Alternate> alternates(const Publication& publication, const site::Page& page);

// Where another language of the site goes on from this page: the same page, else the list that it would stand in, else
// the home page.
struct Elsewhere {
    std::uint32_t language = 0;
    std::string url_path;
    bool is_same = false;
};
[[nodiscard]] std::vector<Elsewhere> elsewhere(const Publication& publication, const site::Page& page);

// Whether the list that this page shows has feeds of its own.
[[nodiscard]] bool has_feeds(const site::Page& page);

// What facts call that list (list_name.hpp), and how a part of it is noted as read.
[[nodiscard]] std::string listed_name(const Publication& publication, const site::Page& page);
inline constexpr std::size_t whole_list = static_cast<std::size_t>(-1);
void note_slice(const Publication& publication, const site::Page& page, std::size_t first, std::size_t count);

// The fields that a page of a work's own is made of, whatever its template asks for: all that the file itself says.
[[nodiscard]] site::WorkFields own_fields();

// All works of the list that `page` is a part of, newest first (series: in order).
[[nodiscard]] std::span<const site::WorkId> listed_works(const Publication& publication, const site::Page& page);

}  // namespace byline::publish
