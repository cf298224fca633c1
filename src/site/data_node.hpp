// A DataNode is a value as YAML or TOML give it, together with where it stands in its file.
// A value; immutable once read.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "templating/value.hpp"

namespace byline::site {

enum class DataKind : std::uint8_t { Null, Bool, Integer, Float, Text, Date, List, Map };

// From 1, the column in characters; the file is the reader's to know.
struct DataPlace {
    std::uint32_t line = 0;
    std::uint32_t column = 0;

    friend auto operator<=>(const DataPlace&, const DataPlace&) = default;
};

struct DataEntry;

struct DataNode {
    DataKind kind = DataKind::Null;
    DataPlace place;
    bool boolean = false;
    std::int64_t integer = 0;
    double number = 0;
    std::string text;  // of every scalar, as written
    std::vector<DataNode> items;
    std::vector<DataEntry> entries;  // in the order of the file

    // The entry's value; null when a map has no such key.
    [[nodiscard]] const DataNode* find(std::string_view key) const;
    // How much memory it stands for, in nodes and bytes of text; what the bound on aliases counts.
    [[nodiscard]] std::size_t weight() const;
};

struct DataEntry {
    std::string key;
    DataPlace place;  // of the key
    DataNode value;
};

// "a list", "a number": what a message calls a node.
[[nodiscard]] std::string_view described(const DataNode& node);

// Dates become text as written, nulls become none.
[[nodiscard]] templating::Value to_value(const DataNode& node);

// Nesting of lists and maps beyond this is refused in every format.
inline constexpr std::size_t max_data_depth = 64;

}  // namespace byline::site
