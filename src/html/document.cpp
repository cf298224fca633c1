#include "html/document.hpp"

#include <algorithm>
#include <new>
#include <utility>

#include <gumbo.h>

#include "html/arena.hpp"
#include "text/ascii.hpp"
#include "text/utf8.hpp"

namespace byline::html {
namespace {

constexpr std::string_view white_space = " \t\r\n\f";
constexpr std::size_t block_bytes = std::size_t{64} << 10U;

std::size_t count_start_tags(std::string_view bytes) {
    std::size_t count = 0;
    for (std::size_t at = bytes.find('<'); at != std::string_view::npos; at = bytes.find('<', at + 1)) {
        if (at + 1 < bytes.size() && text::is_ascii_letter(bytes[at + 1])) ++count;
    }
    return count;
}

bool has_frameset(std::string_view bytes) {
    constexpr std::string_view tag = "<frameset";
    for (std::size_t at = bytes.find('<'); at != std::string_view::npos; at = bytes.find('<', at + 1)) {
        if (text::equal_but_case(bytes.substr(at, tag.size()), tag)) return true;
    }
    return false;
}

std::string well_formed(std::string_view bytes) {
    std::string out;
    out.reserve(bytes.size());
    for (std::size_t at = 0; at < bytes.size();) text::append_code_point(out, text::decode_next(bytes, at));
    return out;
}

// Null when the arena is exhausted. Nothing here may need a destructor: longjmp calls none.
GumboOutput* run_gumbo(Arena& arena, const char* bytes, std::size_t size) {
    GumboOptions options = kGumboDefaultOptions;
    options.allocator = [](void* memory, std::size_t wanted) { return static_cast<Arena*>(memory)->allocate(wanted); };
    options.deallocator = [](void*, void*) {};
    options.userdata = &arena;
    options.max_errors = 0;
    // NOLINTNEXTLINE(cert-err52-cpp): the frames between are those of gumbo, which is C
    if (setjmp(arena.exhausted) != 0) return nullptr;
    return gumbo_parse_with_options(&options, bytes, size);
}

std::string name_of(const GumboElement& element) {
    std::string_view name;
    if (element.tag == GUMBO_TAG_UNKNOWN) {
        GumboStringPiece piece = element.original_tag;
        if (piece.data == nullptr) return "unknown";
        gumbo_tag_from_original_text(&piece);
        name = {piece.data, piece.length};
    } else {
        name = gumbo_normalized_tagname(element.tag);
    }
    std::string lower(name);
    std::transform(lower.begin(), lower.end(), lower.begin(), text::ascii_lower);
    return lower.empty() ? "unknown" : lower;
}

void add_element(Node& to, const GumboElement& element) {
    to.name = name_of(element);
    to.offset = element.start_pos.offset;
    to.attributes.reserve(element.attributes.length);
    for (unsigned index = 0; index < element.attributes.length; ++index) {
        const auto* attribute = static_cast<const GumboAttribute*>(element.attributes.data[index]);
        to.attributes.push_back({attribute->name, attribute->value});
        for (char& c : to.attributes.back().name) c = text::ascii_lower(c);
    }
}

bool is_element(const GumboNode& node) {
    return node.type == GUMBO_NODE_ELEMENT || node.type == GUMBO_NODE_TEMPLATE;
}

bool is_shown_text(const GumboNode& node) {
    return node.type == GUMBO_NODE_TEXT || node.type == GUMBO_NODE_WHITESPACE || node.type == GUMBO_NODE_CDATA;
}

// Without recursion: the tree is as deep as whoever wrote it wants.
Document flat(const GumboNode& root) {
    struct Open {
        const GumboNode* node;
        unsigned next;
        NodeIndex index;
    };
    Document document;
    std::vector<Open> open;
    const auto begin = [&](const GumboNode& node) {
        const auto index = static_cast<NodeIndex>(document.nodes.size());
        Node& made = document.nodes.emplace_back();
        made.parent = open.empty() ? 0 : open.back().index;
        made.depth = static_cast<std::uint32_t>(open.size());
        made.end = index + 1;
        if (is_element(node)) {
            add_element(made, node.v.element);
            open.push_back({&node, 0, index});
        } else {
            made.text = node.v.text.text;
            made.offset = node.v.text.start_pos.offset;
        }
    };
    begin(root);
    while (!open.empty()) {
        Open& top = open.back();
        const GumboVector& children = top.node->v.element.children;
        if (top.next == children.length) {
            document.nodes[top.index].end = static_cast<NodeIndex>(document.nodes.size());
            open.pop_back();
            continue;
        }
        const auto* child = static_cast<const GumboNode*>(children.data[top.next++]);
        if (is_element(*child) || is_shown_text(*child)) begin(*child);
    }
    return document;
}

}  // namespace

void* Arena::allocate(std::size_t size) {
    const std::size_t aligned =
        (std::max<std::size_t>(size, 1) + alignof(std::max_align_t) - 1) & ~(alignof(std::max_align_t) - 1);
    if (aligned > left_) std::longjmp(exhausted, 1);  // NOLINT(cert-err52-cpp)
    left_ -= aligned;
    if (aligned > in_block_) {
        in_block_ = std::max(aligned, block_bytes);
        blocks_.push_back(std::make_unique<std::byte[]>(in_block_));
        next_ = blocks_.back().get();
    }
    void* memory = next_;
    next_ += aligned;
    in_block_ -= aligned;
    return memory;
}

std::optional<std::string_view> Node::attribute(std::string_view wanted) const {
    for (const Attribute& one : attributes) {
        if (one.name == wanted) return one.value;
    }
    return std::nullopt;
}

bool Node::has_class(std::string_view wanted) const {
    const std::vector<std::string_view> words = words_of(attribute("class").value_or(std::string_view()));
    return std::find(words.begin(), words.end(), wanted) != words.end();
}

std::string Document::text_below(NodeIndex at) const {
    std::string out = nodes[at].text;
    for (NodeIndex index = at + 1; index < nodes[at].end;) {
        const Node& node = nodes[index];
        if (node.name == "script" || node.name == "style" || node.name == "template") {
            index = node.end;
            continue;
        }
        out += node.text;
        ++index;
    }
    return out;
}

Result<Document> read(std::string_view bytes, std::string_view file, const ReadLimits& limits) {
    const Place place{std::string(file), 0, 0};
    if (bytes.size() > limits.bytes) {
        return fail(content_error("HTML of more than " + std::to_string(limits.bytes) + " bytes",
                                  "make the page smaller, or take a part of it", place));
    }
    // Gumbo takes a body apart by recursion when a <frameset> comes after it.
    const std::size_t tags = count_start_tags(bytes);
    if (tags > limits.start_tags || (tags > ReadLimits{}.start_tags && has_frameset(bytes))) {
        return fail(content_error("HTML with more than " + std::to_string(limits.start_tags) + " tags",
                                  "make the page smaller, or take a part of it", place));
    }
    std::string repaired;
    if (text::find_invalid(bytes)) bytes = repaired = well_formed(bytes);
    Arena arena(limits.memory);
    const GumboOutput* output = run_gumbo(arena, bytes.data(), bytes.size());
    if (output == nullptr || output->root == nullptr) {
        return fail(content_error("HTML that is nested too badly to be read", "make the page simpler", place));
    }
    return flat(*output->root);
}

std::vector<std::string_view> words_of(std::string_view text) {
    std::vector<std::string_view> words;
    for (std::size_t at = text.find_first_not_of(white_space); at != std::string_view::npos;) {
        const std::size_t end = std::min(text.find_first_of(white_space, at), text.size());
        words.push_back(text.substr(at, end - at));
        at = text.find_first_not_of(white_space, end);
    }
    return words;
}

std::string collapsed(std::string_view text) {
    std::string out;
    for (const std::string_view word : words_of(text)) {
        if (!out.empty()) out += ' ';
        out += word;
    }
    return out;
}

}  // namespace byline::html
