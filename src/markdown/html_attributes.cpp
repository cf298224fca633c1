#include "markdown/html_attributes.hpp"

#include <algorithm>

#include "markdown/character_class.hpp"

namespace byline::markdown {

namespace {

bool is_name_end(char c) {
    return is_whitespace(c) || c == '=' || c == '>' || c == '/';
}

class TagReader {
  public:
    TagReader(std::string_view html, std::size_t position) : html_(html), position_(position) {}

    // Reads from behind '<'; returns the position after the tag.
    std::size_t read(const std::function<void(const HtmlAttribute&)>& found) {
        const std::string_view tag = take([](char c) { return !is_name_end(c); });
        while (position_ < html_.size() && html_[position_] != '>') {
            static_cast<void>(take([](char c) { return is_whitespace(c) || c == '/'; }));
            const std::string_view name = take([](char c) { return !is_name_end(c); });
            static_cast<void>(take(is_whitespace));
            if (position_ < html_.size() && html_[position_] == '=') {
                ++position_;
                static_cast<void>(take(is_whitespace));
                const std::string_view value = take_value();
                const auto offset = static_cast<std::size_t>(value.data() - html_.data());
                if (!name.empty()) found({tag, name, value, offset});
            }
        }
        return position_;
    }

  private:
    template <typename Predicate>
    std::string_view take(Predicate predicate) {
        const std::size_t begin = position_;
        while (position_ < html_.size() && predicate(html_[position_])) ++position_;
        return html_.substr(begin, position_ - begin);
    }

    std::string_view take_value() {
        if (position_ >= html_.size() || (html_[position_] != '"' && html_[position_] != '\'')) {
            return take([](char c) { return !is_whitespace(c) && c != '>'; });
        }
        const char quote = html_[position_++];
        const std::string_view value = take([&](char c) { return c != quote; });
        position_ += position_ < html_.size() ? 1 : 0;
        return value;
    }

    std::string_view html_;
    std::size_t position_;
};

}  // namespace

bool is_html_name(std::string_view written, std::string_view lower) {
    return written.size() == lower.size() &&
           std::equal(written.begin(), written.end(), lower.begin(), [](char a, char b) { return to_lower(a) == b; });
}

void for_each_html_attribute(std::string_view html, const std::function<void(const HtmlAttribute&)>& found) {
    std::size_t position = 0;
    while ((position = html.find('<', position)) != std::string_view::npos) {
        if (html.substr(position, 4) == "<!--") {
            const std::size_t end = html.find("-->", position + 4);
            if (end == std::string_view::npos) return;
            position = end + 3;
        } else if (position + 1 < html.size() && is_alpha(html[position + 1])) {
            position = TagReader(html, position + 1).read(found);
        } else {
            ++position;
        }
    }
}

}  // namespace byline::markdown
