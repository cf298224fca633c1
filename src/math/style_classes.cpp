#include "math/style_classes.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <optional>
#include <utility>

namespace byline::math {
namespace {

std::string_view trimmed(std::string_view text) {
    while (text.starts_with(' ')) text.remove_prefix(1);
    while (text.ends_with(' ')) text.remove_suffix(1);
    return text;
}

// The part before `separator`, which is taken off `rest` with it.
std::string_view take_part(std::string_view& rest, char separator) {
    const std::size_t size = std::min(rest.find(separator), rest.size());
    const std::string_view part = rest.substr(0, size);
    rest.remove_prefix(std::min(size + 1, rest.size()));
    return trimmed(part);
}

// Declarations whose value is one of a few.
struct Named {
    std::string_view declaration;
    std::string_view name;  // of the class; empty: nothing has to be said
};
constexpr std::array<Named, 19> named = {{{"display:block math", ""},  // math.tml-display says it
                                          {"white-space:pre-line", ""},
                                          {"text-align:left", "tml-left"},
                                          {"math-depth:0", "m-depth-0"},
                                          {"math-depth:2", "m-depth-2"},
                                          {"font-weight:bold", "m-bold"},
                                          {"transform:scaleX(-1)", "m-mirror"},
                                          {"width:7.5%", "m-wide-7"},
                                          {"width:50%", "m-wide-50"},
                                          {"width:90%", "m-wide-90"},
                                          {"width:100%", "m-wide-100"},
                                          {"height:1em", "m-high"},
                                          {"position:relative", "m-frame"},
                                          {"position:absolute", "m-laid"},
                                          {"right:0", ""},  // m-laid
                                          {"bottom:0", ""},
                                          {"left:0.1em", "m-in"},
                                          {"display:flex", "m-centre"},
                                          {"justify-content:center", ""}}};

struct Side {
    std::string_view property;
    std::string_view name;
};
constexpr std::array<Side, 6> padded = {{{"padding", "m-p"},
                                         {"padding-top", "m-pt"},
                                         {"padding-bottom", "m-pb"},
                                         {"padding-left", "m-pl"},
                                         {"padding-right", "m-pr"},
                                         {"margin-left", "m-ml"}}};
constexpr std::array<Side, 5> bordered = {{{"border", "m-b"},
                                           {"border-top", "m-bt"},
                                           {"border-bottom", "m-bb"},
                                           {"border-left", "m-bl"},
                                           {"border-right", "m-br"}}};

// In ems: TeX's units, at ten points an em, and CSS's.
std::optional<double> ems_of(std::string_view length) {
    double number = 0;
    const auto read = std::from_chars(length.data(), length.data() + length.size(), number);
    if (read.ec != std::errc()) return std::nullopt;
    const std::string_view unit(read.ptr, static_cast<std::size_t>(length.data() + length.size() - read.ptr));
    constexpr std::array<std::pair<std::string_view, double>, 12> units = {{{"", 1},
                                                                            {"em", 1},
                                                                            {"ex", 0.431},
                                                                            {"mu", 1.0 / 18},
                                                                            {"pt", 0.1},
                                                                            {"bp", 0.1},
                                                                            {"px", 0.0625},
                                                                            {"pc", 1.2},
                                                                            {"cm", 2.845},
                                                                            {"mm", 0.2845},
                                                                            {"in", 7.227},
                                                                            {"rem", 1}}};
    const auto known = std::ranges::find(units, unit, &std::pair<std::string_view, double>::first);
    return known == units.end() ? std::nullopt : std::optional(number * known->second);
}

// The number in the name of a class: hundredths of an em.
std::optional<std::string> rounded(std::string_view length) {
    const auto ems = ems_of(length);
    if (!ems || !std::isfinite(*ems)) return std::nullopt;
    constexpr double most = 4;
    const double size = std::min(std::abs(*ems), most);
    const double step = size <= 1 ? 0.05 : 0.25;
    const auto hundredths = static_cast<int>(std::lround(std::round(size / step) * step * 100));
    return std::to_string(hundredths);
}

class Classes {
  public:
    // What one style attribute says.
    void read(std::string_view style) {
        while (!style.empty()) {
            std::string_view declaration = take_part(style, ';');
            const std::string_view property = take_part(declaration, ':');
            add(property, trimmed(declaration));
        }
    }
    [[nodiscard]] const std::string& classes() const { return classes_; }
    [[nodiscard]] const std::string& attributes() const { return attributes_; }

