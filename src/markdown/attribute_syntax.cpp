#include "markdown/attribute_syntax.hpp"

#include "markdown/character_class.hpp"

namespace byline::markdown {

namespace {

constexpr std::size_t most_attributes = 64;

bool is_name_character(char c) {
    return is_alphanumeric(c) || c == '-' || c == '_' || c == ':' || c == '.' || static_cast<unsigned char>(c) >= 0x80;
}

bool is_class_character(char c) {
    return is_alphanumeric(c) || c == '-' || c == '_' || c == ':' || c == '/' || static_cast<unsigned char>(c) >= 0x80;
}

bool is_unquoted_value_character(char c) {
    return !is_whitespace(c) && c != '}' && c != '{' && c != '"' && c != '\'' && c != '=' && c != '<' && c != '>' &&
           c != '`' && c != '[' && c != ']';
}

class AttributeReader {
  public:
    AttributeReader(std::string_view text, std::size_t position) : text_(text), position_(position) {}

    std::size_t read(BareKeys bare_keys, std::vector<ParsedAttribute>& attributes) {
        ++position_;
        if (peek() == ':' && (is_blank(peek(1)) || peek(1) == '.' || peek(1) == '#')) ++position_;
        while (attributes.size() < most_attributes) {
            while (is_blank(peek())) ++position_;
            if (peek() == '}') return attributes.empty() ? 0 : position_ + 1;
            if (!read_one(bare_keys, attributes)) return 0;
            if (!is_blank(peek()) && peek() != '}') return 0;
        }
        return 0;
    }

  private:
    [[nodiscard]] char peek(std::size_t ahead = 0) const {
        return position_ + ahead < text_.size() ? text_[position_ + ahead] : '\0';
    }

    template <typename Predicate>
    std::string_view take_while(Predicate predicate) {
        const std::size_t start = position_;
        while (position_ < text_.size() && predicate(text_[position_])) ++position_;
        return text_.substr(start, position_ - start);
    }

    bool read_one(BareKeys bare_keys, std::vector<ParsedAttribute>& attributes) {
        const char c = peek();
        if (c == '#' || c == '.') {
            ++position_;
            const std::string_view value = take_while(c == '#' ? is_name_character : is_class_character);
            attributes.push_back({c == '#' ? "id" : "class", value});
            return !value.empty();
        }
        if (!is_alpha(c) && c != '_' && static_cast<unsigned char>(c) < 0x80) return false;
        const std::string_view name = take_while(is_name_character);
        if (peek() != '=') {
            attributes.push_back({name, {}});
            return bare_keys == BareKeys::Accept;
        }
        ++position_;
        return read_value(name, attributes);
    }

    bool read_value(std::string_view name, std::vector<ParsedAttribute>& attributes) {
        const char quote = peek();
        if (quote != '"' && quote != '\'') {
            const std::string_view value = take_while(is_unquoted_value_character);
            attributes.push_back({name, value});
            return !value.empty();
        }
        ++position_;
        const std::string_view value = take_while([&](char c) { return c != quote && c != '\n'; });
        if (peek() != quote) return false;
        ++position_;
        attributes.push_back({name, value});
        return true;
    }

    std::string_view text_;
    std::size_t position_;
};

}  // namespace

std::size_t parse_attributes(std::string_view text, std::size_t position, BareKeys bare_keys,
                             std::vector<ParsedAttribute>& attributes) {
    attributes.clear();
    if (position >= text.size() || text[position] != '{') return 0;
    return AttributeReader(text, position).read(bare_keys, attributes);
}

}  // namespace byline::markdown
