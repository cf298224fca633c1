// A Unit is what is rendered as a whole or kept as a whole: the HTML of a page, or the feeds of a list.
// Values; made from the plan.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "site/catalog.hpp"
#include "site/configuration.hpp"
#include "site/plan.hpp"

namespace byline::publish {

enum class UnitRole : std::uint8_t { Html, Feeds };

struct Unit {
    std::uint32_t page = 0;  // index into the plan's pages
    UnitRole role = UnitRole::Html;
    std::string key;         // URL path of the page, and " feeds" for its feeds: unique
    std::uint64_t plan = 0;  // digest of what the plan says of the page
};

// By key.
[[nodiscard]] std::vector<Unit> units_of(const site::Plan& plan, const site::Catalog& catalog,
                                         const site::Configuration& configuration);

// What the unit makes, in the order in which it is rendered.
[[nodiscard]] std::vector<std::string> output_paths_of(const Unit& unit, const site::Page& page);

}  // namespace byline::publish
