#include "search/posting_pool.hpp"

namespace byline::search {

namespace {

// Numbers terms as they come up.
class TermNumbers {
  public:
    // The number of the term, `next` if it is new.
    [[nodiscard]] std::uint32_t number_of(TermKey term, std::uint32_t next) {
        if ((std::size_t{next} + 1) * 2 > slots_.size()) grow();
        Slot& slot = find(term);
        if (slot.number == 0) slot = {term, next + 1};
        return slot.number - 1;
    }

  private:
    struct Slot {
        TermKey term = 0;
        std::uint32_t number = 0;  // plus one; 0 where the slot is empty
    };
    [[nodiscard]] Slot& find(TermKey term) {
        const std::size_t mask = slots_.size() - 1;
        std::size_t at = static_cast<std::size_t>((term * 0x9E3779B97F4A7C15U) >> 32U) & mask;
        while (slots_[at].number != 0 && slots_[at].term != term) at = (at + 1) & mask;
        return slots_[at];
    }
    void grow() {
        std::vector<Slot> before(slots_.size() * 2);
        std::swap(before, slots_);
        for (const Slot& slot : before) {
            if (slot.number != 0) find(slot.term) = slot;
        }
    }

    std::vector<Slot> slots_ = std::vector<Slot>(2048);
};

}  // namespace

std::size_t PostingPool::entry_count(std::size_t shard) const {
    const Shard& of = shards_[shard];
    return of.blocks.empty() ? 0 : (of.blocks.size() - 1) * block_size + of.filled;
}

void PostingPool::begin_block(Shard& shard) {
    shard.blocks.push_back(std::make_unique_for_overwrite<Entry[]>(block_size));
    shard.filled = 0;
}

ShardTerms::ShardTerms(const PostingPool& pool, std::size_t shard) : entries_(pool.entry_count(shard)) {
    TermNumbers numbers;
    std::vector<std::uint32_t> number_of_entry;
    number_of_entry.reserve(entries_.size());
    pool.for_each(shard, [&](const PostingPool::Entry& entry) {
        const std::uint32_t number = numbers.number_of(entry.term(), static_cast<std::uint32_t>(terms_.size()));
        if (number == terms_.size()) terms_.push_back({entry.term(), 0, 0});
        ++terms_[number].count;
        number_of_entry.push_back(number);
    });
    std::vector<std::uint32_t> next;  // free place of each term
    next.reserve(terms_.size());
    std::uint32_t first = 0;
    for (Term& term : terms_) {
        term.first = first;
        next.push_back(first);
        first += term.count;
    }
    std::size_t at = 0;
    pool.for_each(shard, [&](const PostingPool::Entry& entry) { entries_[next[number_of_entry[at++]]++] = entry; });
}

}  // namespace byline::search
