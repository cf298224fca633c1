// A term is what postings are kept of: a stem, one or two characters of a run, a pair of words, or a filter. Terms of a
// document are kept as numbers (TermKey) while an index is made; their names are what stands in its files.
// Lexicon and TermReader belong to one thread at a time.
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <string>
#include <string_view>
#include <vector>

#include "search/document.hpp"
#include "search/sizes.hpp"

namespace byline::search {

// 36 bits that tell one term from another, in one Lexicon: two characters of a run, of 18 bits each; or, below all of
// those, one character, the digest of a pair of words, or a name's number.
using TermKey = std::uint64_t;
inline constexpr unsigned term_key_bits = 36;

// Texts with numbers from 0 on, in the order in which they came up.
class TextNumbers {
  public:
    TextNumbers() : slots_(1024) {}
    // The number of `text`, which gets the next one when it is new.
    [[nodiscard]] std::uint32_t number_of(std::string_view text);
    // Stays where it is.
    [[nodiscard]] std::string_view text_of(std::uint32_t number) const { return texts_[number]; }
    [[nodiscard]] std::size_t count() const { return texts_.size(); }

  private:
    struct Slot {
        std::uint32_t hash = 0;
        std::uint32_t number = 0;  // plus one; 0 where the slot is empty
    };
    void grow();

    std::vector<Slot> slots_;
    std::deque<std::string> texts_;
};

// Every word that a thread met has a number, and so does every stem and filter. Numbers depend on the order of work;
// names do not.
class Lexicon {
  public:
    struct Word {
        std::string_view text;   // folded
        std::uint32_t stem = 0;  // for name_at()
    };
    [[nodiscard]] std::uint32_t word(std::string_view folded);
    [[nodiscard]] std::uint32_t name(std::string_view name);
    [[nodiscard]] Word word_at(std::uint32_t number) const { return {words_.text_of(number), stems_[number]}; }
    [[nodiscard]] std::uint32_t stem_of(std::uint32_t word) const { return stems_[word]; }
    [[nodiscard]] std::string_view name_at(std::uint32_t number) const { return names_.text_of(number); }
    // The name's running hash, which what follows it goes on from; see bucket_hash().
    [[nodiscard]] std::uint32_t running_hash_at(std::uint32_t number) const { return running_hashes_[number]; }
    [[nodiscard]] std::size_t word_count() const { return words_.count(); }

  private:
    TextNumbers words_;
    TextNumbers names_;
    std::vector<std::uint32_t> stems_;           // for each word
    std::vector<std::uint32_t> running_hashes_;  // for each name
};

// What a document says of one term.
struct Occurrence {
    TermKey term = 0;
    std::uint8_t evidence = 0;  // see evidence_* below

    friend auto operator<=>(const Occurrence&, const Occurrence&) = default;
};

// How often it stands in texts, and whether it stands elsewhere.
inline constexpr std::uint8_t evidence_count_mask = 0x1F;  // as many times or more
inline constexpr std::uint8_t evidence_title = 0x80;
inline constexpr std::uint8_t evidence_heading = 0x40;
inline constexpr std::uint8_t evidence_tag = 0x20;

struct DocumentTerms {
    std::vector<Occurrence> occurrences;  // each term once, as they came up
    std::vector<std::uint32_t> words;     // of the Lexicon, each once: what prefixes and typing errors are looked up in
    std::uint32_t length = 0;             // tokens of all texts; a run counts its characters
    std::uint32_t title_length = 0;
};

class TermReader {
  public:
    TermReader(Lexicon& lexicon, Sizes sizes) : lexicon_(lexicon), sizes_(sizes), slots_(1024) {}

    // `document` is clean. The result stays as it is until the next call.
    [[nodiscard]] const DocumentTerms& read(const Document& document);

    // What the term is called in the files, and the bucket_hash() of that.
    [[nodiscard]] std::string name_of(TermKey term) const;
    [[nodiscard]] std::uint32_t hash_of(TermKey term) const;

  private:
    enum class Field : std::uint8_t { Title, Heading, Tag, Text };

    // Where to look for a term of the document: what other documents left is an empty slot.
    struct Slot {
        TermKey term = 0;
        std::uint32_t document = 0;
        std::uint32_t occurrence = 0;
    };

    std::uint32_t read_field(std::string_view text, Field field);
    void read_run(std::string_view run, Field field);
    void add_word(std::uint32_t word);
    void add_pair(std::uint32_t stem_before, std::uint32_t stem, Field field);
    void add_filter(char kind, std::string_view value);
    void add(TermKey term, Field field);
    [[nodiscard]] Slot& find_slot(TermKey term);
    void grow();

    Lexicon& lexicon_;
    Sizes sizes_;
    std::vector<Slot> slots_;
    std::uint32_t document_ = 0;             // a number for each read()
    std::vector<std::uint32_t> words_seen_;  // the document that had it last, for each word
    DocumentTerms terms_;
};

// Filters and pairs of words say only whether a document has them.
[[nodiscard]] bool has_impact(std::string_view term_name);

// The hash that chooses chunks: FNV-1a, then the finishing step of MurmurHash3; the client computes it too.
[[nodiscard]] std::uint32_t bucket_hash(std::string_view name);

// Its two steps: bytes more on a hash that runs, and the end of it.
inline constexpr std::uint32_t first_running_hash = 2166136261U;
[[nodiscard]] constexpr std::uint32_t run_hash(std::uint32_t hash, char byte) {
    return (hash ^ static_cast<unsigned char>(byte)) * 16777619U;
}
[[nodiscard]] constexpr std::uint32_t finish_hash(std::uint32_t hash) {
    hash = (hash ^ hash >> 16U) * 0x85EBCA6BU;
    hash = (hash ^ hash >> 13U) * 0xC2B2AE35U;
    return hash ^ hash >> 16U;
}

// The keys under which a word is found in the dictionary: its first three characters; from four on and without digits
// also its last three, and its first with its last. An error at one place leaves one of them as it was.
[[nodiscard]] std::vector<std::string> dictionary_keys(std::string_view folded_word);

// What stands in the dictionary for a word: it, and its stem where that is another one.
[[nodiscard]] std::string dictionary_entry(std::string_view folded_word, std::string_view stem);

}  // namespace byline::search
