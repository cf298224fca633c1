#include "math/mathml_check.hpp"

#include <algorithm>
#include <array>

namespace byline::math {
namespace {

// Sorted. <span> is what Temml puts an equation's number into.
constexpr std::array<std::string_view, 29> elements = {
    "math",   "menclose",   "merror",   "mfrac",       "mi",     "mmultiscripts", "mn",     "mo",
    "mover",  "mpadded",    "mphantom", "mprescripts", "mroot",  "mrow",          "mspace", "msqrt",
    "mstyle", "msub",       "msubsup",  "msup",        "mtable", "mtd",           "mtext",  "mtr",
    "munder", "munderover", "none",     "semantics",   "span"};

constexpr std::array<std::string_view, 37> attributes = {
    "accent",      "accentunder", "class",         "columnalign",   "columnlines",    "columnspacing", "depth",
    "dir",         "display",     "displaystyle",  "fence",         "form",           "frame",         "height",
    "largeop",     "linebreak",   "linethickness", "lspace",        "mathbackground", "mathcolor",     "mathsize",
    "mathvariant", "maxsize",     "minsize",       "movablelimits", "notation",       "rowlines",      "rowspacing",
    "rspace",      "scriptlevel", "separator",     "side",          "stretchy",       "symmetric",     "voffset",
    "width",       "xmlns"};

static_assert(std::is_sorted(elements.begin(), elements.end()));
static_assert(std::is_sorted(attributes.begin(), attributes.end()));

template <std::size_t size>
bool is_among(const std::array<std::string_view, size>& names, std::string_view name) {
    return std::binary_search(names.begin(), names.end(), name);
}

class Scanner {
  public:
    explicit Scanner(std::string_view mathml) : rest_(mathml) {}

    // Text, then a tag, until the end or the first thing that is refused.
    std::string run() {
        if (!rest_.starts_with("<math")) return "something else than MathML";
        while (!rest_.empty()) {
            const std::size_t text_size = std::min(rest_.find('<'), rest_.size());
            rest_.remove_prefix(text_size);
            if (rest_.empty()) break;
            if (std::string refused = tag(); !refused.empty()) return refused;
        }
        return {};
    }

  private:
    std::string_view name() {
        std::size_t size = 0;
        while (size < rest_.size() && rest_[size] >= 'a' && rest_[size] <= 'z') ++size;
        const std::string_view found = rest_.substr(0, size);
        rest_.remove_prefix(size);
        return found;
    }

    bool take(std::string_view expected) {
        if (!rest_.starts_with(expected)) return false;
        rest_.remove_prefix(expected.size());
        return true;
    }

    std::string tag() {
        static_cast<void>(take("<"));
        const bool closes = take("/");
        const std::string_view element = name();
        if (!is_among(elements, element)) return "the element '" + std::string(element) + "'";
        while (!closes && take(" ")) {
            const std::string_view attribute = name();
            if (!is_among(attributes, attribute)) return "the attribute '" + std::string(attribute) + "'";
            if (!take("=\"")) return "an attribute without quotes";
            const std::size_t size = rest_.find('"');
            if (size == std::string_view::npos) return "an attribute without an end";
            const std::string_view value = rest_.substr(0, size);
            if (value.find('<') != std::string_view::npos) return "a tag within a value";
            rest_.remove_prefix(size + 1);
        }
        return take(">") ? std::string() : "a tag without its end";
    }

    std::string_view rest_;
};

}  // namespace

std::string refused_in_mathml(std::string_view mathml) {
    return Scanner(mathml).run();
}

}  // namespace byline::math
