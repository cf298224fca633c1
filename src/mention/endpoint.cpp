#include "mention/endpoint.hpp"

#include <algorithm>
#include <utility>

#include "text/ascii.hpp"
#include "text/url.hpp"

namespace byline::mention {
namespace {

constexpr std::string_view relation = "webmention";

bool has_relation(std::string_view rel) {
    const auto words = html::words_of(rel);
    return std::any_of(words.begin(), words.end(),
                       [](std::string_view word) { return text::equal_but_case(word, relation); });
}

std::string_view trimmed_link(std::string_view text) {
    const std::size_t begin = text.find_first_not_of(" \t");
    if (begin == std::string_view::npos) return {};
    return text.substr(begin, text.find_last_not_of(" \t") + 1 - begin);
}

// Up to the first of `stops` that stands outside of quotes.
std::string_view take_until(std::string_view& text, std::string_view stops) {
    bool quoted = false;
    for (std::size_t at = 0; at < text.size(); ++at) {
        if (quoted && text[at] == '\\') {
            ++at;
        } else if (text[at] == '"') {
            quoted = !quoted;
        } else if (!quoted && stops.find(text[at]) != std::string_view::npos) {
            const std::string_view taken = text.substr(0, at);
            text.remove_prefix(at);
            return taken;
        }
    }
    return std::exchange(text, std::string_view());
}

// Reads one link of a header, and moves behind it.
std::optional<std::string_view> take_link(std::string_view& header) {
    const std::size_t open = header.find('<');
    const std::size_t close = header.find('>', std::min(open, header.size()));
    if (close == std::string_view::npos) {
        header = {};
        return std::nullopt;
    }
    const std::string_view address = header.substr(open + 1, close - open - 1);
    header.remove_prefix(close + 1);
    bool found = false;
    while (!header.empty() && header.front() != ',') {
        std::string_view parameter = take_until(header, ";,");
        if (!header.empty() && header.front() == ';') header.remove_prefix(1);
        const std::size_t equals = parameter.find('=');
        if (equals == std::string_view::npos || !text::equal_but_case(trimmed_link(parameter.substr(0, equals)), "rel"))
            continue;
        std::string_view value = trimmed_link(parameter.substr(equals + 1));
        if (value.size() >= 2 && value.front() == '"' && value.back() == '"') value = value.substr(1, value.size() - 2);
        found = found || has_relation(value);
    }
    if (!header.empty()) header.remove_prefix(1);
    return found ? std::optional(address) : std::nullopt;
}

}  // namespace

std::string base_of(const html::Document& page, std::string_view page_url) {
    for (const html::Node& node : page.nodes) {
        if (node.name == "base" && node.attribute("href")) return text::resolve(page_url, *node.attribute("href"));
    }
    return std::string(page_url);
}

std::optional<std::string> endpoint_in_links(const std::vector<std::string_view>& link_headers,
                                             std::string_view page_url) {
    for (std::string_view header : link_headers) {
        while (!header.empty()) {
            if (const auto address = take_link(header)) return text::resolve(page_url, trimmed_link(*address));
        }
    }
    return std::nullopt;
}

std::optional<std::string> endpoint_in_page(const html::Document& page, std::string_view page_url) {
    for (const html::Node& node : page.nodes) {
        if (node.name != "link" && node.name != "a") continue;
        const auto address = node.attribute("href");
        if (address && has_relation(node.attribute("rel").value_or(""))) {
            return text::resolve(base_of(page, page_url), text::percent_encode_url(html::collapsed(*address)));
        }
    }
    return std::nullopt;
}

std::optional<std::string> discover_endpoint(const std::vector<std::string_view>& link_headers, std::string_view html,
                                             std::string_view page_url) {
    if (auto found = endpoint_in_links(link_headers, page_url)) return found;
    const auto page = html::read(html, page_url, {});
    return page ? endpoint_in_page(*page, page_url) : std::nullopt;
}

}  // namespace byline::mention
