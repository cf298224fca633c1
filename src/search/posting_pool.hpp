// A PostingPool takes what documents say of terms while an index is made, in a few bytes each. Lists grow in slices
// of one store, so that a million of them cost no more than what they hold.
// Belongs to one thread while it is filled; may then be read by several.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

#include "search/terms.hpp"

namespace byline::search {

class PostingPool {
  public:
    // What was added: `ordinal` is the caller's number of the document.
    struct Entry {
        std::uint32_t ordinal = 0;
        std::uint8_t evidence = 0;
    };

    PostingPool();

    // Ordinals of one term rise.
    void add(TermKey term, std::uint32_t ordinal, std::uint8_t evidence);

    [[nodiscard]] std::uint64_t entry_count() const { return entry_count_; }
    // Slots hold lists or are empty; their order says nothing.
    [[nodiscard]] std::size_t slot_count() const { return lists_.size(); }
    [[nodiscard]] bool is_used(std::size_t slot) const { return lists_[slot].count != 0; }
    [[nodiscard]] TermKey term_at(std::size_t slot) const { return lists_[slot].term; }
    // Appends the entries of a used slot.
    void read(std::size_t slot, std::vector<Entry>& out) const;

  private:
    struct List {
        TermKey term = 0;
        std::uint32_t first = 0;         // in units of eight bytes
        std::uint32_t slice = 0;         // the last one
        std::uint32_t last_ordinal = 0;  // plus one
        std::uint32_t count = 0;
        std::uint16_t filled = 0;      // bytes of the last slice
        std::uint16_t slice_size = 0;  // with the link at its end
    };

    [[nodiscard]] List& list_of(TermKey term);
    [[nodiscard]] std::size_t find_slot(TermKey term) const;
    void grow();
    void push(List& list, std::uint8_t byte);
    [[nodiscard]] std::uint32_t take_slice(std::size_t size);
    [[nodiscard]] std::uint8_t* at(std::uint32_t unit) const;

    std::vector<List> lists_;
    std::size_t used_ = 0;
    std::uint64_t entry_count_ = 0;
    std::vector<std::unique_ptr<std::uint8_t[]>> pages_;
    std::size_t page_filled_ = 0;
};

}  // namespace byline::search
