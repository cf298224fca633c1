// The Catalog holds all works, ordered and linked to one another; what every page is made from.
// Immutable once gathered; any number of threads may read it.
#pragma once

#include <array>
#include <cstddef>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "site/configuration.hpp"
#include "site/lazy_works.hpp"
#include "site/work.hpp"
#include "text/slug.hpp"

namespace byline::site {

// One term of a taxonomy in one language, and the works that bear it, newest first.
struct Term {
    std::string name;  // as most works write it
    std::string slug;
    std::string url_path;
    std::vector<WorkId> works;
};

struct Series {
    std::string name;
    std::string slug;
    std::string url_path;
    std::vector<WorkId> works;  // in reading order
};

// What one language of the site has.
struct LanguageIndex {
    std::string language;
    std::string prefix;                                         // "" or "/zh"
    std::vector<WorkId> listed;                                 // all dated kinds, newest first
    std::array<std::vector<WorkId>, all_kinds.size()> by_kind;  // newest first
    std::vector<WorkId> featured;                               // newest first
    std::vector<std::vector<Term>> terms;                       // by taxonomy as configured; in the language's order
    std::vector<Series> series;                                 // in the language's order
    std::unordered_map<std::string_view, WorkId> sections;      // by folder: "", "articles"
    std::vector<WorkId> section_ids;                            // of these, rising
};

// Where a work stands: which term of which taxonomy, and at which place in that term's list.
struct TermPosition {
    std::uint32_t taxonomy = 0;
    std::uint32_t term = 0;
    std::uint32_t ordinal = 0;
};

// A link that leads to a work.
struct Backlink {
    WorkId source = no_work;
    std::uint32_t reference = 0;  // index into the references of the source
};

class Catalog {
  public:
    // Orders and links `works`; they keep the order of their paths. Only shown works may be among them.
    [[nodiscard]] static Catalog gather(std::vector<Work> works, const Configuration& configuration,
                                        const text::Slugger& slugger);

    // What gather() found out, in bytes: all but the works themselves. Of the very catalog that was gathered. Appends.
    void encode_tables(std::string& out);
    // A catalog like the one that the tables are of, without reading its works: each is made when it is asked for.
    // Nothing when the bytes are not tables of so many works.
    [[nodiscard]] static std::optional<Catalog> restore(std::string_view tables, LazyWorks::Source works,
                                                        const Configuration& configuration);

    // Puts `work` in the place of one that differs from it in nothing that orders, links or finds works: not in path,
    // address, names, dates, terms, series or references. Not while anything reads the catalog.
    void replace(WorkId id, Work work);

    // Of a restored catalog, this makes all of them; size() does not.
    [[nodiscard]] std::span<const Work> works() const { return lazy_ == nullptr ? works_ : lazy_->all(); }
    [[nodiscard]] std::size_t size() const { return lazy_ == nullptr ? works_.size() : lazy_->size(); }
    [[nodiscard]] const Work& work(WorkId id) const { return lazy_ == nullptr ? works_[id] : lazy_->get(id); }
    [[nodiscard]] bool is_restored() const { return lazy_ != nullptr; }
    [[nodiscard]] std::span<const LanguageIndex> languages() const { return languages_; }
    [[nodiscard]] const LanguageIndex& language(std::string_view code) const;

    // The same work in other languages and this one, in the order of configuration.
    [[nodiscard]] std::span<const WorkId> translations(WorkId id) const;
    [[nodiscard]] WorkId newer(WorkId id) const {
        return neighbours_[id].newer;
    }  // of its kind and language, or no_work
    [[nodiscard]] WorkId older(WorkId id) const { return neighbours_[id].older; }
    [[nodiscard]] std::span<const TermPosition> terms_of(WorkId id) const;
    [[nodiscard]] const Series* series_of(WorkId id) const;

