#include "publish/site_index.hpp"

#include <algorithm>
#include <optional>
#include <utility>
#include <vector>

#include "publish/search_index.hpp"

namespace byline::publish {
namespace {

// The works whose documents may be other than those that the standing index was made of.
std::vector<site::WorkId> works_to_index_again(const SiteState& state, const RefreshedSince& refreshed) {
    std::vector<site::WorkId> works;
    for (site::WorkId id = 0; id < state.sources.numbers.size(); ++id) {
        const std::uint32_t source = state.sources.numbers[id];
        if (state.renewal->changes(source).intersects(searched_fields) ||
            std::ranges::binary_search(refreshed.sources, state.renewal->old_number(source)))
            works.push_back(id);
    }
    return works;
}

// Nothing when the index that stands is not the one that the record belongs to, or cannot be changed.
Result<std::optional<text::Digest>> updated_index(SiteState& state, const SiteIndexing& indexing,
                                                  output::OutputSink& sink) {
    const std::optional<text::Digest> none;
    if (!state.renewal) return none;
    const RefreshedSince& refreshed = indexing.refreshed;
    const bool was_refreshed = refreshed.search_index != text::Digest{};
    const text::Digest& expected = was_refreshed ? refreshed.search_index : indexing.before->head().search_index;
    if (sink.standing(std::string(search_head_path)) != expected) return none;
    TRY(auto update,
        search_index_update(*state.publication, *state.documents, works_to_index_again(state, refreshed), sink));
    if (!update) return none;
    return apply_search_index_update(std::move(*update), sink);
}

}  // namespace

Result<text::Digest> index_site(SiteState& state, const SiteIndexing& indexing, output::OutputSink& sink) {
    TRY(const auto updated, updated_index(state, indexing, sink));
    if (updated) return *updated;
    return make_search_index(*state.publication, *state.documents, indexing.threads, sink);
}

}  // namespace byline::publish
