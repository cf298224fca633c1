#include "markdown/heading_ids.hpp"

#include <unordered_map>
#include <unordered_set>

#include "markdown/outline.hpp"
#include "markdown/plain_text.hpp"
#include "markdown/unicode_class.hpp"

namespace byline::markdown {

namespace {

bool is_in_footnote(const Document& document, NodeIndex node) {
    while (node != 0) {
        if (document.record(node).kind == NodeKind::FootnoteDefinition) return true;
        node = document.record(node).parent;
    }
    return false;
}

// A stranger's {#id} could take the place of one of the page's own.
std::string_view explicit_id(const Document& document, NodeIndex heading) {
    if (document.raw_html() != RawHtml::Pass) return {};
    return document.node(heading).attributes().value("id");
}

class UniqueIds {
  public:
    void reserve(std::string_view id) { used_.emplace(id); }

    std::string unique(std::string wanted) {
        if (used_.insert(wanted).second) return wanted;
        std::uint32_t& number = numbers_[wanted];
        while (true) {
            std::string candidate = wanted + '-' + std::to_string(++number);
            if (used_.insert(candidate).second) return candidate;
        }
    }

  private:
    std::unordered_set<std::string> used_;
    std::unordered_map<std::string, std::uint32_t> numbers_;
};

}  // namespace

std::string heading_id(std::string_view plain_text) {
    std::string id;
    for (std::size_t i = 0; i < plain_text.size();) {
        const std::uint32_t character = decode_forward(plain_text, i);
        const std::uint8_t bits = unicode_class(character);
        if (character == '-' || character == ' ') {
            id += '-';
        } else if ((bits & unicode_bits::upper) != 0) {
            append_case_folded(id, character);
        } else if ((bits & unicode_bits::word) != 0) {
            append_utf8(id, character);
        }
    }
    return id.empty() ? "section" : id;
}

std::vector<HeadingId> heading_ids(const Document& document) {
    std::vector<HeadingId> ids;
    UniqueIds unique;
    for (NodeIndex node = 0; node < document.node_count(); ++node) {
        const NodeKind kind = document.record(node).kind;
        if (kind != NodeKind::Heading || is_in_footnote(document, node)) continue;
        ids.push_back({node, std::string(explicit_id(document, node))});
    }
    // What the writer chose is kept, wherever it stands; only a second use of it gets a number.
    std::unordered_set<std::string> chosen;
    for (HeadingId& entry : ids) {
        if (entry.id.empty()) continue;
        if (chosen.insert(entry.id).second) {
            unique.reserve(entry.id);
        } else {
            entry.id = unique.unique(std::move(entry.id));
        }
    }
    for (HeadingId& entry : ids) {
        if (entry.id.empty()) entry.id = unique.unique(heading_id(plain_text(document.node(entry.heading))));
    }
    return ids;
}

}  // namespace byline::markdown
