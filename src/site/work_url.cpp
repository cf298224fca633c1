#include "site/work_url.hpp"

#include <algorithm>
#include <array>
#include <optional>

#include <fmt/format.h>

#include "text/nearest.hpp"
#include "text/url.hpp"

namespace byline::site {
namespace {

constexpr std::array<std::string_view, 5> placeholders = {"year", "month", "day", "slug", "folder"};

// The folder of the file without the kind's own top folder: "articles/2024/dns.md" has "2024".
std::string_view folder_below_kind(const Work& work) {
    std::string_view folder = work.source.folder;
    const std::string_view top = folder_of(work.kind);
    if (!top.empty() && folder.starts_with(top) && (folder.size() == top.size() || folder[top.size()] == '/')) {
        folder.remove_prefix(std::min(folder.size(), top.size() + 1));
    }
    return folder;
}

Result<std::string> fill_placeholder(std::string_view name, const Work& work, const std::string& pattern) {
    if (name == "slug") return work.slug;
    if (name == "folder") return std::string(folder_below_kind(work));
    if (name == "year" || name == "month" || name == "day") {
        if (!work.date) {
            return fail(content_error(fmt::format("no date, but the permalink '{}' needs one", pattern),
                                      "add `date: 2024-01-31` to the front matter", {}));
        }
        const text::CivilTime civil = text::to_civil(*work.date);
        if (name == "year") return fmt::format("{:04}", civil.year);
        return fmt::format("{:02}", name == "month" ? civil.month : civil.day);
    }
    const auto near = text::nearest(name, placeholders);
    return fail(content_error(fmt::format("unknown placeholder '{{{}}}' in permalink '{}'", name, pattern),
                              near ? fmt::format("did you mean '{{{}}}'?", *near)
                                   : "the placeholders are {year} {month} {day} {slug} {folder}",
                              {}));
}

Result<std::string> fill_pattern(const std::string& pattern, const Work& work) {
    std::string url;
    std::size_t position = 0;
    while (position < pattern.size()) {
        const auto open = pattern.find('{', position);
        url.append(pattern, position, open - position);
        if (open == std::string::npos) break;
        const auto close = pattern.find('}', open);
        if (close == std::string::npos) {
            return fail(
                content_error(fmt::format("unclosed '{{' in permalink '{}'", pattern), "close it with '}'", {}));
        }
        TRY(const std::string part,
            fill_placeholder(std::string_view(pattern).substr(open + 1, close - open - 1), work, pattern));
        url += part;
        position = close + 1;
    }
    std::string collapsed;  // an empty {folder} leaves two slashes
    for (const char c : url) {
        if (c != '/' || collapsed.empty() || collapsed.back() != '/') collapsed.push_back(c);
    }
    return collapsed;
}

std::string default_pattern(const Work& work) {
    if (work.kind == Kind::Page) return "/{folder}/{slug}/";
    return "/" + std::string(folder_of(work.kind)) + "/{slug}/";
}

template <typename T>
Place place_of_key(const Seldom<Placed<T>>& key, std::string_view file) {
    return key ? Place{std::string(file), key->line, key->column} : Place{std::string(file), 0, 0};
}

}  // namespace

std::string language_prefix(std::string_view language, const Configuration& configuration) {
    return language == configuration.language ? "" : "/" + std::string(language);
}

std::string normal_url_path(std::string_view path) {
    std::string url = path.starts_with('/') ? std::string(path) : "/" + std::string(path);
    const auto slash = url.find_last_of('/');
    const std::string_view last = std::string_view(url).substr(slash + 1);
    constexpr std::array<std::string_view, 7> file_endings = {".html", ".htm", ".xml", ".json",
                                                              ".txt",  ".php", ".aspx"};
    const bool names_file = std::ranges::any_of(file_endings, [&](std::string_view e) { return last.ends_with(e); });
    if (!url.ends_with('/') && !names_file) url.push_back('/');
    return url;
}

std::string output_path_of(std::string_view url_path) {
    std::string path(url_path.substr(url_path.starts_with('/') ? 1 : 0));
    if (path.empty() || path.ends_with('/')) path += "index.html";
    return path;
}

Result<std::string> url_path_of(const Work& work, const Configuration& configuration, std::string_view file) {
    std::string url;
    Place place{std::string(file), 0, 0};
    if (work.is_section()) {
        url = language_prefix(work.language, configuration) + "/" + work.source.name;
    } else if (work.metadata.path) {
        url = work.metadata.path->value;
        place = place_of_key(work.metadata.path, file);
    } else {
        const auto configured = configuration.permalinks.find(std::string(name_of(work.kind)));
        const std::string pattern =
            configured == configuration.permalinks.end() ? default_pattern(work) : configured->second;
        auto filled = fill_pattern(pattern, work);
        if (!filled) {
            filled.error().place = place;
            return fail(std::move(filled).error());
        }
        url = language_prefix(work.language, configuration) + (filled->starts_with('/') ? "" : "/") + *filled;
        if (work.metadata.slug) place = place_of_key(work.metadata.slug, file);
    }
    url = normal_url_path(url);
    if (auto valid = text::valid_output_path(output_path_of(url)); !valid) {
        Error error = std::move(valid).error();
        const auto& written = work.metadata.path ? work.metadata.path : work.metadata.slug;
        const std::string_view key = work.metadata.path ? "path" : "slug";
        error.message = written ? fmt::format("{} '{}' cannot be: {}", key, written->value, error.message)
                                : fmt::format("address '{}' cannot be: {}", url, error.message);
        error.place = place;
        return fail(std::move(error));
    }
    return url;
}

}  // namespace byline::site
