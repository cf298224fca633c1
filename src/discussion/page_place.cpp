#include "discussion/page_place.hpp"

#include <algorithm>

#include "discussion/moment.hpp"
#include "text/html_escape.hpp"
#include "text/timestamp.hpp"
#include "text/url.hpp"

namespace byline::discussion {
namespace {

constexpr std::string_view opening = "<!--byline:conversation ";
constexpr std::string_view closing = "<!--/byline:conversation-->";

// What stands between the end of the tag that begins with `tag` and `end_tag`.
void replace_within(std::string& page, std::string_view tag, std::string_view end_tag, std::string_view content) {
    const std::size_t at = page.find(tag);
    if (at == std::string::npos) return;
    const std::size_t begin = page.find('>', at);
    const std::size_t end = page.find(end_tag, at);
    if (begin == std::string::npos || end == std::string::npos || begin > end) return;
    page.replace(begin + 1, end - begin - 1, content);
}

}  // namespace

std::optional<PagePlace> find_place(std::string_view page) {
    const std::size_t begin = page.rfind(opening);
    if (begin == std::string_view::npos) return std::nullopt;
    const std::size_t words = begin + opening.size();
    const std::size_t words_end = page.find("-->", words);
    const std::size_t end = page.find(closing, words);
    if (words_end == std::string_view::npos || end == std::string_view::npos || words_end > end) return std::nullopt;
    std::string_view said = page.substr(words, words_end - words);
    const auto next_word = [&said] {
        const std::string_view word = said.substr(0, said.find(' '));
        said.remove_prefix(std::min(said.size(), word.size() + 1));
        return word;
    };
    PagePlace place;
    place.begin = begin;
    place.end = end + closing.size();
    place.language = next_word();
    while (!said.empty()) {
        const std::string_view word = next_word();
        if (word == "closed") {
            place.is_closed = true;
        } else if (const auto date = text::parse_timestamp(word)) {
            place.work_ms = date->seconds * second_ms;
        }
    }
    return place;
}

bool takes_comments(const PagePlace& place, const conversation::Rules& rules, std::int64_t now_ms) {
    return !place.is_closed && !conversation::is_closed(rules, place.work_ms, now_ms);
}

std::string page_with(std::string_view page, const PagePlace& place, std::string_view section) {
    std::string out;
    out.reserve(page.size() + section.size());
    out.append(page.substr(0, place.begin)).append(section).append(page.substr(place.end));
    return out;
}

void add_to_head(std::string& page, std::string_view element) {
    const std::size_t at = page.find("</head>");
    if (at != std::string::npos) page.insert(at, element);
}

std::optional<std::string> next_address(std::string_view page, std::string_view site_path) {
    constexpr std::string_view leads_on = "<meta http-equiv=\"refresh\" content=\"0; url=";
    constexpr std::size_t most_head_bytes = 4096;
    const std::size_t at = page.substr(0, most_head_bytes).find(leads_on);
    if (at == std::string_view::npos) return std::nullopt;
    const std::size_t begin = at + leads_on.size();
    const std::string_view url = page.substr(begin, page.find('"', begin) - begin);
    auto path = text::percent_decode(text::split_url(url).path);
    if (!path || site_path.empty() || !path->starts_with(site_path)) return std::nullopt;
    return path->substr(site_path.size() - 1);
}

std::string page_about(std::string_view page, std::string_view title, std::string_view content) {
    std::string out(page);
    replace_within(out, "<title", "</title>", text::escape_html(title).view());
    replace_within(out, "<main", "</main>", content);
    return out;
}

}  // namespace byline::discussion
