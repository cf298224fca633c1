// WorkFields names parts of a Work: what a page read of it, or what of it is no longer as it was.
// Values and pure functions; safe from any thread.
#pragma once

#include <bit>
#include <cstdint>
#include <string>
#include <string_view>

#include "site/work.hpp"

namespace byline::site {

// One entry for all members that are read for one purpose. Their numbers stand in build records: whoever changes them
// changes the record's version.
enum class WorkField : std::uint8_t {
    // Of the work itself.
    Url,
    Title,
    Kind,
    Language,
    Key,  // all that links and wikilinks find it by: path, key, name, aliases
    Slug,
    Date,
    Updated,
    Summary,
    Description,
    Words,  // how long it is
    Headings,
    Anchors,
    References,  // with the places where they stand
    LinkSentences,
    Terms,
    Series,
    Authors,
    Canonical,
    Cover,
    Talk,    // event, place, slides, video
    Source,  // of a translation or another's work
    Maturity,
    Featured,
    Weight,
    Extra,
    Visibility,
    Template,
    Schedule,    // draft, first and last moment
    HasSummary,  // whether the front matter gives one
    Comments,    // whether it says that readers may answer
    Body,        // where in the file things stand: the body, and the keys of front matter

    // How it stands to other works; changed_fields() knows nothing of these.
    Previous,
    Next,
    Related,
    Backlinks,
    Translations,
    TermPositions,
    SeriesPosition,
    Upcoming,
    Content,  // the text itself
};

inline constexpr std::uint8_t work_field_count = static_cast<std::uint8_t>(WorkField::Content) + 1;

// A set of them.
class WorkFields {
  public:
    constexpr WorkFields() = default;
    // NOLINTNEXTLINE(google-explicit-constructor): a field is the set of itself
    constexpr WorkFields(WorkField field) : bits_(std::uint64_t{1} << static_cast<unsigned>(field)) {}

    [[nodiscard]] static constexpr WorkFields all() {
        WorkFields fields;
        fields.bits_ = (std::uint64_t{1} << work_field_count) - 1;
        return fields;
    }
    // Bits that stand for no field are dropped.
    [[nodiscard]] static constexpr WorkFields from_bits(std::uint64_t bits) {
        WorkFields fields;
        fields.bits_ = bits & all().bits_;
        return fields;
    }
    [[nodiscard]] constexpr std::uint64_t bits() const { return bits_; }

    [[nodiscard]] constexpr bool empty() const { return bits_ == 0; }
    [[nodiscard]] constexpr int size() const { return std::popcount(bits_); }
    [[nodiscard]] constexpr bool contains(WorkField field) const { return intersects(field); }
    [[nodiscard]] constexpr bool intersects(WorkFields other) const { return (bits_ & other.bits_) != 0; }

    constexpr WorkFields& operator|=(WorkFields other) { return bits_ |= other.bits_, *this; }
    constexpr WorkFields& operator&=(WorkFields other) { return bits_ &= other.bits_, *this; }
    friend constexpr WorkFields operator|(WorkFields left, WorkFields right) { return left |= right; }
    friend constexpr WorkFields operator&(WorkFields left, WorkFields right) { return left &= right; }
    friend constexpr bool operator==(WorkFields, WorkFields) = default;

    // Calls `visit(WorkField)` for each, in the order of the enumeration.
    template <typename Visit>
    constexpr void for_each(Visit&& visit) const {
        for (std::uint64_t left = bits_; left != 0; left &= left - 1) {
            visit(static_cast<WorkField>(std::countr_zero(left)));
        }
    }

  private:
    std::uint64_t bits_ = 0;
};

static_assert(work_field_count < 64);

[[nodiscard]] constexpr WorkFields operator|(WorkField left, WorkField right) {
    return WorkFields(left) | WorkFields(right);
}

// In words for people: "title", "place in its series".
[[nodiscard]] std::string_view name_of(WorkField field);

// The fields of which a member differs. Values in `extra` are the same only when their kinds are: 1 is not 1.0.
[[nodiscard]] WorkFields changed_fields(const Work& before, const Work& after);

// The field's value in one line of at most some 60 characters, for --explain: `"DNS explained"`, `2024-05-01`,
// `tags: dns, network`, `12 headings`. Empty for the fields that only a catalog can tell.
[[nodiscard]] std::string describe(const Work& work, WorkField field);

}  // namespace byline::site
