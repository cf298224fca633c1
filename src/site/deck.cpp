#include "site/deck.hpp"

#include <algorithm>
#include <string>
#include <utility>

#include <fmt/format.h>

#include "site/compose.hpp"
#include "site/work_url.hpp"

namespace byline::site {
namespace {

std::string_view folder_of_file(std::string_view path) {
    return path.substr(0, path.find_last_of('/') + 1);
}

// By the language's code as the configuration writes it: other spellings could not be asked for one by one.
bool is_named_as_usual(const Work& work, std::string_view folder) {
    const std::string ending = (work.source.language.empty() ? "" : "." + work.source.language) + ".md";
    return folder_of_file(work.path) == folder && work.path.ends_with(ending);
}

// The first in `language`, else in the order of the configuration, of the works of a role that lie in a folder.
WorkId beside(std::span<const Work> works, std::string_view folder, SourceRole role, const std::string& language,
              const Configuration& configuration) {
    const auto rank = [&](const Work& work) {
        if (work.language == language) return std::ptrdiff_t{-1};
        const auto known = std::ranges::find(configuration.languages, work.language, &Language::code);
        return known - configuration.languages.begin();
    };
    WorkId found = no_work;
    const auto first =
        std::ranges::lower_bound(works, folder, {}, [](const Work& work) { return std::string_view(work.path); });
    for (auto work = first; work != works.end() && work->path.starts_with(folder); ++work) {
        if (work->source.role != role || !is_named_as_usual(*work, folder)) continue;
        if (found == no_work || rank(*work) < rank(works[found])) found = static_cast<WorkId>(work - works.begin());
    }
    return found;
}

}  // namespace

bool is_deck_name(std::string_view folder, std::string_view stem) {
    const std::string_view talks = folder_of(Kind::Talk);
    return stem == "deck" && folder.size() > talks.size() + 1 && folder.starts_with(talks) &&
           folder[talks.size()] == '/';
}

WorkId talk_of(std::span<const Work> works, const Work& deck, const Configuration& configuration) {
    return beside(works, folder_of_file(deck.path), SourceRole::Bundle, deck.language, configuration);
}

bool may_have_deck(const Work& talk) {
    return talk.source.role == SourceRole::Bundle && talk.path.starts_with(folder_of(Kind::Talk));
}

WorkId deck_of(std::span<const Work> works, const Work& talk, const Configuration& configuration) {
    if (!may_have_deck(talk)) return no_work;
    return beside(works, folder_of_file(talk.path), SourceRole::Deck, talk.language, configuration);
}

void place_deck(Work& deck, const Work& talk, const text::Timestamp& now) {
    const bool is_of_its_language = deck.language == talk.language;
    deck.url_path = normal_url_path(talk.url_path + (talk.url_path.ends_with('/') ? "" : "/") + "deck" +
                                    (is_of_its_language ? "" : "-" + deck.language));
    Metadata& own = deck.metadata;
    const Metadata& theirs = talk.metadata;
    if (!own.title) deck.title = talk.title;
    if (!deck.date) deck.date = talk.date;
    if (own.authors.empty()) own.authors = theirs.authors;
    own.draft = own.draft || theirs.draft;
    if (theirs.publish_at && (!own.publish_at || own.publish_at->seconds < theirs.publish_at->seconds))
        own.publish_at = theirs.publish_at;
    if (theirs.expires && (!own.expires || own.expires->seconds > theirs.expires->seconds))
        own.expires = theirs.expires;
    deck.visibility = visibility_of(own, now);
}

Diagnostic lonely_deck(const Work& deck, std::string_view content_prefix) {
    const std::string file = std::string(content_prefix) + deck.path;
    return {
        Severity::Error,
        content_error("a deck without its talk",
                      fmt::format("write {}index.md beside it, or call this file otherwise if it is the talk itself",
                                  folder_of_file(file)),
                      Place{file, 0, 0})};
}

}  // namespace byline::site
