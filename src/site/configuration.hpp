// Configuration is byline.toml, typed and checked; a key that is absent has the default shown here.
// A value; immutable once read, shared by all threads.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "result/diagnostic.hpp"
#include "result/error.hpp"
#include "site/commenting.hpp"
#include "templating/value.hpp"
#include "text/digest.hpp"
#include "text/slug.hpp"

namespace byline::site {

using text::SlugStyle;

struct Link {
    std::string name;
    std::string url;   // as written: absolute, or a path from the site's root
    std::string icon;  // a name the theme may know
};

struct Author {
    std::string name;
    std::string email;
    std::string url;  // empty: the site's home
    std::string portrait;
    std::string tagline;    // one sentence
    std::string biography;  // Markdown
    std::string job_title;
    std::string organization;
    std::string location;
    std::vector<Link> links;  // written with rel=me
};

struct MenuEntry {
    std::string name;
    std::string url;
    std::int64_t weight = 0;
};

// One language of the site; texts that are empty fall back to the site's own.
struct Language {
    std::string code;  // BCP 47: "en", "zh", "zh-Hant"
    std::string name;  // in itself: "English", "中文"
    std::string title;
    std::string description;
    Author author;                                        // empty fields fall back
    std::map<std::string, std::vector<MenuEntry>> menus;  // empty: the site's
};

struct Taxonomy {
    std::string name;                           // front matter key and first part of the URL: "tags"
    std::string singular;                       // "tag"
    std::map<std::string, std::string> titles;  // by language
};

struct Feeds {
    std::int64_t size = 20;  // entries
    bool full = true;        // whole content, not only the summary
};

// Formulas, as MathML.
struct Math {
    bool is_enabled = true;
    std::map<std::string, std::string> macros;  // "\\RR" = "\\mathbb{R}"
};

// Smaller pictures made of those that texts show.
struct Pictures {
    bool is_enabled = true;
    std::vector<std::uint32_t> widths = {480, 800, 1200, 1600, 2400};  // pixels
    std::int64_t quality = 80;                                         // 1 to 100
};

// Social cards: a picture for each page, drawn with its title. Colours as "#1d1b18"; empty: the theme's.
struct Cards {
    bool is_enabled = true;
    std::string background;
    std::string ink;
    std::string accent;
    std::string fonts;  // families, with commas
};

struct Configuration {
    std::string title;
    std::string description;
    std::string base_url = "http://localhost:8000/";  // absolute, ends with a slash, may have a path
    std::string language = "en";                      // default language, at the root of the site
    std::vector<Language> languages;                  // the default one first; at least one
    Author author;
    std::string copyright;
    std::string license_url;
    std::int32_t utc_offset_seconds = 0;  // of dates without a zone ("+08:00")
    std::string theme = "default";
    Place theme_place{"byline.toml", 0, 0};
    templating::Value theme_settings;  // [theme_settings], as written
    std::vector<Taxonomy> taxonomies;  // tags when none is configured
    std::map<std::string, std::vector<MenuEntry>> menus;

    std::string content_folder = "content";  // relative to the site folder; may climb out of it (corpora elsewhere)
    Place content_place{"byline.toml", 0, 0};
    std::string output_folder = "public";
    std::string default_kind = "page";  // of files outside the kind folders
    std::vector<std::string> ignore;    // globs relative to the content folder

    std::map<std::string, std::string>
        permalinks;  // by kind: "/articles/{slug}/", with {year} {month} {day} {slug} {folder}
    SlugStyle slug_style = SlugStyle::Pinyin;
    std::map<std::string, std::string> pinyin;  // [slugs.pinyin]: "重庆" = "chong qing"

    std::int64_t page_size = 10;  // works on one page of a list
    Feeds feeds;
    Math math;
    Pictures pictures;
    Cards cards;
    bool has_highlighting = true;               // [highlighting] enabled
    bool has_diagrams = true;                   // [diagrams] enabled
    bool has_search = true;                     // [search] enabled
    bool has_comments = false;                  // [comments] enabled
    bool has_featured_comments = false;         // and not `featured = false`
    CommentingByKind commenting = open_to_all;  // [comments.kinds]
    std::int64_t words_per_minute = 220;        // reading speed, Latin words
    std::int64_t characters_per_minute = 400;   // reading speed, Han characters

    [[nodiscard]] const Language& language_named(std::string_view code) const;  // the default one when unknown
    [[nodiscard]] bool has_language(std::string_view code) const;
};

enum class Readable : std::uint8_t { Yes, No };

struct ConfigurationReading {
    Configuration configuration;
    Readable is_readable = Readable::Yes;  // No: the TOML is bad, and the configuration nothing but defaults
    Diagnostics diagnostics;
    text::Digest digest;  // of the bytes that all this was read from
};

// Reads byline.toml. `path` is shown in messages. All faults are reported, each with line, column and remedy: bad TOML
// (then the defaults are returned), an unknown key (with the nearest known one), a value of a wrong type, a base URL
// that is not absolute, an unknown language code, a content or output folder that cannot be.
[[nodiscard]] ConfigurationReading read_configuration(std::string_view bytes, std::string_view path);

}  // namespace byline::site
