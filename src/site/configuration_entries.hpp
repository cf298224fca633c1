// The tables of byline.toml that hold what a site names itself: authors, menus, languages, taxonomies, colours of
// cards. Pure functions; safe from any thread. Faults go to the reader; `where` names the table in messages
// ("[author]").
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "site/configuration.hpp"
#include "site/data_node.hpp"
#include "site/data_reader.hpp"

namespace byline::site {

void check_language_code(std::string_view code, DataPlace place, DataReader& reader);

void read_author(const DataEntry& entry, DataReader& reader, Author& author, std::string_view where);

// Entries are ordered by weight, then as written.
void read_menus(const DataEntry& entry, DataReader& reader, std::map<std::string, std::vector<MenuEntry>>& menus,
                std::string_view where);

void read_languages(const DataEntry& entry, DataReader& reader, std::vector<Language>& languages);

void read_cards(const DataEntry& entry, DataReader& reader, Cards& cards);

void read_taxonomies(const DataEntry& entry, DataReader& reader, std::vector<Taxonomy>& taxonomies);

// By kind: "/articles/{slug}/".
void read_permalinks(const DataEntry& entry, DataReader& reader, std::map<std::string, std::string>& permalinks);

}  // namespace byline::site
