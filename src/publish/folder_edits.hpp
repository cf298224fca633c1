// For tests: what is done to a site beside its works and its theme: byline.toml, data files, static files, pictures.
// Functions without state; see SiteEdit.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "media/crc32.hpp"
#include "publish/site_edit.hpp"

namespace byline::publish::folder_edits {

inline SiteEdit configure(const std::string& table, const std::string& key, const std::string& value) {
    return toml_edit("byline.toml", table, key, value);
}

inline std::string any_menu(RandomChoice& random) {
    std::string menu = "[{ name = \"" + random.word() + "\", url = \"/notes/\" }";
    if (random.one_in(2)) menu += ", { name = \"关于\", url = \"/about/\", weight = -1 }";
    return menu + "]";
}

inline SiteEdit edit_texts(const EditedSite&, RandomChoice& random) {
    switch (random.below(7)) {
        case 0: return configure("", "title", "\"" + random.word() + " & co\"");
        case 1: return configure("", "description", "\"" + random.word() + "\"");
        case 2: return configure("", "copyright", random.one_in(2) ? "" : "\"© " + random.word() + "\"");
        case 3: return configure("author", "name", random.of({"\"Lin Yan\"", "\"林砚\"", ""}));
        case 4: return configure("author", "email", random.of({"\"lin@example.org\"", ""}));
        case 5: return configure("languages.zh", "title", "\"题 " + random.word() + "\"");
        default: return configure("author", "biography", "\"Writes *" + random.word() + "*.\"");
    }
}

inline SiteEdit edit_menus(const EditedSite&, RandomChoice& random) {
    switch (random.below(3)) {
        case 0: return configure("menus", "main", any_menu(random));
        case 1: return configure("menus", "foot", random.one_in(3) ? "" : any_menu(random));
        default:
            return configure("languages.zh", "menus", random.one_in(3) ? "" : "{ main = " + any_menu(random) + " }");
    }
}

inline SiteEdit edit_lists(const EditedSite&, RandomChoice& random) {
    switch (random.below(4)) {
        case 0: return configure("pagination", "size", std::to_string(random.between(2, 12)));
        case 1: return configure("feeds", "size", std::to_string(random.between(1, 9)));
        case 2: return configure("feeds", "full", random.of({"true", "false"}));
        default: return configure("reading", "words_per_minute", std::to_string(random.between(100, 300)));
    }
}

inline SiteEdit edit_addresses(const EditedSite&, RandomChoice& random) {
    switch (random.below(6)) {
        case 0:
            return configure("", "base_url",
                             random.of({"\"https://example.org/\"", "\"https://example.org/blog/\"",
                                        "\"https://other.example.net/\""}));
        case 1: return configure("permalinks", "article", random.of({"\"/{year}/{slug}/\"", "\"/texts/{slug}/\"", ""}));
        case 2: return configure("permalinks", "note", random.of({"\"/n/{folder}/{slug}/\"", ""}));
        case 3: return configure("slugs", "style", random.of({"\"pinyin\"", "\"characters\""}));
        case 4: return configure("slugs.pinyin", "\"统计\"", random.of({"\"tong ji\"", "\"tongji\"", ""}));
        default: return configure("", "utc_offset", random.of({"\"+08:00\"", "\"-05:30\"", ""}));
    }
}

// Removes a table of byline.toml, or puts one in.
inline SiteEdit edit_tables(const EditedSite&, RandomChoice& random) {
    switch (random.below(5)) {
        case 0: return configure("taxonomies." + random.of({"categories", "people"}), "singular", "\"one\"");
        case 1:
            return rewrite_edit("byline.toml", "without categories", [](const std::string& text) {
                return without_toml_table(text, "taxonomies.categories");
            });
        case 2: return configure("languages.fr", "name", random.of({"\"Français\"", "\"français\""}));
        case 3:
            return rewrite_edit("byline.toml", "without French",
                                [](const std::string& text) { return without_toml_table(text, "languages.fr"); });
        default:
            return rewrite_edit("byline.toml", "without Chinese",
                                [](const std::string& text) { return without_toml_table(text, "languages.zh"); });
    }
}

inline SiteEdit edit_build(const EditedSite&, RandomChoice& random) {
    switch (random.below(6)) {
        case 0: return configure("build", "theme", random.of({"\"mine\"", "\"default\"", ""}));
        case 1: return configure("theme_settings", "home_latest", std::to_string(random.below(6)));
        case 2: return configure("theme_settings", "accent", random.of({"\"pine\"", "\"plum\"", ""}));
        case 3: return configure("theme_settings", "extra_css", random.of({"[\"guide.css\"]", "[\"mine.css\"]", "[]"}));
        case 4: return configure("content", "ignore", random.of({"[\"notes/*\"]", "[]", "[\"*/index.zh.md\"]", ""}));
        default: return configure("content", "default_kind", random.of({"\"note\"", "\"page\"", ""}));
    }
}

inline SiteEdit break_configuration(const EditedSite&, RandomChoice& random) {
    return configure("", random.of({"title", "titel", "base_url"}), random.of({"[", "\"nowhere\"", "3"}));
}

inline SiteEdit edit_data(const EditedSite&, RandomChoice& random) {
    switch (random.below(8)) {
        case 0: return put_edit("_data/talks.toml", "[[talk]]\nname = \"" + random.word() + "\"\nyear = 2025\n");
        case 1: return put_edit("_data/tools.yaml", "editor: vi\nshell: [dash, " + random.word() + "]\n");
        case 2:
            return put_edit("_data/numbers.json", "{\"p50\": 1, \"p99\": " + std::to_string(random.below(900)) + "}");
        case 3: return put_edit("_data/more/rows.csv", "name,value\nfirst," + random.word() + "\n");
        case 4: return append_edit("_data/more/rows.csv", "second," + random.word() + "\n");
        case 5: return put_edit("_data/extra." + random.of({"json", "yaml"}), "[\"" + random.word() + "\"]");
        case 6: return put_edit("_data/unread.json", "[" + std::to_string(random.below(9)) + "]");
        default: return append_edit("_data/numbers.json", "{");
    }
}

inline SiteEdit remove_data(const EditedSite& site, RandomChoice& random) {
    return remove_edit(any_path_below(site, random, "_data/"));
}

// Languages of the site's own, right and wrong: what texts show as code changes with them.
inline SiteEdit edit_languages(const EditedSite& site, RandomChoice& random) {
    const std::string name = "languages/" + random.of({"loom", "sql", "rust"}) + ".toml";
    const std::string rules = "rules = [['" + random.of({"[a-z]+", "\\i\\w*", "\\d+"}) + "', '" +
                              random.of({"keyword", "string", "type"}) + "']]\n";
    switch (random.below(4)) {
        case 0: return remove_edit(any_path_below(site, random, "languages/"));
        case 1:
            return put_edit(name, "aliases = [\"" + random.of({"weave", "console"}) + "\"]\n[context.main]\n" + rules);
        case 2:
            return put_edit(name, random.of({"extends = \"rust\"\n", "extends = \"nobody\"\n",
                                             "[context.main]\nclass = \"colour\"\n"}));
        default: return put_edit(name, "[context.main]\n" + rules);
    }
}

inline SiteEdit edit_static(const EditedSite& site, RandomChoice& random) {
    switch (random.below(5)) {
        case 0: return remove_edit(any_path_below(site, random, "static/"));
        case 1: return put_edit("static/pictures/new.svg", "<svg>" + random.word() + "</svg>");
        case 2: return put_edit("static/" + random.of({"sitemap.xml", "robots.txt", "feeds.opml"}), random.word());
        case 3:
            return put_edit("static/" + random.word() + "/" + random.of({"index.html", "file.txt", ".hidden"}), "x");
        default: return put_edit(any_path_below(site, random, "static/"), random.word());
    }
}

// Same size, other bytes.
inline SiteEdit edit_static_slightly(const EditedSite& site, RandomChoice& random) {
    return rewrite_edit(any_path_below(site, random, "static/"), "another last byte", [](std::string bytes) {
        if (!bytes.empty()) bytes.back() = bytes.back() == '#' ? '+' : '#';
        return bytes;
    });
}

// Of some size: texts tell it of the pictures that they show.
inline std::string any_svg(RandomChoice& random) {
    return "<svg width=\"" + std::to_string(random.between(1, 99)) + "\" height=\"9\">" + random.word() + "</svg>";
}

inline SiteEdit edit_picture(const EditedSite& site, RandomChoice& random) {
    const std::string folder = any_path_below(site, random, "content/", "graph.svg");
    if (folder.empty()) return {};
    const std::string beside = folder.substr(0, folder.rfind('/') + 1);
    switch (random.below(6)) {
        case 0: return remove_edit(folder);
        case 4:
        case 5: return put_edit(folder, any_svg(random));
        case 1: return put_edit(beside + random.of({"graph.svg", "second.svg"}), any_svg(random));
        case 2: return put_edit(beside + "raw/data.csv", random.word());
        default: return remove_edit(any_path_below(site, random, beside, "data.csv"));
    }
}

// A PNG of some pixels of one colour: real, and made here so that every one can differ.
inline std::string tiny_png(RandomChoice& random) {
    const auto number = [](std::uint32_t value) {
        std::string bytes;
        for (const int shift : {24, 16, 8, 0}) bytes += static_cast<char>(value >> shift & 0xff);
        return bytes;
    };
    std::string png = "\x89PNG\r\n\x1a\n";
    const auto chunk = [&](const std::string& data) {
        png += number(static_cast<std::uint32_t>(data.size()) - 4) + data + number(media::crc32(data));
    };
    const auto side = static_cast<std::uint32_t>(random.between(1, 40));
    std::string rows;
    for (std::uint32_t y = 0; y < side; ++y)
        rows += '\0' + std::string(side, static_cast<char>(random.below(3) * 100));  // grey
    chunk("IHDR" + number(side) + number(side) + std::string("\x08\0\0\0\0", 5));
    // Stored, not compressed: RFC 1950 and 1951.
    const auto size = static_cast<std::uint32_t>(rows.size());
    std::uint32_t a = 1;
    std::uint32_t b = 0;
    for (const char byte : rows) {
        a = (a + static_cast<unsigned char>(byte)) % 65521;
        b = (b + a) % 65521;
    }
    std::string stored = "\x78\x01\x01";
    for (const std::uint32_t half : {size, ~size}) {
        stored += static_cast<char>(half & 0xff);
        stored += static_cast<char>(half >> 8 & 0xff);
    }
    chunk("IDAT" + stored + rows + number(b << 16 | a));
    if (random.one_in(3)) chunk("tEXtAuthor" + std::string(1, '\0') + random.word());
    chunk("IEND");
    return png;
}

inline SiteEdit edit_shown_picture(const EditedSite& site, RandomChoice& random) {
    const std::string shown = "static/pictures/shown.png";
    switch (random.below(8)) {
        case 0: return remove_edit(shown);
        case 1: return put_edit(shown, random.word());
        case 2:
            return rewrite_edit(shown, "cut off", [](std::string bytes) { return bytes.substr(0, bytes.size() / 2); });
        case 3: return configure("pictures", "widths", random.of({"[16, 32]", "[16]", "[]", ""}));
        case 4: return configure(random.of({"pictures", "cards"}), "enabled", random.of({"true", "false"}));
        case 5:
            return append_edit(any_path_below(site, random, "content/", ".md"), "\n![shown](/pictures/shown.png)\n");
        default: return put_edit(shown, tiny_png(random));
    }
}

inline const std::vector<EditKind>& all() {
    static const std::vector<EditKind> kinds = {
        {5, edit_texts},  {4, edit_menus},           {4, edit_lists},   {4, edit_addresses},    {3, edit_tables},
        {3, edit_build},  {1, break_configuration},  {5, edit_data},    {2, remove_data},       {3, edit_languages},
        {5, edit_static}, {2, edit_static_slightly}, {4, edit_picture}, {4, edit_shown_picture}};
    return kinds;
}

}  // namespace byline::publish::folder_edits
