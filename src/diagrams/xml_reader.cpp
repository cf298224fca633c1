#include "diagrams/xml_reader.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>

#include "text/utf8.hpp"

namespace byline::diagrams {
namespace {

constexpr std::string_view space = " \t\r\n";

void skip_space(std::string_view& text) {
    text.remove_prefix(std::min(text.find_first_not_of(space), text.size()));
}

// What stands before the first of `ends`, which is taken too.
std::string_view take_until(std::string_view& text, std::string_view end) {
    const std::size_t at = text.find(end);
    const std::string_view taken = text.substr(0, at);
    text.remove_prefix(at == std::string_view::npos ? text.size() : at + end.size());
    return taken;
}

// The character that "amp" or "#x41" stands for, or 0.
char32_t referred(std::string_view name) {
    constexpr std::array<std::pair<std::string_view, char32_t>, 6> names = {
        {{"amp", U'&'}, {"lt", U'<'}, {"gt", U'>'}, {"quot", U'"'}, {"apos", U'\''}, {"nbsp", U'\u00A0'}}};
    for (const auto& [known, character] : names) {
        if (name == known) return character;
    }
    if (!name.starts_with('#')) return 0;
    name.remove_prefix(1);
    const bool is_hexadecimal = name.starts_with('x');
    if (is_hexadecimal) name.remove_prefix(1);
    std::uint32_t number = 0;
    const auto [end, error] = std::from_chars(name.data(), name.data() + name.size(), number, is_hexadecimal ? 16 : 10);
    return error == std::errc() && end == name.data() + name.size() ? number : 0;
}

// Graphviz writes the & of an address as it is: one that begins no reference stands for itself.
std::string decoded(std::string_view text) {
    constexpr std::size_t longest_reference = 10;
    std::string out;
    while (!text.empty()) {
        const std::size_t plain = std::min(text.find('&'), text.size());
        out += text.substr(0, plain);
        text.remove_prefix(plain);
        if (text.empty()) break;
        const std::size_t end = text.substr(0, longest_reference).find(';');
        const char32_t character = end == std::string_view::npos ? 0 : referred(text.substr(1, end - 1));
        if (character == 0) {
            out += '&';
            text.remove_prefix(1);
        } else {
            text::append_code_point(out, character);
            text.remove_prefix(end + 1);
        }
    }
    return out;
}

}  // namespace

std::string_view XmlPiece::attribute(std::string_view wanted) const {
    const auto found = std::ranges::find(attributes, wanted, &XmlAttribute::name);
    return found == attributes.end() ? std::string_view() : std::string_view(found->value);
}

bool XmlReader::skip_declaration() {
    if (rest_.starts_with("<!--")) {
        static_cast<void>(take_until(rest_, "-->"));
    } else if (rest_.starts_with("<?")) {
        static_cast<void>(take_until(rest_, "?>"));
    } else if (rest_.starts_with("<!")) {
        static_cast<void>(take_until(rest_, ">"));
    } else {
        return false;
    }
    return true;
}

void XmlReader::read_tag(XmlPiece& piece) {
    rest_.remove_prefix(1);
    const bool closes = rest_.starts_with('/');
    if (closes) rest_.remove_prefix(1);
    const auto name = [&] {
        const std::size_t size = std::min(rest_.find_first_of(" \t\r\n=/><\"'"), rest_.size());
        const std::string_view taken = rest_.substr(0, size);
        rest_.remove_prefix(size);
        return taken;
    };
    piece.kind = closes ? XmlKind::End : XmlKind::Start;
    piece.name = name();
    for (;;) {
        skip_space(rest_);
        if (rest_.empty() || rest_.front() == '<') return;  // cut off
        if (rest_.front() == '>') return rest_.remove_prefix(1);
        if (rest_.front() == '/') {
            if (!closes) piece.kind = XmlKind::Empty;
            rest_.remove_prefix(1);
            continue;
        }
        XmlAttribute attribute{name(), {}};
        skip_space(rest_);
        if (rest_.starts_with('=')) {
            rest_.remove_prefix(1);
            skip_space(rest_);
            const char quote = rest_.empty() ? '\0' : rest_.front();
            if (quote == '"' || quote == '\'') {
                rest_.remove_prefix(1);
                attribute.value = decoded(take_until(rest_, std::string_view(&quote, 1)));
            }
        } else if (attribute.name.empty()) {
            rest_.remove_prefix(1);  // a quote where nothing begins
            continue;
        }
        piece.attributes.push_back(std::move(attribute));
    }
}

XmlPiece XmlReader::next() {
    XmlPiece piece;
    while (skip_declaration()) {
    }
    if (rest_.empty()) return piece;
    if (rest_.front() == '<') {
        read_tag(piece);
        return piece;
    }
    piece.kind = XmlKind::Text;
    const std::size_t size = std::min(rest_.find('<'), rest_.size());
    piece.text = decoded(rest_.substr(0, size));
    rest_.remove_prefix(size);
    return piece;
}

}  // namespace byline::diagrams
