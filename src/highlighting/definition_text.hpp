// Reads the part of TOML that definition files are written in, and keeps the place of every text in it.
// toml++ is not used here: it gives no places inside of strings, where a wrong pattern has to be shown, and the module
// that wraps it lies above this one.
// Pure functions; safe from any thread.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "result/result.hpp"

namespace byline::highlighting {

// From 1; the column in characters.
struct TextPlace {
    std::uint32_t line = 0;
    std::uint32_t column = 0;

    friend bool operator==(const TextPlace&, const TextPlace&) = default;
};

struct DefinitionValue {
    enum class Kind : std::uint8_t { Text, List };

    Kind kind = Kind::Text;
    TextPlace place;  // of a text: its first character inside of the quotes
    std::string text;
    std::vector<DefinitionValue> items;
};

struct DefinitionEntry {
    std::string key;
    TextPlace place;
    DefinitionValue value;
};

struct DefinitionTable {
    std::string name;  // "context.main"; empty for the keys at the top
    TextPlace place;
    std::vector<DefinitionEntry> entries;

    [[nodiscard]] const DefinitionEntry* find(std::string_view key) const;
};

enum class Extent : std::uint8_t {
    Whole,
    Top,  // only the keys before the first table
};

// The tables in the order of the file, first the one without a name. Strings in single and double quotes, each also
// threefold, and lists of them nested up to 8 deep; numbers, truth values, dates and inline tables are not used in
// definitions. `file` is shown in messages.
[[nodiscard]] Result<std::vector<DefinitionTable>> read_definition_text(std::string_view bytes, std::string_view file,
                                                                        Extent extent = Extent::Whole);

}  // namespace byline::highlighting
