#include "markdown/document_builder.hpp"

#include <algorithm>
#include <functional>
#include <utility>

#include "markdown/entities.hpp"

namespace byline::markdown {

namespace {

// Slices keep 30 bits of offset; joined and decoded text may be a small multiple of the source.
constexpr std::uint32_t hard_source_limit = 128u << 20;

bool points_into(std::string_view text, const std::string& buffer) {
    const std::less_equal<const char*> not_after;
    return not_after(buffer.data(), text.data()) && not_after(text.data() + text.size(), buffer.data() + buffer.size());
}

}  // namespace

DocumentBuilder::DocumentBuilder(std::string source, const ParseOptions& options) : options_(options) {
    const std::uint32_t most = std::min(options.max_source_bytes, hard_source_limit);
    const bool too_long = source.size() > most;
    if (too_long) {
        std::size_t cut = most;
        while (cut > 0 && source[cut - 1] != '\n') --cut;
        source.resize(cut == 0 ? most : cut);
    }
    document_.buffers_[0] = std::move(source);
    document_.body_offset_ = std::min(options.body_offset, static_cast<std::uint32_t>(document_.buffers_[0].size()));
    document_.first_line_ = options.first_line;
    document_.dialect_ = options.dialect;
    document_.raw_html_ = options.raw_html;
    document_.file_ = options.file;
    if (too_long) exceed(Bound::Size, static_cast<std::uint32_t>(document_.buffers_[0].size()));
    document_.nodes_.reserve(document_.buffers_[0].size() / 64 + 8);
    document_.nodes_.emplace_back();
    last_child_.push_back(no_node);
    NodeRecord& root = document_.nodes_[0];
    root.begin = document_.body_offset_;
    root.end = static_cast<std::uint32_t>(document_.buffers_[0].size());
}

NodeIndex DocumentBuilder::append_block(NodeIndex parent, NodeKind kind, std::uint32_t begin) {
    const NodeIndex index = node_count();
    NodeRecord& node = document_.nodes_.emplace_back();
    node.kind = kind;
    node.parent = parent;
    node.begin = begin;
    node.end = begin;
    last_child_.push_back(no_node);
    const NodeIndex previous = std::exchange(last_child_[parent], index);
    (previous == no_node ? document_.nodes_[parent].first_child : document_.nodes_[previous].next_sibling) = index;
    return index;
}

NodeIndex DocumentBuilder::add_node(const NodeRecord& record) {
    document_.nodes_.push_back(record);
    return node_count() - 1;
}

NodeDetails& DocumentBuilder::detail(NodeIndex index) {
    NodeRecord& node = document_.nodes_[index];
    if ((node.flags & node_flags::detailed) == 0) {
        node.text.offset = add_details({});
        node.flags |= node_flags::detailed;
    }
    return document_.details_[node.text.offset];
}

std::uint32_t DocumentBuilder::add_details(const NodeDetails& details) {
    document_.details_.push_back(details);
    return static_cast<std::uint32_t>(document_.details_.size() - 1);
}

Slice DocumentBuilder::slice_of(std::string_view text) {
    if (text.empty()) return {};
    const auto length = static_cast<std::uint32_t>(text.size());
    if (points_into(text, document_.buffers_[0])) {
        return {static_cast<std::uint32_t>(text.data() - document_.buffers_[0].data()), length};
    }
    if (points_into(text, document_.buffers_[1])) {
        return {joined_tag | static_cast<std::uint32_t>(text.data() - document_.buffers_[1].data()), length};
    }
    return add_decoded(text);
}

Slice DocumentBuilder::add_decoded(std::string_view text) {
    std::string& buffer = document_.buffers_[2];
    const Slice slice{decoded_tag | static_cast<std::uint32_t>(buffer.size()), static_cast<std::uint32_t>(text.size())};
    buffer += text;
    return slice;
}

Slice DocumentBuilder::unescaped(std::string_view text) {
    if (!needs_unescaping(text)) return slice_of(text);
    std::string& buffer = document_.buffers_[2];
    const auto start = static_cast<std::uint32_t>(buffer.size());
    append_unescaped(buffer, text);
    return {decoded_tag | start, static_cast<std::uint32_t>(buffer.size()) - start};
}

std::uint32_t DocumentBuilder::source_offset(std::uint32_t offset) const {
    if ((offset & joined_tag) == 0) return offset;
    const std::uint32_t joined_offset = offset & (joined_tag - 1);
    const auto after =
        std::upper_bound(line_origins_.begin(), line_origins_.end(), joined_offset,
                         [](std::uint32_t wanted, const LineOrigin& origin) { return wanted < origin.joined_offset; });
    const LineOrigin& origin = *(after - 1);
    return origin.source_offset + (joined_offset - origin.joined_offset);
}

void DocumentBuilder::set_attributes(NodeDetails& details, const std::vector<ParsedAttribute>& attributes) {
    details.attributes_first = static_cast<std::uint32_t>(document_.attributes_.size());
    const auto classes = std::count_if(attributes.begin(), attributes.end(),
                                       [](const ParsedAttribute& attribute) { return attribute.name == "class"; });
    std::uint32_t count = 0;
    const auto present = [&](std::string_view name) {
        for (std::uint32_t i = 0; i < count; ++i) {
            if (view(document_.attributes_[details.attributes_first + i].name) == name) return true;
        }
        return false;
    };
    std::string joined_classes;
    for (const ParsedAttribute& attribute : attributes) {
        if (attribute.name == "class") {
            if (!joined_classes.empty()) joined_classes += ' ';
            joined_classes += attribute.value;
        }
    }
    for (const ParsedAttribute& attribute : attributes) {
        if (present(attribute.name)) continue;
        Slice value;
        if (attribute.name != "class") {
            value = unescaped(attribute.value);
        } else {
            value = classes == 1 ? slice_of(attribute.value) : add_decoded(joined_classes);
        }
        const Slice name = slice_of(attribute.name);
        document_.attributes_.push_back({name, value});
        ++count;
    }
    details.attributes_count = count;
}

void DocumentBuilder::warn(std::string message, std::string remedy, std::uint32_t offset) {
    constexpr std::size_t most_diagnostics = 200;
    if (document_.diagnostics_.size() >= most_diagnostics) return;
    Error error = content_error(std::move(message), std::move(remedy), {});
    // The place is made in finish(), when all lines are known.
    error.place.line = offset;
    document_.diagnostics_.push_back({Severity::Warning, std::move(error)});
}

void DocumentBuilder::exceed(Bound bound, std::uint32_t offset) {
    const auto bit = static_cast<std::uint8_t>(1u << static_cast<unsigned>(bound));
    if ((exceeded_ & bit) != 0) return;
    exceeded_ |= bit;
    switch (bound) {
        case Bound::Depth:
            warn("blocks are nested too deeply", "lists and quotes this deep stay plain text", offset);
            break;
        case Bound::Columns: warn("the table has too many columns", "split the table", offset); break;
        case Bound::Padding:
            warn("table rows lack too many cells", "write the missing cells, or fewer columns", offset);
            break;
        case Bound::Expansion:
            warn("link references expand to too much text", "shorten the URLs of the reference definitions", offset);
            break;
        case Bound::Size:
            warn("the text is too long; the rest is left out", "split it into several files", offset);
            document_.diagnostics_.back().severity = Severity::Error;
            break;
    }
}

Document DocumentBuilder::finish() {
    if (document_.line_starts_.empty()) document_.line_starts_.push_back(0);
    for (Diagnostic& diagnostic : document_.diagnostics_) {
        const std::uint32_t offset = diagnostic.error.place.line;
        diagnostic.error.place = document_.place(offset);
        diagnostic.error.snippet = std::string(document_.line_at(offset).substr(0, 200));
    }
    std::stable_sort(document_.diagnostics_.begin(), document_.diagnostics_.end(),
                     [](const Diagnostic& a, const Diagnostic& b) { return a.error.place < b.error.place; });
    // A copy costs more than a little room does.
    const auto trim = [](auto& buffer) {
        if (buffer.capacity() - buffer.size() > buffer.size() / 8 + 16) buffer.shrink_to_fit();
    };
    trim(document_.nodes_);
    trim(document_.details_);
    trim(document_.attributes_);
    trim(document_.line_starts_);
    trim(document_.buffers_[1]);
    trim(document_.buffers_[2]);
    return std::move(document_);
}

}  // namespace byline::markdown
