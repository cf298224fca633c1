// For tests: sets a key in TOML or in front matter as a person edits it, by writing, replacing or deleting its line.
// Functions without state. They know the texts of the sample site, not all of TOML and YAML.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace byline::publish {

inline std::vector<std::string> lines_of(std::string_view text) {
    std::vector<std::string> lines;
    while (!text.empty()) {
        const auto end = text.find('\n');
        lines.emplace_back(text.substr(0, end));
        text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    }
    return lines;
}

inline std::string joined(const std::vector<std::string>& lines) {
    std::string text;
    for (const std::string& line : lines) text += line + "\n";
    return text;
}

// `separator` is " = " or ": ". An empty value deletes the key, with the indented lines or list items below it.
inline void set_key_between(std::vector<std::string>& lines, std::size_t first, std::size_t last, std::string_view key,
                            std::string_view separator, std::string_view value) {
    const auto has_key = [&](const std::string& line) {
        if (!line.starts_with(key)) return false;
        const auto after = line.find_first_not_of(' ', key.size());
        return after != std::string::npos && line[after] == (separator == ": " ? ':' : '=');
    };
    const auto continues = [](const std::string& line) {
        return line.starts_with(' ') || line.starts_with('-') || line.starts_with(']');
    };
    std::size_t at = first;
    while (at < last && !has_key(lines[at])) ++at;
    const auto position = [&](std::size_t index) { return lines.begin() + static_cast<std::ptrdiff_t>(index); };
    if (at < last) {
        std::size_t end = at + 1;
        while (end < last && continues(lines[end])) ++end;
        lines.erase(position(at), position(end));
    } else {
        at = first;
    }
    if (!value.empty()) lines.insert(position(at), std::string(key) + std::string(separator) + std::string(value));
}

// `value` is written as it stands. `table` is empty for the keys above the first table; one that is absent is added.
inline std::string with_toml_key(std::string_view text, std::string_view table, std::string_view key,
                                 std::string_view value) {
    std::vector<std::string> lines = lines_of(text);
    std::size_t first = 0;
    if (!table.empty()) {
        const std::string header = "[" + std::string(table) + "]";
        while (first < lines.size() && lines[first] != header) ++first;
        if (first == lines.size()) lines.push_back(header);
        ++first;
    }
    std::size_t last = first;
    while (last < lines.size() && !lines[last].starts_with('[')) ++last;
    set_key_between(lines, first, last, key, " = ", value);
    return joined(lines);
}

// Takes a table away with its keys.
inline std::string without_toml_table(std::string_view text, std::string_view table) {
    const std::string header = "[" + std::string(table) + "]";
    std::vector<std::string> kept;
    bool is_inside = false;
    for (const std::string& line : lines_of(text)) {
        if (line.starts_with('[')) is_inside = line == header;
        if (!is_inside) kept.push_back(line);
    }
    return joined(kept);
}

// In front matter between lines of --- or +++, which is made where there is none. `value` must be right in both.
inline std::string with_front_matter_key(std::string_view text, std::string_view key, std::string_view value) {
    std::vector<std::string> lines = lines_of(text);
    const bool has_block = !lines.empty() && (lines[0] == "---" || lines[0] == "+++");
    if (!has_block) lines.insert(lines.begin(), {"---", "---", ""});
    std::size_t last = 1;
    while (last < lines.size() && lines[last] != lines[0]) ++last;
    const bool is_toml = lines[0] == "+++";
    if (is_toml) {  // keys come before the first table
        std::size_t table = 1;
        while (table < last && !lines[table].starts_with('[')) ++table;
        last = table;
    }
    set_key_between(lines, 1, last, key, is_toml ? " = " : ": ", value);
    return joined(lines);
}

// The value of a key as written, without quotes; empty when there is none.
inline std::string front_matter_value(std::string_view text, std::string_view key) {
    const std::vector<std::string> lines = lines_of(text);
    for (std::size_t i = 1; i < lines.size() && lines[i] != lines[0]; ++i) {
        if (!lines[i].starts_with(key)) continue;
        const auto from = lines[i].find_first_not_of(" :=\"'", key.size());
        const auto to = lines[i].find_last_not_of(" \"'");
        if (from != std::string::npos && from > key.size() && to >= from) return lines[i].substr(from, to + 1 - from);
    }
    return {};
}

// Where the text begins, behind the front matter.
inline std::size_t body_offset(std::string_view text) {
    const std::string_view fence = text.substr(0, 4);
    if (fence != "---\n" && fence != "+++\n") return 0;
    const auto end = text.find("\n" + std::string(fence), 3);
    return end == std::string_view::npos ? text.size() : end + 5;
}

}  // namespace byline::publish
