#include "publish/relations.hpp"

#include <algorithm>
#include <span>
#include <string_view>
#include <unordered_map>

#include "parallel/for_each_index.hpp"
#include "publish/objects.hpp"
#include "publish/site_state.hpp"
#include "text/digest.hpp"

namespace byline::publish {
namespace {

using site::WorkId;

// Of a hash table, whatever its order.
template <typename Map>
std::uint64_t unordered_digest(const Map& map) {
    std::uint64_t sum = 0;
    for (const auto& [key, value] : map) {
        sum += text::digest64_of(key) * 31 + text::digest64_of(value);
    }
    return sum;
}

class RelationDigests {
  public:
    RelationDigests(const site::Catalog& catalog, const site::Configuration& configuration)
        : catalog_(catalog), configuration_(configuration) {
        paths_.reserve(catalog.works().size());
        for (const site::Work& work : catalog.works()) paths_.push_back(text::digest64_of(work.path));
        for (const site::LanguageIndex& index : catalog.languages()) {
            for (const site::Series& series : index.series) series_.emplace(&series, digest_of(series.works));
        }
    }

    [[nodiscard]] graph::Relations of(WorkId id) const {
        const site::Series* series = catalog_.series_of(id);
        return {path_of(catalog_.older(id)),
                path_of(catalog_.newer(id)),
                digest_of(catalog_.related(id, most_related)),
                links_to(id),
                digest_of(catalog_.translations(id)),
                terms_of(id),
                series == nullptr ? 0 : text::digest64_of(series->url_path) + series_.at(series)};
    }

  private:
    [[nodiscard]] std::uint64_t path_of(WorkId id) const { return id == site::no_work ? 0 : paths_[id]; }

    [[nodiscard]] std::uint64_t digest_of(std::span<const WorkId> ids) const {
        if (ids.empty()) return 0;
        text::DigestBuilder digest;
        for (const WorkId id : ids) digest.add_number(paths_[id]);
        return digest.digest64();
    }

    // Which links, not only of which works: a page shows the sentences that they stand in.
    [[nodiscard]] std::uint64_t links_to(WorkId id) const {
        const auto links = catalog_.links_to(id);
        if (links.empty()) return 0;
        text::DigestBuilder digest;
        for (const site::Backlink link : links) digest.add_number(paths_[link.source]).add_number(link.reference);
        return digest.digest64();
    }

    [[nodiscard]] std::uint64_t terms_of(WorkId id) const {
        const auto positions = catalog_.terms_of(id);
        if (positions.empty()) return 0;
        const site::LanguageIndex& index = catalog_.language(catalog_.work(id).language);
        text::DigestBuilder digest;
        for (const site::TermPosition position : positions) {
            digest.add(configuration_.taxonomies[position.taxonomy].name);
            digest.add(index.terms[position.taxonomy][position.term].url_path);
        }
        return digest.digest64();
    }

    const site::Catalog& catalog_;
    const site::Configuration& configuration_;
    std::vector<std::uint64_t> paths_;
    std::unordered_map<const site::Series*, std::uint64_t> series_;
};

}  // namespace

graph::Frames frames_of(const site::Work& work) {
    text::DigestBuilder digest;
    graph::Frames frames;
    digest.add(work.path).add(work.url_path).add(work.language).add(work.key).add(work.title).add(work.slug);
    digest.add(work.source.name).add_number(static_cast<std::uint64_t>(work.source.role));
    for (const auto& alias : work.metadata.aliases) digest.add(alias.value);
    frames.addresses = digest.digest64();

    digest.reset();
    digest.add(work.path).add(work.language).add(work.key).add_number(static_cast<std::uint64_t>(work.kind));
    digest.add_number(static_cast<std::uint64_t>(work.source.role)).add(work.source.name);
    digest.add_number(work.date ? 1 : 0).add_number(work.date ? static_cast<std::uint64_t>(work.date->seconds) : 0);
    digest.add_number(work.metadata.featured.empty() ? 0 : 1);
    for (const auto& [taxonomy, terms] : work.metadata.terms) {
        digest.add(taxonomy).add_number(terms.size());
        for (const auto& term : terms) digest.add(term.value);
    }
    if (const auto& series = work.metadata.series) {
        digest.add(series->name).add_number(series->position ? 1 : 0);
        digest.add_number(static_cast<std::uint64_t>(series->position.value_or(0)));
    }
    frames.order = digest.digest64();

    digest.reset();
    for (const site::InternalReference& reference : work.references) {
        digest.add_number(static_cast<std::uint64_t>(reference.kind)).add(reference.destination);
    }
    frames.references = digest.digest64();
    return frames;
}

graph::Frames frames_of(const site::Catalog& catalog, const site::Plan& plan, std::size_t threads) {
    const auto works = catalog.works();
    std::vector<graph::Frames> each(works.size());
    parallel::for_each_index(works.size(), threads, [&](std::size_t i, std::size_t) { each[i] = frames_of(works[i]); });
    text::DigestBuilder addresses;
    text::DigestBuilder order;
    text::DigestBuilder references;
    for (const graph::Frames& frames : each) {
        addresses.add_number(frames.addresses);
        order.add_number(frames.order);
        references.add_number(frames.references);
    }
    for (const std::uint64_t output : plan.output_digests) addresses.add_number(output);
    addresses.add_number(unordered_digest(plan.companion_outputs));
    return {addresses.digest64(), order.digest64(), references.digest64()};
}

std::vector<graph::Relations> relations_of(const site::Catalog& catalog, const site::Configuration& configuration,
                                           std::size_t threads) {
    std::vector<graph::Relations> relations(catalog.works().size());
    const RelationDigests digests(catalog, configuration);
    parallel::for_each_index(relations.size(), threads,
                             [&](std::size_t i, std::size_t) { relations[i] = digests.of(static_cast<WorkId>(i)); });
    return relations;
}

std::vector<graph::Relations> relations_now(const SiteState& state, const graph::BuildRecord* before,
                                            const graph::Frames& frames, std::size_t threads) {
    const auto work_out = [&] { return relations_of(*state.catalog, state.configuration, threads); };
    if (before == nullptr || before->head().frames != frames) return work_out();
    std::vector<graph::Relations> relations(state.sources.numbers.size());
    for (std::size_t id = 0; id < relations.size(); ++id) {
        const SourceState& source = state.sources.states[state.sources.numbers[id]];
        // The frames hold every path: a shown work that the last build did not show would have changed them.
        if (source.before == nullptr || !source.before->was_shown) return work_out();
        relations[id] = source.before->relations;
    }
    return relations;
}

}  // namespace byline::publish
