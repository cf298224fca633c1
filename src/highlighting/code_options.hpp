// CodeOptions are what a writer asks of one code block: numbers, marked lines, a title.
// A value.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "highlighting/line_ranges.hpp"

namespace byline::highlighting {

enum class LineNumbers : std::uint8_t { Hidden, Shown };

struct CodeOptions {
    LineNumbers line_numbers = LineNumbers::Hidden;
    std::uint32_t start = 1;  // number shown beside the first line
    LineRanges marked;        // these count from 1, whatever number is shown
    LineRanges inserted;
    LineRanges deleted;
    std::string title;

    // Whether each line needs an element of its own.
    [[nodiscard]] bool has_lines() const {
        return line_numbers == LineNumbers::Shown || !marked.empty() || !inserted.empty() || !deleted.empty();
    }
};

enum class OptionReading : std::uint8_t { Taken, Wrong, Unknown };

// linenos, start, hl, ins, del, title, and the names that other programs have for them.
[[nodiscard]] OptionReading read_code_option(std::string_view name, std::string_view value, CodeOptions& options);

// What stands behind the language in an info string: `title="main.rs" {3,5-7} linenos`. The first piece that is wrong
// is returned; what is not known is passed over.
[[nodiscard]] std::string_view read_code_options(std::string_view text, CodeOptions& options);

}  // namespace byline::highlighting
