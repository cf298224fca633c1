// How the parts of a build's record, and of an amendment to it, are written and read: docs/formats.md has the formats.
// Functions without state.
#pragma once

#include <algorithm>
#include <cstdint>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

#include "graph/build_record.hpp"
#include "text/byte_codec.hpp"

namespace byline::graph {

inline constexpr std::size_t digest_size = 16;

void write(text::ByteWriter& out, const text::Digest& digest);
void write(text::ByteWriter& out, const FileStamp& stamp);
void write(text::ByteWriter& out, const RecordHead& head);
void write(text::ByteWriter& out, const RecordedSource& source);
void write(text::ByteWriter& out, const RecordedFile& file);
void write(text::ByteWriter& out, const RecordedFact& fact);
void write_unit(text::ByteWriter& out, const UnitToRecord& unit, Masks& masks);
void write_masks(text::ByteWriter& out, std::span<const site::WorkFields> masks);

// What is not there or wrong makes the reader fail.
[[nodiscard]] text::Digest read_digest(text::ByteReader& in);
[[nodiscard]] FileStamp read_stamp(text::ByteReader& in);
[[nodiscard]] RecordHead read_head(text::ByteReader& in);
[[nodiscard]] RecordedSource read_source(text::ByteReader& in);
[[nodiscard]] RecordedFile read_file(text::ByteReader& in);
[[nodiscard]] RecordedFact read_fact(text::ByteReader& in);
[[nodiscard]] RecordedUnit read_unit(text::ByteReader& in);
// Puts them behind those that are there.
void read_masks(text::ByteReader& in, std::vector<site::WorkFields>& masks);

// Reads the next source or unit of `in`, the reader of `all`, and says where in `all` it stands.
template <typename Item, typename Read>
[[nodiscard]] Item read_whole(text::ByteReader& in, std::string_view all, Read&& read) {
    const std::size_t begins = all.size() - in.remaining();
    Item item = read(in);
    item.whole = all.substr(begins, all.size() - in.remaining() - begins);
    return item;
}

}  // namespace byline::graph
