// A LinkSentence is the sentence that a link stands in: what the page it leads to shows of where it is spoken of.
// A value; link_sentences() is pure.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "markdown/document.hpp"
#include "markdown/references.hpp"

namespace byline::markdown {

inline constexpr std::size_t most_sentence_characters = 200;

struct LinkSentence {
    std::uint32_t reference = 0;  // index among the references
    std::string text;             // plain, of one line; "…" stands where it was cut
    std::uint32_t words_begin = 0;
    std::uint32_t words_size = 0;  // bytes of `text` that are the words of the link; zero for a wikilink without any:
                                   // then the title of what it leads to is to be put in
};

// In the order of `references`, which are those of `document`. There is none for pictures, embeds and blocks of raw
// HTML.
[[nodiscard]] std::vector<LinkSentence> link_sentences(const Document& document, std::span<const Reference> references);

// Where the sentences of a text of one block begin, by bytes; zero first. A sentence ends at 。！？ or at .!? before a
// space, with the quotation marks and brackets that close there; not after an abbreviation, nor before a small letter.
[[nodiscard]] std::vector<std::size_t> sentence_begins(std::string_view text);

}  // namespace byline::markdown
