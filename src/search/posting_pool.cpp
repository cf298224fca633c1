#include "search/posting_pool.hpp"

#include <algorithm>
#include <cstring>

namespace byline::search {

namespace {

constexpr std::size_t page_size = std::size_t{1} << 20U;
constexpr std::size_t slice_unit = 8;  // slices begin at multiples of it
constexpr std::size_t link_size = 4;   // at the end of a slice: where the next one is
constexpr std::size_t first_slice_size = 16;
constexpr std::size_t max_slice_size = 1024;

}  // namespace

PostingPool::PostingPool() : slots_(1024) {}

PostingPool::Slot& PostingPool::find_slot(TermKey term) {
    const std::size_t mask = slots_.size() - 1;
    std::size_t slot = static_cast<std::size_t>((term * 0x9E3779B97F4A7C15U) >> 20U) & mask;
    while (slots_[slot].list != 0 && slots_[slot].term != term) slot = (slot + 1) & mask;
    return slots_[slot];
}

PostingPool::List& PostingPool::list_of(TermKey term) {
    if (const Slot& slot = find_slot(term); slot.list != 0) return lists_[slot.list - 1];
    if ((lists_.size() + 1) * 2 > slots_.size()) grow();
    List& list = lists_.emplace_back();
    list.term = term;
    list.first = list.slice = take_slice(first_slice_size);
    list.slice_size = first_slice_size;
    find_slot(term) = {term, static_cast<std::uint32_t>(lists_.size())};
    return list;
}

void PostingPool::grow() {
    slots_.assign(slots_.size() * 2, {});
    for (std::size_t i = 0; i < lists_.size(); ++i) {
        find_slot(lists_[i].term) = {lists_[i].term, static_cast<std::uint32_t>(i + 1)};
    }
}

std::uint8_t* PostingPool::at(std::uint32_t position) const {
    const std::size_t offset = std::size_t{position} * slice_unit;
    return pages_[offset / page_size].get() + offset % page_size;
}

std::uint32_t PostingPool::take_slice(std::size_t size) {
    if (pages_.empty() || page_filled_ + size > page_size) {
        pages_.push_back(std::make_unique<std::uint8_t[]>(page_size));
        page_filled_ = 0;
    }
    const std::size_t offset = (pages_.size() - 1) * page_size + page_filled_;
    page_filled_ += size;
    return static_cast<std::uint32_t>(offset / slice_unit);
}

void PostingPool::push(List& list, std::uint8_t byte) {
    if (list.filled == list.slice_size - link_size) {
        const std::size_t size = std::min(std::size_t{list.slice_size} * 2, max_slice_size);
        const std::uint32_t next = take_slice(size);
        std::memcpy(at(list.slice) + list.filled, &next, link_size);
        list.slice = next;
        list.slice_size = static_cast<std::uint16_t>(size);
        list.filled = 0;
    }
    at(list.slice)[list.filled++] = byte;
}

void PostingPool::add(TermKey term, std::uint32_t ordinal, std::uint8_t evidence) {
    List& list = list_of(term);
    std::uint32_t gap = ordinal - list.last_ordinal;
    while (gap >= 0x80) {
        push(list, static_cast<std::uint8_t>(gap | 0x80U));
        gap >>= 7U;
    }
    push(list, static_cast<std::uint8_t>(gap));
    push(list, evidence);
    list.last_ordinal = ordinal + 1;
    ++list.count;
    ++entry_count_;
}

void PostingPool::read(std::size_t number, std::vector<Entry>& out) const {
    const List& list = lists_[number];
    std::size_t size = first_slice_size;
    const std::uint8_t* slice = at(list.first);
    std::size_t offset = 0;
    const auto next_byte = [&] {
        if (offset == size - link_size) {
            std::uint32_t next = 0;
            std::memcpy(&next, slice + offset, link_size);
            slice = at(next);
            size = std::min(size * 2, max_slice_size);
            offset = 0;
        }
        return slice[offset++];
    };
    std::uint32_t ordinal = 0;
    for (std::uint32_t i = 0; i < list.count; ++i) {
        std::uint32_t gap = 0;
        for (unsigned shift = 0;; shift += 7) {
            const std::uint8_t byte = next_byte();
            gap |= static_cast<std::uint32_t>(byte & 0x7FU) << shift;
            if ((byte & 0x80U) == 0) break;
        }
        ordinal += gap;
        out.push_back({ordinal, next_byte()});
        ++ordinal;
    }
}

}  // namespace byline::search
