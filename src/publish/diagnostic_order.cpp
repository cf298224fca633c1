#include "publish/diagnostic_order.hpp"

#include <algorithm>
#include <tuple>
#include <utility>

#include "publish/insets.hpp"

namespace byline::publish {

void tidy(Diagnostics& diagnostics, const std::string& site_folder) {
    const std::string prefix = site_folder + "/";
    const auto shorten = [&](Place& place) {
        if (place.file.starts_with(prefix)) place.file.erase(0, prefix.size());
    };
    for (Diagnostic& diagnostic : diagnostics) {
        shorten(diagnostic.error.place);
        for (Note& note : diagnostic.error.notes) shorten(note.place);
    }
    const auto comes_before = [](const Diagnostic& a, const Diagnostic& b) {
        const auto order = std::tie(a.error.place, a.error.message) <=> std::tie(b.error.place, b.error.message);
        if (order != 0) return order < 0;
        // Of the same fault on several pages the first page's report stays, whichever thread was first.
        return std::ranges::lexicographical_compare(a.error.notes, b.error.notes, {}, &Note::place, &Note::place);
    };
    if (!std::ranges::is_sorted(diagnostics, comes_before)) std::ranges::stable_sort(diagnostics, comes_before);
    const auto repeated =
        std::unique(diagnostics.begin(), diagnostics.end(), [](const Diagnostic& a, const Diagnostic& b) {
            return a.error.place == b.error.place && a.error.message == b.error.message;
        });
    diagnostics.erase(repeated, diagnostics.end());
    // What the machine lacks is told with the first place that wants it.
    bool is_told = false;
    std::erase_if(diagnostics, [&](const Diagnostic& diagnostic) {
        return diagnostic.error.message == graphviz_is_missing && std::exchange(is_told, true);
    });
}

}  // namespace byline::publish
