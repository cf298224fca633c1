// What a Catalog keeps of itself for a build that will not gather it again: its tables, in bytes and back.
#include <algorithm>
#include <array>
#include <bit>
#include <cstring>
#include <type_traits>
#include <utility>

#include "site/catalog.hpp"
#include "site/work_url.hpp"
#include "text/byte_codec.hpp"
#include "text/digest.hpp"

namespace byline::site {
namespace {

static_assert(std::endian::native == std::endian::little, "arrays are written as they lie in memory");

// Arrays of 32-bit numbers, and of structures of nothing else, are copied as a whole.
template <typename T>
constexpr bool is_plain = std::is_trivially_copyable_v<T>&& std::has_unique_object_representations_v<T>;

// Bytes, but for the texts and what tells how long arrays are.
template <typename Part>
std::size_t size_of(const Part& part) {
    using Item = typename Part::value_type;
    if constexpr (is_plain<Item>) return part.size() * sizeof(Item);
    std::size_t size = 0;
    if constexpr (requires(Item item) { item.works; })
        for (const Item& item : part) size += item.works.size() * sizeof(WorkId);
    else if constexpr (!is_plain<Item>)
        for (const Item& item : part) size += size_of(item);
    return size;
}

class TableWriter {
  public:
    explicit TableWriter(std::string& bytes) : out_(bytes) {}

    void part(const std::string& text) { out_.string(text); }
    template <typename T>
    void part(const std::vector<T>& items) {
        out_.u64(items.size());
        if constexpr (is_plain<T>) {
            const std::string_view bytes(reinterpret_cast<const char*>(items.data()), items.size() * sizeof(T));
            out_.raw(bytes);
        } else {
            for (const T& item : items) part(item);
        }
    }
    template <typename T, std::size_t N>
    void part(const std::array<T, N>& items) {
        for (const T& item : items) part(item);
    }
    void part(const Term& term) { parts(term.name, term.slug, term.url_path, term.works); }
    void part(const Series& series) { parts(series.name, series.slug, series.url_path, series.works); }

  private:
    template <typename... Parts>
    void parts(const Parts&... all) {
        (part(all), ...);
    }

    text::ByteWriter out_;
};

class TableReader {
  public:
    explicit TableReader(std::string_view bytes) : in_(bytes) {}

    void part(std::string& text) { text = std::string(in_.string()); }
    template <typename T>
    void part(std::vector<T>& items) {
        if constexpr (is_plain<T>) {
            items.resize(in_.count(sizeof(T)));
            const std::string_view bytes = in_.raw(items.size() * sizeof(T));
            if (!bytes.empty()) std::memcpy(items.data(), bytes.data(), bytes.size());
        } else {
            items.resize(in_.count(1));
            for (T& item : items) part(item);
        }
    }
    template <typename T, std::size_t N>
    void part(std::array<T, N>& items) {
        for (T& item : items) part(item);
    }
    void part(Term& term) { parts(term.name, term.slug, term.url_path, term.works); }
    void part(Series& series) { parts(series.name, series.slug, series.url_path, series.works); }
    [[nodiscard]] bool is_complete() const { return in_.is_complete(); }

  private:
    template <typename... Parts>
    void parts(Parts&... all) {
        (part(all), ...);
    }

