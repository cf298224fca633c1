// How works stand to each other, as digests: what tells whether a list, a neighbour or a link could have changed.
// Pure functions.
#pragma once

#include <cstddef>
#include <vector>

#include "graph/build_record.hpp"
#include "site/catalog.hpp"
#include "site/plan.hpp"

namespace byline::publish {

struct SiteState;

// What one work adds to them.
[[nodiscard]] graph::Frames frames_of(const site::Work& work);
[[nodiscard]] graph::Frames frames_of(const site::Catalog& catalog, const site::Plan& plan, std::size_t threads);

// By WorkId.
[[nodiscard]] std::vector<graph::Relations> relations_of(const site::Catalog& catalog,
                                                         const site::Configuration& configuration, std::size_t threads);

// The same for the works of a build, whose frames are `frames`: while those of the build before are no other, so is
// every relation. `before` may be null.
[[nodiscard]] std::vector<graph::Relations> relations_now(const SiteState& state, const graph::BuildRecord* before,
                                                          const graph::Frames& frames, std::size_t threads);

}  // namespace byline::publish
