#include "site/configuration_entries.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

#include "site/configuration_check.hpp"
#include "site/kind.hpp"
#include "text/nearest.hpp"
#include "text/url.hpp"

namespace byline::site {
namespace {

void take_text(const DataEntry& entry, DataReader& reader, std::string& out) {
    if (auto text = reader.text(entry)) out = std::move(*text);
}

void take_colour(const DataEntry& entry, DataReader& reader, std::string& out) {
    auto text = reader.text(entry);
    if (!text) return;
    const bool has_hash = text->starts_with('#') && (text->size() == 4 || text->size() == 7);
    if (!has_hash || text->find_first_not_of("0123456789abcdefABCDEF", 1) != std::string::npos) {
        return reader.report(entry.value.place, "'" + *text + "' is no colour",
                             "write a hash and 3 or 6 hexadecimal digits: " + entry.key + " = \"#1d1b18\"");
    }
    out = std::move(*text);
}

void read_links(const DataEntry& entry, DataReader& reader, std::vector<Link>& links, std::string_view where) {
    const DataNode* list = reader.list(entry);
    if (list == nullptr) return;
    constexpr std::array<std::string_view, 3> known{"name", "url", "icon"};
    for (const DataNode& item : list->items) {
        Link link;
        if (item.kind != DataKind::Map) {
            reader.report(item.place, "a link is " + std::string(described(item)) + ", not a table",
                          "write { name = \"GitHub\", url = \"https://…\" }");
            continue;
        }
        for (const DataEntry& part : item.entries) {
            if (part.key == "name") {
                take_text(part, reader, link.name);
            } else if (part.key == "url") {
                take_text(part, reader, link.url);
            } else if (part.key == "icon") {
                take_text(part, reader, link.icon);
            } else {
                reader.unknown_key(part, "a link of " + std::string(where), known);
            }
        }
        if (link.url.empty()) reader.report(item.place, "a link without a url", "add its 'url'");
        links.push_back(std::move(link));
    }
}

MenuEntry read_menu_entry(const DataNode& node, DataReader& reader, std::string_view where) {
    constexpr std::array<std::string_view, 3> known{"name", "url", "weight"};
    MenuEntry menu_entry;
    for (const DataEntry& part : node.entries) {
        if (part.key == "name") {
            take_text(part, reader, menu_entry.name);
        } else if (part.key == "url") {
            take_text(part, reader, menu_entry.url);
        } else if (part.key == "weight") {
            menu_entry.weight = reader.integer(part).value_or(0);
        } else {
            reader.unknown_key(part, "an entry of " + std::string(where), known);
        }
    }
    if (menu_entry.name.empty()) reader.report(node.place, "an entry of a menu without a name", "add its 'name'");
    if (menu_entry.url.empty()) reader.report(node.place, "an entry of a menu without a url", "add its 'url'");
    return menu_entry;
}

}  // namespace

void check_language_code(std::string_view code, DataPlace place, DataReader& reader) {
    if (is_language_code(code)) return;
    reader.report(place, "'" + std::string(code) + "' is not a language code",
                  "write a code such as en, zh or zh-Hant");
}

void read_author(const DataEntry& entry, DataReader& reader, Author& author, std::string_view where) {
    const DataNode* table = reader.table(entry);
    if (table == nullptr) return;
    constexpr std::array<std::pair<std::string_view, std::string Author::*>, 9> texts{
        {{"name", &Author::name},
         {"email", &Author::email},
         {"url", &Author::url},
         {"portrait", &Author::portrait},
         {"tagline", &Author::tagline},
         {"biography", &Author::biography},
         {"job_title", &Author::job_title},
         {"organization", &Author::organization},
         {"location", &Author::location}}};
    for (const DataEntry& part : table->entries) {
        const auto known =
            std::find_if(texts.begin(), texts.end(), [&](const auto& key) { return key.first == part.key; });
        if (known != texts.end()) {
            take_text(part, reader, author.*known->second);
        } else if (part.key == "links") {
            read_links(part, reader, author.links, where);
        } else {
            std::array<std::string_view, texts.size() + 1> names;
            std::transform(texts.begin(), texts.end(), names.begin(), [](const auto& key) { return key.first; });
            names.back() = "links";
            reader.unknown_key(part, where, names);
        }
    }
}

void read_menus(const DataEntry& entry, DataReader& reader, std::map<std::string, std::vector<MenuEntry>>& menus,
                std::string_view where) {
    const DataNode* table = reader.table(entry);
    if (table == nullptr) return;
    for (const DataEntry& menu : table->entries) {
        const DataNode* list = reader.list(menu);
        if (list == nullptr) continue;
        std::vector<MenuEntry>& entries = menus[menu.key];
        for (const DataNode& item : list->items) {
            if (item.kind == DataKind::Map) {
                entries.push_back(read_menu_entry(item, reader, where));
            } else {
                reader.report(item.place, "an entry of a menu is " + std::string(described(item)) + ", not a table",
                              "write { name = \"About\", url = \"/about/\" }");
            }
        }
        // The order of the file among those of one weight.
        std::stable_sort(entries.begin(), entries.end(),
                         [](const MenuEntry& a, const MenuEntry& b) { return a.weight < b.weight; });
    }
}

namespace {

std::optional<Language> read_language(const DataEntry& entry, DataReader& reader) {
    check_language_code(entry.key, entry.place, reader);
    const DataNode* table = reader.table(entry);
    if (table == nullptr) return std::nullopt;
    constexpr std::array<std::string_view, 5> known{"name", "title", "description", "author", "menus"};
    Language language;
    language.code = entry.key;
    const std::string where = "[languages." + entry.key + "]";
    for (const DataEntry& part : table->entries) {
        if (part.key == "name") {
            take_text(part, reader, language.name);
        } else if (part.key == "title") {
            take_text(part, reader, language.title);
        } else if (part.key == "description") {
            take_text(part, reader, language.description);
        } else if (part.key == "author") {
            read_author(part, reader, language.author, "[languages." + entry.key + ".author]");
        } else if (part.key == "menus") {
            read_menus(part, reader, language.menus, "[languages." + entry.key + ".menus]");
        } else {
            reader.unknown_key(part, where, known);
        }
    }
    return language;
}

std::optional<Taxonomy> read_taxonomy(const DataEntry& entry, DataReader& reader) {
    if (!text::valid_output_path(entry.key) || entry.key.find('/') != std::string::npos) {
        reader.report(entry.place, "'" + entry.key + "' cannot be the name of a taxonomy",
                      "write a word: it becomes a part of the address");
        return std::nullopt;
    }
    const DataNode* table = reader.table(entry);
    if (table == nullptr) return std::nullopt;
    constexpr std::array<std::string_view, 2> known{"singular", "titles"};
    Taxonomy taxonomy;
    taxonomy.name = entry.key;
    taxonomy.singular = entry.key;
    for (const DataEntry& part : table->entries) {
        if (part.key == "singular") {
            take_text(part, reader, taxonomy.singular);
        } else if (part.key == "titles") {
            const DataNode* titles = reader.table(part);
            if (titles == nullptr) continue;
            for (const DataEntry& words : titles->entries) {
                check_language_code(words.key, words.place, reader);
                take_text(words, reader, taxonomy.titles[words.key]);
            }
        } else {
            reader.unknown_key(part, "[taxonomies." + entry.key + "]", known);
        }
    }
    return taxonomy;
}

}  // namespace

void read_languages(const DataEntry& entry, DataReader& reader, std::vector<Language>& languages) {
    const DataNode* table = reader.table(entry);
    if (table == nullptr) return;
    for (const DataEntry& part : table->entries) {
        if (auto language = read_language(part, reader)) languages.push_back(std::move(*language));
    }
}

void read_cards(const DataEntry& entry, DataReader& reader, Cards& cards) {
    const DataNode* table = reader.table(entry);
    if (table == nullptr) return;
    constexpr std::array<std::string_view, 5> known{"enabled", "background", "ink", "accent", "fonts"};
    for (const DataEntry& part : table->entries) {
        if (part.key == "enabled") {
            cards.is_enabled = reader.boolean(part).value_or(cards.is_enabled);
        } else if (part.key == "background") {
            take_colour(part, reader, cards.background);
        } else if (part.key == "ink") {
            take_colour(part, reader, cards.ink);
        } else if (part.key == "accent") {
            take_colour(part, reader, cards.accent);
        } else if (part.key == "fonts") {
            take_text(part, reader, cards.fonts);
        } else {
            reader.unknown_key(part, "[cards]", known);
        }
    }
}

void read_taxonomies(const DataEntry& entry, DataReader& reader, std::vector<Taxonomy>& taxonomies) {
    const DataNode* table = reader.table(entry);
    if (table == nullptr) return;
    for (const DataEntry& part : table->entries) {
        if (auto taxonomy = read_taxonomy(part, reader)) taxonomies.push_back(std::move(*taxonomy));
    }
}

void read_permalinks(const DataEntry& entry, DataReader& reader, std::map<std::string, std::string>& permalinks) {
    const DataNode* table = reader.table(entry);
    if (table == nullptr) return;
    std::array<std::string_view, all_kinds.size()> names;
    std::transform(all_kinds.begin(), all_kinds.end(), names.begin(), [](Kind kind) { return name_of(kind); });
    for (const DataEntry& permalink : table->entries) {
        if (!kind_named(permalink.key)) {
            reader.unknown_key(permalink, "[permalinks]", names);
            continue;
        }
        auto pattern = reader.text(permalink);
        if (!pattern) continue;
        if (const auto fault = fault_in_permalink(*pattern)) {
            reader.report(permalink.value.place, "the permalink '" + *pattern + "' " + *fault,
                          "write a path such as \"/articles/{year}/{slug}/\"; parts are {year} {month} {day} {slug} "
                          "{folder}");
        } else {
            permalinks.emplace(permalink.key, std::move(*pattern));
        }
    }
}

}  // namespace byline::site
