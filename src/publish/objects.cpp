#include "publish/objects.hpp"

#include <algorithm>
#include <array>
#include <bit>

#include <fmt/format.h>

#include "graph/reads.hpp"
#include "publish/list_name.hpp"
#include "publish/pictures.hpp"
#include "publish/publication.hpp"
#include "templating/value_map.hpp"

namespace byline::publish {
namespace {

using templating::Value;
using templating::ValueMap;

Value date_value(const DateObject* date) {
    return date == nullptr ? Value::none() : Value::object(date);
}

Value link_value(const site::Seldom<site::MediaLink>& link, const SiteUrls& urls) {
    if (!link || link->url.empty()) return Value::none();
    return Value::map({{"url", Value::string(urls.written(link->url))}, {"title", Value::view(link->title)}});
}

// One level of the tree: the entries from `at` that lie deeper than `above`.
std::vector<Value> contents_below(std::span<const site::Heading> headings, std::size_t& at, int above) {
    std::vector<Value> entries;
    while (at < headings.size() && headings[at].level > above) {
        const site::Heading& heading = headings[at++];
        std::vector<Value> children = contents_below(headings, at, heading.level);
        entries.push_back(Value::map({{"id", Value::view(heading.id)},
                                      {"title", Value::safe_view(heading.html)},
                                      {"level", Value::integer(heading.level)},
                                      {"children", Value::list(std::move(children))}}));
    }
    return entries;
}

class TranslationObject final : public templating::Object {
  public:
    TranslationObject(const Publication& publication, site::WorkId id) : publication_(publication), id_(id) {}

    [[nodiscard]] Value get(std::string_view name) const override {
        const site::Work& work = publication_.catalog().work(id_);
        if (name == "title") return noted(site::WorkField::Title, Value::view(work.title));
        if (name == "url") return noted(site::WorkField::Url, Value::view(publication_.work(id_).href()));
        if (name == "language") return noted(site::WorkField::Language, Value::view(work.language));
        if (name != "name") return {};
        return noted(site::WorkField::Language,
                     Value::view(publication_.configuration().language_named(work.language).name));
    }
    [[nodiscard]] std::span<const std::string_view> names() const override {
        static constexpr std::array<std::string_view, 4> names = {"language", "name", "url", "title"};
        return names;
    }
    [[nodiscard]] std::string_view type_name() const override { return "translation"; }

  private:
    [[nodiscard]] Value noted(site::WorkField field, Value value) const {
        graph::note(id_, field);
        return value;
    }

