// Metadata is what a work's front matter says, typed and checked; absent keys are empty.
// A value; immutable once read.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "result/error.hpp"
#include "site/commenting.hpp"
#include "site/seldom.hpp"
#include "templating/value.hpp"
#include "text/timestamp.hpp"

namespace byline::site {

// A garden note's state of growth.
enum class Maturity : std::uint8_t { Unset, Seedling, Budding, Evergreen };

// A written key's value together with where it stands, for messages about it.
template <typename T>
struct Placed {
    T value{};
    std::uint32_t line = 0;    // in the file, from 1
    std::uint32_t column = 0;  // in characters, from 1

    friend bool operator==(const Placed&, const Placed&) = default;
};

// The series a work belongs to; a plain string in front matter gives the name alone.
struct SeriesEntry {
    std::string name;
    std::optional<std::int64_t> position;  // parts without one follow by date

    friend bool operator==(const SeriesEntry&, const SeriesEntry&) = default;
};

// A talk's slides or video: where they are, and a title where one was given.
struct MediaLink {
    std::string url;
    std::string title;

    friend bool operator==(const MediaLink&, const MediaLink&) = default;
};

struct Metadata {
    std::optional<Placed<std::string>> title;  // a work that is composed takes the text
    std::optional<text::Timestamp> date;
    std::optional<text::Timestamp> updated;
    Seldom<text::Timestamp> publish_at;  // not shown before
    Seldom<text::Timestamp> expires;     // not shown from then on
    bool draft = false;
    Seldom<Placed<std::string>> language;
    Seldom<Placed<std::string>> slug;
    Seldom<Placed<std::string>> path;  // URL path of the work instead of the kind's permalink (Zola's key)
    Seldom<Placed<std::string>> kind;  // instead of the top folder's
    std::vector<Placed<std::string>> aliases;
    SeldomText summary;   // plain text or inline Markdown
    SeldomText featured;  // why this work stands on the home page
    Seldom<Placed<std::string>> cover;
    SeldomText cover_alt;
    std::vector<std::string> authors;  // when not the site's author
    // By taxonomy as configured ("tags" → terms in the writer's order, duplicates removed).
    std::vector<std::pair<std::string, std::vector<Placed<std::string>>>> terms;
    Seldom<SeriesEntry> series;
    SeldomText canonical;  // absolute URL where the work first appeared
    Maturity maturity = Maturity::Unset;
    Commenting commenting = Commenting::Unset;  // key `comments`
    Seldom<Placed<std::string>> page_template;  // key `template`
    std::int64_t weight = 0;                    // order among pages and in menus

    // Talks.
    SeldomText event;
    SeldomText event_url;
    SeldomText place;
    Seldom<MediaLink> slides;
    Seldom<MediaLink> video;

    // Translations and other people's work.
    SeldomText source;
    SeldomText source_author;
    SeldomText source_license;
    SeldomText translated_from;  // what parse_translated_from() reads; empty when the writer keeps no such record

    templating::Value extra;  // map of every other key, as written
};

}  // namespace byline::site
