#include "site/front_matter_keys.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "site/block_prints.hpp"
#include "site/comment_settings.hpp"
#include "templating/value_map.hpp"
#include "text/ascii.hpp"
#include "text/nearest.hpp"
#include "text/url.hpp"

namespace byline::site {
namespace {

using templating::Value;
using templating::ValueMap;

class KeyReader;
using ReadKey = void (KeyReader::*)(const DataEntry&);

struct Key {
    std::string_view name;
    ReadKey read;
};

std::string_view trimmed(std::string_view text) {
    constexpr std::string_view spaces = " \t\r\n";
    const std::size_t first = text.find_first_not_of(spaces);
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(spaces) - first + 1);
}

// The parts of "a, b，c、d": what people write where a list is meant.
std::vector<std::string_view> comma_separated(std::string_view text) {
    std::vector<std::string_view> parts;
    while (!text.empty()) {
        std::size_t end = text.size();
        std::size_t width = 0;
        for (const std::string_view comma : {",", "，", "、"}) {
            const std::size_t at = text.find(comma);
            if (at < end) {
                end = at;
                width = comma.size();
            }
        }
        parts.push_back(trimmed(text.substr(0, end)));
        text.remove_prefix(end + width);
    }
    return parts;
}

class KeyReader {
  public:
    KeyReader(const Configuration& configuration, DataReader& reader, Metadata& metadata)
        : configuration_(configuration), reader_(reader), metadata_(metadata) {}

    void read(const DataNode& root);

  private:
    static const std::array<Key, 38> keys;

    void read_entry(const DataEntry& entry);
    void read_terms(const DataEntry& entry);
    [[nodiscard]] bool is_taxonomy(std::string_view name) const;
    [[nodiscard]] std::optional<std::string_view> spelt_otherwise(std::string_view name) const;
    void place_terms_in_order();

    void title(const DataEntry& entry) { metadata_.title = reader_.placed_text(entry); }
    void date(const DataEntry& entry) { metadata_.date = timestamp(entry); }
    void updated(const DataEntry& entry) {
        // Of several names for it the first in the file counts.
        if (!metadata_.updated) metadata_.updated = timestamp(entry);
    }
    void publish_at(const DataEntry& entry) { metadata_.publish_at = timestamp(entry); }
    void expires(const DataEntry& entry) {
        metadata_.expires = timestamp(entry);
        expires_place_ = entry.value.place;
    }
    void draft(const DataEntry& entry) { metadata_.draft = reader_.boolean(entry).value_or(false); }
    void language(const DataEntry& entry) { metadata_.language = reader_.placed_text(entry); }
    void slug(const DataEntry& entry) { metadata_.slug = reader_.placed_text(entry); }
    void path(const DataEntry& entry) { metadata_.path = reader_.placed_text(entry); }
    void kind(const DataEntry& entry) { metadata_.kind = reader_.placed_text(entry); }
    void aliases(const DataEntry& entry) { metadata_.aliases = reader_.texts(entry); }
    void summary(const DataEntry& entry) { take_text(entry, metadata_.summary); }
    void description(const DataEntry& entry) {
        std::string description;
        take_text(entry, description);
        if (metadata_.summary.empty()) metadata_.summary = std::move(description);
    }
    void featured(const DataEntry& entry) {
        // Themes elsewhere have a switch of this name; here it is the reason.
        if (entry.value.kind == DataKind::Bool) {
            extra_.set(entry.key, to_value(entry.value));
        } else {
            take_text(entry, metadata_.featured);
        }
    }
    void cover(const DataEntry& entry);
    void authors(const DataEntry& entry);
    void series(const DataEntry& entry);
    void canonical(const DataEntry& entry);
    void maturity(const DataEntry& entry);
    void page_template(const DataEntry& entry) { metadata_.page_template = reader_.placed_text(entry); }
    void weight(const DataEntry& entry) { metadata_.weight = reader_.integer(entry).value_or(0); }
    void comments(const DataEntry& entry) {
        // Themes elsewhere have tables of this name, which tell whose service is asked.
        if (!is_scalar(entry.value)) {
            extra_.set(entry.key, to_value(entry.value));
        } else {
            metadata_.commenting = read_commenting(entry, reader_);
        }
    }
    void event(const DataEntry& entry) { take_text(entry, metadata_.event); }
    void event_url(const DataEntry& entry) { take_text(entry, metadata_.event_url); }
    void place(const DataEntry& entry) { take_text(entry, metadata_.place); }
    void slides(const DataEntry& entry) { metadata_.slides = media_link(entry); }
    void video(const DataEntry& entry) { metadata_.video = media_link(entry); }
    void source(const DataEntry& entry) { take_text(entry, metadata_.source); }
    void source_author(const DataEntry& entry) { take_text(entry, metadata_.source_author); }
    void source_license(const DataEntry& entry) { take_text(entry, metadata_.source_license); }
    void translated_from(const DataEntry& entry);
    void extra(const DataEntry& entry);
    void taxonomies(const DataEntry& entry);

