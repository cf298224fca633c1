#include "templating/lexer.hpp"

#include <array>
#include <charconv>
#include <cmath>
#include <string>
#include <utility>

#include "templating/characters.hpp"
#include "templating/string_literal.hpp"
#include "text/ascii.hpp"

namespace byline::templating {
namespace {

bool starts_name(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || static_cast<unsigned char>(c) >= 0x80U;
}

std::string_view without_leading_spaces(std::string_view text) {
    while (!text.empty()) {
        const Character first = character_at(text, 0);
        if (!is_space(first.code_point)) break;
        text.remove_prefix(first.bytes);
    }
    return text;
}

std::string_view without_trailing_spaces(std::string_view text) {
    if (without_leading_spaces(text).empty()) return {};
    const std::string_view trimmed = trim_spaces(text);
    return text.substr(0, static_cast<std::size_t>(trimmed.data() - text.data()) + trimmed.size());
}

class Lexer {
  public:
    Lexer(const SourceText& source, const EnvironmentOptions& options)
        : source_(source), text_(source.text), options_(options) {
        if (options.trailing_newline == TrailingNewline::Strip && text_.ends_with('\n')) text_.remove_suffix(1);
    }

    Result<std::vector<Token>> run() {
        while (position_ < text_.size()) CHECK(next_piece());
        push(TokenKind::EndOfFile, text_.size(), {});
        return std::move(tokens_);
    }

  private:
    [[nodiscard]] Failure fail_at(std::size_t offset, std::string message, std::string remedy) const {
        return fail(source_.error(static_cast<std::uint32_t>(offset), std::move(message), std::move(remedy)));
    }

    void push(TokenKind kind, std::size_t offset, std::string_view text) {
        Token token;
        token.kind = kind;
        token.offset = static_cast<std::uint32_t>(offset);
        token.text = text;
        tokens_.push_back(std::move(token));
    }

    [[nodiscard]] char at(std::size_t offset) const { return offset < text_.size() ? text_[offset] : '\0'; }
    [[nodiscard]] bool looking_at(std::size_t offset, std::string_view wanted) const {
        return offset <= text_.size() && text_.substr(offset).starts_with(wanted);
    }
    [[nodiscard]] std::size_t skip_spaces(std::size_t offset) const {
        return text_.size() - without_leading_spaces(text_.substr(offset)).size();
    }

    enum class Opening { None, Variable, Block, Comment };

    // Text up to the next tag, and that tag.
    Result<void> next_piece() {
        std::size_t start = position_;
        Opening opening = Opening::None;
        for (; start + 1 < text_.size(); ++start) {
            start = text_.find('{', start);
            if (start == std::string_view::npos) break;
            const char second = at(start + 1);
            opening = second == '{'   ? Opening::Variable
                      : second == '%' ? Opening::Block
                      : second == '#' ? Opening::Comment
                                      : Opening::None;
            if (opening != Opening::None) break;
        }
        if (opening == Opening::None) {
            push_data(position_, text_.substr(position_));
            position_ = text_.size();
            return {};
        }
        const char sign = at(start + 2);
        push_data(position_, stripped(text_.substr(position_, start - position_), sign, opening));
        position_ = start + 2 + (sign == '-' || sign == '+' ? 1 : 0);
        switch (opening) {
            case Opening::Comment: return comment(start);
            case Opening::Block:
                if (const std::size_t body = raw_body(position_); body != 0) return raw(start, body);
                push(TokenKind::BlockBegin, start, text_.substr(start, 2));
                return tag(start, TokenKind::BlockEnd);
            default:
                push(TokenKind::VariableBegin, start, text_.substr(start, 2));
                return tag(start, TokenKind::VariableEnd);
        }
    }

    void push_data(std::size_t offset, std::string_view data) {
        if (!data.empty()) push(TokenKind::Data, offset, data);
    }

    // What a tag's `-` or lstrip_blocks leaves of the text before it.
    [[nodiscard]] std::string_view stripped(std::string_view data, char sign, Opening opening) const {
        if (sign == '-') return without_trailing_spaces(data);
        if (sign == '+' || opening == Opening::Variable || options_.lstrip_blocks == BlockIndentation::Keep)
            return data;
        const std::size_t line = data.rfind('\n') + 1;  // npos + 1 is 0
        if (line == 0 && !line_starting_) return data;
        return without_leading_spaces(data.substr(line)).empty() ? data.substr(0, line) : data;
    }