    const Publication& publication_;
    site::WorkId id_;
};

}  // namespace

templating::Value translation_value(const Publication& publication, site::WorkId id) {
    return Value::object(std::make_shared<const TranslationObject>(publication, id));
}

templating::Value contents_value(std::span<const site::Heading> headings) {
    std::size_t at = 0;
    return Value::list(contents_below(headings, at, 0));
}

Value DateObject::get(std::string_view name) const {
    const text::CivilTime civil = text::to_civil(timestamp_);
    if (name == "year") return Value::integer(civil.year);
    if (name == "month") return Value::integer(civil.month);
    if (name == "day") return Value::integer(civil.day);
    if (name == "hour") return Value::integer(civil.hour);
    if (name == "minute") return Value::integer(civil.minute);
    if (name == "weekday") return Value::integer(civil.weekday);
    if (name == "has_time") return Value::boolean(!timestamp_.date_only);
    return {};
}

std::span<const std::string_view> DateObject::names() const {
    static constexpr std::array<std::string_view, 7> names = {"year",   "month",   "day",     "hour",
                                                              "minute", "weekday", "has_time"};
    return names;
}

std::optional<std::string> DateObject::to_string() const {
    return text::format_iso_date(timestamp_);
}

bool DateObject::equals(const Object& other) const {
    const auto* date = dynamic_cast<const DateObject*>(&other);
    return date != nullptr && date->timestamp_.seconds == timestamp_.seconds;
}

std::optional<std::partial_ordering> DateObject::compare(const Object& other) const {
    const auto* date = dynamic_cast<const DateObject*>(&other);
    if (date == nullptr) return std::nullopt;
    return timestamp_.seconds <=> date->timestamp_.seconds;
}

WorkObject::WorkObject(const Publication& publication, site::WorkId id) : publication_(publication), id_(id) {
    const site::Work& work = publication.catalog().work(id);
    if (std::string href = publication.urls().href(work.url_path); href != work.url_path)
        encoded_href_ = std::move(href);
    if (work.date) date_.emplace(*work.date);
    if (work.updated) updated_ = std::make_unique<const DateObject>(*work.updated);
}

const std::string& WorkObject::href() const {
    return encoded_href_.empty() ? publication_.catalog().work(id_).url_path : encoded_href_.string();
}

namespace {

using site::WorkField;
using site::WorkFields;

// What a template can ask of a work, sorted by name, and which of its fields the answer is made of.
struct WorkAttribute {
    std::string_view name;
    WorkFields fields;
};
constexpr std::array work_attributes = {
    WorkAttribute{"authors", WorkField::Authors},
    WorkAttribute{"backlinks", WorkField::Backlinks},
    WorkAttribute{"behind", WorkField::Source},
    WorkAttribute{"canonical", WorkField::Canonical},
    WorkAttribute{"characters", WorkField::Words},
    WorkAttribute{"comments", WorkField::Comments | WorkField::Kind},
    WorkAttribute{"content", {}},  // noted where bodies are rendered
    WorkAttribute{"cover", WorkField::Cover},
    WorkAttribute{"date", WorkField::Date},
    WorkAttribute{"deck", {}},  // noted where it is looked for
    WorkAttribute{"description", WorkField::Description},
    WorkAttribute{"draft", WorkField::Visibility},
    WorkAttribute{"event", WorkField::Talk},
    WorkAttribute{"event_url", WorkField::Talk},
    WorkAttribute{"expires", WorkField::Schedule},
    WorkAttribute{"extra", WorkField::Extra},
    WorkAttribute{"featured", WorkField::Featured},
    WorkAttribute{"featured_comments", WorkField::Url},
    WorkAttribute{"has_summary", WorkField::HasSummary},
    WorkAttribute{"key", WorkField::Key},
    WorkAttribute{"kind", WorkField::Kind},
    WorkAttribute{"language", WorkField::Language},
    WorkAttribute{"language_name", WorkField::Language},
    WorkAttribute{"maturity", WorkField::Maturity},
    WorkAttribute{"next", WorkField::Next},
    WorkAttribute{"original", WorkField::Source},
    WorkAttribute{"permalink", WorkField::Url},
    WorkAttribute{"place", WorkField::Talk},
    WorkAttribute{"previous", WorkField::Previous},
    WorkAttribute{"publish_at", WorkField::Schedule},
    WorkAttribute{"reading_minutes", WorkField::Words},
    WorkAttribute{"related", WorkField::Related},
    WorkAttribute{"series", WorkField::SeriesPosition},
    WorkAttribute{"slides", WorkField::Talk},
    WorkAttribute{"slug", WorkField::Slug},
    WorkAttribute{"source", WorkField::Source},
    WorkAttribute{"source_author", WorkField::Source},
    WorkAttribute{"source_license", WorkField::Source},
    WorkAttribute{"source_path", WorkField::Key},
    WorkAttribute{"summary", WorkField::Summary},
    WorkAttribute{"tags", WorkField::TermPositions},
    WorkAttribute{"talk", {}},  // noted where it is looked for
    WorkAttribute{"terms", WorkField::TermPositions},
    WorkAttribute{"title", WorkField::Title},
    WorkAttribute{"toc", WorkField::Headings},
    WorkAttribute{"translations", WorkField::Translations},
    WorkAttribute{"upcoming", WorkField::Upcoming},
    WorkAttribute{"updated", WorkField::Updated},
    WorkAttribute{"url", WorkField::Url},
    WorkAttribute{"video", WorkField::Talk},
    WorkAttribute{"weight", WorkField::Weight},
    WorkAttribute{"words", WorkField::Words},
};
static_assert(std::ranges::is_sorted(work_attributes, {}, &WorkAttribute::name));

constexpr std::array<std::string_view, work_attributes.size()> work_attribute_names = [] {
    std::array<std::string_view, work_attributes.size()> names{};
    std::ranges::transform(work_attributes, names.begin(), &WorkAttribute::name);
    return names;
}();

}  // namespace

std::span<const std::string_view> WorkObject::names() const {
    return work_attribute_names;
}

Value WorkObject::get(std::string_view name) const {
    const auto known = std::ranges::lower_bound(work_attributes, name, {}, &WorkAttribute::name);
    if (known == work_attributes.end() || known->name != name) return {};
    graph::note(id_, known->fields);
    const site::Work& work = publication_.catalog().work(id_);
    if (name == "title") return Value::view(work.title);
    if (name == "url") return Value::view(href());
    if (name == "date") return date_value(date_ ? &*date_ : nullptr);
    if (name == "updated") return date_value(updated_.get());
    if (name == "summary") return Value::safe_view(work.summary);
    if (name == "content") return publication_.bodies().get(id_);
    if (name == "deck" || name == "talk") {
        graph::note(id_, WorkField::Key);
        if (work.is_deck() != (name == "talk")) return Value::none();
        return publication_.work_value(deck_or_talk(publication_, id_));
    }
    constexpr WorkFields relations = WorkField::Previous | WorkField::Next | WorkField::Related | WorkField::Backlinks |
                                     WorkField::Translations | WorkField::TermPositions | WorkField::SeriesPosition;
    if (known->fields.intersects(relations)) return get_relation(name);
    Value found = get_place(name);
    return found.is_undefined() ? get_text(name) : found;
}

const std::string& WorkObject::source_path() const {
    return publication_.catalog().work(id_).path;
}

Value WorkObject::get_place(std::string_view name) const {
    const site::Work& work = publication_.catalog().work(id_);
    if (name == "kind") return Value::view(site::name_of(work.kind));
    if (name == "language") return Value::view(work.language);
    if (name == "language_name") return Value::view(publication_.configuration().language_named(work.language).name);
    if (name == "description") return Value::view(work.description);
    if (name == "permalink") return Value::string(publication_.urls().absolute(work.url_path));
    if (name == "toc") return contents_value(work.headings);
    if (name == "words") return Value::integer(work.words.total());
    if (name == "characters") return Value::integer(work.words.han);
    if (name == "reading_minutes") return Value::integer(work.reading_minutes);
    if (name == "slug") return Value::view(work.slug);
    if (name == "key") return Value::view(work.key);
    if (name == "source_path") return Value::view(work.path);
    return {};
}

Value WorkObject::get_text(std::string_view name) const {
    const site::Work& work = publication_.catalog().work(id_);
    const site::Metadata& metadata = work.metadata;
    if (name == "upcoming") return Value::boolean(work.date && work.date->seconds > publication_.now().seconds);
    if (name == "has_summary") return Value::boolean(!metadata.summary.empty());
    if (name == "draft") return Value::boolean(work.visibility == site::Visibility::Draft);
    if (name == "featured") return Value::view(metadata.featured);
    if (name == "featured_comments") {
        graph::note(graph::FactKind::Featured, {work.url_path});
        return value_of(find_featured(publication_.featured(), work.url_path), publication_.urls());
    }
    if (name == "canonical") return Value::view(metadata.canonical);
    if (name == "event") return Value::view(metadata.event);
    if (name == "event_url") return Value::view(metadata.event_url);
    if (name == "place") return Value::view(metadata.place);
    if (name == "source") return Value::view(metadata.source);
    if (name == "source_author") return Value::view(metadata.source_author);
    if (name == "original") return publication_.work_value(original());
    if (name == "behind")
        return Value::integer(publication_.bodies().blocks_behind(original(), metadata.translated_from));
    if (name == "source_license") return Value::view(metadata.source_license);
    if (name == "slides") return link_value(metadata.slides, publication_.urls());
    if (name == "video") return link_value(metadata.video, publication_.urls());
    if (name == "extra") return metadata.extra.is_map() ? metadata.extra : Value::map(ValueMap());
    if (name == "weight") return Value::integer(metadata.weight);
    if (name == "authors") {
        std::vector<Value> authors;
        for (const std::string& author : metadata.authors) authors.push_back(Value::view(author));
        return Value::list(std::move(authors));
    }
    if (name == "comments") {
        const site::Configuration& configuration = publication_.configuration();
        constexpr std::array<std::string_view, 4> states = {"", "open", "closed", ""};
        const site::Commenting commenting =
            site::commenting_of(metadata.commenting, work.kind, configuration.commenting);
        return Value::view(configuration.has_comments ? states[static_cast<std::size_t>(commenting)] : "");
    }
    if (name == "maturity") {
        constexpr std::array<std::string_view, 4> states = {"", "seedling", "budding", "evergreen"};
        return Value::view(states[static_cast<std::size_t>(metadata.maturity)]);
    }
    if (name == "cover") {
        if (!metadata.cover || metadata.cover->value.empty()) return Value::none();
        const media::PictureInfo* info =
            shown_info(publication_, publication_.catalog().work(id_), metadata.cover->value);
        return Value::map({{"url", Value::string(publication_.bodies().picture_href(id_, metadata.cover->value))},
                           {"alt", Value::view(metadata.cover_alt)},
                           {"width", info == nullptr ? Value::none() : Value::integer(info->width)},
                           {"height", info == nullptr ? Value::none() : Value::integer(info->height)}});
    }
    const auto own_date = [](const site::Seldom<text::Timestamp>& timestamp) {
        return timestamp ? Value::object(std::make_shared<const DateObject>(*timestamp)) : Value::none();
    };
    if (name == "expires") return own_date(metadata.expires);
    if (name == "publish_at") return own_date(metadata.publish_at);
    return {};
}

std::size_t WorkList::size() const {
    if (!name_.empty()) graph::note(graph::FactKind::Size, {name_});
    return ids_.size();
}

// Whoever reads the fifth place depends on the first eight: so that a long list is not as many facts as places.
Value WorkList::at(std::size_t index) const {
    if (!name_.empty()) {
        graph::note(graph::FactKind::Slice, {name_, "0", fmt::format_int(std::bit_ceil(index + 1)).c_str()});
    }
    return publication_.work_value(ids_[index]);
}

TermObject::TermObject(const Publication& publication, const site::Term& term, std::uint32_t taxonomy)
    : publication_(publication), term_(term), taxonomy_(taxonomy), href_(publication.urls().href(term.url_path)) {}

Value TermObject::get(std::string_view name) const {
    if (name == "count") graph::note(graph::FactKind::Size, {term_.url_path});
    if (name == "name" || name == "url" || name == "slug") graph::note(graph::FactKind::Term, {term_.url_path});
    if (name == "name") return Value::view(term_.name);
    if (name == "url") return Value::view(href_);
    if (name == "count") return Value::integer(static_cast<std::int64_t>(term_.works.size()));
    if (name == "slug") return Value::view(term_.slug);
    if (name == "works")
        return Value::object(std::make_shared<const WorkList>(publication_, term_.works, term_.url_path));
    if (name == "taxonomy") return Value::view(publication_.configuration().taxonomies[taxonomy_].name);
    return {};
}

std::span<const std::string_view> TermObject::names() const {
    static constexpr std::array<std::string_view, 6> names = {"name", "url", "count", "slug", "works", "taxonomy"};
    return names;
}

SeriesObject::SeriesObject(const Publication& publication, const site::Series& series)
    : publication_(publication), series_(series), href_(publication.urls().href(series.url_path)) {}

Value SeriesObject::get(std::string_view name) const {
    if (name == "total" || name == "count") graph::note(graph::FactKind::Size, {series_list(series_.url_path)});
    if (name == "name" || name == "url") graph::note(graph::FactKind::Series, {series_.url_path});
    if (name == "name") return Value::view(series_.name);
    if (name == "url") return Value::view(href_);
    if (name == "works") {
        return Value::object(
            std::make_shared<const WorkList>(publication_, series_.works, series_list(series_.url_path)));
    }
    if (name == "total" || name == "count") return Value::integer(static_cast<std::int64_t>(series_.works.size()));
    return {};
}

std::span<const std::string_view> SeriesObject::names() const {
    static constexpr std::array<std::string_view, 5> names = {"name", "url", "works", "total", "count"};
    return names;
}

}  // namespace byline::publish
