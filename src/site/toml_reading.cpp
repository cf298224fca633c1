#include "site/toml_reading.hpp"

// The library asserts some of what input can cause (`[中文]`), and would assume it with NDEBUG; the branch below that
// assertion reports the error, so assertions let through here.
#undef NDEBUG
#define TOML_ASSERT(condition) static_cast<void>(0)
#define TOML_EXCEPTIONS 0
#define TOML_ENABLE_FORMATTERS 0
#define TOML_MAX_NESTED_VALUES 64
#include <algorithm>
#include <cstdio>
#include <optional>
#include <sstream>
#include <string>
#include <utility>

#include <toml++/toml.h>

#include "text/utf8.hpp"

namespace byline::site {
namespace {

// A dotted key or a table's header nests a level a part. The library has no bound of its own there and frees what it
// read by recursion, so long ones are refused before it sees them: more dots outside of quotes than there may be
// levels, with nothing between that ends a key.
std::optional<std::size_t> find_deep_key(std::string_view bytes) {
    std::size_t dots = 0;
    for (std::size_t i = 0; i < bytes.size(); ++i) {
        const char c = bytes[i];
        if (c == '"' || c == '\'') {
            const std::string_view rest = bytes.substr(i);
            const bool triple = rest.size() >= 3 && rest[1] == c && rest[2] == c;
            std::size_t end = i + (triple ? 3 : 1);
            for (; end < bytes.size(); ++end) {
                if (c == '"' && bytes[end] == '\\') {
                    ++end;
                } else if (triple ? bytes.substr(end, 3) == rest.substr(0, 3)
                                  : (bytes[end] == c || bytes[end] == '\n')) {
                    break;
                }
            }
            i = end + (triple ? 2 : 0);
        } else if (c == '#') {
            i = std::min(bytes.find('\n', i), bytes.size());
            dots = 0;
        } else if (c == '.') {
            if (++dots > max_data_depth) return i;
        } else if (c == '\n' || c == ',' || c == '{' || c == '=') {
            dots = 0;
        }
    }
    return std::nullopt;
}

DataPlace place_of(const toml::source_position& position, std::uint32_t first_line) {
    return {position.line + first_line - 1, position.column};
}

std::string date_text(const toml::date& date) {
    char buffer[24];
    std::snprintf(buffer, sizeof buffer, "%04d-%02d-%02d", static_cast<int>(date.year), static_cast<int>(date.month),
                  static_cast<int>(date.day));
    return buffer;
}

std::string time_text(const toml::time& time) {
    char buffer[24];
    std::snprintf(buffer, sizeof buffer, "%02d:%02d:%02d", static_cast<int>(time.hour), static_cast<int>(time.minute),
                  static_cast<int>(time.second));
    return buffer;
}

std::string date_time_text(const toml::date_time& moment) {
    std::string text = date_text(moment.date) + "T" + time_text(moment.time);
    if (!moment.offset) return text;
    const int minutes = moment.offset->minutes;
    char buffer[24];
    std::snprintf(buffer, sizeof buffer, "%c%02d:%02d", minutes < 0 ? '-' : '+', std::abs(minutes) / 60,
                  std::abs(minutes) % 60);
    return text + buffer;
}

class TomlReader {
  public:
    TomlReader(std::string_view path, std::uint32_t first_line) : path_(path), first_line_(first_line) {}

    Result<DataNode> read(const toml::node& source, std::size_t depth) const {
        DataNode node;
        node.place = place_of(source.source().begin, first_line_);
        if (const auto* table = source.as_table()) {
            CHECK(check_depth(depth, node.place));
            CHECK(read_entries(node, *table, depth));
        } else if (const auto* array = source.as_array()) {
            CHECK(check_depth(depth, node.place));
            node.kind = DataKind::List;
            node.items.reserve(array->size());
            for (const toml::node& item : *array) {
                TRY(DataNode read_item, read(item, depth + 1));
                node.items.push_back(std::move(read_item));
            }
        } else {
            read_scalar(node, source);
        }
        return node;
    }

  private:
    Result<void> check_depth(std::size_t depth, DataPlace place) const {
        if (depth <= max_data_depth) return {};
        return fail(content_error("nested deeper than 64 levels", "make the data flatter",
                                  {std::string(path_), place.line, place.column}));
    }

    Result<void> read_entries(DataNode& node, const toml::table& table, std::size_t depth) const {
        node.kind = DataKind::Map;
        node.entries.reserve(table.size());
        for (const auto& [key, value] : table) {
            TRY(DataNode entry_value, read(value, depth + 1));
            const DataPlace place = place_of(key.source().begin, first_line_);
            node.entries.push_back({std::string(key.str()), place, std::move(entry_value)});
        }
        // The library keeps keys in the order of the alphabet; people mean the order they wrote.
        std::stable_sort(node.entries.begin(), node.entries.end(),
                         [](const DataEntry& a, const DataEntry& b) { return a.place < b.place; });
        return {};
    }