    // Moves behind a tag's end at `offset`, which is `length` long, and the whitespace that goes with it.
    void finish_tag(std::size_t offset, std::size_t length, char sign, bool trims_newline) {
        position_ = offset + length;
        if (sign == '-') {
            position_ = skip_spaces(position_);
        } else if (sign != '+' && trims_newline && options_.trim_blocks == BlockTrimming::Trim &&
                   at(position_) == '\n') {
            ++position_;
        }
        line_starting_ = position_ > 0 && text_[position_ - 1] == '\n';
    }

    Result<void> comment(std::size_t start) {
        const std::size_t end = text_.find("#}", position_);
        if (end == std::string_view::npos) {
            return fail_at(start, "a comment is not closed", "end it with '#}'");
        }
        const char sign = end > position_ ? text_[end - 1] : '\0';
        finish_tag(end, 2, sign, true);
        return {};
    }

    // The offset behind `raw %}` when the tag whose inside starts at `offset` is one, else 0.
    [[nodiscard]] std::size_t raw_body(std::size_t offset) const {
        offset = skip_spaces(offset);
        if (!looking_at(offset, "raw")) return 0;
        offset = skip_spaces(offset + 3);
        if (looking_at(offset, "-%}")) return skip_spaces(offset + 3);
        return looking_at(offset, "%}") ? offset + 2 : 0;
    }

    Result<void> raw(std::size_t start, std::size_t body) {
        for (std::size_t tag = text_.find("{%", body); tag != std::string_view::npos; tag = text_.find("{%", tag + 1)) {
            const char sign = at(tag + 2);
            std::size_t inside = skip_spaces(tag + 2 + (sign == '-' || sign == '+' ? 1 : 0));
            if (!looking_at(inside, "endraw")) continue;
            inside = skip_spaces(inside + 6);
            const char end_sign = at(inside);
            const std::size_t end = inside + (end_sign == '-' || end_sign == '+' ? 1 : 0);
            if (!looking_at(end, "%}")) continue;
            line_starting_ = text_[body - 1] == '\n';
            push_data(body, stripped(text_.substr(body, tag - body), sign, Opening::Block));
            finish_tag(end, 2, end_sign, true);
            return {};
        }
        return fail_at(start, "a raw block is not closed", "end it with '{% endraw %}'");
    }

    // The tokens of a tag up to and including its end.
    Result<void> tag(std::size_t start, TokenKind end_kind) {
        const std::string_view end = end_kind == TokenKind::BlockEnd ? "%}" : "}}";
        open_brackets_.clear();
        while (true) {
            position_ = skip_spaces(position_);
            if (position_ >= text_.size()) {
                return fail_at(start, "a tag is not closed", "end it with '" + std::string(end) + "'");
            }
            const char sign = at(position_);
            const bool has_sign = sign == '-' || (sign == '+' && end_kind == TokenKind::BlockEnd);
            const std::size_t end_offset = position_ + (has_sign ? 1 : 0);
            if (open_brackets_.empty() && looking_at(end_offset, end)) {
                push(end_kind, position_, text_.substr(end_offset, 2));
                finish_tag(end_offset, 2, has_sign ? sign : '\0', end_kind == TokenKind::BlockEnd);
                return {};
            }
            CHECK(token_in_tag());
        }
    }

    Result<void> token_in_tag() {
        const char c = text_[position_];
        if (text::is_ascii_digit(c)) return number();
        if (starts_name(c)) return name();
        if (c == '"' || c == '\'') return string();
        return operation();
    }

    Result<void> name() {
        const std::size_t start = position_;
        while (position_ < text_.size()) {
            const Character character = character_at(text_, position_);
            if (!is_word(character.code_point)) break;
            position_ += character.bytes;
        }
        if (position_ == start)
            return fail_at(start, "a character that cannot stand in a tag", "remove it, or put it in quotes");
        push(TokenKind::Name, start, text_.substr(start, position_ - start));
        return {};
    }

    Result<void> string() {
        const std::size_t start = position_;
        const char quote = text_[start];
        std::size_t end = start + 1;
        while (end < text_.size() && text_[end] != quote) end += text_[end] == '\\' ? 2 : 1;
        if (end >= text_.size()) {
            return fail_at(start, "a string is not closed", std::string("end it with ") + quote);
        }
        push(TokenKind::String, start, text_.substr(start, end + 1 - start));
        auto decoded = decode_string_literal(text_.substr(start + 1, end - start - 1));
        if (!decoded.has_value()) {
            return fail_at(start, "a string has an escape that is not complete", "write a lone backslash as '\\\\'");
        }
        tokens_.back().decoded = std::move(*decoded);
        position_ = end + 1;
        return {};
    }

