#include "site/flat_yaml.hpp"

#include <algorithm>
#include <utility>

#include "site/yaml_scalar.hpp"
#include "text/ascii.hpp"
#include "text/utf8.hpp"

namespace byline::site {
namespace {

// Beyond this libyaml takes no key without a question mark before it (1,024).
constexpr std::size_t most_key_bytes = 256;

// Of valid UTF-8: without what YAML refuses or takes for the end of a line, and without tabs, which it takes in some
// places only.
bool is_plain_text(std::string_view bytes) {
    for (std::size_t i = 0; i < bytes.size(); ++i) {
        const auto byte = static_cast<unsigned char>(bytes[i]);
        if ((byte < 0x20 && byte != '\n') || byte == 0x7F) return false;
        if (byte != 0xC2 && byte != 0xE2 && byte != 0xEF) continue;
        const std::string_view at = bytes.substr(i);
        if (byte == 0xC2 && static_cast<unsigned char>(at[1]) < 0xA0) return false;          // C1, next line
        if (at.starts_with("\xE2\x80\xA8") || at.starts_with("\xE2\x80\xA9")) return false;  // line and paragraph ends
        if (at.starts_with("\xEF\xBB\xBF") || at.starts_with("\xEF\xBF\xBE") || at.starts_with("\xEF\xBF\xBF"))
            return false;
    }
    return true;
}

bool begins_key(char c) {
    return text::is_ascii_letter(c) || c == '_';
}

bool continues_key(char c) {
    return begins_key(c) || text::is_ascii_digit(c) || c == '-';
}

// A scalar without quotes may begin so: no indicator of YAML's.
bool begins_scalar(char c) {
    return static_cast<unsigned char>(c) > ' ' &&
           std::string_view("-?:,[]{}#&*!|>'\"%@`").find(c) == std::string_view::npos;
}

enum class Around : std::uint8_t { Line, Brackets };

bool ends_scalar(std::string_view text, Around around) {
    if (around == Around::Brackets) return text.find_first_of(":#[]{}") != std::string_view::npos;
    if (text.ends_with(':')) return true;
    for (std::size_t at = text.find_first_of(":#"); at != std::string_view::npos;
         at = text.find_first_of(":#", at + 1)) {
        if (text[at] == ':' && text[at + 1] == ' ') return true;
        if (text[at] == '#' && at > 0 && text[at - 1] == ' ') return true;
    }
    return false;
}

std::string_view without_end(std::string_view text) {
    const std::size_t last = text.find_last_not_of(' ');
    return text.substr(0, last == std::string_view::npos ? 0 : last + 1);
}

class FlatReader {
  public:
    FlatReader(std::string_view bytes, std::uint32_t first_line) : rest_(bytes), line_number_(first_line - 1) {}

    std::optional<DataNode> read() {
        DataNode map;
        map.kind = DataKind::Map;
        while (next_line()) {
            if (!read_entry(map.entries)) return std::nullopt;
        }
        if (map.entries.empty() || has_twice(map.entries)) return std::nullopt;
        map.place = map.entries.front().place;
        return map;
    }

  private:
    // Of those with something on them: empty ones and comments at the margin are passed over.
    bool next_line() {
        while (!rest_.empty()) {
            const std::size_t end = std::min(rest_.find('\n'), rest_.size());
            line_ = rest_.substr(0, end);
            rest_.remove_prefix(std::min(end + 1, rest_.size()));
            ++line_number_;
            if (!line_.empty() && line_.front() != '#') return true;
        }
        return false;
    }

    bool read_entry(std::vector<DataEntry>& entries) {
        std::size_t at = 0;
        if (!begins_key(line_.front())) return false;
        while (at < line_.size() && continues_key(line_[at])) ++at;
        if (at >= line_.size() || at > most_key_bytes || line_[at] != ':') return false;
        DataEntry& entry = entries.emplace_back();
        entry.key.assign(line_.substr(0, at));
        entry.place = {line_number_, 1};
        ++at;
        if (at < line_.size() && line_[at] != ' ') return false;
        const std::size_t value = line_.find_first_not_of(' ', at);
        if (value == std::string_view::npos) return read_lines_below(entry.value, at);
        if (line_[value] == '[') return read_brackets(entry.value, value);
        entry.value.place = {line_number_, static_cast<std::uint32_t>(value) + 1};
        return read_scalar(entry.value, line_.substr(value), Around::Line) && is_alone();
    }

