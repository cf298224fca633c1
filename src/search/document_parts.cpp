#include "search/document_parts.hpp"

#include <algorithm>
#include <cstdint>

#include "search/terms.hpp"
#include "search/tokens.hpp"
#include "text/utf8.hpp"

namespace byline::search {

namespace {

constexpr std::size_t bits_a_word = 6;

// Where to cut `text` so that what is before has at most `room` bytes: behind a line, a word, or a character.
std::size_t cut_of(std::string_view text, std::size_t room) {
    for (const char end : {'\n', ' '}) {
        const std::size_t found = text.substr(0, room).rfind(end);
        if (found != std::string_view::npos && found > room / 2) return found + 1;
    }
    return text::boundary_at_or_before(text, room);
}

// Two for each, of it and of it twice.
void add_hashes_of(std::string_view word, std::vector<std::uint32_t>& hashes) {
    hashes.push_back(bucket_hash(word));
    hashes.push_back(bucket_hash(std::string(word).append(word)));
}

void add_hashes(std::string_view text, std::vector<std::uint32_t>& hashes) {
    TokenReader tokens(text);
    while (tokens.next()) {
        const std::string_view token = tokens.folded();
        if (tokens.kind() == TokenKind::Word) {
            add_hashes_of(token, hashes);
            continue;
        }
        std::size_t before = token.size();  // where the character before begins
        for (std::size_t offset = 0; offset < token.size();) {
            const std::size_t start = offset;
            static_cast<void>(text::decode_next(token, offset));
            add_hashes_of(token.substr(start, offset - start), hashes);
            if (before < start) add_hashes_of(token.substr(before, offset - before), hashes);
            before = start;
        }
    }
}

}  // namespace

std::vector<Part> parts_of(const Document& document, std::size_t limit) {
    const std::size_t least_room = limit / 8;  // less than that is not begun
    std::vector<Part> parts(1);
    std::size_t filled = 0;
    for (const Section& section : document.sections) {
        const std::size_t head = section.anchor.size() + section.heading.size();
        std::string_view text = section.text;
        bool continues = false;
        do {
            const bool fits = filled + head + text.size() <= limit;
            if (!parts.back().empty() && !fits && filled + head + least_room > limit) {
                parts.emplace_back();
                filled = 0;
            }
            const std::size_t room = std::max(least_room, limit - std::min(limit, filled + head));
            const std::size_t taken = text.size() <= room ? text.size() : cut_of(text, room);
            parts.back().push_back({&section, text.substr(0, taken), continues});
            filled += head + taken;
            text.remove_prefix(taken);
            continues = true;
        } while (!text.empty());
    }
    return parts;
}

std::string filter_of(const Part& part) {
    std::vector<std::uint32_t> hashes;
    for (const Piece& piece : part) {
        add_hashes(piece.section->heading, hashes);
        add_hashes(piece.text, hashes);
    }
    std::sort(hashes.begin(), hashes.end());
    hashes.erase(std::unique(hashes.begin(), hashes.end()), hashes.end());
    std::string filter((hashes.size() / 2 * bits_a_word + 7) / 8, '\0');
    for (const std::uint32_t hash : hashes) {
        const std::size_t bit = hash % (filter.size() * 8);
        filter[bit / 8] = static_cast<char>(static_cast<unsigned char>(filter[bit / 8]) | 1U << bit % 8);
    }
    return filter;
}

}  // namespace byline::search
