#include "diagrams/clean_svg.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <utility>
#include <vector>

#include "diagrams/xml_reader.hpp"
#include "text/html_escape.hpp"

namespace byline::diagrams {
namespace {

constexpr std::size_t deepest = 200;

// Without them, what stands within is left out too.
constexpr std::array<std::string_view, 12> kept_elements = {"circle",   "defs",           "ellipse", "g",
                                                            "line",     "linearGradient", "path",    "polygon",
                                                            "polyline", "radialGradient", "stop",    "text"};

// Numbers, lists of them, and words: what their values are made of is checked by is_plain().
constexpr std::array<std::string_view, 34> kept_attributes = {"baseline-shift",
                                                              "cx",
                                                              "cy",
                                                              "d",
                                                              "fill-opacity",
                                                              "font-family",
                                                              "font-size",
                                                              "font-style",
                                                              "font-weight",
                                                              "fx",
                                                              "fy",
                                                              "gradientUnits",
                                                              "offset",
                                                              "opacity",
                                                              "points",
                                                              "r",
                                                              "rx",
                                                              "ry",
                                                              "stop-color",
                                                              "stop-opacity",
                                                              "stroke-dasharray",
                                                              "stroke-linecap",
                                                              "stroke-linejoin",
                                                              "stroke-opacity",
                                                              "stroke-width",
                                                              "text-anchor",
                                                              "text-decoration",
                                                              "transform",
                                                              "x",
                                                              "x1",
                                                              "x2",
                                                              "y",
                                                              "y1",
                                                              "y2"};

static_assert(std::is_sorted(kept_elements.begin(), kept_elements.end()));
static_assert(std::is_sorted(kept_attributes.begin(), kept_attributes.end()));

template <std::size_t size>
bool is_among(const std::array<std::string_view, size>& names, std::string_view name) {
    return std::binary_search(names.begin(), names.end(), name);
}

bool is_letter_or_digit(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

bool is_made_of(std::string_view value, std::string_view others) {
    return std::ranges::all_of(
        value, [&](char c) { return is_letter_or_digit(c) || others.find(c) != std::string_view::npos; });
}

// Loads nothing: url() has a letter u, but no address in it without ':' or '/'.
bool is_plain(std::string_view value) {
    return is_made_of(value, " .,+-()%#_\n\t") && value.find("url") == std::string_view::npos;
}

// Leads somewhere, and runs nothing. What a browser skips when it looks for the scheme is not allowed at all.
bool is_safe_address(std::string_view address) {
    const auto is_odd = [](char c) { return static_cast<unsigned char>(c) <= 0x20 || c == '\x7f' || c == '\\'; };
    if (address.empty() || std::ranges::any_of(address, is_odd)) return false;
    const std::size_t end = address.find_first_of(":/?#");
    if (end == std::string_view::npos || address[end] != ':') return true;
    std::string scheme(address.substr(0, end));
    std::ranges::transform(scheme, scheme.begin(),
                           [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
    return scheme == "http" || scheme == "https" || scheme == "mailto";
}

bool is_black(std::string_view colour) {
    return colour == "black" || colour == "#000000";
}

bool is_paint(std::string_view fill) {
    return !fill.empty() && fill != "none" && fill != "transparent" && !is_black(fill);
}

// Whether the writer gave the whole graph or a cluster a ground of its own.
enum class Ground : std::uint8_t { Page, Own };

class Cleaner {
  public:
    Cleaner(std::string_view svg, const SvgNaming& naming, Ground ground)
        : reader_(svg), naming_(naming), ground_(ground) {}

    // False when it cannot be used.
    bool run() {
        for (XmlPiece piece = reader_.next(); piece.kind != XmlKind::Finish; piece = reader_.next()) {
            switch (piece.kind) {
                case XmlKind::Start:
                case XmlKind::Empty: start(piece); break;
                case XmlKind::End: end(); break;
                case XmlKind::Text: text(piece); break;
                case XmlKind::Finish: break;
            }
            if (open_.size() > deepest) return false;
            if (has_root_ && open_.empty()) return true;
        }
        while (!open_.empty()) end();
        return has_root_;
    }

    [[nodiscard]] bool has_painted_ground() const { return has_painted_ground_; }
    [[nodiscard]] std::string take() { return std::move(out_); }

  private:
    struct Open {
        std::string_view written;  // the element; empty when it is left out
        bool is_skipped = false;   // with all that stands in it
        bool is_graph = false;     // <g class="graph">
        bool is_cluster = false;
        bool is_box = false;      // a node or a cluster
        bool is_painted = false;  // a node or cluster whose shape has a colour: its text stands on it
        bool is_text = false;
    };

    [[nodiscard]] bool is_skipping() const { return !open_.empty() && open_.back().is_skipped; }

    void start(const XmlPiece& piece) {
        Open open = open_.empty() ? Open{} : open_.back();  // what it stands in
        open.written = {};
        open.is_text = false;
        if (!has_root_) {
            if (piece.name != "svg" || piece.kind != XmlKind::Start) return;  // before it: nothing of ours
            write_root(piece);
            open.written = "svg";
        } else if (!open.is_skipped) {
            write_inner(piece, open);
        }
        if (piece.kind == XmlKind::Start) {
            open_.push_back(open);
        } else if (!open.written.empty()) {
            close(open.written);
        }
    }

    void write_inner(const XmlPiece& piece, Open& open) {
        if (piece.name == "a") return write_link(piece, open);
        const bool is_inherited_graph = std::exchange(open.is_graph, false);
        open.is_skipped = !is_among(kept_elements, piece.name) || (is_inherited_graph && is_default_ground(piece));
        if (open.is_skipped) return;
        open.written = piece.name;
        open.is_text = piece.name == "text";
        out_ += '<';
        out_ += piece.name;
        if (piece.name == "g") {
            write_group(piece, open, is_inherited_graph);
        } else {
            note_paint(piece, is_inherited_graph);
        }
        write_paint(piece, open);
        for (const XmlAttribute& attribute : piece.attributes) {
            if (attribute.name == "id" && piece.name.ends_with("Gradient")) {
                if (is_made_of(attribute.value, "_-")) write("id", naming_.id_prefix + attribute.value);
            } else if (attribute.name == "style" && piece.name == "stop") {
                write_stop(attribute.value);
            } else if (is_among(kept_attributes, attribute.name) && is_plain(attribute.value) &&
                       !is_inherited(attribute)) {
                write(attribute.name, attribute.value);
            }
        }
        out_ += '>';
    }

    void write_group(const XmlPiece& piece, Open& open, bool was_graph) {
        const std::string_view classes = piece.attribute("class");
        const std::string_view kind = classes.substr(0, classes.find(' '));
        open.is_graph = kind == "graph" || (was_graph && kind.empty());
        if (kind == "node" || kind == "cluster") {
            open.is_box = true;
            open.is_painted = false;
            open.is_cluster = kind == "cluster";
        } else if (kind == "edge" || kind == "graph") {
            open.is_box = false;
        }
        if (!classes.empty() && is_made_of(classes, " _-")) write("class", classes);
    }

    // The white sheet that Graphviz lays below, unless it is asked for none.
    static bool is_default_ground(const XmlPiece& piece) {
        return piece.name == "polygon" &&
               (piece.attribute("fill") == "white" || piece.attribute("fill") == "#ffffff") &&
               piece.attribute("stroke") == "transparent";
    }

    // Colours are told by the shape, and the text that follows stands on it.
    void note_paint(const XmlPiece& piece, bool stands_in_graph) {
        if (piece.name == "text" || !is_paint(piece.attribute("fill"))) return;
        if (stands_in_graph || (!open_.empty() && open_.back().is_cluster)) has_painted_ground_ = true;
        for (Open& outer : open_) outer.is_painted = outer.is_painted || outer.is_box;
    }

    void write_paint(const XmlPiece& piece, const Open& open) {
        const auto paint = [&](std::string_view name) {
            const std::string_view colour = piece.attribute(name);
            if (colour.empty()) return;
            constexpr std::string_view reference = "url(#";
            if (is_black(colour)) {
                write(name, own_colour());
            } else if (colour == "transparent") {
                write(name, "none");
            } else if (colour.starts_with(reference) && colour.ends_with(')') &&
                       is_made_of(colour.substr(reference.size(), colour.size() - reference.size() - 1), "_-")) {
                write(name, "url(#" + naming_.id_prefix + std::string(colour.substr(reference.size())));
            } else if (is_plain(colour)) {
                write(name, colour);
            }
        };
        paint("fill");
        paint("stroke");
        if (piece.name == "text" && piece.attribute("fill").empty() && open.is_painted && ground_ == Ground::Page)
            write("fill", "black");
    }

    [[nodiscard]] std::string_view own_colour() const { return ground_ == Ground::Page ? "currentColor" : "black"; }

    // Said once, by the root.
    static bool is_inherited(const XmlAttribute& attribute) {
        return (attribute.name == "font-family" && attribute.value.starts_with(diagram_font)) ||
               (attribute.name == "font-size" && attribute.value == "14.00");
    }

    // style="stop-color:red;stop-opacity:1.;": a policy without 'unsafe-inline' would leave it out.
    void write_stop(std::string_view style) {
        while (!style.empty()) {
            const std::size_t size = std::min(style.find(';'), style.size());
            const std::string_view one = style.substr(0, size);
            style.remove_prefix(std::min(size + 1, style.size()));
            const std::size_t colon = std::min(one.find(':'), one.size());
            const std::string_view name = one.substr(0, colon);
            const std::string_view value = one.substr(std::min(colon + 1, one.size()));
            if ((name == "stop-color" || name == "stop-opacity") && is_plain(value)) write(name, value);
        }
    }

    void write_link(const XmlPiece& piece, Open& open) {
        std::string_view address = piece.attribute("xlink:href");
        if (address.empty()) address = piece.attribute("href");
        const bool leads = is_safe_address(address);
        open.written = leads ? "a" : "g";
        out_ += '<';
        out_ += open.written;
        if (leads) write("href", address);
        has_links_ = has_links_ || leads;
        out_ += '>';
        // Graphviz makes one of every label; of one in HTML it is no text.
        const std::string_view tip = piece.attribute("xlink:title");
        if (!tip.empty() && !tip.starts_with('<')) write_title(tip);
    }

    void write_root(const XmlPiece& piece) {
        has_root_ = true;
        out_ += "<svg xmlns=\"http://www.w3.org/2000/svg\"";
        write_size("width", piece.attribute("width"));
        write_size("height", piece.attribute("height"));
        if (const std::string_view box = piece.attribute("viewBox"); !box.empty() && is_made_of(box, " .-"))
            write("viewBox", box);
        out_ += ground_ == Ground::Page ? " class=\"graphviz\"" : " class=\"graphviz on-white\"";
        write("font-family", "Helvetica, Arial, sans-serif");
        write("font-size", "14");
        write("fill", own_colour());
        role_at_ = out_.size();
        out_ += '>';
        if (!naming_.title.empty()) write_title(naming_.title);
    }

    // "62pt" in pixels.
    void write_size(std::string_view name, std::string_view size) {
        const double points = std::strtod(std::string(size).c_str(), nullptr);
        constexpr double most_points = 1e6;
        if (points > 0 && points < most_points)
            write(name, std::to_string(static_cast<long>(std::ceil(points * 4 / 3))));
    }

    void write_title(std::string_view title) {
        out_ += "<title>";
        text::append_escaped_html(out_, title);
        out_ += "</title>";
    }

    void text(const XmlPiece& piece) {
        if (!open_.empty() && open_.back().is_text) text::append_escaped_html(out_, piece.text);
    }

    void end() {
        if (open_.empty()) return;
        const Open open = open_.back();
        open_.pop_back();
        if (!open.written.empty()) close(open.written);
        if (open_.empty()) write_role();  // nothing is opened before the root
    }

    // A picture is one thing to a screen reader, unless there are links in it that can be reached.
    void write_role() {
        std::string role = has_links_ ? " role=\"group\"" : " role=\"img\"";
        if (!naming_.title.empty() && has_links_) {
            role += " aria-label=\"";
            text::append_escaped_html(role, naming_.title);
            role += '"';
        }
        out_.insert(role_at_, role);
    }

    void close(std::string_view element) {
        out_ += "</";
        out_ += element;
        out_ += '>';
    }

    void write(std::string_view name, std::string_view value) {
        out_ += ' ';
        out_ += name;
        out_ += "=\"";
        text::append_escaped_html(out_, value);
        out_ += '"';
    }

    XmlReader reader_;
    const SvgNaming& naming_;
    const Ground ground_;
    std::string out_;
    std::vector<Open> open_;
    std::size_t role_at_ = 0;
    bool has_root_ = false;
    bool has_links_ = false;
    bool has_painted_ground_ = false;
};

}  // namespace

Result<text::SafeHtml> clean_svg(std::string_view svg, const SvgNaming& naming) {
    Cleaner on_page(svg, naming, Ground::Page);
    const auto unusable = [] {
        return fail(
            content_error("the diagram cannot be shown: Graphviz wrote no SVG, or one that is nested too deeply",
                          "try the graph with `dot -Tsvg` in a terminal", {}));
    };
    if (!on_page.run()) return unusable();
    if (!on_page.has_painted_ground()) return text::SafeHtml::vouch(on_page.take());
    // Coloured grounds were chosen for black on white; so everything stays as it was meant.
    Cleaner on_white(svg, naming, Ground::Own);
    if (!on_white.run()) return unusable();
    return text::SafeHtml::vouch(on_white.take());
}

}  // namespace byline::diagrams