    // Works that link here, by date, newest first, each once.
    [[nodiscard]] std::span<const WorkId> backlinks(WorkId id) const;
    // Every link that leads here from another work, in that order and then as they stand in the text.
    [[nodiscard]] std::span<const Backlink> links_to(WorkId id) const;

    // The works nearest by shared terms (rare ones count more), newest first among equals. Looks at a bounded
    // neighbourhood in each term's list, so that the cost does not grow with the site.
    [[nodiscard]] std::vector<WorkId> related(WorkId id, std::size_t most) const;

    // By what a reader types between [[ and ]]: title, slug, file name, alias or key, of the same language first.
    [[nodiscard]] WorkId find_named(std::string_view name, std::string_view language) const;
    [[nodiscard]] WorkId find_path(std::string_view content_path) const;  // "articles/dns.md"
    // Whether a work's path lies between these, the first among them.
    [[nodiscard]] bool has_path_from(std::string_view first, std::string_view last) const;
    [[nodiscard]] WorkId find_url(std::string_view url_path) const;  // "/articles/dns/"

    // What a link written in `from` leads to, when that is a work: relative and absolute paths of Markdown files,
    // relative and absolute URL paths. The fragment and query are ignored.
    [[nodiscard]] WorkId resolve_link(const Work& from, std::string_view destination) const;

  private:
    struct Neighbours {
        WorkId newer = no_work;
        WorkId older = no_work;
    };
    struct Range {
        std::uint32_t first = 0;
        std::uint32_t count = 0;
    };

    // What is called by a name, or found at an address, by digest: the text itself is the work's.
    struct NamedWork {
        std::uint32_t digest_high = 0;
        std::uint32_t digest_low = 0;
        WorkId id = no_work;

        [[nodiscard]] static NamedWork of(std::string_view name, WorkId id);
        [[nodiscard]] bool is_named_as(const NamedWork& other) const {
            return digest_high == other.digest_high && digest_low == other.digest_low;
        }
        friend auto operator<=>(const NamedWork&, const NamedWork&) = default;
    };

    // All that is told of by tables(), one after another; of a constant catalog or of one that is to be filled.
    template <typename Tables, typename Visit>
    static void visit_tables(Tables& tables, Visit&& visit);
    [[nodiscard]] bool has_tables_of(std::size_t works) const;
    void number_urls();
    void number_names();
    [[nodiscard]] WorkId first_from(std::string_view path) const;
    [[nodiscard]] std::vector<WorkId> named(std::string_view folded) const;
    [[nodiscard]] WorkId find_exact_url(std::string_view url_path) const;

    void order_lists(const Configuration& configuration);
    void gather_terms(const Configuration& configuration, const text::Slugger& slugger);
    void number_terms();
    void gather_series(const text::Slugger& slugger);
    void gather_translations(const Configuration& configuration);
    void gather_names();
    void gather_backlinks();

    std::vector<Work> works_;
    std::unique_ptr<LazyWorks> lazy_;  // of a restored catalog, instead
    std::vector<NamedWork> urls_;      // sorted
    std::vector<NamedWork> names_;     // of a restored one: in the place of by_name_; sorted
    std::vector<LanguageIndex> languages_;
    std::vector<Neighbours> neighbours_;
    std::vector<WorkId> translation_ids_;
    std::vector<Range> translation_ranges_;
    std::vector<TermPosition> term_positions_;
    std::vector<Range> term_ranges_;
    std::vector<std::uint32_t> series_positions_;  // 1 + index into its language's series; 0 for none
    std::vector<WorkId> backlink_ids_;
    std::vector<Range> backlink_ranges_;
    std::vector<Backlink> links_;
    std::vector<Range> link_ranges_;
    std::unordered_map<std::string, std::vector<WorkId>> by_name_;  // folded; filled when a work uses wikilinks
};

// A name as wikilinks compare it: without case, spaces folded.
[[nodiscard]] std::string folded_name(std::string_view name);

}  // namespace byline::site