    std::optional<text::Timestamp> timestamp(const DataEntry& entry) {
        return reader_.timestamp(entry, configuration_.utc_offset_seconds);
    }
    template <typename Text>
    void take_text(const DataEntry& entry, Text& out) {
        if (auto text = reader_.text(entry)) out = std::move(*text);
    }
    std::optional<MediaLink> media_link(const DataEntry& entry);

    const Configuration& configuration_;
    DataReader& reader_;
    Metadata& metadata_;
    ValueMap extra_;
    DataPlace expires_place_;
};

// In the order of the documentation; several names of one key stand together.
const std::array<Key, 38> KeyReader::keys{{
    {"title", &KeyReader::title},
    {"date", &KeyReader::date},
    {"updated", &KeyReader::updated},
    {"lastmod", &KeyReader::updated},
    {"modified", &KeyReader::updated},
    {"publish_at", &KeyReader::publish_at},
    {"publishDate", &KeyReader::publish_at},
    {"expires", &KeyReader::expires},
    {"expiryDate", &KeyReader::expires},
    {"draft", &KeyReader::draft},
    {"language", &KeyReader::language},
    {"lang", &KeyReader::language},
    {"slug", &KeyReader::slug},
    {"path", &KeyReader::path},
    {"kind", &KeyReader::kind},
    {"aliases", &KeyReader::aliases},
    {"summary", &KeyReader::summary},
    {"description", &KeyReader::description},
    {"featured", &KeyReader::featured},
    {"cover", &KeyReader::cover},
    {"author", &KeyReader::authors},
    {"authors", &KeyReader::authors},
    {"series", &KeyReader::series},
    {"canonical", &KeyReader::canonical},
    {"maturity", &KeyReader::maturity},
    {"template", &KeyReader::page_template},
    {"weight", &KeyReader::weight},
    {"comments", &KeyReader::comments},
    {"event", &KeyReader::event},
    {"event_url", &KeyReader::event_url},
    {"place", &KeyReader::place},
    {"slides", &KeyReader::slides},
    {"video", &KeyReader::video},
    {"source", &KeyReader::source},
    {"source_author", &KeyReader::source_author},
    {"source_license", &KeyReader::source_license},
    {"translated_from", &KeyReader::translated_from},
    {"extra", &KeyReader::extra},
}};

bool KeyReader::is_taxonomy(std::string_view name) const {
    const auto& taxonomies = configuration_.taxonomies;
    return std::any_of(taxonomies.begin(), taxonomies.end(), [&](const Taxonomy& t) { return t.name == name; });
}

void KeyReader::read(const DataNode& root) {
    for (const DataEntry& entry : root.entries) read_entry(entry);
    place_terms_in_order();
    const auto begins = metadata_.publish_at ? std::optional(*metadata_.publish_at) : metadata_.date;
    if (metadata_.expires && begins && metadata_.expires->seconds < begins->seconds) {
        reader_.warn(expires_place_, "'expires' lies before the work's date, so that it is never shown",
                     "correct one of the two");
    }
    static const Value nothing = Value::map({});  // what most works have is one for all
    metadata_.extra = extra_.empty() ? nothing : Value::map(std::move(extra_));
}

void KeyReader::read_entry(const DataEntry& entry) {
    if (is_taxonomy(entry.key)) {
        read_terms(entry);
        return;
    }
    const auto known = std::find_if(keys.begin(), keys.end(), [&](const Key& key) { return key.name == entry.key; });
    if (known != keys.end()) {
        (this->*known->read)(entry);
    } else if (entry.key == "taxonomies" && entry.value.kind == DataKind::Map) {
        taxonomies(entry);
    } else if (const auto right = spelt_otherwise(entry.key)) {
        reader_.report(entry.place, "unknown key '" + entry.key + "'", "write it '" + std::string(*right) + "'");
    } else {
        extra_.set(entry.key, to_value(entry.value));
    }
}

std::optional<std::string_view> KeyReader::spelt_otherwise(std::string_view name) const {
    for (const Key& key : keys) {
        if (text::equal_but_case(key.name, name)) return key.name;
    }
    for (const Taxonomy& taxonomy : configuration_.taxonomies) {
        if (text::equal_but_case(taxonomy.name, name)) return taxonomy.name;
    }
    return std::nullopt;
}

void KeyReader::read_terms(const DataEntry& entry) {
    std::vector<Placed<std::string>> written = reader_.texts(entry);
    std::vector<Placed<std::string>> terms;
    const auto add = [&](std::string_view term, const Placed<std::string>& at) {
        const bool known = std::any_of(terms.begin(), terms.end(), [&](const auto& t) { return t.value == term; });
        if (!term.empty() && !known) terms.push_back({std::string(term), at.line, at.column});
    };
    for (const Placed<std::string>& text : written) {
        if (entry.value.kind == DataKind::List) {
            add(trimmed(text.value), text);
        } else {
            for (const std::string_view part : comma_separated(text.value)) add(part, text);
        }
    }
    if (!terms.empty()) metadata_.terms.emplace_back(entry.key, std::move(terms));
}

// As the configuration has them; the same taxonomy given twice (also in [taxonomies]) is joined.
void KeyReader::place_terms_in_order() {
    auto given = std::exchange(metadata_.terms, {});
    for (const Taxonomy& taxonomy : configuration_.taxonomies) {
        std::vector<Placed<std::string>> joined;
        for (auto& [name, terms] : given) {
            if (name != taxonomy.name) continue;
            for (Placed<std::string>& term : terms) {
                const auto same = [&](const Placed<std::string>& other) { return other.value == term.value; };
                if (std::none_of(joined.begin(), joined.end(), same)) joined.push_back(std::move(term));
            }
        }
        joined.shrink_to_fit();
        if (!joined.empty()) metadata_.terms.emplace_back(taxonomy.name, std::move(joined));
    }
}

void KeyReader::cover(const DataEntry& entry) {
    if (entry.value.kind != DataKind::Map) {
        metadata_.cover = reader_.placed_text(entry);
        return;
    }
    constexpr std::array<std::string_view, 2> known{"image", "alt"};
    for (const DataEntry& part : entry.value.entries) {
        if (part.key == "image") {
            metadata_.cover = reader_.placed_text(part);
        } else if (part.key == "alt") {
            take_text(part, metadata_.cover_alt);
        } else {
            reader_.unknown_key(part, "'cover'", known);
        }
    }
}

void KeyReader::authors(const DataEntry& entry) {
    for (Placed<std::string>& author : reader_.texts(entry)) metadata_.authors.push_back(std::move(author.value));
}

void KeyReader::series(const DataEntry& entry) {
    if (entry.value.kind != DataKind::Map) {
        if (auto name = reader_.text(entry); name && !name->empty()) {
            metadata_.series = SeriesEntry{std::move(*name), std::nullopt};
        }
        return;
    }
    constexpr std::array<std::string_view, 3> known{"name", "part", "position"};
    SeriesEntry series;
    for (const DataEntry& part : entry.value.entries) {
        if (part.key == "name") {
            take_text(part, series.name);
        } else if (part.key == "part" || part.key == "position") {
            series.position = reader_.integer(part);
        } else {
            reader_.unknown_key(part, "'series'", known);
        }
    }
    if (series.name.empty()) {
        reader_.report(entry.place, "'series' has no name", "add its 'name'");
    } else {
        metadata_.series = std::move(series);
    }
}

void KeyReader::canonical(const DataEntry& entry) {
    take_text(entry, metadata_.canonical);
    if (metadata_.canonical.empty() || text::is_web_url(metadata_.canonical)) return;
    reader_.report(entry.value.place, "'canonical' is not an absolute URL: '" + metadata_.canonical.string() + "'",
                   "write the whole address, beginning with https://");
}

void KeyReader::maturity(const DataEntry& entry) {
    const auto word = reader_.text(entry);
    if (!word) return;
    constexpr std::array<std::string_view, 3> words{"seedling", "budding", "evergreen"};
    for (std::size_t i = 0; i < words.size(); ++i) {
        if (*word == words[i]) {
            metadata_.maturity = static_cast<Maturity>(i + 1);
            return;
        }
    }
    const auto near = text::nearest(*word, words);
    reader_.report(entry.value.place, "unknown maturity '" + *word + "'",
                   near ? "did you mean '" + std::string(*near) + "'?" : "write seedling, budding or evergreen");
}

std::optional<MediaLink> KeyReader::media_link(const DataEntry& entry) {
    if (entry.value.kind != DataKind::Map) {
        auto url = reader_.text(entry);
        if (!url || url->empty()) return std::nullopt;
        return MediaLink{std::move(*url), {}};
    }
    constexpr std::array<std::string_view, 2> known{"url", "title"};
    MediaLink link;
    for (const DataEntry& part : entry.value.entries) {
        if (part.key == "url") {
            take_text(part, link.url);
        } else if (part.key == "title") {
            take_text(part, link.title);
        } else {
            reader_.unknown_key(part, "'" + entry.key + "'", known);
        }
    }
    if (!link.url.empty()) return link;
    reader_.report(entry.place, "'" + entry.key + "' has no url", "add its 'url'");
    return std::nullopt;
}

void KeyReader::translated_from(const DataEntry& entry) {
    auto written = reader_.text(entry);
    if (!written || written->empty()) return;
    const auto from = parse_translated_from(*written);
    if (from && configuration_.has_language(from->language)) {
        metadata_.translated_from = std::move(*written);
        return;
    }
    reader_.report(entry.value.place,
                   from ? "'translated_from' names the language '" + from->language + "', which is not configured"
                        : "'translated_from' is not what Byline records of an original",
                   "remove the key, and run `byline translations --done` with this file once it is up to date");
}

// Zola keeps a theme's own keys in a table of this name; to a template they are the same.
void KeyReader::extra(const DataEntry& entry) {
    if (entry.value.kind != DataKind::Map) {
        extra_.set(entry.key, to_value(entry.value));
        return;
    }
    for (const DataEntry& part : entry.value.entries) extra_.set(part.key, to_value(part.value));
}

// Zola's [taxonomies]; those that the site does not have stay visible to templates.
void KeyReader::taxonomies(const DataEntry& entry) {
    ValueMap others;
    for (const DataEntry& part : entry.value.entries) {
        if (is_taxonomy(part.key)) {
            read_terms(part);
        } else {
            others.set(part.key, to_value(part.value));
        }
    }
    if (!others.empty()) extra_.set("taxonomies", Value::map(std::move(others)));
}

}  // namespace

void read_front_matter_keys(const DataNode& root, const Configuration& configuration, DataReader& reader,
                            Metadata& metadata) {
    KeyReader(configuration, reader, metadata).read(root);
}

}  // namespace byline::site
