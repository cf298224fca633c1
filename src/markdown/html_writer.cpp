#include "markdown/html_writer.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <iterator>

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

#include "markdown/character_class.hpp"
#include "markdown/html_syntax.hpp"

namespace byline::markdown {

namespace {

constexpr std::array<bool, 256> make_escaped() {
    std::array<bool, 256> table{};
    for (const unsigned char c : {'&', '<', '>', '"', '\0'}) table[c] = true;
    return table;
}
constexpr std::array<bool, 256> is_escaped = make_escaped();

// Position of the next character that cannot stand as it is, or the end. Most text has none for long stretches.
std::size_t find_escaped(std::string_view text, std::size_t position) {
#if defined(__SSE2__)
    for (; position + 16 <= text.size(); position += 16) {
        const __m128i bytes = _mm_loadu_si128(reinterpret_cast<const __m128i*>(text.data() + position));
        const auto is = [&](char c) { return _mm_cmpeq_epi8(bytes, _mm_set1_epi8(c)); };
        const __m128i found =
            _mm_or_si128(_mm_or_si128(_mm_or_si128(is('&'), is('<')), _mm_or_si128(is('>'), is('"'))), is('\0'));
        const auto mask = static_cast<unsigned>(_mm_movemask_epi8(found));
        if (mask != 0) return position + static_cast<std::size_t>(std::countr_zero(mask));
    }
#endif
    while (position < text.size() && !is_escaped[static_cast<unsigned char>(text[position])]) ++position;
    return position;
}

constexpr std::array<bool, 256> make_url_safe() {
    std::array<bool, 256> table{};
    for (unsigned c = 0; c < 128; ++c) table[c] = is_alphanumeric(static_cast<char>(c));
    for (const char c : std::string_view("-_.+!*(),%#@?=;:/$~")) table[static_cast<unsigned char>(c)] = true;
    return table;
}
constexpr std::array<bool, 256> url_safe = make_url_safe();

bool starts_with_ignoring_case(std::string_view text, std::string_view lower) {
    return text.size() >= lower.size() && std::equal(lower.begin(), lower.end(), text.begin(),
                                                     [](char wanted, char found) { return to_lower(found) == wanted; });
}

}  // namespace

void append_escaped(std::string& out, std::string_view text) {
    std::size_t from = 0;
    for (std::size_t i = find_escaped(text, 0); i < text.size(); i = find_escaped(text, i + 1)) {
        out.append(text.data() + from, i - from);
        from = i + 1;
        switch (text[i]) {
            case '&': out += "&amp;"; break;
            case '<': out += "&lt;"; break;
            case '>': out += "&gt;"; break;
            case '"': out += "&quot;"; break;
            default: out += "\xef\xbf\xbd"; break;
        }
    }
    out.append(text.data() + from, text.size() - from);
}

void append_url(std::string& out, std::string_view url) {
    constexpr std::string_view digits = "0123456789ABCDEF";
    std::size_t from = 0;
    for (std::size_t i = 0; i < url.size(); ++i) {
        const auto byte = static_cast<unsigned char>(url[i]);
        if (url_safe[byte]) continue;
        out.append(url.data() + from, i - from);
        from = i + 1;
        if (byte == '&') {
            out += "&amp;";
        } else if (byte == '\'') {
            out += "&#x27;";
        } else {
            out += '%';
            out += digits[byte >> 4];
            out += digits[byte & 15];
        }
    }
    out.append(url.data() + from, url.size() - from);
}

bool is_dangerous_url(std::string_view url) {
    for (const std::string_view scheme : {"javascript:", "vbscript:", "file:"}) {
        if (starts_with_ignoring_case(url, scheme)) return true;
    }
    if (!starts_with_ignoring_case(url, "data:")) return false;
    constexpr std::string_view pictures[] = {"data:image/png", "data:image/gif", "data:image/jpeg", "data:image/webp"};
    return std::none_of(std::begin(pictures), std::end(pictures),
                        [&](std::string_view picture) { return starts_with_ignoring_case(url, picture); });
}

bool is_html_attribute(std::string_view name) {
    constexpr std::string_view known[] = {
        "accesskey",     "contenteditable", "crossorigin",    "decoding",  "dir",      "download", "draggable",
        "fetchpriority", "height",          "hidden",         "hreflang",  "id",       "inert",    "ismap",
        "itemid",        "itemprop",        "itemref",        "itemscope", "itemtype", "lang",     "loading",
        "ping",          "popover",         "referrerpolicy", "rel",       "role",     "sizes",    "slot",
        "spellcheck",    "srcset",          "style",          "tabindex",  "target",   "title",    "translate",
        "type",          "usemap",          "width"};
    return name.substr(0, 5) == "data-" || name.substr(0, 5) == "aria-" || name.substr(0, 2) == "on" ||
           std::find(std::begin(known), std::end(known), name) != std::end(known);
}

bool is_harmless_attribute(std::string_view name) {
    constexpr std::string_view allowed[] = {"class", "lang", "dir", "title", "width", "height", "start", "reversed"};
    return std::find(std::begin(allowed), std::end(allowed), name) != std::end(allowed);
}

void append_filtered_html(std::string& out, std::string_view html) {
    std::size_t from = 0;
    for (std::size_t at = html.find('<'); at != std::string_view::npos; at = html.find('<', at + 1)) {
        if (!is_filtered_tag(html.substr(at))) continue;
        out += html.substr(from, at - from);
        out += "&lt;";
        from = at + 1;
    }
    out += html.substr(from);
}

}  // namespace byline::markdown