    text::ByteReader in_;
};

bool are_below(const std::vector<WorkId>& ids, std::size_t count) {
    return std::ranges::all_of(ids, [&](WorkId id) { return id < count; });
}

}  // namespace

template <typename Tables, typename Visit>
void Catalog::visit_tables(Tables& tables, Visit&& visit) {
    visit(tables.neighbours_);
    visit(tables.translation_ids_);
    visit(tables.translation_ranges_);
    visit(tables.term_positions_);
    visit(tables.term_ranges_);
    visit(tables.series_positions_);
    visit(tables.backlink_ids_);
    visit(tables.backlink_ranges_);
    visit(tables.links_);
    visit(tables.link_ranges_);
    visit(tables.urls_);
    visit(tables.names_);
    for (auto& index : tables.languages_) {
        visit(index.listed);
        visit(index.by_kind);
        visit(index.featured);
        visit(index.terms);
        visit(index.series);
        visit(index.section_ids);
    }
}

void Catalog::encode_tables(std::string& out) {
    number_names();
    // Of a million works they are a hundred megabytes, which are not to be moved while they grow.
    std::size_t size = out.size();
    visit_tables(std::as_const(*this), [&](const auto& part) { size += size_of(part); });
    out.reserve(size + size / 16);
    TableWriter writer(out);
    visit_tables(std::as_const(*this), [&](const auto& part) { writer.part(part); });
    names_ = {};
}

std::optional<Catalog> Catalog::restore(std::string_view tables, LazyWorks::Source works,
                                        const Configuration& configuration) {
    const std::size_t count = works.count;
    Catalog catalog;
    for (const Language& language : configuration.languages) {
        LanguageIndex& index = catalog.languages_.emplace_back();
        index.language = language.code;
        index.prefix = language_prefix(language.code, configuration);
    }
    TableReader reader(tables);
    visit_tables(catalog, [&](auto& part) { reader.part(part); });
    if (!reader.is_complete() || !catalog.has_tables_of(count)) return std::nullopt;
    catalog.lazy_ = std::make_unique<LazyWorks>(std::move(works));
    for (LanguageIndex& index : catalog.languages_) {
        for (const WorkId id : index.section_ids) index.sections.emplace(catalog.work(id).source.name, id);
    }
    return catalog;
}

// A checksum has vouched for the bytes; so this only keeps what is wrong all the same from being read out of bounds.
bool Catalog::has_tables_of(std::size_t count) const {
    const auto lie_in = [&](const std::vector<Range>& ranges, std::size_t size) {
        return ranges.size() == count && std::ranges::all_of(ranges, [&](const Range& range) {
                   return std::uint64_t{range.first} + range.count <= size;
               });
    };
    const auto is_work = [&](WorkId id) { return id < count || id == no_work; };
    return neighbours_.size() == count && series_positions_.size() == count && urls_.size() == count &&
           std::ranges::all_of(neighbours_,
                               [&](const auto& one) { return is_work(one.newer) && is_work(one.older); }) &&
           lie_in(translation_ranges_, translation_ids_.size()) && lie_in(term_ranges_, term_positions_.size()) &&
           lie_in(backlink_ranges_, backlink_ids_.size()) && lie_in(link_ranges_, links_.size()) &&
           are_below(translation_ids_, count) && are_below(backlink_ids_, count) &&
           std::ranges::all_of(links_, [&](const Backlink& link) { return link.source < count; }) &&
           std::ranges::all_of(urls_, [&](const NamedWork& url) { return url.id < count; }) &&
           std::ranges::all_of(names_, [&](const NamedWork& name) { return name.id < count; }) &&
           std::ranges::all_of(languages_, [&](const LanguageIndex& index) {
               return are_below(index.listed, count) && are_below(index.featured, count) &&
                      are_below(index.section_ids, count);
           });
}

void Catalog::number_urls() {
    urls_.reserve(works_.size());
    for (WorkId id = 0; id < works_.size(); ++id) urls_.push_back(NamedWork::of(works_[id].url_path, id));
    std::ranges::sort(urls_);
}

// The table from which a restored catalog finds what a gathered one finds in its map.
void Catalog::number_names() {
    for (const auto& [name, ids] : by_name_) {
        for (const WorkId id : ids) names_.push_back(NamedWork::of(name, id));
    }
    std::ranges::sort(names_);
}

Catalog::NamedWork Catalog::NamedWork::of(std::string_view name, WorkId id) {
    const std::uint64_t digest = text::digest64_of(name);
    return {static_cast<std::uint32_t>(digest >> 32U), static_cast<std::uint32_t>(digest), id};
}

std::vector<WorkId> Catalog::named(std::string_view folded) const {
    if (lazy_ == nullptr) {
        const auto found = by_name_.find(std::string(folded));
        return found == by_name_.end() ? std::vector<WorkId>() : found->second;
    }
    std::vector<WorkId> ids;
    const NamedWork wanted = NamedWork::of(folded, 0);
    for (auto name = std::ranges::lower_bound(names_, wanted); name != names_.end() && name->is_named_as(wanted);
         ++name)
        ids.push_back(name->id);
    return ids;
}

bool Catalog::has_path_from(std::string_view first, std::string_view last) const {
    return first_from(first) < first_from(last);
}

// The first work whose path is not before this one; size() when there is none.
WorkId Catalog::first_from(std::string_view path) const {
    if (lazy_ != nullptr) return lazy_->first_from(path);
    const auto path_of = [](const Work& work) { return std::string_view(work.path); };
    return static_cast<WorkId>(std::ranges::lower_bound(works_, path, {}, path_of) - works_.begin());
}

WorkId Catalog::find_exact_url(std::string_view url_path) const {
    const NamedWork wanted = NamedWork::of(url_path, 0);
    for (auto url = std::ranges::lower_bound(urls_, wanted); url != urls_.end() && url->is_named_as(wanted); ++url) {
        if (work(url->id).url_path == url_path) return url->id;
    }
    return no_work;
}

}  // namespace byline::site
