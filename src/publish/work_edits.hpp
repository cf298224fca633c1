// For tests: what writers do to their works: add, delete, rename, move, translate, edit the text and the front matter.
// Functions without state; see SiteEdit.
#pragma once

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "markdown/parse.hpp"
#include "publish/site_edit.hpp"
#include "publish/work_choices.hpp"
#include "site/block_prints.hpp"

namespace byline::publish::work_edits {

inline SiteEdit add_work(const EditedSite& site, RandomChoice& random) {
    const std::string path = any_folder(random) +
                             (random.one_in(4) ? "2024-03-0" + std::to_string(random.between(1, 9)) + "-" : "") +
                             random.word() + (random.one_in(6) ? "/index" : "") + random.of({".md", ".md", ".zh.md"});
    std::string text = "---\ntitle: " + random.word() + random.of({" 新文", " & more", ""}) + "\n";
    if (!random.one_in(4)) text += "date: " + any_date(random) + "\n";
    if (random.one_in(2)) text += "tags: [" + random.of({"names", "queues, R", "新, 统计", "fresh"}) + "]\n";
    text += "---\n\nNew text, 新的文字。\n\n## Later\n\n" + any_reference(site, random, path) + "\n";
    return put_edit(path, text);
}

inline SiteEdit remove_work(const EditedSite& site, RandomChoice& random) {
    return remove_edit(any_work(site, random));
}

inline SiteEdit rename_work(const EditedSite& site, RandomChoice& random) {
    const std::string path = any_work(site, random);
    if (path.empty() || is_in_bundle(path) || is_section(path)) return {};
    return move_edit(path, path.substr(0, path.rfind('/') + 1) + random.word() + suffix_of(path));
}

inline SiteEdit move_between_kinds(const EditedSite& site, RandomChoice& random) {
    const std::string path = any_work(site, random);
    if (path.empty() || is_in_bundle(path) || is_section(path)) return {};
    return move_edit(path, any_folder(random) + path.substr(path.rfind('/') + 1));
}

inline SiteEdit move_between_languages(const EditedSite& site, RandomChoice& random) {
    const std::string path = any_work(site, random);
    if (path.empty()) return {};
    const std::string stem = path.substr(0, path.size() - suffix_of(path).size());
    return move_edit(path, stem + (suffix_of(path) == ".md" ? ".zh.md" : ".md"));
}

inline SiteEdit add_translation(const EditedSite& site, RandomChoice& random) {
    const std::string path = any_work(site, random);
    const std::string stem = path.substr(0, path.size() - suffix_of(path).size());
    const std::string other = stem + (suffix_of(path) == ".md" ? ".zh.md" : ".md");
    if (path.empty() || site.find(other) != nullptr) return {};
    std::string text = with_front_matter_key(*site.find(path), "title", "\"译 " + random.word() + "\"");
    text = with_front_matter_key(text, "aliases", "");
    return put_edit(other, with_front_matter_key(text, "path", ""));
}

inline SiteEdit remove_translation(const EditedSite& site, RandomChoice& random) {
    return remove_edit(any_path_below(site, random, "content/", ".zh.md"));
}

inline SiteEdit swap_works(const EditedSite& site, RandomChoice& random) {
    const std::string one = any_work(site, random);
    const std::string other = any_work(site, random);
    if (one.empty() || one == other) return {};
    return {"swap the texts of " + one + " and " + other, [=](EditedSite& edited) {
                const std::string* first = edited.find(one);
                const std::string* second = edited.find(other);
                if (first == nullptr || second == nullptr) return;
                const std::string kept = *first;
                edited.put(one, *second);
                edited.put(other, kept);
            }};
}

inline SiteEdit save_unchanged(const EditedSite& site, RandomChoice& random) {
    return rewrite_edit(any_path_below(site, random, ""), "save as it is", [](std::string bytes) { return bytes; });
}

// Small enough that the order of lists mostly stays.
inline SiteEdit shift_date(const EditedSite& site, RandomChoice& random) {
    const std::string path = any_work(site, random);
    const std::string* text = site.find(path);
    const std::string date = text == nullptr ? "" : front_matter_value(*text, "date");
    if (date.size() != 10 || date[8] == '3') return {};
    const std::string shifted = date.substr(0, 9) + std::to_string(1 + random.below(8));
    return rewrite_edit(path, "date: " + shifted,
                        [=](const std::string& bytes) { return with_front_matter_key(bytes, "date", shifted); });
}

// A letter of the text is another one: the size stays.
inline SiteEdit misspell(const EditedSite& site, RandomChoice& random) {
    const std::size_t number = random.below(400);
    const char letter = static_cast<char>('a' + random.below(26));
    return rewrite_edit(any_work(site, random), fmt::format("letter {} becomes {}", number, letter),
                        [=](std::string text) {
                            std::vector<std::size_t> letters;
                            for (std::size_t at = body_offset(text); at < text.size(); ++at) {
                                if (text[at] >= 'a' && text[at] <= 'z') letters.push_back(at);
                            }
                            if (!letters.empty()) text[letters[number % letters.size()]] = letter;
                            return text;
                        });
}

// Something else around a link: pages that show the sentence it stands in have to follow.
inline SiteEdit reword_link(const EditedSite& site, RandomChoice& random) {
    const std::size_t number = random.below(40);
    const std::string word = random.of({"Now ", "Then. And ", "这里说：", "前一句。后来", "\n\n## Later\n\n"});
    return rewrite_edit(
        any_work(site, random), fmt::format("'{}' before link {}", word, number), [=](std::string text) {
            std::vector<std::size_t> links;
            for (std::size_t at = body_offset(text); at < text.size(); ++at) {
                if (text[at] == '[' && text[at - 1] != '[' && text[at - 1] != '!' && text[at - 1] != ']')
                    links.push_back(at);
            }
            if (!links.empty()) text.insert(links[number % links.size()], word);
            return text;
        });
}

inline SiteEdit new_beginning(const EditedSite& site, RandomChoice& random) {
    const std::string paragraph = "So it *begins*, " + random.word() + "，新的开头。\n\n";
    return rewrite_edit(any_work(site, random), "begins with " + paragraph,
                        [=](std::string text) { return text.insert(body_offset(text), "\n" + paragraph); });
}

inline SiteEdit append_text(const EditedSite& site, RandomChoice& random) {
    const std::string path = any_work(site, random);
    if (path.empty()) return {};
    switch (random.below(4)) {
        case 0: return append_edit(path, "\n## Heading " + random.word() + "\n\nMore.\n");
        case 1: return append_edit(path, "\nA paragraph about " + random.word() + ", 关于它。\n");
        default: return append_edit(path, "\n" + any_reference(site, random, path) + "\n");
    }
}

// Takes lines off the end, references among them.
inline SiteEdit cut_text(const EditedSite& site, RandomChoice& random) {
    const std::size_t lines = 1 + random.below(6);
    return rewrite_edit(any_work(site, random), fmt::format("cut {} lines off the end", lines), [=](std::string text) {
        const std::size_t body = body_offset(text);
        for (std::size_t i = 0; i < lines && text.size() > body + 1; ++i) {
            const auto end = text.rfind('\n', text.size() - 2);
            text.resize(std::max(body, end == std::string::npos ? body : end + 1));
        }
        return text;
    });
}

inline std::string quoted_list(const std::vector<std::string>& texts) {
    std::string list = "[";
    for (const std::string& text : texts) list += (list.size() > 1 ? ", \"" : "\"") + text + "\"";
    return list + "]";
}

struct KeyValue {
    std::string key;
    std::string value;  // empty takes the key away
};

inline KeyValue any_listing_key(RandomChoice& random) {
    switch (random.below(10)) {
        case 0: return {"title", "\"" + random.word() + random.of({" 改了", " changed", "\\\" quoted", " <b>"}) + "\""};
        case 1: return {"date", random.one_in(4) ? "" : any_date(random)};
        case 2: return {"updated", random.one_in(4) ? "" : any_date(random)};
        case 3:
            return {"tags", quoted_list(random.some({"queues", "names", "Names", "R", "统计", "C++", "r", "rare"}))};
        case 4: return {"categories", random.of({"", "[\"Essays\"]", "[\"Essays\", \"Lists\"]", "[\"文\"]"})};
        case 5: return {"draft", random.of({"true", "false", ""})};
        case 6: return {"publish_at", random.one_in(2) ? "" : fmt::format("2026-06-0{}", random.between(1, 9))};
        case 7: return {"expires", random.one_in(2) ? "" : fmt::format("2026-06-0{}", random.between(1, 9))};
        case 8: return {"series", random.of({"", "\"Roadmap\"", "\"骑行\"", "\"roadmap\"", "\"New series\""})};
        default: return {"featured", random.of({"", "\"Read *this*\"", "\"先读这个\""})};
    }
}

inline KeyValue any_other_key(const EditedSite& site, RandomChoice& random) {
    switch (random.below(18)) {
        case 0: return {"slug", random.one_in(2) ? "" : "\"" + random.word() + "\""};
        case 1: return {"aliases", random.one_in(3) ? "" : quoted_list({"/moved/" + random.word() + "/", "/was.html"})};
        case 2: return {"cover", random.of({"", "\"graph.svg\"", "\"/portrait.svg\"", "\"gone.png\""})};
        case 3: return {"status", random.of({"", "\"stable\"", "\"dropped\""})};
        case 4: return {"maturity", random.of({"", "\"seedling\"", "\"evergreen\""})};
        case 5: return {"canonical", random.of({"", "\"https://elsewhere.example.org/x\""})};
        case 6: return {"template", random.of({"", "", "\"wide\"", "\"wide\"", "\"gone\""})};
        case 7: return {"weight", std::to_string(random.below(9))};
        case 8: return {"event", random.of({"", "\"Conf 1\"", "\"大会\""})};
        case 9: return {"authors", random.of({"", "[\"Ada\"]", "[\"Ada\", \"林砚\"]"})};
        case 10: return {"summary", random.one_in(3) ? "" : "\"In *short*: " + random.word() + "\""};
        case 11: return {"kind", random.of({"", "\"note\"", "\"talk\"", "\"article\""})};
        case 12: return {"language", random.of({"", "", "\"zh\"", "\"en\""})};
        case 13: return {"path", random.one_in(2) ? "" : "\"given/" + random.word() + "\""};
        case 15:  // names that wikilinks use
            return {"aliases", random.one_in(3) ? "" : quoted_list({random.word(), random.of({"queues", "别名"})})};
        case 16: return {"comments", random.of({"", "false", "\"closed\""})};
        case 14: return {"slides", random.of({"", "\"https://example.org/slides.pdf\""})};
        default: {
            const std::string* other = site.find(any_work(site, random));  // an address that another work may have
            const std::string slug = other == nullptr ? "" : front_matter_value(*other, "slug");
            return {"slug", slug.empty() ? "" : "\"" + slug + "\""};
        }
    }
}

inline SiteEdit key_edit(const std::string& path, const KeyValue& given) {
    return rewrite_edit(path, given.key + ": " + given.value,
                        [=](const std::string& text) { return with_front_matter_key(text, given.key, given.value); });
}

inline SiteEdit listing_key(const EditedSite& site, RandomChoice& random) {
    return key_edit(any_work(site, random), any_listing_key(random));
}

inline SiteEdit other_key(const EditedSite& site, RandomChoice& random) {
    return key_edit(any_work(site, random), any_other_key(site, random));
}

inline SiteEdit series_position(const EditedSite& site, RandomChoice& random) {
    const std::string path = any_work(site, random);
    const std::string* text = site.find(path);
    if (text == nullptr || text->starts_with("+++")) return {};
    return key_edit(path, {"series", fmt::format("{{name: \"{}\", position: {}}}", random.of({"Roadmap", "骑行"}),
                                                 random.between(1, 5))});
}

// Another spelling with the same address: a term and a series are called as the first work spells them.
inline SiteEdit respell(const EditedSite& site, RandomChoice& random) {
    const bool is_series = random.one_in(3);
    const std::string key = is_series ? "series" : "tags";
    const std::string one = is_series ? "Roadmap" : "names";
    const std::string other = is_series ? "roadmap" : "Names";
    std::vector<std::string> paths;
    for (const std::string& path : paths_below(site, "content/", ".md")) {
        const std::string value = front_matter_value(*site.find(path), key);
        if (value.find(one) != std::string::npos || value.find(other) != std::string::npos) paths.push_back(path);
    }
    if (paths.empty()) return {};
    const std::string path = random.of(paths);
    return rewrite_edit(path, "spell " + one + " otherwise", [=](const std::string& text) {
        std::string value = front_matter_value(text, key);
        const bool has_one = value.find(one) != std::string::npos;
        const auto at = value.find(has_one ? one : other);
        if (at == std::string::npos) return text;
        value.replace(at, one.size(), has_one ? other : one);
        return with_front_matter_key(text, key, is_series ? "\"" + value + "\"" : value);
    });
}

// Faults that stop a build; a later edit puts the last good state back.
inline SiteEdit break_front_matter(const EditedSite& site, RandomChoice& random) {
    return key_edit(any_work(site, random), {random.of({"title", "date", "draft"}), random.of({"[", "{ x", "\"open"})});
}

inline SiteEdit unreadable(const EditedSite& site, RandomChoice& random) {
    const std::string path = any_path_below(site, random, random.of({"content/", "static/", "_data/", "themes/"}));
    if (path.empty()) return {};
    return {"make " + path + " unreadable", [=](EditedSite& edited) { edited.make_unreadable(path); }};
}

inline SiteEdit section_words(const EditedSite&, RandomChoice& random) {
    const std::string path = random.of({"content/index.md", "content/index.zh.md", "content/articles/_index.md",
                                        "content/notes/_index.zh.md", "content/talks/_index.md"});
    if (random.one_in(5)) return remove_edit(path);
    return put_edit(path, "---\ntitle: List " + random.word() + "\n---\n\nThe words above, " + random.word() +
                              random.of({".\n", ". ::latest\n", ". [[About me]]\n"}));
}

// A translation says of which paragraphs it was made: some of them as they are now, or as they never were.
inline SiteEdit record_original(const EditedSite& site, RandomChoice& random) {
    const std::string translated = any_path_below(site, random, "content/", ".zh.md");
    if (translated.empty()) return {};
    const std::string other = translated.substr(0, translated.size() - std::string_view(".zh.md").size()) + ".md";
    const bool is_original_chinese = random.one_in(2) && site.find(other) != nullptr;
    const std::string* original = site.find(is_original_chinese ? translated : other);
    site::TranslatedFrom from{is_original_chinese ? "zh" : "en", {1, 2, 3}};
    if (original != nullptr) {
        from.blocks = site::block_prints(markdown::parse(original->substr(body_offset(*original))));
        if (random.one_in(2) && !from.blocks.empty()) from.blocks.pop_back();
    }
    return key_edit(is_original_chinese ? other : translated,
                    {"translated_from", random.one_in(6) ? "" : "\"" + format_translated_from(from) + "\""});
}

// A talk and its decks: written, changed, taken away, their keys too.
inline SiteEdit edit_deck(const EditedSite& site, RandomChoice& random) {
    const std::string folder = "content/talks/shown/";
    const std::string talk = folder + random.of({"index.md", "index.md", "index.zh.md"});
    const std::string deck = folder + random.of({"deck.md", "deck.md", "deck.zh.md"});
    const std::string text = "---\ntitle: Shown " + random.word() + "\ndate: 2024-05-06\n---\n\nWhat was said.\n";
    if (site.find(folder + "index.md") == nullptr && site.find(folder + "index.zh.md") == nullptr)
        return put_edit(talk, text);
    switch (random.below(8)) {
        case 0: return put_edit(talk, text);
        case 1: return remove_edit(any_path_below(site, random, folder));
        case 2: return key_edit(talk, any_listing_key(random));
        case 3: return key_edit(any_path_below(site, random, folder), any_other_key(site, random));
        case 4:
            return put_edit(
                random.of({"content/about.md", "content/notes/to-a-deck.md"}),
                "---\ntitle: To a deck\n---\n\n[deck](" + std::string("/talks/shown/deck/") + ") [[Shown]]\n");
        default:
            return put_edit(deck, (random.one_in(3) ? "---\ntitle: Deck " + random.word() + "\n---\n" : "") +
                                      "# One {." + random.word() + "}\n\n:::notes\nSay " + random.word() +
                                      ".\n:::\n\n---\n\n" + any_reference(site, random, deck) + "\n");
    }
}

inline const std::vector<EditKind>& all() {
    static const std::vector<EditKind> kinds = {{6, add_work},
                                                {6, edit_deck},
                                                {6, record_original},
                                                {4, remove_work},
                                                {3, rename_work},
                                                {3, move_between_kinds},
                                                {2, move_between_languages},
                                                {3, add_translation},
                                                {2, remove_translation},
                                                {1, swap_works},
                                                {2, save_unchanged},
                                                {7, misspell},
                                                {5, reword_link},
                                                {3, shift_date},
                                                {4, new_beginning},
                                                {10, append_text},
                                                {5, cut_text},
                                                {16, listing_key},
                                                {12, other_key},
                                                {2, series_position},
                                                {4, respell},
                                                {2, break_front_matter},
                                                {2, unreadable},
                                                {3, section_words}};
    return kinds;
}

}  // namespace byline::publish::work_edits
