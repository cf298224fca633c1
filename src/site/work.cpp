#include "site/work.hpp"

#include <algorithm>
#include <functional>

namespace byline::site {

std::vector<std::string_view> anchors_of(const Work& work) {
    std::vector<std::string_view> anchors(work.anchors.begin(), work.anchors.end());
    anchors.reserve(anchors.size() + work.headings.size());
    for (const Heading& heading : work.headings) anchors.emplace_back(heading.id);
    std::ranges::sort(anchors);
    return anchors;
}

bool has_anchor(const Work& work, std::string_view id) {
    return std::ranges::binary_search(work.anchors, id, std::less<>()) ||
           std::ranges::find(work.headings, id, &Heading::id) != work.headings.end();
}

}  // namespace byline::site