  private:
    void add_class(std::string_view name) {
        if (!classes_.empty()) classes_ += ' ';
        classes_ += name;
    }

    void add(std::string_view property, std::string_view value) {
        if (property == "color" || property == "background-color") {
            attributes_ += property == "color" ? " mathcolor=\"" : " mathbackground=\"";
            attributes_ += std::string(value) + '"';
            return;
        }
        const std::string declaration = std::string(property) + ':' + std::string(value);
        const auto known = std::ranges::find(named, declaration, &Named::declaration);
        if (known != named.end()) {
            if (!known->name.empty()) add_class(known->name);
            return;
        }
        if (const auto side = std::ranges::find(bordered, property, &Side::property); side != bordered.end()) {
            const bool is_double = value.find("double") != std::string_view::npos;
            const bool is_dashed = value.find("dashed") != std::string_view::npos;
            return add_class(std::string(side->name) + (is_double ? "-double" : is_dashed ? "-dashed" : "-solid"));
        }
        const auto side = std::ranges::find(padded, property, &Side::property);
        if (side == padded.end()) return;
        if (value.find(' ') == std::string_view::npos) return add_length(side->name, value);
        constexpr std::array<std::string_view, 4> sides = {"m-pt", "m-pr", "m-pb", "m-pl"};
        for (const std::string_view name : sides) {
            const std::string_view length = take_part(value, ' ');
            if (!length.empty()) add_length(name, length);
        }
    }

    void add_length(std::string_view name, std::string_view length) {
        if (auto number = rounded(length))
            add_class(std::string(name) + (length.starts_with('-') ? "n-" : "-") + *number);
    }

    std::string classes_;
    std::string attributes_;
};

constexpr std::string_view style_start = " style=\"";
constexpr std::string_view class_start = " class=\"";

// Of one tag without its '>'.
std::string restyled(std::string_view tag) {
    std::string out(tag);
    const std::size_t at = out.find(style_start);
    const std::size_t value = at + style_start.size();
    const std::size_t end = out.find('"', value);
    if (end == std::string::npos) return out;  // the check that follows refuses it
    Classes classes;
    classes.read(std::string_view(out).substr(value, end - value));
    out.erase(at, end + 1 - at);
    if (!classes.classes().empty()) {
        const std::size_t given = out.find(class_start);
        if (given == std::string::npos)
            out.insert(std::min(at, out.size()), std::string(class_start) + classes.classes() + '"');
        else
            out.insert(out.find('"', given + class_start.size()), " " + classes.classes());
    }
    out.insert(std::min(at, out.size()), out.find(" mathcolor=") == std::string::npos ? classes.attributes() : "");
    return out;
}

}  // namespace

std::string without_styles(std::string_view mathml) {
    std::string out;
    out.reserve(mathml.size());
    while (!mathml.empty()) {
        const std::size_t tag = std::min(mathml.find('<'), mathml.size());
        out += mathml.substr(0, tag);
        mathml.remove_prefix(tag);
        const std::size_t size = std::min(mathml.find('>'), mathml.size());
        const std::string_view whole = mathml.substr(0, size);
        if (whole.find(style_start) == std::string_view::npos)
            out += whole;
        else
            out += restyled(whole);
        mathml.remove_prefix(size);
    }
    return out;
}

}  // namespace byline::math
