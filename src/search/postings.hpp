// A PostingChunk holds the postings of all terms of one bucket: which documents have a term, and how much they are
// about it. Values and pure functions; docs/search.md describes the bytes.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace byline::search {

struct Posting {
    std::uint32_t document = 0;
    std::uint8_t impact = 0;  // see impact.hpp; 0 for terms that have none

    friend auto operator<=>(const Posting&, const Posting&) = default;
};

struct TermPostings {
    std::string term;
    std::vector<Posting> postings;  // at least one, sorted by document, each document once

    friend bool operator==(const TermPostings&, const TermPostings&) = default;
};

using PostingChunk = std::vector<TermPostings>;  // sorted by term, each once

// Writes one chunk after the other. Belongs to one thread.
class PostingChunkWriter {
  public:
    explicit PostingChunkWriter(unsigned id_bits) : id_bits_(id_bits) {}
    // Terms come sorted, as TermPostings holds them.
    void add(std::string_view term, const std::vector<Posting>& postings);
    // The bytes of the chunk; the next one begins.
    [[nodiscard]] std::string take();

  private:
    unsigned id_bits_;
    std::uint64_t count_ = 0;
    std::string terms_;
    std::string bits_;
};

// Documents are below 2^id_bits, at most 2^30.
[[nodiscard]] std::string encode_postings(const PostingChunk& chunk, unsigned id_bits);
// Nothing when the bytes are not what encode_postings() makes.
[[nodiscard]] std::optional<PostingChunk> decode_postings(std::string_view bytes, unsigned id_bits);

}  // namespace byline::search
