// A WordChunk is the part of the dictionary that lies in one bucket: words as they are written, and how many documents
// have each. Prefixes and typing errors are looked up in it. The list of all tags is kept in the same form. Values and
// pure functions; docs/search.md describes the bytes.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace byline::search {

using WordChunk = std::map<std::string, std::uint64_t, std::less<>>;

[[nodiscard]] std::string encode_words(const WordChunk& chunk);
// Nothing when the bytes are not what encode_words() makes.
[[nodiscard]] std::optional<WordChunk> decode_words(std::string_view bytes);

}  // namespace byline::search