    static void read_scalar(DataNode& node, const toml::node& source) {
        if (const auto* text = source.as_string()) {
            node.kind = DataKind::Text;
            node.text = text->get();
        } else if (const auto* integer = source.as_integer()) {
            node.kind = DataKind::Integer;
            node.integer = integer->get();
            node.text = std::to_string(node.integer);
        } else if (const auto* number = source.as_floating_point()) {
            node.kind = DataKind::Float;
            node.number = number->get();
            std::ostringstream written;
            written << node.number;
            node.text = written.str();
        } else if (const auto* boolean = source.as_boolean()) {
            node.kind = DataKind::Bool;
            node.boolean = boolean->get();
            node.text = node.boolean ? "true" : "false";
        } else {
            node.kind = DataKind::Date;
            if (const auto* date = source.as_date()) node.text = date_text(date->get());
            if (const auto* time = source.as_time()) node.text = time_text(time->get());
            if (const auto* moment = source.as_date_time()) node.text = date_time_text(moment->get());
        }
    }

    std::string_view path_;
    std::uint32_t first_line_;
};

// "Error while parsing value: could not determine …" without what every message has.
std::string_view shortened(std::string_view description) {
    constexpr std::string_view prefix = "Error while parsing ";
    if (description.starts_with(prefix)) {
        description.remove_prefix(prefix.size());
        const std::size_t colon = description.find(": ");
        if (colon != std::string_view::npos) description.remove_prefix(colon + 2);
    }
    return description;
}

std::string_view remedy_for(std::string_view problem) {
    const auto has = [&](std::string_view part) { return problem.find(part) != std::string_view::npos; };
    if (has("cannot redefine")) return "remove one of the two: each key stands once";
    if (has("control character")) return "remove the invisible character";
    if (has("escape")) return "use single quotes, or write the backslash twice";
    if (has("expected keys, tables") || has("expected bare key"))
        return "write 'key = value' or '[table]'; a name of letters beyond a-z stands in quotes";
    if (has("expected '='")) return "write 'key = value' on each line";
    if (has("closing ']'")) return "separate items by commas and close the list by ]";
    if (has("closing '}'")) return "separate entries by commas and close the table by }";
    if (has("nested value depth")) return "make the data flatter";
    if (has("end-of-file")) return "close what is open: a quote, a list or a table";
    if (has("value")) return "put text in quotes: title = \"Hello\"";
    return "see https://toml.io for the form of a TOML file";
}

std::string_view trimmed(std::string_view line) {
    const std::size_t first = line.find_first_not_of(" \t");
    return first == std::string_view::npos ? std::string_view() : line.substr(first);
}

// Whether `line` is where `key` is given: `key = …`, `[key]` or `[[key]]`.
bool defines(std::string_view line, std::string_view key) {
    line = trimmed(line);
    while (line.starts_with('[')) line.remove_prefix(1);
    line = trimmed(line);
    if (!line.starts_with(key)) return false;
    const std::string_view rest = trimmed(line.substr(key.size()));
    return rest.starts_with('=') || rest.starts_with(']') || rest.starts_with('.');
}

// The library tells only where a key stands the second time; the first is the nearest line above that defines it.
void add_first_place(Error& error, std::string_view bytes, std::uint32_t line_in_bytes, std::uint32_t first_line) {
    const std::size_t open = error.message.find('\'');
    const std::size_t close = error.message.rfind('\'');
    if (error.message.find("cannot redefine") == std::string::npos || open >= close) return;
    const std::string key = error.message.substr(open + 1, close - open - 1);
    for (std::uint32_t line = line_in_bytes; line-- > 1;) {
        const std::string_view text = text::line_at(bytes, line);
        if (!defines(text, key)) continue;
        const auto column = static_cast<std::uint32_t>(text.size() - trimmed(text).size() + 1);
        error.notes.push_back({"first here", {error.place.file, line + first_line - 1, column}});
        error.message = "the key '" + key + "' stands twice";
        return;
    }
}

Error error_of(const toml::parse_error& problem, std::string_view bytes, std::string_view path,
               std::uint32_t first_line) {
    const std::string_view sentence = shortened(problem.description());
    const toml::source_position position = problem.source().begin;
    const DataPlace place = place_of(position, first_line);
    Error error = content_error("bad TOML: " + std::string(sentence), std::string(remedy_for(sentence)),
                                {std::string(path), place.line, place.column});
    // A line break inside of quotes is a control character to the library.
    const std::size_t length = text::count_code_points(text::line_at(bytes, position.line));
    if (sentence.find("control characters") != std::string_view::npos && position.column > length) {
        error.message = "bad TOML: a quote is not closed on its line";
        error.remedy = "close the quote; a text of several lines stands between three quotes";
    }
    add_first_place(error, bytes, position.line, first_line);
    return error;
}

}  // namespace

Result<DataNode> parse_toml(std::string_view bytes, std::string_view path, std::uint32_t first_line) {
    if (const auto invalid = text::find_invalid(bytes)) {
        return fail(content_error("not valid UTF-8", "save the file as UTF-8",
                                  text::place_of(bytes, invalid->offset, std::string(path), first_line)));
    }
    if (const auto deep = find_deep_key(bytes)) {
        return fail(content_error("nested deeper than 64 levels", "make the data flatter",
                                  text::place_of(bytes, *deep, std::string(path), first_line)));
    }
    const toml::parse_result parsed = toml::parse(bytes, std::string_view());
    if (!parsed) return fail(error_of(parsed.error(), bytes, path, first_line));
    return TomlReader(path, first_line).read(parsed.table(), 0);
}

}  // namespace byline::site
