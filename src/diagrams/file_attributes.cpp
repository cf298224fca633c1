#include "diagrams/file_attributes.hpp"

#include <algorithm>
#include <array>

namespace byline::diagrams {
namespace {

constexpr std::array<std::string_view, 5> file_names = {"image", "imagepath", "shapefile", "fontpath", "stylesheet"};

bool is_name_character(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '.' ||
           c == '-' || static_cast<unsigned char>(c) >= 0x80;
}

char lower(char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

// Reads the tokens of the language as far as attributes need it: https://graphviz.org/doc/info/lang.html
class TokenReader {
  public:
    explicit TokenReader(std::string_view dot) : dot_(dot) {}

    // A name, a quoted name with its parts joined, "<…>", or one other character; nothing at the end.
    std::optional<std::string> next() {
        skip_space();
        if (at_ >= dot_.size()) return std::nullopt;
        const char c = dot_[at_];
        if (c == '"') return joined();
        if (c == '<') return label();
        if (!is_name_character(c)) return std::string(1, dot_[at_++]);
        const std::size_t begin = at_;
        while (at_ < dot_.size() && is_name_character(dot_[at_])) ++at_;
        return std::string(dot_.substr(begin, at_ - begin));
    }

    [[nodiscard]] std::uint32_t line() const {
        return 1 + static_cast<std::uint32_t>(
                       std::count(dot_.begin(), dot_.begin() + static_cast<std::ptrdiff_t>(at_), '\n'));
    }

  private:
    void skip_to(std::string_view end) {
        const std::size_t found = dot_.find(end, at_);
        at_ = found == std::string_view::npos ? dot_.size() : found + end.size();
    }

    void skip_space() {
        while (at_ < dot_.size()) {
            const std::string_view rest = dot_.substr(at_);
            const bool begins_line = at_ == 0 || dot_[at_ - 1] == '\n';
            if (rest.starts_with("//") || (begins_line && rest[0] == '#')) {
                skip_to("\n");
            } else if (rest.starts_with("/*")) {
                at_ += 2;
                skip_to("*/");
            } else if (std::string_view(" \t\r\n\f\v").find(rest[0]) != std::string_view::npos) {
                ++at_;
            } else {
                return;
            }
        }
    }

    std::string quoted() {
        std::string text;
        for (++at_; at_ < dot_.size() && dot_[at_] != '"'; ++at_) {
            if (dot_[at_] == '\\' && at_ + 1 < dot_.size()) {
                ++at_;
                if (dot_[at_] == '\n') continue;  // a line that goes on
                if (dot_[at_] != '"') text += '\\';
            }
            text += dot_[at_];
        }
        at_ = std::min(at_ + 1, dot_.size());
        return text;
    }

    // "a" + "b" is one name.
    std::string joined() {
        std::string text = quoted();
        for (;;) {
            const std::size_t before = at_;
            skip_space();
            if (at_ < dot_.size() && dot_[at_] == '+') {
                ++at_;
                skip_space();
                if (at_ < dot_.size() && dot_[at_] == '"') {
                    text += quoted();
                    continue;
                }
            }
            at_ = before;
            return text;
        }
    }

    std::string label() {
        const std::size_t begin = at_;
        std::size_t depth = 0;
        for (; at_ < dot_.size(); ++at_) {
            if (dot_[at_] == '<') ++depth;
            if (dot_[at_] == '>' && --depth == 0) break;
        }
        at_ = std::min(at_ + 1, dot_.size());
        return std::string(dot_.substr(begin, at_ - begin));
    }

    std::string_view dot_;
    std::size_t at_ = 0;
};

std::string lowered(std::string text) {
    std::transform(text.begin(), text.end(), text.begin(), lower);
    return text;
}

}  // namespace

std::optional<FileAttribute> find_file_attribute(std::string_view dot) {
    TokenReader reader(dot);
    std::string name;
    bool is_value = false;
    while (const auto token = reader.next()) {
        const std::string small = lowered(*token);
        if (token->starts_with('<') && small.find("<img") != std::string::npos)
            return FileAttribute{"img", "reads a file", reader.line()};
        if (is_value && std::ranges::find(file_names, name) != file_names.end())
            return FileAttribute{name, "reads a file", reader.line()};
        if (is_value && name == "start" && small.find("rand") != std::string::npos)
            return FileAttribute{name, "makes another picture each time", reader.line()};
        is_value = *token == "=";
        if (!is_value) name = small;
    }
    return std::nullopt;
}

}  // namespace byline::diagrams
