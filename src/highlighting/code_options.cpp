#include "highlighting/code_options.hpp"

#include <algorithm>
#include <charconv>

namespace byline::highlighting {
namespace {

OptionReading read_lines(std::string_view value, LineRanges& lines) {
    auto parsed = LineRanges::parse(value);
    if (!parsed) return OptionReading::Wrong;
    lines = std::move(*parsed);
    return OptionReading::Taken;
}

OptionReading read_start(std::string_view value, CodeOptions& options) {
    std::uint32_t number = 0;
    const auto read = std::from_chars(value.data(), value.data() + value.size(), number);
    constexpr std::uint32_t most = 10'000'000;
    if (read.ec != std::errc() || read.ptr != value.data() + value.size() || number > most) return OptionReading::Wrong;
    options.start = number;
    options.line_numbers = LineNumbers::Shown;
    return OptionReading::Taken;
}

OptionReading read_numbers(std::string_view value, CodeOptions& options) {
    const bool is_hidden = value == "false" || value == "no" || value == "off";
    options.line_numbers = is_hidden ? LineNumbers::Hidden : LineNumbers::Shown;
    return OptionReading::Taken;
}

// One word of an info string, blanks in quotes and braces being part of it; `text` is left with the rest.
std::string_view take_piece(std::string_view& text) {
    text.remove_prefix(std::min(text.find_first_not_of(" \t,"), text.size()));
    char closing = '\0';
    std::size_t end = 0;
    for (; end < text.size(); ++end) {
        const char c = text[end];
        if (closing != '\0') {
            if (c == closing) closing = '\0';
        } else if (c == '"' || c == '\'') {
            closing = c;
        } else if (c == '{') {
            closing = '}';
        } else if (c == ' ' || c == '\t') {
            break;
        }
    }
    const std::string_view piece = text.substr(0, end);
    text.remove_prefix(end);
    return piece;
}

std::string_view unquoted(std::string_view value) {
    if (value.size() >= 2 && (value.front() == '"' || value.front() == '\'') && value.back() == value.front()) {
        return value.substr(1, value.size() - 2);
    }
    return value;
}

}  // namespace

OptionReading read_code_option(std::string_view name, std::string_view value, CodeOptions& options) {
    if (name == "linenos" || name == "line-numbers" || name == "numbers") return read_numbers(value, options);
    if (name == "start" || name == "linenostart") return read_start(value, options);
    if (name == "hl" || name == "hl_lines" || name == "mark") return read_lines(value, options.marked);
    if (name == "ins") return read_lines(value, options.inserted);
    if (name == "del") return read_lines(value, options.deleted);
    if (name == "title" || name == "filename") {
        options.title = value;
        return OptionReading::Taken;
    }
    return OptionReading::Unknown;
}

std::string_view read_code_options(std::string_view text, CodeOptions& options) {
    std::string_view wrong;
    for (std::string_view piece = take_piece(text); !piece.empty(); piece = take_piece(text)) {
        OptionReading reading = OptionReading::Unknown;
        if (piece.front() == '{' && piece.back() == '}') {
            const std::string_view inside = piece.substr(1, piece.size() - 2);
            if (auto lines = LineRanges::parse(inside)) {
                options.marked = std::move(*lines);
                reading = OptionReading::Taken;
            } else if (!inside.empty() && inside.front() >= '0' && inside.front() <= '9') {
                reading = OptionReading::Wrong;
            }
        } else {
            const std::size_t equals = piece.find('=');
            const std::string_view value = equals == std::string_view::npos ? "" : piece.substr(equals + 1);
            reading = read_code_option(piece.substr(0, equals), unquoted(value), options);
        }
        if (reading == OptionReading::Wrong && wrong.empty()) wrong = piece;
    }
    return wrong;
}

}  // namespace byline::highlighting
