#include "site/compose.hpp"

#include <algorithm>
#include <cctype>
#include <utility>

#include <fmt/format.h>

#include "markdown/anchors.hpp"
#include "markdown/link_sentences.hpp"
#include "markdown/parse.hpp"
#include "markdown/plain_text.hpp"
#include "markdown/render_html.hpp"
#include "markdown/summary.hpp"
#include "site/deck.hpp"
#include "site/front_matter.hpp"
#include "site/typesetter.hpp"
#include "site/work_url.hpp"
#include "text/html_escape.hpp"
#include "text/nearest.hpp"
#include "text/url.hpp"
#include "text/utf8.hpp"

namespace byline::site {
namespace {

markdown::ParseOptions parse_options(const Work& work, std::string displayed_path) {
    markdown::ParseOptions options;
    options.body_offset = work.body_offset;
    options.file = std::move(displayed_path);
    return options;
}

void add_error(Diagnostics& diagnostics, Error error) {
    diagnostics.push_back({Severity::Error, std::move(error)});
}

std::string_view top_folder(std::string_view path) {
    const auto slash = path.find('/');
    return slash == std::string_view::npos ? std::string_view() : path.substr(0, slash);
}

// What the front matter says, else the top folder, else the configured default.
Kind decide_kind(const Work& work, const Configuration& configuration, const std::string& file, Diagnostics& found) {
    if (work.is_deck()) return Kind::Page;
    if (work.metadata.kind) {
        if (const auto kind = kind_named(work.metadata.kind->value)) return *kind;
        std::vector<std::string_view> names;
        names.reserve(all_kinds.size());
        for (const Kind kind : all_kinds) names.push_back(name_of(kind));
        const auto near = text::nearest(work.metadata.kind->value, names);
        add_error(found, content_error(fmt::format("unknown kind '{}'", work.metadata.kind->value),
                                       near ? fmt::format("did you mean '{}'?", *near)
                                            : "a kind is article, talk, note, project or page",
                                       Place{file, work.metadata.kind->line, work.metadata.kind->column}));
        return Kind::Page;
    }
    if (work.is_section()) return Kind::Page;
    if (const auto kind = kind_of_folder(top_folder(work.path))) return *kind;
    return kind_named(configuration.default_kind).value_or(Kind::Page);
}

std::string decide_language(const Work& work, const Configuration& configuration, const std::string& file,
                            Diagnostics& found) {
    if (work.metadata.language) {
        const auto& written = *work.metadata.language;
        if (configuration.has_language(written.value)) return written.value;
        add_error(found, content_error(fmt::format("language '{}' is not configured", written.value),
                                       fmt::format("add [languages.{}] to byline.toml", written.value),
                                       Place{file, written.line, written.column}));
    }
    if (!work.source.unknown_language.empty()) {
        const std::string& code = work.source.unknown_language.string();
        found.push_back({Severity::Warning,
                         content_error(fmt::format("'.{}' looks like a language that is not configured", code),
                                       fmt::format("add [languages.{}] to byline.toml, or rename the file", code),
                                       Place{file, 0, 0})});
    }
    return work.source.language.empty() ? configuration.language : work.source.language;
}

// Zola's posts may have their date in `path = "inside/2025/06/26/Rust-1.88.0"` only: year, month and day as segments.
std::optional<text::Timestamp> date_of_path(std::string_view path, const Configuration& configuration) {
    constexpr std::size_t date_size = 10;
    for (std::size_t at = path.starts_with('/') ? 1 : 0; at + date_size <= path.size(); ++at) {
        const std::string_view part = path.substr(at, date_size);
        const bool ends_segment = at + date_size == path.size() || path[at + date_size] == '/';
        if (part[4] == '/' && part[7] == '/' && ends_segment) {
            if (auto date = text::parse_timestamp(part, configuration.utc_offset_seconds)) return date;
        }
        at = path.find('/', at);  // a date begins a segment
        if (at == std::string_view::npos) break;
    }
    return std::nullopt;
}

std::string humanised(std::string_view name) {
    std::string title(name.substr(name.find_last_of('/') == std::string_view::npos ? 0 : name.find_last_of('/') + 1));
    std::replace_if(
        title.begin(), title.end(), [](char c) { return c == '-' || c == '_'; }, ' ');
    if (!title.empty()) title[0] = static_cast<char>(std::toupper(static_cast<unsigned char>(title[0])));
    return title;
}

// Cut at a word or after a Chinese mark near the end, with an ellipsis.
std::string shortened(std::string text, std::size_t most_characters) {
    std::size_t offset = 0;
    std::size_t characters = 0;
    std::size_t last_space = 0;
    while (offset < text.size() && characters < most_characters) {
        if (text[offset] == '\n') text[offset] = ' ';
        if (text[offset] == ' ') last_space = offset;
        if (static_cast<unsigned char>(text[offset]) < 0x80)
            ++offset;
        else
            static_cast<void>(text::decode_next(text, offset));
        ++characters;
    }
    if (offset >= text.size()) return text;
    const bool keeps_most = last_space * 10 > offset * 7;
    text.resize(keeps_most ? last_space : offset);
    while (!text.empty() && (text.back() == ' ' || text.back() == ',')) text.pop_back();
    return text + "…";
}

void decide_title(Work& work, const markdown::Document& document) {
    if (work.metadata.title && !work.metadata.title->value.empty()) {
        work.title = std::exchange(work.metadata.title->value, {});
        return;
    }
    if (const markdown::Node heading = markdown::title_heading(document)) {
        work.title = markdown::plain_text(heading);
        // Of a deck it is what the first slide shows.
        work.title_from_heading = !work.title.empty() && !work.is_deck();
    }
    if (work.title.empty()) {
        if (const markdown::Node heading = markdown::first_heading(document))
            work.title = markdown::plain_text(heading);
    }
    if (work.title.empty()) work.title = humanised(work.source.name);
}

// For the parts of a text that are shown apart from its page.
class ExcerptHost final : public markdown::Host {
  public:
    explicit ExcerptHost(const Typesetter* typesetter) : typesetter_(typesetter) {}
    [[nodiscard]] std::optional<text::SafeHtml> math(std::string_view tex, markdown::MathStyle style,
                                                     markdown::Position /*position*/) override {
        return typesetter_ == nullptr ? std::nullopt : typesetter_->formula(tex, style);
    }

