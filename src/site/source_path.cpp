#include "site/source_path.hpp"

#include <algorithm>
#include <cctype>

#include "site/deck.hpp"

namespace byline::site {
namespace {

bool same_code(std::string_view a, std::string_view b) {
    return std::ranges::equal(a, b, [](char x, char y) {
        return std::tolower(static_cast<unsigned char>(x)) == std::tolower(static_cast<unsigned char>(y));
    });
}

bool looks_like_language(std::string_view code) {
    return code.size() == 2 && std::ranges::all_of(code, [](char c) { return c >= 'a' && c <= 'z'; });
}

// Takes ".zh" off the end of `stem`.
void split_language(std::string& stem, SourcePath& result, const Configuration& configuration) {
    const auto dot = stem.find_last_of('.');
    if (dot == std::string::npos || dot == 0) return;
    const std::string_view code = std::string_view(stem).substr(dot + 1);
    for (const Language& language : configuration.languages) {
        if (!same_code(language.code, code)) continue;
        result.language = language.code;
        stem.resize(dot);
        return;
    }
    if (looks_like_language(code)) result.unknown_language = std::string(code);
}

// Takes "2008-01-31-" off the front of `stem`.
void split_date(std::string& stem, SourcePath& result, const Configuration& configuration) {
    constexpr std::size_t date_size = 10;
    if (stem.size() <= date_size + 1 || stem[4] != '-' || stem[7] != '-') return;
    if (stem[date_size] != '-' && stem[date_size] != '_') return;
    result.date = text::parse_timestamp(std::string_view(stem).substr(0, date_size), configuration.utc_offset_seconds);
    if (result.date) stem.erase(0, date_size + 1);
}

}  // namespace

SourcePath read_source_path(std::string_view path, const Configuration& configuration) {
    SourcePath result;
    const auto slash = path.find_last_of('/');
    result.folder = slash == std::string_view::npos ? "" : path.substr(0, slash);
    std::string stem(slash == std::string_view::npos ? path : path.substr(slash + 1));
    stem.resize(stem.size() - std::string_view(".md").size());
    split_language(stem, result, configuration);
    if (stem == "_index" || (stem == "index" && result.folder.empty())) {
        result.role = SourceRole::Section;
        result.name = std::move(result.folder);
        result.folder.clear();
        return result;
    }
    if (stem == "index") {
        result.role = SourceRole::Bundle;
        const auto above = result.folder.find_last_of('/');
        stem = above == std::string::npos ? result.folder : result.folder.substr(above + 1);
        result.folder.resize(above == std::string::npos ? 0 : above);
    }
    if (is_deck_name(result.folder, stem)) result.role = SourceRole::Deck;
    split_date(stem, result, configuration);
    result.name = std::move(stem);
    return result;
}

}  // namespace byline::site
