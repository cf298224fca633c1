// The LinkGraph of a language is its works and the links between them: what the page of the graph shows.
// A value; pure functions over a catalog.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "garden/layout.hpp"
#include "site/catalog.hpp"
#include "templating/value.hpp"

namespace byline::publish {

class Publication;

inline constexpr std::size_t most_drawn = 1000;  // works; of more, those with the most links

struct LinkGraph {
    std::vector<site::WorkId> works;     // the most linked first, then by path
    std::vector<std::uint32_t> degrees;  // by index into `works`: how many others each is linked with
    std::vector<garden::Edge> edges;     // by indices into `works`, sorted, each pair once
    std::size_t left_out = 0;            // works with links beyond the most that are drawn
};

// A link to or from a work of another language counts for its translation, if there is one.
[[nodiscard]] LinkGraph link_graph(const site::Catalog& catalog, std::string_view language);

// Of all that graph_value() shows.
[[nodiscard]] std::uint64_t digest_of(const LinkGraph& graph, const site::Catalog& catalog);

// {width, height, left_out, nodes: [{title, url, kind, degree, x, y, r, has_label, label, side, label_x, label_y}],
// edges: [{from, to, x1, y1, x2, y2}]}. Worked out each time it is asked for; who asks notes it as `graph` of the site.
[[nodiscard]] templating::Value graph_value(const Publication& publication, std::string_view language);

}  // namespace byline::publish
