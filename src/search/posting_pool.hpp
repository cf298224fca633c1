// A PostingPool takes what documents say of terms while an index is made: eight bytes each, put down one after the
// other in as many shards as there are low bytes of the terms' hashes. A shard is small enough to be put in order
// within a processor's cache, which a table of all terms is not. Belongs to one thread while it is filled; may then be
// read by several, each shard by one.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "search/terms.hpp"

namespace byline::search {

class PostingPool {
  public:
    static constexpr std::size_t shard_count = 256;

    // What one document says of one term; `ordinal` is the caller's number of the document, below 2^20.
    class Entry {
      public:
        Entry() = default;
        Entry(TermKey term, std::uint32_t ordinal, std::uint8_t evidence)
            : bits_(term << 28U | std::uint64_t{ordinal} << 8U | evidence) {}
        [[nodiscard]] TermKey term() const { return bits_ >> 28U; }
        [[nodiscard]] std::uint32_t ordinal() const { return bits_ >> 8U & 0xFFFFFU; }
        [[nodiscard]] std::uint8_t evidence() const { return bits_ & 0xFFU; }

      private:
        std::uint64_t bits_ = 0;
    };

    // `hash` is the term's bucket_hash(). Ordinals of one term rise.
    void add(std::uint32_t hash, Entry entry) {
        Shard& shard = shards_[hash % shard_count];
        if (shard.filled == block_size) begin_block(shard);
        shard.blocks.back()[shard.filled++] = entry;
        ++entry_count_;
    }

    [[nodiscard]] std::uint64_t entry_count() const { return entry_count_; }
    [[nodiscard]] std::size_t entry_count(std::size_t shard) const;
    // Calls take(entry) for each entry of a shard, in the order in which they were added.
    template <typename Take>
    void for_each(std::size_t shard, Take&& take) const {
        const Shard& of = shards_[shard];
        for (const auto& block : of.blocks) {
            const std::size_t filled = &block == &of.blocks.back() ? of.filled : block_size;
            for (const Entry& entry : std::span(block.get(), filled)) take(entry);
        }
    }
    // Gives the shard's memory back.
    void forget(std::size_t shard) { shards_[shard] = {}; }

  private:
    static constexpr std::size_t block_size = 1024;  // entries

    struct Shard {
        std::vector<std::unique_ptr<Entry[]>> blocks;
        std::size_t filled = block_size;  // of the last block
    };
    static void begin_block(Shard& shard);

    std::array<Shard, shard_count> shards_;
    std::uint64_t entry_count_ = 0;
};

static_assert(term_key_bits == 36);

// The entries of one shard, term by term.
class ShardTerms {
  public:
    struct Term {
        TermKey term = 0;
        std::uint32_t first = 0;  // of entries_
        std::uint32_t count = 0;
    };

    // Terms are in the order in which they came up.
    ShardTerms(const PostingPool& pool, std::size_t shard);

    [[nodiscard]] const std::vector<Term>& terms() const { return terms_; }
    // In the order in which they were added.
    [[nodiscard]] std::span<const PostingPool::Entry> entries(const Term& term) const {
        return std::span(entries_).subspan(term.first, term.count);
    }

  private:
    std::vector<Term> terms_;
    std::vector<PostingPool::Entry> entries_;
};

}  // namespace byline::search
