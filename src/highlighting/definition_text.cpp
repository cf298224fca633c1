#include "highlighting/definition_text.hpp"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "text/utf8.hpp"

namespace byline::highlighting {
namespace {

bool is_bare(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
}

class Reader {
  public:
    Reader(std::string_view bytes, std::string_view file) : bytes_(bytes), file_(file) {}

    Result<std::vector<DefinitionTable>> read(Extent extent) {
        if (const auto invalid = text::find_invalid(bytes_)) {
            at_ = invalid->offset;
            return fail(fault("not UTF-8", "save the file as UTF-8"));
        }
        std::vector<DefinitionTable> tables(1);
        tables[0].place = {1, 1};
        for (skip_lines(); at_ < bytes_.size(); skip_lines()) {
            if (bytes_[at_] == '[') {
                if (extent == Extent::Top) break;
                TRY(DefinitionTable table, read_header());
                if (std::ranges::any_of(tables, [&](const auto& known) { return known.name == table.name; })) {
                    return fail(fault(fmt::format("a second table [{}]", table.name), "make one table of the two"));
                }
                tables.push_back(std::move(table));
            } else {
                TRY(DefinitionEntry entry, read_entry());
                if (tables.back().find(entry.key) != nullptr) {
                    return fail(fault(fmt::format("a second key '{}'", entry.key), "take one of the two out"));
                }
                tables.back().entries.push_back(std::move(entry));
            }
            CHECK(end_line());
        }
        return tables;
    }

  private:
    static constexpr int most_depth = 8;

    [[nodiscard]] char peek(std::size_t ahead = 0) const {
        return at_ + ahead < bytes_.size() ? bytes_[at_ + ahead] : '\0';
    }

    TextPlace here() {
        // Places are asked for in the order of the file, so counting goes on from the last one.
        for (; counted_ < at_; ++counted_) {
            const auto byte = static_cast<unsigned char>(bytes_[counted_]);
            if (byte == '\n') {
                place_ = {place_.line + 1, 1};
            } else if ((byte & 0xC0U) != 0x80) {
                ++place_.column;
            }
        }
        return place_;
    }

    Error fault(std::string message, std::string remedy) const {
        Error error =
            content_error(std::move(message), std::move(remedy), text::place_of(bytes_, at_, std::string(file_)));
        error.snippet = std::string(text::source_line(bytes_, at_));
        return error;
    }

    void skip_blanks() {
        while (peek() == ' ' || peek() == '\t') ++at_;
    }

    void skip_lines() {
        while (at_ < bytes_.size()) {
            skip_blanks();
            if (peek() == '#') at_ = std::min(bytes_.find('\n', at_), bytes_.size());
            if (peek() != '\n' && peek() != '\r') return;
            ++at_;
        }
    }

    Result<void> end_line() {
        skip_blanks();
        if (peek() == '#') at_ = std::min(bytes_.find('\n', at_), bytes_.size());
        if (peek() == '\r') ++at_;
        if (at_ >= bytes_.size() || bytes_[at_] == '\n') return {};
        return fail(fault("something stands behind the end of a line's entry", "begin a new line"));
    }

    Result<std::string> read_key() {
        if (peek() == '"' || peek() == '\'') {
            TRY(DefinitionValue value, read_string());
            return std::move(value.text);
        }
        const std::size_t begin = at_;
        while (is_bare(peek())) ++at_;
        if (at_ == begin) {
            return fail(
                fault("no key where one is expected", "write a key such as aliases, or a table such as [words]"));
        }
        return std::string(bytes_.substr(begin, at_ - begin));
    }

    Result<DefinitionTable> read_header() {
        ++at_;
        DefinitionTable table;
        table.place = here();
        for (;;) {
            TRY(std::string part, read_key());
            table.name += part;
            if (peek() != '.') break;
            table.name += '.';
            ++at_;
        }
        if (peek() != ']') return fail(fault("the name of a table does not end", "close it with ]"));
        ++at_;
        return table;
    }

    Result<DefinitionEntry> read_entry() {
        DefinitionEntry entry;
        entry.place = here();
        TRY(entry.key, read_key());
        skip_blanks();
        if (peek() != '=') return fail(fault(fmt::format("no = behind '{}'", entry.key), "write key = \"value\""));
        ++at_;
        skip_blanks();
        TRY(entry.value, read_value(0));
        return entry;
    }

    Result<DefinitionValue> read_value(int depth) {
        if (peek() == '"' || peek() == '\'') return read_string();
        if (peek() != '[') return fail(fault("neither a string nor a list", "put quotes around it"));
        if (depth >= most_depth) return fail(fault("lists are nested too deeply", "a rule is a list of strings"));
        DefinitionValue list;
        list.kind = DefinitionValue::Kind::List;
        list.place = here();
        ++at_;
        for (skip_lines(); peek() != ']'; skip_lines()) {
            if (at_ >= bytes_.size()) return fail(fault("a list does not end", "close it with ]"));
            TRY(DefinitionValue item, read_value(depth + 1));
            list.items.push_back(std::move(item));
            skip_lines();
            if (peek() == ',') {
                ++at_;
            } else if (peek() != ']') {
                return fail(fault("no comma between two values of a list", "write a comma"));
            }
        }
        ++at_;
        return list;
    }

    Result<DefinitionValue> read_string() {
        const char quote = peek();
        const bool is_long = peek(1) == quote && peek(2) == quote;
        at_ += is_long ? 3 : 1;
        if (is_long && peek() == '\n') ++at_;
        DefinitionValue value;
        value.place = here();
        const std::size_t begin = at_;
        for (;; ++at_) {
            if (at_ >= bytes_.size() || (!is_long && bytes_[at_] == '\n')) {
                at_ = begin;
                return fail(fault("a string does not end", "close it with the quotes that it begins with"));
            }
            const char c = bytes_[at_];
            if (c == quote && (!is_long || (peek(1) == quote && peek(2) == quote))) break;
            if (c == '\\' && quote == '"') {
                CHECK(read_escape(value.text));
            } else {
                value.text += c;
            }
        }
        at_ += is_long ? 3 : 1;
        // Up to two quotes before the three that close a long string are its own.
        for (int more = 0; is_long && more < 2 && peek() == quote; ++more, ++at_) value.text += quote;
        return value;
    }

    Result<void> read_escape(std::string& out) {
        ++at_;
        switch (peek()) {
            case 'n': out += '\n'; return {};
            case 't': out += '\t'; return {};
            case 'r': out += '\r'; return {};
            case '"': out += '"'; return {};
            case '\\': out += '\\'; return {};
            default:
                return fail(fault("unknown escape in a string", "write it in single quotes, which escape nothing"));
        }
    }

    std::string_view bytes_;
    std::string_view file_;
    std::size_t at_ = 0;
    std::size_t counted_ = 0;
    TextPlace place_{1, 1};  // of counted_
};

}  // namespace

const DefinitionEntry* DefinitionTable::find(std::string_view key) const {
    const auto found = std::ranges::find(entries, key, &DefinitionEntry::key);
    return found == entries.end() ? nullptr : &*found;
}

Result<std::vector<DefinitionTable>> read_definition_text(std::string_view bytes, std::string_view file,
                                                          Extent extent) {
    if (bytes.starts_with(text::utf8_byte_order_mark)) bytes.remove_prefix(text::utf8_byte_order_mark.size());
    return Reader(bytes, file).read(extent);
}

}  // namespace byline::highlighting
