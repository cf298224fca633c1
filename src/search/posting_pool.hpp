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
    // Lists are numbered as they came up.
    [[nodiscard]] std::size_t list_count() const { return lists_.size(); }
    [[nodiscard]] TermKey term_at(std::size_t list) const { return lists_[list].term; }
    // Appends the entries of a list.
    void read(std::size_t number, std::vector<Entry>& out) const;

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

    // Where to look for a term: its list's number plus one, or 0.
    struct Slot {
        TermKey term = 0;
        std::uint32_t list = 0;
    };
    [[nodiscard]] List& list_of(TermKey term);
    [[nodiscard]] Slot& find_slot(TermKey term);
    void grow();
    void push(List& list, std::uint8_t byte);
    [[nodiscard]] std::uint32_t take_slice(std::size_t size);
    [[nodiscard]] std::uint8_t* at(std::uint32_t unit) const;

    std::vector<Slot> slots_;
    std::vector<List> lists_;
    std::uint64_t entry_count_ = 0;
    std::vector<std::unique_ptr<std::uint8_t[]>> pages_;
    std::size_t page_filled_ = 0;
};

}  // namespace byline::search
