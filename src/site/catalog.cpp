#include "site/catalog.hpp"

#include <algorithm>
#include <cctype>
#include <functional>
#include <future>
#include <map>
#include <tuple>
#include <utility>

#include "site/work_url.hpp"
#include "text/collation.hpp"
#include "text/url.hpp"

namespace byline::site {
namespace {

// Newest first; undated last; the path decides among equals so that the order never depends on chance. Works are
// numbered by path, and their keys lie close together: a work for each comparison would be a miss of the cache each.
class NewestFirst {
  public:
    explicit NewestFirst(const std::vector<Work>& works) {
        keys_.reserve(works.size());
        for (const Work& work : works) keys_.push_back(work.date ? work.date->seconds : INT64_MIN);
    }

    bool operator()(WorkId a, WorkId b) const { return keys_[a] != keys_[b] ? keys_[a] > keys_[b] : a < b; }

  private:
    std::vector<std::int64_t> keys_;  // by id: seconds, the least for none
};

// Sorts by a language's collation, computing each key once.
template <typename T>
void sort_by_name(std::vector<T>& items, std::string_view language) {
    if (items.size() < 2) return;
    const text::Collator collator(language);
    std::vector<std::pair<std::string, std::size_t>> keys;
    keys.reserve(items.size());
    for (std::size_t i = 0; i < items.size(); ++i) keys.emplace_back(collator.sort_key(items[i].name), i);
    std::sort(keys.begin(), keys.end());
    std::vector<T> sorted;
    sorted.reserve(items.size());
    for (const auto& [key, index] : keys) sorted.push_back(std::move(items[index]));
    items = std::move(sorted);
}

}  // namespace

std::string folded_name(std::string_view name) {
    std::string folded;
    folded.reserve(name.size());
    for (const char c : name) {
        const auto byte = static_cast<unsigned char>(c);
        const bool is_space = std::isspace(byte) != 0;
        if (!is_space) folded.push_back(static_cast<char>(std::tolower(byte)));
        if (is_space && !folded.empty() && folded.back() != ' ') folded.push_back(' ');
    }
    while (!folded.empty() && folded.back() == ' ') folded.pop_back();
    return folded;
}

Catalog Catalog::gather(std::vector<Work> works, const Configuration& configuration, const text::Slugger& slugger) {
    Catalog catalog;
    catalog.works_ = std::move(works);
    const auto by_path = [](const Work& a, const Work& b) { return a.path < b.path; };
    // They come as they were listed: in order, unless a test makes them.
    if (!std::ranges::is_sorted(catalog.works_, by_path)) std::ranges::sort(catalog.works_, by_path);
    for (const Language& language : configuration.languages) {
        LanguageIndex index;
        index.language = language.code;
        index.prefix = language_prefix(language.code, configuration);
        index.terms.resize(configuration.taxonomies.size());
        catalog.languages_.push_back(std::move(index));
    }
    catalog.number_urls();
    catalog.order_lists(configuration);
    // What groups works and what links them write to different members.
    const auto link = [&] {
        catalog.gather_translations(configuration);
        catalog.gather_names();
        catalog.gather_backlinks();
    };
    constexpr std::size_t worth_a_thread = 1'000;  // works
    const auto policy = catalog.works_.size() < worth_a_thread ? std::launch::deferred : std::launch::async;
    auto linked = std::async(policy, link);
    catalog.gather_terms(configuration, slugger);
    catalog.gather_series(slugger);
    linked.get();
    return catalog;
}

void Catalog::replace(WorkId id, Work work) {
    if (lazy_ != nullptr) return lazy_->replace(id, std::move(work));
    works_[id] = std::move(work);
}

void Catalog::order_lists(const Configuration& configuration) {
    std::unordered_map<std::string_view, std::size_t> index_of;
    for (std::size_t i = 0; i < configuration.languages.size(); ++i) index_of[configuration.languages[i].code] = i;
    for (WorkId id = 0; id < works_.size(); ++id) {
        const Work& work = works_[id];
        LanguageIndex& index = languages_[index_of.at(work.language)];
        if (work.is_section()) {
            index.sections.emplace(work.source.name, id);
            index.section_ids.push_back(id);
            continue;
        }
        index.by_kind[static_cast<std::size_t>(work.kind)].push_back(id);
        if (is_listed(work.kind)) index.listed.push_back(id);
        if (!work.metadata.featured.empty()) index.featured.push_back(id);
    }
    neighbours_.resize(works_.size());
    const NewestFirst order(works_);
    for (LanguageIndex& index : languages_) {
        std::sort(index.listed.begin(), index.listed.end(), std::ref(order));
        std::sort(index.featured.begin(), index.featured.end(), std::ref(order));
        for (std::vector<WorkId>& list : index.by_kind) {
            std::sort(list.begin(), list.end(), std::ref(order));
            for (std::size_t i = 1; i < list.size(); ++i) {
                neighbours_[list[i - 1]].older = list[i];
                neighbours_[list[i]].newer = list[i - 1];
            }
        }
    }
}

void Catalog::gather_terms(const Configuration& configuration, const text::Slugger& slugger) {
    for (LanguageIndex& index : languages_) {
        std::vector<std::map<std::string, Term>> found(configuration.taxonomies.size());  // by slug
        std::unordered_map<std::string, std::string> slugs;                               // of names met before
        const auto add = [&](WorkId id) {
            for (const auto& [taxonomy_name, names] : works_[id].metadata.terms) {
                const auto taxonomy = std::ranges::find(configuration.taxonomies, taxonomy_name, &Taxonomy::name);
                if (taxonomy == configuration.taxonomies.end()) continue;
                auto& terms = found[static_cast<std::size_t>(taxonomy - configuration.taxonomies.begin())];
                for (const auto& name : names) {
                    auto [slug, is_new] = slugs.try_emplace(name.value);
                    if (is_new) slug->second = slugger.slug(name.value);
                    if (slug->second.empty()) continue;
                    Term& term = terms[slug->second];
                    if (term.name.empty()) term.name = name.value;
                    if (term.works.empty() || term.works.back() != id) term.works.push_back(id);
                }
            }
        };
        for (const WorkId id : index.listed) add(id);
        for (const WorkId id : index.by_kind[static_cast<std::size_t>(Kind::Page)]) add(id);
        for (std::size_t t = 0; t < found.size(); ++t) {
            for (auto& [slug, term] : found[t]) {
                term.slug = slug;
                term.url_path = index.prefix + "/" + configuration.taxonomies[t].name + "/" + slug + "/";
                index.terms[t].push_back(std::move(term));
            }
            sort_by_name(index.terms[t], index.language);
        }
    }
    number_terms();
}

// Lays the terms of all works end to end: counted first, then each put into its place.
void Catalog::number_terms() {
    const auto for_each_position = [&](auto&& visit) {
        for (const LanguageIndex& index : languages_) {
            for (std::uint32_t taxonomy = 0; taxonomy < index.terms.size(); ++taxonomy) {
                for (std::uint32_t term = 0; term < index.terms[taxonomy].size(); ++term) {
                    const std::vector<WorkId>& ids = index.terms[taxonomy][term].works;
                    for (std::uint32_t i = 0; i < ids.size(); ++i) visit(ids[i], TermPosition{taxonomy, term, i});
                }
            }
        }
    };
    term_ranges_.assign(works_.size(), {});
    for_each_position([&](WorkId id, const TermPosition&) { ++term_ranges_[id].count; });
    std::uint32_t first = 0;
    for (Range& range : term_ranges_) {
        range.first = first;
        first += std::exchange(range.count, 0);
    }
    term_positions_.resize(first);
    for_each_position([&](WorkId id, const TermPosition& position) {
        Range& range = term_ranges_[id];
        term_positions_[range.first + range.count++] = position;
    });
}

void Catalog::gather_series(const text::Slugger& slugger) {
    series_positions_.assign(works_.size(), 0);
    for (LanguageIndex& index : languages_) {
        std::map<std::string, Series> found;  // by slug
        for (const WorkId id : index.listed) {
            const auto& entry = works_[id].metadata.series;
            if (!entry || entry->name.empty()) continue;
            Series& series = found[slugger.slug(entry->name)];
            if (series.name.empty()) series.name = entry->name;
            series.works.push_back(id);
        }
        for (auto& [slug, series] : found) {
            series.slug = slug;
            series.url_path = index.prefix + "/series/" + slug + "/";
            const auto key = [&](WorkId id) {
                const Work& work = works_[id];
                return std::tuple(work.metadata.series->position.value_or(INT64_MAX),
                                  work.date ? work.date->seconds : INT64_MAX, std::string_view(work.path));
            };
            std::sort(series.works.begin(), series.works.end(), [&](WorkId a, WorkId b) { return key(a) < key(b); });
            index.series.push_back(std::move(series));
        }
        sort_by_name(index.series, index.language);
        for (std::size_t i = 0; i < index.series.size(); ++i) {
            for (const WorkId id : index.series[i].works) series_positions_[id] = static_cast<std::uint32_t>(i + 1);
        }
    }
}

void Catalog::gather_translations(const Configuration& configuration) {
    translation_ranges_.resize(works_.size());
    std::unordered_map<std::string_view, std::size_t> order;
    for (std::size_t i = 0; i < configuration.languages.size(); ++i) order[configuration.languages[i].code] = i;
    std::vector<std::tuple<std::string_view, std::size_t, WorkId>> keys;
    keys.reserve(works_.size());
    for (WorkId id = 0; id < works_.size(); ++id) keys.emplace_back(works_[id].key, order.at(works_[id].language), id);
    // Sorted by path, they nearly are by key.
    if (!std::ranges::is_sorted(keys)) std::ranges::sort(keys);
    std::vector<WorkId> ids;
    ids.reserve(keys.size());
    for (const auto& key : keys) ids.push_back(std::get<WorkId>(key));
    for (std::size_t first = 0; first < ids.size();) {
        std::size_t last = first + 1;
        while (last < ids.size() && works_[ids[last]].key == works_[ids[first]].key) ++last;
        for (std::size_t i = first; i < last; ++i) {
            translation_ranges_[ids[i]] = {static_cast<std::uint32_t>(first), static_cast<std::uint32_t>(last - first)};
        }
        first = last;
    }
    translation_ids_ = std::move(ids);
}

void Catalog::gather_names() {
    const auto uses_wikilinks = [](const Work& work) {
        return std::ranges::any_of(work.references, [](const InternalReference& reference) {
            return reference.kind == markdown::ReferenceKind::Wikilink ||
                   reference.kind == markdown::ReferenceKind::Embed;
        });
    };
    if (std::ranges::none_of(works_, uses_wikilinks)) return;
    for (WorkId id = 0; id < works_.size(); ++id) {
        const Work& work = works_[id];
        const auto add = [&](std::string_view name) {
            if (name.empty()) return;
            std::vector<WorkId>& ids = by_name_[folded_name(name)];
            if (ids.empty() || ids.back() != id) ids.push_back(id);
        };
        if (!work.is_deck()) {  // called as its talk is
            add(work.title);
            add(work.slug);
            add(work.source.name);
        }
        add(work.key);
        add(work.path);
        for (const auto& alias : work.metadata.aliases) add(alias.value);
    }
}

void Catalog::gather_backlinks() {
    std::vector<std::pair<WorkId, Backlink>> links;  // by target
    for (WorkId id = 0; id < works_.size(); ++id) {
        const Work& work = works_[id];
        for (std::uint32_t i = 0; i < work.references.size(); ++i) {
            const InternalReference& reference = work.references[i];
            const bool is_wiki =
                reference.kind == markdown::ReferenceKind::Wikilink || reference.kind == markdown::ReferenceKind::Embed;
            if (reference.kind == markdown::ReferenceKind::Image ||
                reference.kind == markdown::ReferenceKind::HtmlSource ||
                reference.kind == markdown::ReferenceKind::DirectiveFile) {
                continue;
            }
            const WorkId target =
                is_wiki ? find_named(reference.destination, work.language) : resolve_link(work, reference.destination);
            if (target != no_work && target != id) links.emplace_back(target, Backlink{id, i});
        }
    }
    const NewestFirst order(works_);
    std::sort(links.begin(), links.end(), [&](const auto& a, const auto& b) {
        if (a.first != b.first) return a.first < b.first;
        if (a.second.source != b.second.source) return order(a.second.source, b.second.source);
        return a.second.reference < b.second.reference;
    });
    backlink_ranges_.resize(works_.size());
    link_ranges_.resize(works_.size());
    links_.reserve(links.size());
    for (const auto& [target, link] : links) {
        Range& all = link_ranges_[target];
        Range& sources = backlink_ranges_[target];
        if (all.count++ == 0) {
            all.first = static_cast<std::uint32_t>(links_.size());
            sources.first = static_cast<std::uint32_t>(backlink_ids_.size());
        }
        links_.push_back(link);
        if (sources.count > 0 && backlink_ids_.back() == link.source) continue;
        ++sources.count;
        backlink_ids_.push_back(link.source);
    }
}

}  // namespace byline::site
