// A SourcePath is what the name of a content file alone says: folder, stem, language, date, role.
// A value; read_source_path() is pure.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "site/configuration.hpp"
#include "site/seldom.hpp"
#include "text/timestamp.hpp"

namespace byline::site {

enum class SourceRole : std::uint8_t {
    Leaf,     // dns.md
    Bundle,   // dns/index.md: the pictures beside it belong to it
    Section,  // articles/_index.md, index.md at the root: the words above a list, or of the home page
    Deck,     // talks/dns/deck.md: the slides of the talk in talks/dns/index.md
};

struct SourcePath {
    SourceRole role = SourceRole::Leaf;
    std::string folder;                   // "articles/2024"; of a bundle the folder that holds the bundle
    std::string name;                     // "dns"; without language, date and ending; of a section its folder's path
    std::string language;                 // configured code, empty when the name has none
    std::optional<text::Timestamp> date;  // of `2008-01-31-name.md`
    SeldomText unknown_language;          // two letters that look like a language which is not configured: `dns.fr.md`

    // "articles/2024/dns": the same for all languages of a work; "articles/_index" of a section.
    [[nodiscard]] std::string key() const {
        if (role == SourceRole::Section) return name.empty() ? "_index" : name + "/_index";
        return folder.empty() ? name : folder + "/" + name;
    }
};

// `path` is relative to the content folder and ends in .md.
[[nodiscard]] SourcePath read_source_path(std::string_view path, const Configuration& configuration);

}  // namespace byline::site
