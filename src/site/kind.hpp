// The Kind of a work: what it is to its author, and which folder of content/ it lives in.
// Plain values.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

namespace byline::site {

enum class Kind : std::uint8_t { Article, Talk, Note, Project, Page };

inline constexpr std::array<Kind, 5> all_kinds = {Kind::Article, Kind::Talk, Kind::Note, Kind::Project, Kind::Page};

// "article"; the name in front matter, in templates and of the template that shows it.
[[nodiscard]] constexpr std::string_view name_of(Kind kind) {
    constexpr std::array<std::string_view, 5> names = {"article", "talk", "note", "project", "page"};
    return names[static_cast<std::size_t>(kind)];
}

// "articles"; the folder below content/ and the first part of the URL. Pages have none.
[[nodiscard]] constexpr std::string_view folder_of(Kind kind) {
    constexpr std::array<std::string_view, 5> folders = {"articles", "talks", "notes", "projects", ""};
    return folders[static_cast<std::size_t>(kind)];
}

[[nodiscard]] constexpr std::optional<Kind> kind_named(std::string_view name) {
    for (const Kind kind : all_kinds) {
        if (name == name_of(kind)) return kind;
    }
    return std::nullopt;
}

[[nodiscard]] constexpr std::optional<Kind> kind_of_folder(std::string_view folder) {
    for (const Kind kind : all_kinds) {
        if (!folder.empty() && folder == folder_of(kind)) return kind;
    }
    return std::nullopt;
}

// Whether works of this kind are dated and stand in lists and feeds.
[[nodiscard]] constexpr bool is_listed(Kind kind) {
    return kind != Kind::Page;
}

}  // namespace byline::site
