#include "search/dictionary.hpp"

#include <charconv>

#include "search/checked_bytes.hpp"
#include "search/deflate.hpp"

namespace byline::search {

namespace {

constexpr std::string_view words_first_bytes = "BSW1";
constexpr std::size_t max_words_bytes = std::size_t{64} << 20U;

}  // namespace

std::string encode_words(const WordChunk& chunk) {
    std::string lines;
    for (const auto& [word, count] : chunk) {
        lines += word;
        lines += ' ';
        lines += std::to_string(count);
        lines += '\n';
    }
    return checked_bytes(words_first_bytes, deflate(lines));
}

std::optional<WordChunk> decode_words(std::string_view bytes) {
    const auto body = checked_body(words_first_bytes, bytes);
    if (!body) return std::nullopt;
    const auto lines = inflate(*body, max_words_bytes);
    if (!lines) return std::nullopt;
    WordChunk chunk;
    for (std::string_view rest = *lines; !rest.empty();) {
        const std::size_t end = rest.find('\n');
        if (end == std::string_view::npos) return std::nullopt;
        const std::string_view line = rest.substr(0, end);
        const std::size_t space = line.rfind(' ');
        if (space == std::string_view::npos || space == 0) return std::nullopt;
        std::uint64_t count = 0;
        const auto [stopped, fault] = std::from_chars(line.data() + space + 1, line.data() + line.size(), count);
        if (fault != std::errc() || stopped != line.data() + line.size() || count == 0) return std::nullopt;
        if (!chunk.empty() && chunk.rbegin()->first >= line.substr(0, space)) return std::nullopt;
        chunk.emplace_hint(chunk.end(), line.substr(0, space), count);
        rest.remove_prefix(end + 1);
    }
    if (chunk.empty()) return std::nullopt;
    return chunk;
}

}  // namespace byline::search
