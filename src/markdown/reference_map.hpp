// A ReferenceMap finds what a label stands for: link reference definitions or footnotes.
// Filled first, then sealed, then looked up; used by one parse() on one thread.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace byline::markdown {

class ReferenceMap {
  public:
    static constexpr std::uint32_t not_found = 0xffffffff;

    // `value` is the caller's. The first definition of a label wins.
    void add(std::string_view label, std::uint32_t value);
    // Sorting instead of hashing: no choice of labels makes lookups slow.
    void seal();
    [[nodiscard]] std::uint32_t find(std::string_view label);
    [[nodiscard]] bool empty() const { return entries_.empty(); }

  private:
    struct Entry {
        std::string label;
        std::uint32_t value;
    };
    std::vector<Entry> entries_;
    std::string scratch_;
};

}  // namespace byline::markdown
