// ChangedPages says which pages of a site differ from the state before. A value.
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace byline::server {

struct ChangedPages {
    enum class Extent : std::uint8_t {
        Listed,      // exactly `paths`
        Everything,  // unknown or too many: each open page asks for itself again
    };

    Extent extent = Extent::Listed;
    std::vector<std::string> paths;  // as PageSource::find takes them, deleted ones included

    [[nodiscard]] static ChangedPages everything() { return {Extent::Everything, {}}; }
    [[nodiscard]] static ChangedPages listed(std::vector<std::string> paths) {
        return {Extent::Listed, std::move(paths)};
    }
};

}  // namespace byline::server
