#include "site/work_fields.hpp"

#include <array>
#include <optional>
#include <utility>
#include <vector>

#include "site/value_codec.hpp"
#include "site/work_members.hpp"
#include "templating/value_map.hpp"
#include "text/byte_codec.hpp"

namespace byline::site {
namespace {

std::string encoded(const templating::Value& value) {
    std::string bytes;
    text::ByteWriter writer(bytes);
    encode_value(value, writer);
    return bytes;
}

// Compares member by member; a Placed value and its place belong to two fields.
class Comparison {
  public:
    template <typename T>
    void operator()(WorkField field, const T& before, const T& after) {
        compare(field, before, after);
    }
    [[nodiscard]] WorkFields changed() const { return changed_; }

  private:
    using PlacedText = Placed<std::string>;
    using TaxonomyTerms = std::pair<std::string, std::vector<PlacedText>>;

    void note(WorkField field, bool is_same) {
        if (!is_same) changed_ |= field;
    }
    template <typename T>
    void compare(WorkField field, const T& before, const T& after) {
        note(field, before == after);
    }
    // Their == takes 1 for 1.0 and does not see the order of a map's keys.
    void compare(WorkField field, const templating::Value& before, const templating::Value& after) {
        const auto is_empty_map = [](const auto& value) { return value.is_map() && value.as_map().empty(); };
        note(field, (is_empty_map(before) && is_empty_map(after)) || encoded(before) == encoded(after));
    }
    void compare(WorkField field, const PlacedText& before, const PlacedText& after) {
        note(field, before.value == after.value);
        note(WorkField::Body, before.line == after.line && before.column == after.column);
    }
    void compare(WorkField field, const std::optional<PlacedText>& before, const std::optional<PlacedText>& after) {
        compare_optionals(field, before, after);
    }
    void compare(WorkField field, const Seldom<PlacedText>& before, const Seldom<PlacedText>& after) {
        compare_optionals(field, before, after);
    }
    void compare(WorkField field, const TaxonomyTerms& before, const TaxonomyTerms& after) {
        note(field, before.first == after.first);
        compare(field, before.second, after.second);
    }
    void compare(WorkField field, const std::vector<PlacedText>& before, const std::vector<PlacedText>& after) {
        compare_items(field, before, after);
    }
    void compare(WorkField field, const std::vector<TaxonomyTerms>& before, const std::vector<TaxonomyTerms>& after) {
        compare_items(field, before, after);
    }
    template <typename Optional>
    void compare_optionals(WorkField field, const Optional& before, const Optional& after) {
        if (before && after) return compare(field, *before, *after);
        note(field, !before && !after);
    }
    template <typename T>
    void compare_items(WorkField field, const std::vector<T>& before, const std::vector<T>& after) {
        if (before.size() != after.size()) return note(field, false);
        for (std::size_t i = 0; i < before.size(); ++i) compare(field, before[i], after[i]);
    }

    WorkFields changed_;
};

constexpr std::array<std::string_view, work_field_count> names = {
    "URL",
    "title",
    "kind",
    "language",
    "name that links use",
    "slug",
    "date",
    "date of update",
    "summary",
    "description",
    "length",
    "headings",
    "anchors",
    "links",
    "sentences around links",
    "terms",
    "series",
    "authors",
    "canonical URL",
    "cover",
    "talk",
    "source",
    "maturity",
    "reason to be featured",
    "weight",
    "extra keys",
    "visibility",
    "template",
    "schedule",
    "presence of a summary",
    "switch of comments",
    "layout of the file",
    "previous work",
    "next work",
    "related works",
    "backlinks",
    "translations",
    "place among works of its terms",
    "place in its series",
    "upcoming",
    "text",
};
static_assert(!names.back().empty());

}  // namespace

std::string_view name_of(WorkField field) {
    return names[static_cast<std::size_t>(field)];
}

WorkFields changed_fields(const Work& before, const Work& after) {
    Comparison comparison;
    visit_members(comparison, before, after);
    WorkFields changed = comparison.changed();
    if (before.metadata.summary.empty() != after.metadata.summary.empty()) changed |= WorkField::HasSummary;
    return changed;
}

}  // namespace byline::site
