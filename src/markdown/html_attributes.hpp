// Finds attributes in raw HTML, which is not parsed otherwise: links, pictures and ids in it count as the document's.
// A pure function.
#pragma once

#include <cstddef>
#include <functional>
#include <string_view>

namespace byline::markdown {

struct HtmlAttribute {
    std::string_view tag;   // as written
    std::string_view name;  // as written
    std::string_view value;
    std::size_t offset = 0;  // of the value in the HTML
};

// Calls `found` for each attribute with a value of each opening tag in `html`; comments are passed over.
void for_each_html_attribute(std::string_view html, const std::function<void(const HtmlAttribute&)>& found);

[[nodiscard]] bool is_html_name(std::string_view written, std::string_view lower);

}  // namespace byline::markdown
