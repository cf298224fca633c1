#include <algorithm>

#include "server/reload_script.hpp"
#include "text/html_escape.hpp"

namespace byline::server {

namespace {

bool same_letters(std::string_view text, std::string_view lower) {
    return std::equal(text.begin(), text.end(), lower.begin(), lower.end(),
                      [](char a, char b) { return (a >= 'A' && a <= 'Z' ? static_cast<char>(a + 32) : a) == b; });
}

std::size_t end_of_body(std::string_view html) {
    static constexpr std::string_view end_tag = "</body";
    for (std::size_t at = html.rfind('<'); at != std::string_view::npos;
         at = at == 0 ? at - 1 : html.rfind('<', at - 1)) {
        if (same_letters(html.substr(at, end_tag.size()), end_tag)) return at;
    }
    return html.size();
}

}  // namespace

std::string with_reload_script(std::string_view html, std::string_view build, std::string_view page) {
    const std::size_t at = end_of_body(html);
    std::string result;
    result.reserve(html.size() + 256);
    result += html.substr(0, at);
    result += "<script src=\"";
    result += script_path;
    result += "\" data-build=\"";
    text::append_escaped_html(result, build);
    result += "\" data-page=\"";
    text::append_escaped_html(result, page);
    result += "\" defer></script>";
    result += html.substr(at);
    return result;
}

}  // namespace byline::server