    // A scalar goes on in lines below that stand further in.
    [[nodiscard]] bool is_alone() const {
        std::string_view below = rest_;
        while (below.starts_with('\n')) below.remove_prefix(1);
        return !below.starts_with(' ');
    }

    static bool read_scalar(DataNode& node, std::string_view text, Around around) {
        text = without_end(text);
        if (text.empty()) return false;
        node.kind = DataKind::Text;
        const char quote = text.front();
        if (quote == '"' || quote == '\'') {
            const std::size_t end = text.find(quote, 1);
            if (end != text.size() - 1 || text.size() < 2) return false;
            text = text.substr(1, end - 1);
            if (quote == '"' && text.find('\\') != std::string_view::npos) return false;
            node.text.assign(text);
            return true;
        }
        if (!begins_scalar(quote) || ends_scalar(text, around)) return false;
        node.text.assign(text);
        resolve_plain_scalar(node);
        return true;
    }

    // [a, "b, c"], on one line.
    bool read_brackets(DataNode& list, std::size_t begin) {
        list.kind = DataKind::List;
        list.place = {line_number_, static_cast<std::uint32_t>(begin) + 1};
        std::string_view left = without_end(line_.substr(begin + 1));
        if (!left.ends_with(']')) return false;
        left.remove_suffix(1);
        std::uint32_t column = list.place.column + 1;
        while (!left.empty()) {
            const std::size_t spaces = std::min(left.find_first_not_of(' '), left.size());
            left.remove_prefix(spaces);
            column += static_cast<std::uint32_t>(spaces);
            if (left.empty()) break;  // a comma, or nothing, before the bracket
            const bool is_quoted = left.front() == '"' || left.front() == '\'';
            const std::size_t closed = is_quoted ? left.find(left.front(), 1) : 0;
            const std::size_t end = std::min(left.find(',', std::min(closed, left.size())), left.size());
            DataNode& item = list.items.emplace_back();
            item.place = {line_number_, column};
            if (!read_scalar(item, left.substr(0, end), Around::Brackets)) return false;
            const std::size_t taken = std::min(end + 1, left.size());
            column += static_cast<std::uint32_t>(text::count_code_points(left.substr(0, taken)));
            left.remove_prefix(taken);
        }
        return is_alone();
    }

    // "- a" on each line below, all equally far in; or nothing.
    bool read_lines_below(DataNode& value, std::size_t after_colon) {
        value.place = {line_number_, static_cast<std::uint32_t>(after_colon) + 1};
        std::optional<std::size_t> indent;
        for (;;) {
            const FlatReader before = *this;
            const std::size_t in = next_line() ? line_.find_first_not_of(' ') : std::string_view::npos;
            if (in == std::string_view::npos || !line_.substr(in).starts_with("- ")) {
                *this = before;
                return is_alone();
            }
            if (in != indent.value_or(in)) return false;
            if (!indent) value.place = {line_number_, static_cast<std::uint32_t>(in) + 1};
            indent = in;
            value.kind = DataKind::List;
            const std::size_t begin = line_.find_first_not_of(' ', in + 2);
            if (begin == std::string_view::npos) return false;
            DataNode& item = value.items.emplace_back();
            item.place = {line_number_, static_cast<std::uint32_t>(begin) + 1};
            if (!read_scalar(item, line_.substr(begin), Around::Line)) return false;
        }
    }

    static bool has_twice(const std::vector<DataEntry>& entries) {
        for (std::size_t i = 1; i < entries.size(); ++i) {
            for (std::size_t j = 0; j < i; ++j) {
                if (entries[i].key == entries[j].key) return true;
            }
        }
        return false;
    }

    std::string_view rest_;
    std::string_view line_;
    std::uint32_t line_number_;
};

// To look for keys that stand twice costs the square of this.
constexpr std::size_t most_bytes = 4096;

}  // namespace

std::optional<DataNode> read_flat_yaml(std::string_view bytes, std::uint32_t first_line) {
    if (bytes.size() > most_bytes || text::find_invalid(bytes) || !is_plain_text(bytes)) return std::nullopt;
    return FlatReader(bytes, first_line).read();
}

}  // namespace byline::site
