#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <optional>

#include "media/picture_file.hpp"

namespace byline::media {
namespace {

constexpr std::string_view svg_white = " \t\r\n\f";
// The root element begins this early; what stands before it is looked through no further.
constexpr std::size_t most_prolog_bytes = std::size_t{64} << 10;

// Finds the attributes of the root element, whatever stands before it: a byte order mark, a declaration, comments, a
// document type (with its own declarations in brackets).
std::optional<std::string_view> root_tag(std::string_view text) {
    text = text.substr(0, most_prolog_bytes);
    std::size_t at = 0;
    while ((at = text.find('<', at)) != std::string_view::npos) {
        const std::string_view rest = text.substr(at);
        const auto behind = [&](std::string_view end) {
            const auto found = rest.find(end);
            return found == std::string_view::npos ? text.size() : at + found + end.size();
        };
        if (rest.starts_with("<!--")) {
            at = behind("-->");
        } else if (rest.starts_with("<?")) {
            at = behind("?>");
        } else if (rest.starts_with("<!")) {
            at = rest.substr(0, rest.find('>')).find('[') == std::string_view::npos ? behind(">") : behind("]>");
        } else {
            std::string_view tag = rest.substr(1, rest.find('>') == std::string_view::npos ? 0 : rest.size());
            if (const auto colon = tag.find(':'); colon < tag.find_first_of(svg_white)) tag.remove_prefix(colon + 1);
            const bool is_svg = tag.starts_with("svg") && tag.size() > 3 &&
                                (svg_white.find(tag[3]) != std::string_view::npos || tag[3] == '>' || tag[3] == '/');
            if (!is_svg) return std::nullopt;
            return tag.substr(3);
        }
    }
    return std::nullopt;
}

struct RootAttributes {
    std::string_view width;
    std::string_view height;
    std::string_view view_box;
};

// False when the tag does not end.
bool read_attributes(std::string_view tag, RootAttributes& attributes) {
    std::size_t at = 0;
    while (true) {
        at = tag.find_first_not_of(svg_white, at);
        if (at == std::string_view::npos) return false;
        if (tag[at] == '>' || tag[at] == '/') return true;
        const std::size_t equals = tag.find_first_of("=>", at);
        if (equals == std::string_view::npos || tag[equals] == '>') return equals != std::string_view::npos;
        std::string_view name = tag.substr(at, equals - at);
        name = name.substr(0, name.find_first_of(svg_white));
        const std::size_t quote = tag.find_first_not_of(svg_white, equals + 1);
        if (quote == std::string_view::npos || (tag[quote] != '"' && tag[quote] != '\'')) return false;
        const std::size_t end = tag.find(tag[quote], quote + 1);
        if (end == std::string_view::npos) return false;
        const std::string_view value = tag.substr(quote + 1, end - quote - 1);
        if (name == "width") attributes.width = value;
        if (name == "height") attributes.height = value;
        if (name == "viewBox") attributes.view_box = value;
        at = end + 1;
    }
}

struct SvgNumber {
    double value = 0;
    std::string_view rest;
};

// Digits with at most one point and no exponent: what drawing programs write.
std::optional<SvgNumber> read_number(std::string_view text) {
    text.remove_prefix(std::min(text.find_first_not_of(" \t\r\n\f,+"), text.size()));
    double value = 0;
    const auto read = std::from_chars(text.data(), text.data() + text.size(), value, std::chars_format::fixed);
    if (read.ec != std::errc() || !std::isfinite(value)) return std::nullopt;
    return SvgNumber{value, text.substr(static_cast<std::size_t>(read.ptr - text.data()))};
}

// CSS pixels of an absolute length; nothing for percentages and lengths that depend on a font.
std::optional<double> pixels_of(std::string_view length) {
    const auto number = read_number(length);
    if (!number || number->value <= 0) return std::nullopt;
    constexpr std::array<std::pair<std::string_view, double>, 7> units = {
        {{"", 1}, {"px", 1}, {"pt", 96.0 / 72}, {"pc", 16}, {"in", 96}, {"cm", 96 / 2.54}, {"mm", 96 / 25.4}}};
    std::string_view unit = number->rest;
    unit = unit.substr(0, unit.find_first_of(svg_white));
    for (const auto& [name, pixels] : units) {
        if (unit == name) return number->value * pixels;
    }
    return std::nullopt;
}

struct ViewBox {
    double width = 0;
    double height = 0;
};

std::optional<ViewBox> read_view_box(std::string_view text) {
    std::array<double, 4> numbers{};
    for (double& number : numbers) {
        const auto read = read_number(text);
        if (!read) return std::nullopt;
        number = read->value;
        text = read->rest;
    }
    if (numbers[2] <= 0 || numbers[3] <= 0) return std::nullopt;
    return ViewBox{numbers[2], numbers[3]};
}

std::uint32_t whole_pixels(double pixels) {
    constexpr double most = 1e9;  // the limits refuse far less
    return static_cast<std::uint32_t>(std::clamp(std::round(pixels), 1.0, most));
}

}  // namespace

Result<PictureFile> read_svg(std::string_view bytes) {
    const auto tag = root_tag(bytes);
    RootAttributes attributes;
    if (!tag || !read_attributes(*tag, attributes)) return damaged("it has no <svg> element");
    if (bytes.find("</", bytes.find("svg")) == std::string_view::npos &&
        bytes.find("/>", bytes.find("svg")) == std::string_view::npos)
        return cut_off();
    PictureFile file;
    file.info.format = PictureFormat::Svg;
    file.info.has_alpha = true;
    file.served.keep(0, bytes.size());
    auto width = pixels_of(attributes.width);
    auto height = pixels_of(attributes.height);
    if (const auto box = read_view_box(attributes.view_box)) {
        if (!width && !height) width = box->width;
        if (!width) width = *height * box->width / box->height;
        if (!height) height = *width * box->height / box->width;
    }
    if (width && height) {
        file.info.width = whole_pixels(*width);
        file.info.height = whole_pixels(*height);
    }
    return file;
}

}  // namespace byline::media
