#include "publish/insets.hpp"

#include <utility>

#include <fmt/format.h>

#include "cache/content_cache.hpp"
#include "diagrams/graphviz.hpp"
#include "markdown/html_attributes.hpp"
#include "math/formulas.hpp"
#include "publish/diagram_block.hpp"
#include "site/diagnostics_codec.hpp"
#include "text/byte_codec.hpp"
#include "text/html_escape.hpp"

namespace byline::publish {
namespace {

using markdown::MathStyle;
using markdown::NodeKind;

std::string_view formula_source(markdown::Node node) {
    std::string_view tex = node.literal();
    while (tex.ends_with('\n')) tex.remove_suffix(1);
    return tex;
}

// Where the byte of `source` that stands at `within` (a place that counts from its beginning) is in the file. The text
// of a node is the file's own, unless marks of a quotation or list stand before its lines.
Place place_in_file(const markdown::Document& document, std::uint32_t begin, std::string_view source,
                    const Place& within) {
    const std::size_t found = document.source().find(source, begin);
    constexpr std::size_t most_marks = 200;  // the fence with all its attributes
    if (found == std::string_view::npos || found > begin + most_marks) {
        Place place = document.place(begin);
        if (within.line > 0 && source.find('\n') != std::string_view::npos) {
            place.line += within.line;
            place.column = 0;
        }
        return place;
    }
    Place place = document.place(static_cast<std::uint32_t>(found));
    if (within.line <= 1) {
        if (within.line == 1 && within.column > 0) place.column += within.column - 1;
        return place;
    }
    return {place.file, place.line + within.line - 1, within.column};
}

// As the cleaning of drawings writes addresses.
std::string unescaped(std::string_view value) {
    constexpr std::string_view ampersand = "&amp;";
    std::string text(value);
    for (std::size_t at = text.find(ampersand); at != std::string::npos; at = text.find(ampersand, at + 1))
        text.replace(at, ampersand.size(), "&");
    return text;
}

// One line for the message to show; the report finds it in the file by itself.
Diagnostic placed(Diagnostic fault, const markdown::Document& document, std::uint32_t begin, std::string_view source) {
    fault.error.place = place_in_file(document, begin, source, fault.error.place);
    fault.error.snippet.clear();
    return fault;
}

}  // namespace

Insets::Insets(const site::Configuration& configuration, InsetTools tools)
    : configuration_(configuration),
      tools_(std::move(tools)),
      own_cache_(tools_.cache == nullptr ? std::make_unique<cache::ContentCache>() : nullptr),
      cache_(tools_.cache == nullptr ? *own_cache_ : *tools_.cache),
      formulas_(std::make_unique<math::Formulas>(configuration.math.macros)),
      code_blocks_(configuration.has_highlighting ? Highlighting::On : Highlighting::Off, tools_.languages) {}

Insets::~Insets() = default;

// Kept as: whether there is HTML, the HTML, the faults.
template <typename Make>
Insets::Inset Insets::kept_or(const text::Digest& key, Make&& make) const {
    if (const auto kept = cache_.find(key)) {
        text::ByteReader reader(*kept);
        const bool has_html = reader.flag();
        std::string html(reader.string());
        if (auto faults = site::decode_diagnostics(reader.string()); faults && reader.is_complete()) {
            Inset inset{std::nullopt, std::move(*faults)};
            if (has_html) inset.html = text::SafeHtml::vouch(std::move(html));
            return inset;
        }
    }
    Inset made = make();
    std::string value;
    std::string faults;
    site::encode_diagnostics(made.faults, faults);
    text::ByteWriter writer(value);
    writer.flag(made.html.has_value());
    writer.string(made.html ? made.html->view() : std::string_view());
    writer.string(faults);
    const bool is_certain = made.faults.empty() || made.faults.front().error.code == ErrorCode::Content;
    cache_.put(key, std::move(value), is_certain ? cache::Keep::OnDisk : cache::Keep::InMemory);
    return made;
}

Insets::Inset Insets::make_formula(std::string_view tex, MathStyle style) const {
    const bool is_display = style == MathStyle::Display;
    text::DigestBuilder key;
    key.add(tools_.program).add("formula").add(formulas_->digest()).add_number(is_display ? 1 : 0).add(tex);
    return kept_or(key.digest(), [&] {
        Inset inset;
        auto made = formulas_->render(tex, is_display ? math::Style::Display : math::Style::Inline);
        if (made) {
            inset.html = std::move(*made);
        } else {
            inset.faults.push_back({Severity::Warning, std::move(made).error()});
        }
        return inset;
    });
}

Insets::Inset Insets::make_diagram(const diagrams::Source& source) const {
    text::DigestBuilder key;
    key.add(tools_.program).add("diagram").add(tools_.graphviz.identity).add(diagrams::name_of(source.engine));
    key.add(source.title).add(source.dot);
    return kept_or(key.digest(), [&] {
        Inset inset;
        auto drawn = diagrams::draw(tools_.graphviz, source);
        if (!drawn) {
            inset.faults.push_back({Severity::Warning, std::move(drawn).error()});
            return inset;
        }
        inset.html = std::move(drawn->svg);
        for (const diagrams::Fault& fault : drawn->warnings) {
            inset.faults.push_back({Severity::Warning, content_error("in the diagram: " + fault.message,
                                                                     "it was drawn without it; correct the graph",
                                                                     Place{{}, fault.line, 0})});
        }
        return inset;
    });
}

std::optional<text::SafeHtml> Insets::formula(std::string_view tex, MathStyle style) const {
    if (!configuration_.math.is_enabled) return std::nullopt;
    const bool is_display = style == MathStyle::Display;
    Inset inset = make_formula(tex, style);
    std::string html;
    if (inset.html && !is_display) return std::move(inset.html);
    if (inset.html) {
        html = "<span class=\"math display\">" + std::move(*inset.html).string() + "</span>";
    } else {
        html = is_display ? "<code class=\"math error display\">$$" : "<code class=\"math error\">$";
        text::append_escaped_html(html, tex);
        html += is_display ? "$$</code>" : "$</code>";
    }
    return text::SafeHtml::vouch(std::move(html));
}

std::optional<text::SafeHtml> Insets::diagram(const diagrams::Source& source) const {
    if (!configuration_.has_diagrams || !tools_.graphviz.is_there()) return std::nullopt;
    return make_diagram(source).html;
}

std::vector<std::string> Insets::links(markdown::Node block) const {
    std::vector<std::string> found;
    const auto read = read_diagram_block(block.language(), block.info(), block.attributes());
    if (!read) return found;
    const auto drawn = diagram({block.literal(), read->engine, read->title});
    if (!drawn) return found;
    markdown::for_each_html_attribute(drawn->view(), [&](const markdown::HtmlAttribute& attribute) {
        if (attribute.tag == "a" && attribute.name == "href") found.push_back(unescaped(attribute.value));
    });
    return found;
}

void Insets::add_formula_faults(const markdown::Document& document, markdown::NodeIndex index,
                                Diagnostics& found) const {
    const markdown::Node node = document.node(index);
    const std::string_view tex = formula_source(node);
    for (Diagnostic& fault : make_formula(tex, node.math_style()).faults)
        found.push_back(placed(std::move(fault), document, node.begin_offset(), tex));
}

void Insets::add_diagram_faults(const markdown::Document& document, markdown::NodeIndex index,
                                Diagnostics& found) const {
    const markdown::Node node = document.node(index);
    const auto block = read_diagram_block(node.language(), node.info(), node.attributes());
    if (!block) return;
    const Place place = document.place(node.begin_offset());
    if (!tools_.graphviz.is_there()) {
        found.push_back(
            {Severity::Warning,
             content_error(std::string(graphviz_is_missing),
                           "install the package graphviz, or set [diagrams] enabled = false in byline.toml", place)});
        return;
    }
    if (!block->unknown_engine.empty()) {
        found.push_back({Severity::Warning, content_error(fmt::format("unknown engine '{}'", block->unknown_engine),
                                                          "write dot, neato, fdp, sfdp, circo or twopi", place)});
    }
    for (Diagnostic& fault : make_diagram({node.literal(), block->engine, block->title}).faults)
        found.push_back(placed(std::move(fault), document, node.begin_offset(), node.literal()));
}

Diagnostics Insets::faults(const markdown::Document& document) const {
    Diagnostics found;
    for (markdown::NodeIndex index = 0; index < document.node_count(); ++index) {
        const NodeKind kind = document.record(index).kind;
        const bool is_formula = kind == NodeKind::MathInline || kind == NodeKind::MathBlock;
        if (is_formula && configuration_.math.is_enabled) add_formula_faults(document, index, found);
        if (kind == NodeKind::CodeBlock && configuration_.has_diagrams) add_diagram_faults(document, index, found);
        if (kind == NodeKind::CodeBlock) code_blocks_.add_faults(document, index, found);
    }
    return found;
}

}  // namespace byline::publish
