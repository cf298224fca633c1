// A DocumentBuilder is a Document under construction: it adds nodes, details, attributes and decoded text.
// Used by one parse() on one thread.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "markdown/attribute_syntax.hpp"
#include "markdown/document.hpp"
#include "markdown/node_flags.hpp"
#include "markdown/parse.hpp"

namespace byline::markdown {

// Where a line of joined text came from.
struct LineOrigin {
    std::uint32_t joined_offset;
    std::uint32_t source_offset;
};

class DocumentBuilder {
  public:
    static constexpr std::uint32_t joined_tag = 1u << 30;
    static constexpr std::uint32_t decoded_tag = 2u << 30;

    DocumentBuilder(std::string source, const ParseOptions& options);

    [[nodiscard]] const ParseOptions& options() const { return options_; }
    [[nodiscard]] std::string_view source() const { return document_.buffers_[0]; }
    [[nodiscard]] std::string_view view(Slice slice) const { return document_.view(slice); }
    [[nodiscard]] NodeRecord& record(NodeIndex index) { return document_.nodes_[index]; }
    [[nodiscard]] std::uint32_t body_offset() const { return document_.body_offset_; }
    [[nodiscard]] NodeIndex node_count() const { return static_cast<NodeIndex>(document_.nodes_.size()); }
    [[nodiscard]] NodeIndex last_child(NodeIndex index) const { return last_child_[index]; }

    // A new last child of `parent`, which must be a block.
    NodeIndex append_block(NodeIndex parent, NodeKind kind, std::uint32_t begin);
    // A node that the caller links itself.
    NodeIndex add_node(const NodeRecord& record);

    // Gives the node details; the reference holds until the next call.
    NodeDetails& detail(NodeIndex index);
    [[nodiscard]] NodeDetails& details_at(std::uint32_t index) { return document_.details_[index]; }
    std::uint32_t add_details(const NodeDetails& details);

    // The slice of a view into one of the buffers; other text is copied.
    [[nodiscard]] Slice slice_of(std::string_view text);
    [[nodiscard]] Slice add_decoded(std::string_view text);
    // References and escapes decoded; the text itself where there are none.
    [[nodiscard]] Slice unescaped(std::string_view text);
    [[nodiscard]] std::string& decoded() { return document_.buffers_[2]; }
    [[nodiscard]] std::string& joined() { return document_.buffers_[1]; }
    [[nodiscard]] std::vector<LineOrigin>& line_origins() { return line_origins_; }
    // Source offset of an offset as Slices have it, for text that came from lines.
    [[nodiscard]] std::uint32_t source_offset(std::uint32_t offset) const;

    void set_attributes(NodeDetails& details, const std::vector<ParsedAttribute>& attributes);

    void add_line(std::uint32_t begin) { document_.line_starts_.push_back(begin); }
    void warn(std::string message, std::string remedy, std::uint32_t offset);
    // One diagnostic for each bound, however often it is met.
    enum class Bound : std::uint8_t { Depth, Columns, Padding, Expansion, Size };
    void exceed(Bound bound, std::uint32_t offset);

    [[nodiscard]] Document finish();

  private:
    ParseOptions options_;
    Document document_;
    std::vector<NodeIndex> last_child_;
    std::vector<LineOrigin> line_origins_;
    std::uint8_t exceeded_ = 0;
};

}  // namespace byline::markdown
