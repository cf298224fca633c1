#include "text/url.hpp"

#include <algorithm>
#include <utility>

#include "text/ascii.hpp"

namespace byline::text {
namespace {

// Section 3.1
bool is_scheme(std::string_view text) {
    return !text.empty() && is_ascii_letter(text.front()) && std::all_of(text.begin(), text.end(), [](char c) {
        return is_ascii_letter(c) || is_ascii_digit(c) || c == '+' || c == '-' || c == '.';
    });
}

// Section 5.2.3; `base` has a path, `relative` is not empty and has no leading slash.
std::string merged_path(const UrlParts& base, std::string_view relative) {
    if (base.authority && base.path.empty()) return "/" + std::string(relative);
    const std::size_t slash = base.path.rfind('/');
    std::string merged(slash == std::string_view::npos ? std::string_view() : base.path.substr(0, slash + 1));
    merged += relative;
    return merged;
}

// Section 5.3
std::string recompose(const std::optional<std::string_view>& scheme, const std::optional<std::string_view>& authority,
                      std::string_view path, const std::optional<std::string_view>& query,
                      const std::optional<std::string_view>& fragment) {
    std::string out;
    if (scheme) out.append(*scheme).append(":");
    if (authority) out.append("//").append(*authority);
    out += path;
    if (query) out.append("?").append(*query);
    if (fragment) out.append("#").append(*fragment);
    return out;
}

void remove_last_segment(std::string& path) {
    const std::size_t slash = path.rfind('/');
    path.resize(slash == std::string::npos ? 0 : slash);
}

}  // namespace

UrlParts split_url(std::string_view url) {
    UrlParts parts;
    if (const std::size_t mark = url.find('#'); mark != std::string_view::npos) {
        parts.fragment = url.substr(mark + 1);
        url = url.substr(0, mark);
    }
    if (const std::size_t mark = url.find('?'); mark != std::string_view::npos) {
        parts.query = url.substr(mark + 1);
        url = url.substr(0, mark);
    }
    if (const std::size_t colon = url.find(':'); colon != std::string_view::npos && is_scheme(url.substr(0, colon))) {
        parts.scheme = url.substr(0, colon);
        url.remove_prefix(colon + 1);
    }
    if (url.starts_with("//")) {
        url.remove_prefix(2);
        const std::size_t end = std::min(url.find('/'), url.size());
        parts.authority = url.substr(0, end);
        url.remove_prefix(end);
    }
    parts.path = url;
    return parts;
}

std::string_view scheme_of(std::string_view url) {
    // No character of a scheme ends a path, so what stands before the first colon is one, or there is none.
    const std::size_t colon = url.find(':');
    return colon != std::string_view::npos && is_scheme(url.substr(0, colon)) ? url.substr(0, colon)
                                                                              : std::string_view();
}

bool is_absolute(std::string_view url) {
    return !scheme_of(url).empty();
}

bool is_web_url(std::string_view url) {
    const UrlParts parts = split_url(url);
    return parts.scheme && (equal_but_case(*parts.scheme, "http") || equal_but_case(*parts.scheme, "https")) &&
           parts.authority && !parts.authority->empty();
}

bool is_external(std::string_view url) {
    return url.starts_with("//") || is_absolute(url);
}

std::string remove_dot_segments(std::string_view path) {
    std::string out;
    out.reserve(path.size());
    while (!path.empty()) {
        if (path.starts_with("../")) {
            path.remove_prefix(3);
        } else if (path.starts_with("./") || path.starts_with("/./")) {
            path.remove_prefix(2);
        } else if (path == "/.") {
            path = "/";
        } else if (path.starts_with("/../")) {
            path.remove_prefix(3);
            remove_last_segment(out);
        } else if (path == "/..") {
            path = "/";
            remove_last_segment(out);
        } else if (path == "." || path == "..") {
            break;
        } else {
            const std::size_t end = std::min(path.find('/', 1), path.size());
            out += path.substr(0, end);
            path.remove_prefix(end);
        }
    }
    return out;
}

std::string resolve(std::string_view base_url, std::string_view relative) {
    const UrlParts base = split_url(base_url);
    const UrlParts target = split_url(relative);
    if (target.scheme) {
        return recompose(target.scheme, target.authority, remove_dot_segments(target.path), target.query,
                         target.fragment);
    }
    if (target.authority) {
        return recompose(base.scheme, target.authority, remove_dot_segments(target.path), target.query,
                         target.fragment);
    }
    if (target.path.empty()) {
        return recompose(base.scheme, base.authority, base.path, target.query ? target.query : base.query,
                         target.fragment);
    }
    const std::string path =
        remove_dot_segments(target.path.starts_with('/') ? std::string(target.path) : merged_path(base, target.path));
    return recompose(base.scheme, base.authority, path, target.query, target.fragment);
}

std::string join_base(std::string_view base_url, std::string_view path) {
    while (base_url.ends_with('/')) base_url.remove_suffix(1);
    while (path.starts_with('/')) path.remove_prefix(1);
    std::string out;
    out.reserve(base_url.size() + 1 + path.size());
    return out.append(base_url).append("/").append(path);
}

}  // namespace byline::text
