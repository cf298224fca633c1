#include "publish/link_graph.hpp"

#include <algorithm>
#include <string>
#include <utility>

#include "garden/labels.hpp"
#include "publish/publication.hpp"
#include "templating/value_map.hpp"
#include "text/digest.hpp"
#include "text/unicode.hpp"
#include "text/utf8.hpp"

namespace byline::publish {
namespace {

using site::WorkId;
using templating::Value;

// The work itself or its translation; no_work when it has none, or is not for a graph.
WorkId in_language(const site::Catalog& catalog, WorkId id, std::string_view language) {
    for (const WorkId translation : catalog.translations(id)) {
        const site::Work& work = catalog.work(translation);
        if (work.language == language) return work.is_section() ? site::no_work : translation;
    }
    return site::no_work;
}

std::vector<std::pair<WorkId, WorkId>> linked_pairs(const site::Catalog& catalog, std::string_view language) {
    std::vector<std::pair<WorkId, WorkId>> pairs;
    for (WorkId id = 0; id < catalog.works().size(); ++id) {
        const auto links = catalog.links_to(id);
        if (links.empty()) continue;
        const WorkId target = in_language(catalog, id, language);
        if (target == site::no_work) continue;
        for (const site::Backlink link : links) {
            const WorkId source = in_language(catalog, link.source, language);
            if (source != site::no_work && source != target) pairs.push_back(std::minmax(source, target));
        }
    }
    std::ranges::sort(pairs);
    pairs.erase(std::unique(pairs.begin(), pairs.end()), pairs.end());
    return pairs;
}

// A name as it stands beside its node: short, and how wide it is in CSS pixels, roughly.
struct Label {
    std::string text;
    std::int64_t width = 0;
};

Label label_of(std::string_view title) {
    constexpr std::int64_t letter = 6;
    constexpr std::int64_t widest = 26 * letter;
    Label label;
    for (std::size_t at = 0; at < title.size();) {
        const std::size_t begin = at;
        label.width += text::is_wide(text::decode_next(title, at)) ? 2 * letter : letter;
        if (label.width > widest) {
            label.text += "…";
            break;
        }
        label.text += title.substr(begin, at - begin);
    }
    return label;
}

std::int64_t radius_of(std::uint32_t degree) {
    constexpr std::array<std::uint32_t, 8> steps = {2, 3, 5, 8, 12, 18, 27, 40};
    return 4 + std::ranges::upper_bound(steps, degree) - steps.begin();
}

std::string_view name_of(garden::LabelSide side) {
    constexpr std::array<std::string_view, 4> names = {"below", "above", "right", "left"};
    return names[static_cast<std::size_t>(side)];
}

// Where the label's line of text begins, ends or has its middle, by its side; below where it has no room.
garden::Point label_point(const garden::LabelledNode& node, std::optional<garden::LabelSide> side) {
    constexpr std::int64_t ascent = 12;  // of a line of that height
    constexpr std::int64_t middle = 4;   // from the middle of a line down to where its letters stand
    const std::int64_t away = node.radius + garden::label_distance;
    const auto [x, y] = node.place;
    switch (side.value_or(garden::LabelSide::Below)) {
        case garden::LabelSide::Below: return {x, y + away + ascent};
        case garden::LabelSide::Above: return {x, y - away - garden::label_height + ascent};
        case garden::LabelSide::Right: return {x + away + 1, y + middle};
        case garden::LabelSide::Left: return {x - away - 1, y + middle};
    }
    return node.place;
}

}  // namespace

LinkGraph link_graph(const site::Catalog& catalog, std::string_view language) {
    const auto pairs = linked_pairs(catalog, language);
    std::vector<std::uint32_t> degrees(catalog.works().size());
    for (const auto& [a, b] : pairs) {
        ++degrees[a];
        ++degrees[b];
    }
    LinkGraph graph;
    for (WorkId id = 0; id < degrees.size(); ++id) {
        if (degrees[id] > 0) graph.works.push_back(id);
    }
    std::ranges::stable_sort(graph.works, std::ranges::greater(), [&](WorkId id) { return degrees[id]; });
    if (graph.works.size() > most_drawn) {
        graph.left_out = graph.works.size() - most_drawn;
        graph.works.resize(most_drawn);
    }
    constexpr std::uint32_t none = 0xffffffff;
    std::vector<std::uint32_t> index(catalog.works().size(), none);
    for (std::uint32_t i = 0; i < graph.works.size(); ++i) {
        index[graph.works[i]] = i;
        graph.degrees.push_back(degrees[graph.works[i]]);
    }
    for (const auto& [a, b] : pairs) {
        if (index[a] == none || index[b] == none) continue;
        const auto [from, to] = std::minmax(index[a], index[b]);
        graph.edges.push_back({from, to});
    }
    std::ranges::sort(graph.edges);
    return graph;
}

std::uint64_t digest_of(const LinkGraph& graph, const site::Catalog& catalog) {
    text::DigestBuilder digest;
    for (std::size_t i = 0; i < graph.works.size(); ++i) {
        const site::Work& work = catalog.work(graph.works[i]);
        digest.add(work.path).add(work.title).add(work.url_path).add_number(static_cast<std::uint64_t>(work.kind));
        digest.add_number(graph.degrees[i]);
    }
    for (const garden::Edge& edge : graph.edges) digest.add_number(std::uint64_t{edge.from} << 32U | edge.to);
    return digest.add_number(graph.left_out).digest64();
}

Value graph_value(const Publication& publication, std::string_view language) {
    const site::Catalog& catalog = publication.catalog();
    const LinkGraph graph = link_graph(catalog, language);
    std::vector<std::string> keys;
    std::vector<Label> labels;
    for (const WorkId id : graph.works) {
        keys.push_back(catalog.work(id).path);
        labels.push_back(label_of(catalog.work(id).title));
    }
    const garden::Layout layout = garden::lay_out(keys, graph.edges);
    std::vector<garden::LabelledNode> places;
    for (std::size_t i = 0; i < labels.size(); ++i)
        places.push_back({layout.points[i], radius_of(graph.degrees[i]), labels[i].width});
    const auto sides = garden::place_labels(places, layout.width);
    std::vector<Value> nodes;
    for (std::size_t i = 0; i < graph.works.size(); ++i) {
        const site::Work& work = catalog.work(graph.works[i]);
        nodes.push_back(Value::map({{"title", Value::view(work.title)},
                                    {"url", Value::string(publication.urls().href(work.url_path))},
                                    {"kind", Value::view(site::name_of(work.kind))},
                                    {"degree", Value::integer(graph.degrees[i])},
                                    {"x", Value::integer(layout.points[i].x)},
                                    {"y", Value::integer(layout.points[i].y)},
                                    {"r", Value::integer(places[i].radius)},
                                    {"has_label", Value::boolean(sides[i].has_value())},
                                    {"side", Value::view(name_of(sides[i].value_or(garden::LabelSide::Below)))},
                                    {"label_x", Value::integer(label_point(places[i], sides[i]).x)},
                                    {"label_y", Value::integer(label_point(places[i], sides[i]).y)},
                                    {"label", Value::string(std::move(labels[i].text))}}));
    }
    std::vector<Value> edges;
    for (const garden::Edge& edge : graph.edges) {
        const garden::Point from = layout.points[edge.from];
        const garden::Point to = layout.points[edge.to];
        edges.push_back(Value::map({{"from", Value::integer(edge.from)},
                                    {"to", Value::integer(edge.to)},
                                    {"x1", Value::integer(from.x)},
                                    {"y1", Value::integer(from.y)},
                                    {"x2", Value::integer(to.x)},
                                    {"y2", Value::integer(to.y)}}));
    }
    return Value::map({{"width", Value::integer(layout.width)},
                       {"height", Value::integer(layout.height)},
                       {"left_out", Value::integer(static_cast<std::int64_t>(graph.left_out))},
                       {"nodes", Value::list(std::move(nodes))},
                       {"edges", Value::list(std::move(edges))}});
}

}  // namespace byline::publish