  private:
    const Typesetter* typesetter_;
};

void describe(Work& work, const markdown::Document& document, const Configuration& configuration, ExcerptHost& host) {
    constexpr std::size_t summary_characters = 280;
    constexpr std::size_t description_characters = 160;
    if (!work.metadata.summary.empty()) {
        const markdown::Document words = markdown::parse(work.metadata.summary.string());
        work.description = shortened(markdown::plain_text(words), description_characters);
        work.summary = markdown::render_inlines(words.root().first_child(), host).string();
    } else {
        const markdown::Summary found = markdown::summary(document);
        std::string words = markdown::plain_text(document, found);
        work.description = shortened(words, description_characters);
        if (found.source != markdown::SummarySource::Marker) words = shortened(std::move(words), summary_characters);
        work.summary = text::escape_html(words).string();
    }
    work.words = text::count_words(markdown::plain_text(document));
    work.reading_minutes =
        text::reading_minutes(work.words, configuration.words_per_minute, configuration.characters_per_minute);
}

void collect_links(Work& work, const markdown::Document& document, ExcerptHost& host) {
    std::vector<std::pair<std::uint32_t, std::string>> places;  // of the headings' ids
    const std::vector<markdown::HeadingId> ids = markdown::heading_ids(document);
    for (markdown::OutlineEntry& entry : markdown::outline(document, ids, host)) {
        if (work.title_from_heading && entry.node == document.root().first_child().index()) continue;
        places.emplace_back(entry.offset, entry.id);
        work.headings.push_back({entry.level, std::move(entry.id), std::move(entry.html).string()});
    }
    work.anchors = markdown::anchors(document, ids);
    std::vector<std::string_view> of_headings;
    for (const Heading& heading : work.headings) of_headings.emplace_back(heading.id);
    std::ranges::sort(of_headings);
    std::erase_if(work.anchors, [&](const std::string& anchor) {
        return std::ranges::binary_search(of_headings, std::string_view(anchor));
    });
    std::sort(work.anchors.begin(), work.anchors.end());
    const auto is_internal = [](const markdown::Reference& reference) {
        const bool is_wiki =
            reference.kind == markdown::ReferenceKind::Wikilink || reference.kind == markdown::ReferenceKind::Embed;
        return is_wiki || !(text::is_external(reference.destination) || reference.destination.empty());
    };
    std::vector<markdown::Reference> references = markdown::references(document);
    std::erase_if(references, [&](const auto& reference) { return !is_internal(reference); });
    for (markdown::LinkSentence& sentence : markdown::link_sentences(document, references)) {
        const markdown::Reference& reference = references[sentence.reference];
        if (reference.destination.starts_with('#')) continue;
        if (work.link_sentences.size() == most_link_sentences) break;
        const auto below = std::ranges::upper_bound(places, reference.offset, {}, &decltype(places)::value_type::first);
        work.link_sentences.push_back({sentence.reference, std::move(sentence.text), sentence.words_begin,
                                       sentence.words_size,
                                       below == places.begin() ? std::string() : (below - 1)->second});
    }
    for (markdown::Reference& reference : references) {
        const Place place = document.place(reference.offset);
        work.references.push_back({reference.kind, std::move(reference.destination), std::move(reference.fragment),
                                   place.line, place.column});
    }
}

// A diagram leads where its nodes do. A text with diagrams of Mermaid's refers to the script that draws them: the check
// of links tells when it is missing.
void collect_diagrams(Work& work, const markdown::Document& document, const Typesetter* typesetter) {
    bool has_script = false;
    for (markdown::NodeIndex i = 0; i < document.node_count(); ++i) {
        if (document.record(i).kind != markdown::NodeKind::CodeBlock) continue;
        const markdown::Node block = document.node(i);
        const Place place = document.place(block.begin_offset());
        const auto add = [&](markdown::ReferenceKind kind, std::string destination) {
            work.references.push_back({kind, std::move(destination), {}, place.line, place.column});
        };
        if (block.language() == mermaid_language && !std::exchange(has_script, true))
            add(markdown::ReferenceKind::HtmlSource, "/" + std::string(mermaid_script));
        if (typesetter == nullptr) continue;
        for (std::string& destination : typesetter->links(block))
            if (!text::is_external(destination)) add(markdown::ReferenceKind::HtmlLink, std::move(destination));
    }
}

// What a deck must be, so that it can be shown.
void check_slides(const markdown::Document& document, const std::string& file, Diagnostics& found) {
    std::size_t breaks = 0;
    std::size_t others = 0;
    for (const markdown::Node block : document.root().children())
        ++(block.kind() == markdown::NodeKind::ThematicBreak ? breaks : others);
    if (others == 0) {
        add_error(found, content_error("a deck without slides", "write them here, with a line --- between two",
                                       Place{file, 0, 0}));
    }
    if (breaks >= most_slides) {
        add_error(found, content_error(fmt::format("a deck of more than {} slides", most_slides),
                                       "make several talks of it", Place{file, 0, 0}));
    }
}

// A work stays in memory to the end, and a site may have a million: none keeps room for more than it has.
void trim(Work& work) {
    work.summary.shrink_to_fit();
    work.description.shrink_to_fit();
    work.headings.shrink_to_fit();
    work.anchors.shrink_to_fit();
    work.references.shrink_to_fit();
    work.link_sentences.shrink_to_fit();
}

bool has_error(const Diagnostics& diagnostics) {
    return std::ranges::any_of(diagnostics, [](const Diagnostic& d) { return d.severity == Severity::Error; });
}

}  // namespace

Visibility visibility_of(const Metadata& metadata, const text::Timestamp& now) {
    if (metadata.draft) return Visibility::Draft;
    if (metadata.expires && metadata.expires->seconds <= now.seconds) return Visibility::Expired;
    if (metadata.publish_at && metadata.publish_at->seconds > now.seconds) return Visibility::Scheduled;
    return Visibility::Shown;
}

Composed compose(SourceFile file, const Composition& composition) {
    const Configuration& configuration = composition.configuration;
    Composed result;
    const std::string displayed = composition.content_prefix + file.path;
    if (const auto invalid = text::find_invalid(file.bytes)) {
        Error error = content_error(fmt::format("not UTF-8: byte 0x{:02X}", invalid->byte),
                                    "save the file as UTF-8, for example: iconv -f GB18030 -t UTF-8 OLD.md > NEW.md",
                                    text::place_of(file.bytes, invalid->offset, displayed));
        return compose_unread(std::move(file.path), std::move(error), composition);
    }
    FrontMatterReading reading = read_front_matter(file.bytes, displayed, configuration);
    result.diagnostics = std::move(reading.diagnostics);
    Work work;
    work.path = std::move(file.path);
    work.source = read_source_path(work.path, configuration);
    work.metadata = std::move(reading.metadata);
    work.body_offset = static_cast<std::uint32_t>(reading.body_offset);
    work.body_line = reading.body_line;
    work.kind = decide_kind(work, configuration, displayed, result.diagnostics);
    work.language = decide_language(work, configuration, displayed, result.diagnostics);
    work.key = work.source.key();
    work.visibility = visibility_of(work.metadata, composition.now);
    work.date = work.metadata.date ? work.metadata.date : work.source.date;
    if (!work.date && work.metadata.path) work.date = date_of_path(work.metadata.path->value, configuration);
    work.updated = work.metadata.updated;

    result.document = markdown::parse(std::move(file.bytes), parse_options(work, displayed));
    for (const Diagnostic& diagnostic : result.document.diagnostics()) result.diagnostics.push_back(diagnostic);
    decide_title(work, result.document);
    work.slug = work.metadata.slug ? work.metadata.slug->value : composition.slugger.slug(work.source.name);
    if (work.slug.empty()) work.slug = composition.slugger.slug(work.title);
    if (work.is_deck()) check_slides(result.document, displayed, result.diagnostics);
    // A deck's comes of its talk (place_deck()).
    Result<std::string> url = work.is_deck() ? normal_url_path(work.key) : url_path_of(work, configuration, displayed);
    // A date that was written, but wrongly, is told already.
    work.url_path = url ? *url : normal_url_path(work.key);
    if (!url) {
        const bool is_told = !work.date && has_error(result.diagnostics) && url.error().message.starts_with("no date");
        if (!is_told) add_error(result.diagnostics, std::move(url).error());
    }
    ExcerptHost host(composition.typesetter);
    describe(work, result.document, configuration, host);
    collect_links(work, result.document, host);
    if (configuration.has_diagrams) collect_diagrams(work, result.document, composition.typesetter);
    if (composition.typesetter != nullptr) {
        for (Diagnostic& fault : composition.typesetter->faults(result.document))
            result.diagnostics.push_back(std::move(fault));
    }
    trim(work);
    (has_error(result.diagnostics) ? result.stand_in : result.work) = std::move(work);
    return result;
}

Composed compose_unread(std::string path, Error error, const Composition& composition) {
    Composed result = compose({std::move(path), {}}, composition);
    if (result.work) result.stand_in = std::exchange(result.work, std::nullopt);
    result.diagnostics = {{Severity::Error, std::move(error)}};
    return result;
}

markdown::Document parse_again(std::string bytes, const Work& work, const Composition& composition) {
    return markdown::parse(std::move(bytes), parse_options(work, composition.content_prefix + work.path));
}

}  // namespace byline::site
