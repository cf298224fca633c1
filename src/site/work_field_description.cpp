// describe(): a field's value as a person is told of it.
#include <array>
#include <cstdint>

#include <fmt/format.h>

#include "site/work_fields.hpp"
#include "text/utf8.hpp"

namespace byline::site {
namespace {

constexpr std::size_t most_characters = 60;
constexpr std::string_view none = "none";

// In one line; cut after `most` characters with an ellipsis.
std::string cut(std::string_view text, std::size_t most = most_characters) {
    std::string line;
    std::size_t characters = 0;
    for (std::size_t offset = 0; offset < text.size(); ++characters) {
        if (characters + 1 == most && text::count_code_points(text.substr(offset)) > 1) return line + "…";
        const std::size_t start = offset;
        const char32_t c = text::decode_next(text, offset);
        if (c < U' ' || c == U'\x7f') {
            line += ' ';
        } else {
            line += text.substr(start, offset - start);
        }
    }
    return line;
}

std::string in_quotes(std::string_view text) {
    return '"' + cut(text, most_characters - 2) + '"';
}

std::string plain(std::string_view text) {
    return text.empty() ? std::string(none) : cut(text);
}

std::string moment(const std::optional<text::Timestamp>& timestamp) {
    if (!timestamp) return std::string(none);
    return timestamp->date_only ? text::format_iso_date(*timestamp) : text::format_rfc3339(*timestamp);
}

std::string counted(std::size_t count, std::string_view one, std::string_view many) {
    return fmt::format("{} {}", count, count == 1 ? one : many);
}

void append_with(std::string_view separator, std::string& out, std::string_view part) {
    if (part.empty()) return;
    if (!out.empty()) out += separator;
    out += part;
}

std::string terms(const Metadata& metadata) {
    std::string all;
    for (const auto& [taxonomy, names] : metadata.terms) {
        std::string line;
        for (const auto& name : names) append_with(", ", line, name.value);
        append_with("; ", all, fmt::format("{}: {}", taxonomy, line));
    }
    return plain(all);
}

std::string series(const Metadata& metadata) {
    if (!metadata.series) return std::string(none);
    if (!metadata.series->position) return in_quotes(metadata.series->name);
    return fmt::format("{}, part {}", in_quotes(cut(metadata.series->name, most_characters / 2)),
                       *metadata.series->position);
}

std::string authors(const Metadata& metadata) {
    std::string all;
    for (const std::string& author : metadata.authors) append_with(", ", all, author);
    return plain(all);
}

std::string talk(const Metadata& metadata) {
    std::string all;
    append_with(", ", all, metadata.event);
    append_with(", ", all, metadata.place);
    append_with(", ", all, metadata.event_url);
    if (metadata.slides) append_with(", ", all, "slides " + metadata.slides->url);
    if (metadata.video) append_with(", ", all, "video " + metadata.video->url);
    return plain(all);
}

std::string source(const Metadata& metadata) {
    std::string all;
    append_with(", ", all, metadata.source);
    append_with(", ", all, metadata.source_author);
    append_with(", ", all, metadata.source_license);
    append_with(", ", all, metadata.translated_from);
    return plain(all);
}

std::string schedule(const Metadata& metadata) {
    std::string all;
    if (metadata.draft) append_with(", ", all, "draft");
    if (metadata.publish_at) append_with(", ", all, "from " + moment(*metadata.publish_at));
    if (metadata.expires) append_with(", ", all, "until " + moment(*metadata.expires));
    return plain(all);
}

std::string words(const Work& work) {
    std::string all = counted(static_cast<std::size_t>(work.words.words), "word", "words");
    if (work.words.han > 0) append_with(", ", all, fmt::format("{} Han", work.words.han));
    return fmt::format("{}, {} min", all, work.reading_minutes);
}

std::string_view maturity(Maturity state) {
    constexpr std::array<std::string_view, 4> states = {none, "seedling", "budding", "evergreen"};
    return states[static_cast<std::size_t>(state)];
}

std::string_view commenting(Commenting state) {
    constexpr std::array<std::string_view, 4> states = {none, "open", "closed", "off"};
    return states[static_cast<std::size_t>(state)];
}

std::string_view visibility(Visibility state) {
    constexpr std::array<std::string_view, 4> states = {"shown", "draft", "scheduled", "expired"};
    return states[static_cast<std::size_t>(state)];
}

template <typename Optional>
std::string text_of(const Optional& written) {
    return written ? plain(written->value) : std::string(none);
}

std::string body(const Work& work) {
    return fmt::format("text from line {}{}", work.body_line, work.title_from_heading ? ", title in it" : "");
}

}  // namespace

std::string describe(const Work& work, WorkField field) {
    const Metadata& metadata = work.metadata;
    switch (field) {
        case WorkField::Url: return plain(work.url_path);
        case WorkField::Title: return in_quotes(work.title);
        case WorkField::Kind: return std::string(name_of(work.kind));
        case WorkField::Language: return plain(work.language);
        case WorkField::Key: return plain(work.path);
        case WorkField::Slug: return plain(work.slug);
        case WorkField::Date: return moment(work.date);
        case WorkField::Updated: return moment(work.updated);
        case WorkField::Summary: return in_quotes(work.summary);
        case WorkField::Description: return in_quotes(work.description);
        case WorkField::Words: return words(work);
        case WorkField::Headings: return counted(work.headings.size(), "heading", "headings");
        case WorkField::Anchors: return counted(work.anchors.size(), "anchor", "anchors");
        case WorkField::References: return counted(work.references.size(), "link", "links");
        case WorkField::LinkSentences: return counted(work.link_sentences.size(), "sentence", "sentences");
        case WorkField::Terms: return terms(metadata);
        case WorkField::Series: return series(metadata);
        case WorkField::Authors: return authors(metadata);
        case WorkField::Canonical: return plain(metadata.canonical);
        case WorkField::Cover: return text_of(metadata.cover);
        case WorkField::Talk: return talk(metadata);
        case WorkField::Source: return source(metadata);
        case WorkField::Maturity: return std::string(maturity(metadata.maturity));
        case WorkField::Featured: return in_quotes(metadata.featured);
        case WorkField::Weight: return std::to_string(metadata.weight);
        case WorkField::Extra: return metadata.extra.truthy() ? cut(metadata.extra.to_string()) : std::string(none);
        case WorkField::Visibility: return std::string(visibility(work.visibility));
        case WorkField::Template: return text_of(metadata.page_template);
        case WorkField::Schedule: return schedule(metadata);
        case WorkField::HasSummary: return metadata.summary.empty() ? "no" : "yes";
        case WorkField::Comments: return std::string(commenting(metadata.commenting));
        case WorkField::Body: return body(work);
        case WorkField::Previous:
        case WorkField::Next:
        case WorkField::Related:
        case WorkField::Backlinks:
        case WorkField::Translations:
        case WorkField::TermPositions:
        case WorkField::SeriesPosition:
        case WorkField::Upcoming:
        case WorkField::Content: break;
    }
    return {};
}

}  // namespace byline::site
