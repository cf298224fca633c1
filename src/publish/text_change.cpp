#include "publish/text_change.hpp"

#include <algorithm>

#include "publish/pictures.hpp"
#include "publish/relations.hpp"

namespace byline::publish {

using site::WorkField;
using site::WorkFields;

bool is_change_of_text(const site::Work& before, const site::Work& now, WorkFields fields) {
    if (now.is_section() || frames_of(now) != frames_of(before)) return false;
    if (!shows_same_pictures(before, now)) return false;
    // The plan tells where the keys of front matter stand only when something is wrong with them.
    constexpr WorkFields decided = WorkField::Template | WorkField::Schedule | WorkField::Visibility;
    return !fields.intersects(decided);
}

bool keeps_links(const site::Work& before, const site::Work& now, const Diagnostics& faults, std::string_view file) {
    if (before.metadata.cover.has_value() != now.metadata.cover.has_value()) return false;
    if (now.metadata.cover && now.metadata.cover->value != before.metadata.cover->value) return false;
    const auto is_same = [](const site::InternalReference& a, const site::InternalReference& b) {
        return a.kind == b.kind && a.destination == b.destination && a.fragment == b.fragment;
    };
    if (!std::ranges::equal(before.references, now.references, is_same)) return false;
    // Its own faults name lines, which may be others now.
    const auto is_here = [&](const Diagnostic& fault) { return fault.error.place.file == file; };
    if (std::ranges::any_of(faults, is_here)) return false;
    // More anchors mend what led to none before.
    const auto anchors_then = site::anchors_of(before);
    const auto anchors_now = site::anchors_of(now);
    if (anchors_then == anchors_now) return true;
    return faults.empty() && std::ranges::includes(anchors_now, anchors_then);
}

}  // namespace byline::publish
