#include "conversation/comment_html.hpp"

#include "markdown/parse.hpp"
#include "text/ascii.hpp"
#include "text/html_escape.hpp"
#include "text/url.hpp"

namespace byline::conversation {
namespace {

using markdown::Node;
using markdown::NodeKind;

constexpr std::uint32_t deepest_nesting = 12;

bool may_lead_to(std::string_view url) {
    const std::string_view scheme = text::scheme_of(url);
    return text::is_web_url(url) || text::equal_but_case(scheme, "mailto");
}

std::string_view element_of(Node node) {
    switch (node.kind()) {
        case NodeKind::BlockQuote:
        case NodeKind::Alert: return "blockquote";
        case NodeKind::List: return node.list_type() == markdown::ListType::Ordered ? "ol" : "ul";
        case NodeKind::Item: return "li";
        case NodeKind::Paragraph:
        case NodeKind::TableRow:
        case NodeKind::AlertTitle:
        case NodeKind::DirectiveLabel: return "p";
        case NodeKind::Emphasis: return "em";
        case NodeKind::Strong: return "strong";
        case NodeKind::Strikethrough: return "del";
        default: return {};
    }
}

class Writer {
  public:
    explicit Writer(const markdown::Document& document) : document_(document) {}

    // Without recursion: emphasis nests as deep as a body is long.
    void write(Node root) {
        Node node = root.first_child();
        while (node) {
            if (enter(node) && node.first_child()) {
                node = node.first_child();
                continue;
            }
            for (leave(node); !node.next_sibling(); leave(node)) {
                node = node.parent();
                if (!node || node == root) return;
            }
            node = node.next_sibling();
        }
    }

    [[nodiscard]] std::string take() { return std::move(out_); }
    [[nodiscard]] std::int64_t links() const { return links_; }

  private:
    // Whether its children are to be written.
    bool enter(Node node) {
        if (const std::string_view element = element_of(node); !element.empty()) {
            (out_ += '<') += element;
            if (element == "ol" && node.list_start() > 1) out_ += " start=\"" + std::to_string(node.list_start()) + '"';
            out_ += '>';
            return true;
        }
        switch (node.kind()) {
            case NodeKind::Heading: out_ += "<p><strong>"; return true;
            case NodeKind::Text: text::append_escaped_html(out_, node.literal()); return false;
            case NodeKind::SoftBreak: out_ += node.is_joining() ? "" : "\n"; return false;
            case NodeKind::HardBreak: out_ += "<br>"; return false;
            case NodeKind::Code: wrapped("code", node.literal()); return false;
            case NodeKind::CodeBlock:
                out_ += "<pre>";
                wrapped("code", node.literal());
                out_ += "</pre>";
                return false;
            case NodeKind::ThematicBreak: out_ += "<hr>"; return false;
            case NodeKind::Link:
            case NodeKind::Image: open_link(node); return true;
            case NodeKind::Autolink:
                open_link(node);
                text::append_escaped_html(out_, node.literal());
                return true;
            case NodeKind::HtmlBlock:
            case NodeKind::DirectiveLeaf:
            case NodeKind::MathBlock: wrapped("p", source(node)); return false;
            case NodeKind::Table:
            case NodeKind::TableCell:
            case NodeKind::DirectiveContainer: return true;
            // What only the author's own texts can do stands as it was written.
            default: text::append_escaped_html(out_, source(node)); return false;
        }
    }

    void leave(Node node) {
        if (const std::string_view element = element_of(node); !element.empty()) {
            ((out_ += "</") += element) += '>';
            return;
        }
        switch (node.kind()) {
            case NodeKind::Heading: out_ += "</strong></p>"; break;
            case NodeKind::TableCell: out_ += node.next_sibling() ? " · " : ""; break;
            case NodeKind::Link:
            case NodeKind::Image:
            case NodeKind::Autolink: close_link(node); break;
            default: break;
        }
    }

    // A picture in a link is part of it: links do not stand in links.
    void open_link(Node node) {
        const std::string_view url = node.destination();
        if (!may_lead_to(url)) return;
        ++links_;
        if (open_link_) return;
        open_link_ = node;
        out_ += "<a href=\"";
        text::append_escaped_html(out_, text::percent_encode_url(url));
        out_ += "\" rel=\"nofollow ugc noopener\">";
    }

    void close_link(Node node) {
        if (!(open_link_ == node)) return;
        out_ += "</a>";
        open_link_ = Node();
    }

    void wrapped(std::string_view element, std::string_view text) {
        ((out_ += '<') += element) += '>';
        text::append_escaped_html(out_, text);
        ((out_ += "</") += element) += '>';
    }

    [[nodiscard]] std::string_view source(Node node) const {
        return document_.source().substr(node.begin_offset(), node.end_offset() - node.begin_offset());
    }

    const markdown::Document& document_;
    std::string out_;
    Node open_link_;
    std::int64_t links_ = 0;
};

}  // namespace

CommentHtml comment_html(std::string_view markdown) {
    markdown::ParseOptions options;
    options.raw_html = markdown::RawHtml::Escape;
    options.max_nesting_depth = deepest_nesting;
    options.max_table_columns = 20;
    options.max_table_padding = 1000;
    options.max_reference_expansion = 10'000;
    const markdown::Document document = markdown::parse(std::string(markdown), options);
    Writer writer(document);
    writer.write(document.root());
    return {text::SafeHtml::vouch(writer.take()), writer.links()};
}

}  // namespace byline::conversation
