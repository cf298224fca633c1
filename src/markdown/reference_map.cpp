#include "markdown/reference_map.hpp"

#include <algorithm>

#include "markdown/link_syntax.hpp"

namespace byline::markdown {

void ReferenceMap::add(std::string_view label, std::uint32_t value) {
    normalize_label(label, scratch_);
    if (!scratch_.empty()) entries_.push_back({scratch_, value});
}

void ReferenceMap::seal() {
    std::stable_sort(entries_.begin(), entries_.end(),
                     [](const Entry& a, const Entry& b) { return a.label < b.label; });
    const auto last = std::unique(entries_.begin(), entries_.end(),
                                  [](const Entry& a, const Entry& b) { return a.label == b.label; });
    entries_.erase(last, entries_.end());
}

std::uint32_t ReferenceMap::find(std::string_view label) {
    if (entries_.empty()) return not_found;
    normalize_label(label, scratch_);
    const auto found = std::lower_bound(entries_.begin(), entries_.end(), scratch_,
                                        [](const Entry& entry, const std::string& key) { return entry.label < key; });
    return found != entries_.end() && found->label == scratch_ ? found->value : not_found;
}

}  // namespace byline::markdown
