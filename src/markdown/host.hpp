// A Host answers what only the site knows while a Document is rendered: where a link leads, what a directive shows.
// Called from the rendering thread only; every function has a default, so that plain rendering needs no host.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "markdown/document.hpp"
#include "text/safe_html.hpp"

namespace byline::markdown {

// A byte offset that becomes a Place only when somebody asks, because counting columns costs the line.
class Position {
  public:
    Position(const Document& document, std::uint32_t offset) : document_(&document), offset_(offset) {}
    [[nodiscard]] std::uint32_t offset() const { return offset_; }
    [[nodiscard]] Place place() const { return document_->place(offset_); }
    [[nodiscard]] const Document& document() const { return *document_; }

  private:
    const Document* document_;
    std::uint32_t offset_;
};

// Written as href, percent-encoded and escaped by the renderer.
struct ResolvedLink {
    std::string url;
    std::string rel;                 // empty: no attribute
    std::string css_class;           // added to the classes the writer gave
    text::SafeHtml more_attributes;  // written as it is after a space, for example data-x="1"
};

struct ResolvedImage {
    std::string url;
    std::uint32_t width = 0;  // pixels; 0: no attribute
    std::uint32_t height = 0;
    text::SafeHtml more_attributes;  // for example srcset="…" sizes="…" loading="lazy"
};

enum class WikilinkState : std::uint8_t { Found, Missing };

struct ResolvedWikilink {
    std::string url;
    std::string title;  // shown when the writer gave no label; the target when empty
    WikilinkState state = WikilinkState::Missing;
};

enum class DirectiveForm : std::uint8_t { Text, Leaf, Container };

struct DirectiveCall {
    std::string_view name;
    DirectiveForm form = DirectiveForm::Container;
    text::SafeHtml label;    // rendered, may be empty
    std::string label_text;  // the same as plain text
    Attributes attributes;   // as the writer gave them
    text::SafeHtml inner;    // Container: what stands between the fences
    Position position;
};

struct CodeBlockCall {
    std::string_view language;  // first word of the info string, may be empty
    std::string_view info;
    std::string_view literal;
    Attributes attributes;
    Position position;
};

class Host {
  public:
    Host() = default;
    Host(const Host&) = delete;
    Host& operator=(const Host&) = delete;
    virtual ~Host() = default;

    // The default keeps the destination.
    [[nodiscard]] virtual ResolvedLink link(std::string_view destination, Position position);
    [[nodiscard]] virtual ResolvedImage image(std::string_view destination, Position position);
    // The default is Missing: a <span class="wikilink missing">.
    [[nodiscard]] virtual ResolvedWikilink wikilink(std::string_view target, std::string_view fragment,
                                                    std::string_view label, Position position);
    // nullopt: shown as a wikilink.
    [[nodiscard]] virtual std::optional<text::SafeHtml> embed(std::string_view target, std::string_view fragment,
                                                              std::string_view label, Position position);
    // nullopt: <div class="name">, or <span class="name"> for a text directive, with the attributes given.
    [[nodiscard]] virtual std::optional<text::SafeHtml> directive(const DirectiveCall& call);
    // nullopt: <pre><code class="language-x">. Otherwise the whole element.
    [[nodiscard]] virtual std::optional<text::SafeHtml> code_block(const CodeBlockCall& call);
    // Shown above an alert that has no title of its own; the default is English.
    [[nodiscard]] virtual std::string alert_title(AlertKind kind);
    // What a screen reader calls the `number`-th table, from 1, of a text; the default is English.
    [[nodiscard]] virtual std::string table_label(std::size_t number);
    // nullopt: <span class="math inline">\(…\)</span> or <div class="math display">\[…\]</div>.
    [[nodiscard]] virtual std::optional<text::SafeHtml> math(std::string_view tex, MathStyle style, Position position);
};

}  // namespace byline::markdown