    // Digits with single underscores between them; the offset behind them.
    [[nodiscard]] std::size_t digits_end(std::size_t offset) const {
        while (text::is_ascii_digit(at(offset)) || (at(offset) == '_' && text::is_ascii_digit(at(offset + 1))))
            ++offset;
        return offset;
    }

    Result<void> number() {
        const std::size_t start = position_;
        if (text_[start] == '0') {
            const char marker = static_cast<char>(at(start + 1) | 0x20);
            const int base = marker == 'x' ? 16 : marker == 'o' ? 8 : marker == 'b' ? 2 : 0;
            if (base != 0) return based_number(start, base);
        }
        std::size_t end = digits_end(start);
        bool is_float = false;
        const bool follows_dot = start > 0 && text_[start - 1] == '.';
        if (!follows_dot && at(end) == '.' && text::is_ascii_digit(at(end + 1))) {
            is_float = true;
            end = digits_end(end + 1);
        }
        if (!follows_dot && (at(end) == 'e' || at(end) == 'E')) {
            const std::size_t exponent = end + 1 + (at(end + 1) == '+' || at(end + 1) == '-' ? 1 : 0);
            if (text::is_ascii_digit(at(exponent))) {
                is_float = true;
                end = digits_end(exponent);
            }
        }
        const std::string digits = without_underscores(text_.substr(start, end - start));
        position_ = end;
        if (!is_float) return push_integer(start, digits, 10);
        push(TokenKind::Float, start, text_.substr(start, end - start));
        std::from_chars(digits.data(), digits.data() + digits.size(), tokens_.back().number);
        // from_chars leaves the number alone when it does not fit: too large, or too small to tell from zero.
        if (digits.find("e-") == std::string::npos && digits.find("E-") == std::string::npos &&
            tokens_.back().number == 0 && digits.find_first_of("123456789") < digits.find_first_of("eE")) {
            tokens_.back().number = HUGE_VAL;
        }
        return {};
    }

    Result<void> based_number(std::size_t start, int base) {
        const auto is_valid = [base](char c) {
            if (base == 16) return text::is_ascii_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
            return c >= '0' && c < '0' + base;
        };
        std::size_t end = start + 2;
        while (is_valid(at(end)) || (at(end) == '_' && is_valid(at(end + 1)))) ++end;
        position_ = end;
        return push_integer(start, without_underscores(text_.substr(start + 2, end - start - 2)), base);
    }

    Result<void> push_integer(std::size_t start, const std::string& digits, int base) {
        push(TokenKind::Integer, start, text_.substr(start, position_ - start));
        const auto read = std::from_chars(digits.data(), digits.data() + digits.size(), tokens_.back().integer, base);
        if (read.ec == std::errc()) return {};
        return fail_at(start, "a number is too large", "integers have 63 bits; write it with a decimal point");
    }

    [[nodiscard]] static std::string without_underscores(std::string_view digits) {
        std::string out;
        for (const char c : digits) {
            if (c != '_') out.push_back(c);
        }
        return out;
    }

    Result<void> operation() {
        constexpr std::array<std::string_view, 6> pairs{"//", "**", "==", "!=", ">=", "<="};
        for (const std::string_view pair : pairs) {
            if (!looking_at(position_, pair)) continue;
            push(TokenKind::Operator, position_, text_.substr(position_, 2));
            position_ += 2;
            return {};
        }
        const char c = text_[position_];
        if (std::string_view("+-/*%~[](){}><=.:|,;").find(c) == std::string_view::npos) {
            return fail_at(position_, std::string("unexpected character '") + c + "' in a tag",
                           "remove it, or put it in quotes");
        }
        if (c == '(' || c == '[' || c == '{') open_brackets_.push_back(c == '(' ? ')' : c == '[' ? ']' : '}');
        if (c == ')' || c == ']' || c == '}') {
            if (open_brackets_.empty()) {
                return fail_at(position_, std::string("unexpected '") + c + "'", "nothing is open that it could close");
            }
            if (open_brackets_.back() != c) {
                return fail_at(position_, std::string("unexpected '") + c + "'",
                               std::string("expected '") + open_brackets_.back() + "'");
            }
            open_brackets_.pop_back();
        }
        push(TokenKind::Operator, position_, text_.substr(position_, 1));
        ++position_;
        return {};
    }

    const SourceText& source_;
    std::string_view text_;
    const EnvironmentOptions& options_;
    std::vector<Token> tokens_;
    std::size_t position_ = 0;
    bool line_starting_ = true;  // what is next stands at the start of a line
    std::string open_brackets_;  // the closing ones that are awaited
};

}  // namespace

Result<std::vector<Token>> tokenize(const SourceText& source, const EnvironmentOptions& options) {
    return Lexer(source, options).run();
}

}  // namespace byline::templating
