#include "site/work.hpp"

#include <algorithm>

namespace byline::site {

std::vector<std::string_view> anchors_of(const Work& work) {
    std::vector<std::string_view> anchors(work.anchors.begin(), work.anchors.end());
    anchors.reserve(anchors.size() + work.headings.size());
    for (const Heading& heading : work.headings) anchors.emplace_back(heading.id);
    std::ranges::sort(anchors);
    return anchors;
}

}  // namespace byline::site
