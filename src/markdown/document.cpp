#include "markdown/document.hpp"

#include <algorithm>

#include "markdown/character_class.hpp"
#include "markdown/node_flags.hpp"

namespace byline::markdown {

Place Document::place(std::uint32_t offset) const {
    if (line_starts_.empty()) return {file_, first_line_, 1};
    const auto after = std::upper_bound(line_starts_.begin(), line_starts_.end(), offset);
    const auto line =
        static_cast<std::uint32_t>(after - line_starts_.begin()) - (after == line_starts_.begin() ? 0 : 1);
    const std::string_view source = buffers_[0];
    const std::uint32_t start = line_starts_[line];
    const std::string_view before = source.substr(start, offset > start ? offset - start : 0);
    const auto continuations = std::count_if(before.begin(), before.end(), is_continuation_byte);
    const auto column = static_cast<std::uint32_t>(before.size() - static_cast<std::size_t>(continuations)) + 1;
    return {file_, first_line_ + line, column};
}

std::string_view Document::line_at(std::uint32_t offset) const {
    const std::string_view source = buffers_[0];
    const auto after = std::upper_bound(line_starts_.begin(), line_starts_.end(), offset);
    if (after == line_starts_.begin()) return {};
    const std::uint32_t start = *(after - 1);
    const std::size_t end = std::min(source.find_first_of("\r\n", start), source.size());
    return source.substr(start, end - start);
}

std::size_t Document::memory_size() const {
    std::size_t size = nodes_.capacity() * sizeof(NodeRecord) + details_.capacity() * sizeof(NodeDetails) +
                       attributes_.capacity() * sizeof(AttributeRecord) +
                       line_starts_.capacity() * sizeof(std::uint32_t) + diagnostics_.capacity() * sizeof(Diagnostic);
    for (const std::string& buffer : buffers_) size += buffer.capacity();
    return size;
}

Attribute Attributes::operator[](std::uint32_t position) const {
    const AttributeRecord& record = document_->attribute(first_ + position);
    return {document_->view(record.name), document_->view(record.value)};
}

std::string_view Attributes::value(std::string_view name) const {
    for (std::uint32_t i = 0; i < count_; ++i) {
        if (const Attribute attribute = (*this)[i]; attribute.name == name) return attribute.value;
    }
    return {};
}

bool Attributes::contains(std::string_view name) const {
    for (std::uint32_t i = 0; i < count_; ++i) {
        if ((*this)[i].name == name) return true;
    }
    return false;
}

NodeKind Node::kind() const {
    return document_->record(index_).kind;
}
Node Node::parent() const {
    return {*document_, document_->record(index_).parent};
}
Node Node::first_child() const {
    return {*document_, document_->record(index_).first_child};
}
Node Node::next_sibling() const {
    return {*document_, document_->record(index_).next_sibling};
}
NodeRange Node::children() const {
    return NodeRange(first_child());
}

Node Node::next_in(Node root) const {
    if (const Node child = first_child()) return child;
    return next_after_subtree_in(root);
}

Node Node::next_after_subtree_in(Node root) const {
    NodeIndex index = index_;
    while (index != root.index_ && index != no_node) {
        const NodeRecord& record = document_->record(index);
        if (record.next_sibling != no_node) return {*document_, record.next_sibling};
        index = record.parent;
    }
    return {*document_, no_node};
}

std::uint32_t Node::begin_offset() const {
    return document_->record(index_).begin;
}
std::uint32_t Node::end_offset() const {
    return document_->record(index_).end;
}
Place Node::place() const {
    return document_->place(begin_offset());
}

std::string_view Node::literal() const {
    const NodeRecord& record = document_->record(index_);
    switch (record.kind) {
        case NodeKind::Text:
        case NodeKind::Code:
        case NodeKind::HtmlInline:
        case NodeKind::HtmlBlock:
        case NodeKind::MathInline: return record.flags & node_flags::detailed ? third() : document_->view(record.text);
        case NodeKind::CodeBlock:
        case NodeKind::MathBlock:
        case NodeKind::Autolink: return third();
        default: return {};
    }
}

std::string_view Node::first() const {
    return has_details() ? document_->view(document_->details(index_).first) : std::string_view();
}
std::string_view Node::second() const {
    return has_details() ? document_->view(document_->details(index_).second) : std::string_view();
}
std::string_view Node::third() const {
    return has_details() ? document_->view(document_->details(index_).third) : std::string_view();
}
bool Node::has_details() const {
    return (document_->record(index_).flags & node_flags::detailed) != 0;
}

std::string_view Node::destination() const {
    return first();
}
std::string_view Node::title() const {
    return second();
}
std::string_view Node::fragment() const {
    return second();
}
std::string_view Node::label() const {
    return third();
}
std::string_view Node::info() const {
    return first();
}
std::string_view Node::language() const {
    const std::string_view whole = info();
    return whole.substr(0, whole.find_first_of(" \t"));
}
std::string_view Node::name() const {
    return first();
}
std::uint32_t Node::number() const {
    return has_details() ? document_->details(index_).number : 0;
}
int Node::level() const {
    return document_->record(index_).detail;
}
ListType Node::list_type() const {
    return static_cast<ListType>(document_->record(index_).detail);
}
Spacing Node::list_spacing() const {
    return document_->record(index_).flags & node_flags::loose ? Spacing::Loose : Spacing::Tight;
}
std::uint32_t Node::list_start() const {
    return document_->record(index_).text.offset;
}
TaskState Node::task() const {
    return static_cast<TaskState>(document_->record(index_).detail);
}
Alignment Node::alignment() const {
    return static_cast<Alignment>(document_->record(index_).detail);
}
bool Node::is_header() const {
    return (document_->record(index_).flags & node_flags::header) != 0;
}
AlertKind Node::alert() const {
    return static_cast<AlertKind>(document_->record(index_).detail);
}
MathStyle Node::math_style() const {
    return static_cast<MathStyle>(document_->record(index_).detail);
}
bool Node::is_fenced() const {
    return (document_->record(index_).flags & node_flags::fenced) != 0;
}
bool Node::is_joining() const {
    return (document_->record(index_).flags & node_flags::joining) != 0;
}

Attributes Node::attributes() const {
    if (!has_details()) return {};
    const NodeDetails& details = document_->details(index_);
    return {*document_, details.attributes_first, details.attributes_count};
}

}  // namespace byline::markdown
