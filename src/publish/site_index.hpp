// index_site() gives a site its search index: the one that stands, changed where works did, or a new one.
// Belongs to the building thread; uses as many as it is told.
#pragma once

#include <cstddef>

#include "graph/build_record.hpp"
#include "output/output_sink.hpp"
#include "publish/build.hpp"
#include "publish/site_state.hpp"

namespace byline::publish {

struct SiteIndexing {
    const graph::BuildRecord* before = nullptr;  // null: makes a new one
    const RefreshedSince& refreshed;             // since `before` was made
    std::size_t threads = 1;
};

// Returns the digest of the index's head, for the record.
[[nodiscard]] Result<text::Digest> index_site(SiteState& state, const SiteIndexing& indexing, output::OutputSink& sink);

}  // namespace byline::publish
