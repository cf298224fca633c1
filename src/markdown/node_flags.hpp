// The bits of NodeRecord::flags.
// Constants.
#pragma once

#include <cstdint>

namespace byline::markdown::node_flags {

inline constexpr std::uint16_t detailed = 1;    // text.offset is an index into the details table
inline constexpr std::uint16_t loose = 2;       // List
inline constexpr std::uint16_t header = 4;      // TableRow, TableCell
inline constexpr std::uint16_t fenced = 8;      // CodeBlock
inline constexpr std::uint16_t joining = 16;    // SoftBreak shown as nothing
inline constexpr std::uint16_t blank_end = 32;  // block followed by a blank line: decides about loose lists
inline constexpr std::uint16_t content = 64;    // block whose text is still to be parsed for inlines
inline constexpr std::uint16_t decoded = 128;   // Text that came from an entity or is otherwise not source text

}  // namespace byline::markdown::node_flags
