// Directives that are blocks: :::name[label]{attributes} … :::, and ::name[label]{attributes} on a line of its own.
#include "markdown/block_parser.hpp"
#include "markdown/character_class.hpp"
#include "markdown/directive_syntax.hpp"

namespace byline::markdown {

namespace {

std::size_t skip_blanks(std::string_view text, std::size_t position) {
    while (position < text.size() && is_blank(text[position])) ++position;
    return position;
}

}  // namespace

BlockParser::Opened BlockParser::open_directive() {
    std::string_view text = line_.text();
    while (!text.empty() && is_blank(text.back())) text.remove_suffix(1);
    std::size_t colons = 1;
    while (colons < text.size() && text[colons] == ':') ++colons;
    if (colons < 3) return Opened::Nothing;
    if (colons == text.size()) {
        return close_directive(static_cast<std::uint32_t>(colons)) ? Opened::Leaf : Opened::Nothing;
    }
    const std::size_t name_begin = skip_blanks(text, colons);
    std::size_t at = scan_directive_name(text, name_begin);
    const std::string_view name = text.substr(name_begin, at - name_begin);
    std::string_view label;
    bool understood = true;
    if (at < text.size() && text[at] == '[' && !name.empty()) {
        const std::size_t end = scan_directive_label(text, at, label);
        understood = end != 0;
        if (understood) at = end;
    }
    // Docusaurus and VuePress write the title after a space.
    const std::size_t rest = skip_blanks(text, at);
    attributes_.clear();
    if (understood && rest < text.size() && text[rest] == '{') {
        at = parse_attributes(text, rest, BareKeys::Accept, attributes_);
        understood = at == text.size();
    } else if (understood && rest < text.size()) {
        understood = rest > at && label.empty();
        label = text.substr(rest);
    }
    if (!understood || (name.empty() && attributes_.empty())) {
        builder_.warn("the directive's first line is not understood",
                      "write :::name[label]{key=value}, with values that hold spaces in quotes", line_.nonspace());
        return Opened::Nothing;
    }
    if (too_deep()) return Opened::Nothing;
    close_unmatched(NodeKind::DirectiveContainer);
    const NodeIndex directive = push_container(NodeKind::DirectiveContainer, line_.nonspace());
    containers_.back().colons = static_cast<std::uint32_t>(colons);
    builder_.record(directive).end = line_.end();
    NodeDetails& details = builder_.detail(directive);
    details.first = builder_.slice_of(name);
    if (!attributes_.empty()) builder_.set_attributes(details, attributes_);
    if (!label.empty()) {
        const Slice slice = builder_.slice_of(label);
        set_content(append_leaf(NodeKind::DirectiveLabel, slice.offset, slice.offset + slice.length), slice);
    }
    return Opened::Leaf;
}

// A fence closes the innermost directive that was opened with as many colons, else the innermost with fewer.
bool BlockParser::close_directive(std::uint32_t colons) {
    std::size_t found = 0;
    for (std::size_t i = matched_; i-- > 1 && found == 0;) {
        if (containers_[i].kind == NodeKind::DirectiveContainer && containers_[i].colons == colons) found = i;
    }
    for (std::size_t i = matched_; i-- > 1 && found == 0;) {
        if (containers_[i].kind == NodeKind::DirectiveContainer && containers_[i].colons < colons) found = i;
    }
    if (found == 0) {
        builder_.warn("this closes no directive", "remove it, or open one with :::name", line_.nonspace());
        return false;
    }
    close_leaf();
    containers_[found].colons = 0;  // closed as it should be
    while (containers_.size() > found) {
        if (containers_.size() == found + 1) builder_.record(containers_[found].node).end = line_.end();
        close_container();
    }
    matched_ = containers_.size();
    return true;
}

BlockParser::Opened BlockParser::open_directive_leaf() {
    std::string_view text = line_.text();
    while (!text.empty() && is_blank(text.back())) text.remove_suffix(1);
    if (text.substr(0, 2) != "::") return Opened::Nothing;
    std::size_t at = scan_directive_name(text, 2);
    const std::string_view name = text.substr(2, at - 2);
    if (name.empty()) return Opened::Nothing;
    // A bare ::name may be C++ in a paragraph; with a label or attributes it may not.
    if (at == text.size() && in_paragraph()) return Opened::Nothing;
    std::string_view label;
    attributes_.clear();
    if (at < text.size() && text[at] == '[') at = scan_directive_label(text, at, label);
    if (at != 0 && at < text.size() && text[at] == '{') at = parse_attributes(text, at, BareKeys::Accept, attributes_);
    if (at != text.size()) return Opened::Nothing;
    close_unmatched(NodeKind::DirectiveLeaf);
    const NodeIndex directive = append_leaf(NodeKind::DirectiveLeaf, line_.nonspace(), line_.end());
    NodeDetails& details = builder_.detail(directive);
    details.first = builder_.slice_of(name);
    if (!attributes_.empty()) builder_.set_attributes(details, attributes_);
    if (!label.empty()) set_content(directive, builder_.slice_of(label));
    return Opened::Leaf;
}

}  // namespace byline::markdown
