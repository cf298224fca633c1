#include "server/plain_page.hpp"

#include "text/html_escape.hpp"

namespace byline::server {

namespace {

std::string page(std::string_view title, const std::string& content) {
    std::string html =
        "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\">"
        "<meta name=\"viewport\" content=\"width=device-width\"><meta name=\"color-scheme\" content=\"light "
        "dark\"><title>";
    html += title;
    html += "</title></head><body><main><h1>";
    html += title;
    html += "</h1>" + content + "</main></body></html>";
    return html;
}

std::string escaped(std::string_view text) {
    std::string html;
    text::append_escaped_html(html, text);
    return html;
}

std::string place_text(const Place& place) {
    std::string text = place.file;
    if (place.line > 0) text += ":" + std::to_string(place.line);
    if (place.line > 0 && place.column > 0) text += ":" + std::to_string(place.column);
    return text;
}

}  // namespace

std::string waiting_page() {
    return page("Not built yet",
                "<p>This page appears by itself when the site is built. 网站建好后，本页会自动显示。</p>");
}

std::string not_found_page(std::string_view path) {
    return page("No such page", "<p>The site has no <code>" + escaped(path) +
                                    "</code>, and no 404 page of its own. 网站没有这个页面。</p>");
}

std::string error_page(const Error& error) {
    return page("This page could not be made", "<p><code>" + escaped(place_text(error.place)) + "</code></p><p>" +
                                                   escaped(error.message) + "</p><pre>" + escaped(error.snippet) +
                                                   "</pre><p>" + escaped(error.remedy) + "</p>");
}

}  // namespace byline::server
