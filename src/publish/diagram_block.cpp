#include "publish/diagram_block.hpp"

#include <utility>

#include <fmt/format.h>

#include "publish/insets.hpp"
#include "publish/publication.hpp"
#include "text/html_escape.hpp"

namespace byline::publish {
namespace {

// The value of `engine=…` among the words of an info string.
std::string_view engine_of(std::string_view info) {
    constexpr std::string_view key = "engine=";
    while (!info.empty()) {
        const std::size_t size = std::min(info.find(' '), info.size());
        const std::string_view word = info.substr(0, size);
        if (word.starts_with(key)) return word.substr(key.size());
        info.remove_prefix(std::min(size + 1, info.size()));
    }
    return {};
}

void append_given_attribute(std::string& out, std::string_view name, std::string_view value) {
    if (value.empty()) return;
    out += fmt::format(" {}=\"", name);
    text::append_escaped_html(out, value);
    out += '"';
}

// Two of the same source on one page would have the same ids.
void renumber(std::string& svg, const std::string& prefix, std::size_t number) {
    const std::string other = fmt::format("{}{}-", prefix, number);
    for (std::size_t at = svg.find(prefix); at != std::string::npos; at = svg.find(prefix, at + other.size()))
        svg.replace(at, prefix.size(), other);
}

text::SafeHtml mermaid_html(const markdown::CodeBlockCall& call) {
    std::string html(mermaid_start);
    append_given_attribute(html, "id", call.attributes.value("id"));
    append_given_attribute(html, "title", call.attributes.value("title"));
    html += '>';
    text::append_escaped_html(html, call.literal);
    html += "</pre>\n";
    return text::SafeHtml::vouch(std::move(html));
}

}  // namespace

std::optional<DiagramBlock> read_diagram_block(std::string_view language, std::string_view info,
                                               markdown::Attributes attributes) {
    if (language != "dot" && language != "graphviz") return std::nullopt;
    DiagramBlock block;
    std::string_view engine = attributes.value("engine");
    if (engine.empty()) engine = engine_of(info);
    if (const auto known = diagrams::engine_named(engine)) {
        block.engine = *known;
    } else {
        block.unknown_engine = engine;
    }
    block.title = attributes.value("title");
    if (block.title.empty()) block.title = attributes.value("alt");
    block.caption = attributes.value("caption");
    return block;
}

std::optional<text::SafeHtml> diagram_html(const Publication& publication, std::string_view language,
                                           const markdown::CodeBlockCall& call, std::size_t number) {
    if (publication.configuration().has_diagrams && call.language == site::mermaid_language) return mermaid_html(call);
    const auto block = read_diagram_block(call.language, call.info, call.attributes);
    if (!block) return std::nullopt;
    const diagrams::Source source{call.literal, block->engine, block->title};
    auto drawn = publication.insets().diagram(source);
    if (!drawn) return std::nullopt;
    std::string svg = std::move(*drawn).string();
    if (number > 0) renumber(svg, diagrams::id_prefix(source), number);
    if (block->title.empty()) {
        std::string label;
        append_given_attribute(label, "aria-label",
                               block->caption.empty() ? publication.phrase("diagram", language) : block->caption);
        svg.insert(std::string_view("<svg").size(), label);
    }
    std::string html = "<figure";
    append_given_attribute(html, "id", call.attributes.value("id"));
    const std::string_view own_classes = call.attributes.value("class");
    append_given_attribute(html, "class", own_classes.empty() ? "diagram" : fmt::format("diagram {}", own_classes));
    html += '>' + svg;
    if (!block->caption.empty()) {
        html += "<figcaption>";
        text::append_escaped_html(html, block->caption);
        html += "</figcaption>";
    }
    html += "</figure>\n";
    return text::SafeHtml::vouch(std::move(html));
}

}  // namespace byline::publish
