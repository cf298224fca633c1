// For tests: a whole site in memory that uses everything a build reads: kinds, two languages, translations, series,
// taxonomies, links of every sort, bundles, data files, a theme. Its texts come from the corpora where they are there.
// Functions without state, apart from reading the corpora.
#pragma once

#include <algorithm>
#include <array>
#include <filesystem>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "publish/key_lines.hpp"
#include "publish/random_choice.hpp"
#include "publish/sample_theme.hpp"
#include "site/fixture_folder.hpp"

namespace byline::publish {

// A text of a blog, with its front matter.
struct SampleText {
    std::string name;
    std::string language;
    std::string text;
};

// Cut at a line's end, so that a build is quick.
inline std::string shortened(std::string text, std::size_t body_bytes) {
    const std::size_t body = body_offset(text);
    if (text.size() <= body + body_bytes) return text;
    const auto end = text.find('\n', body + body_bytes);
    if (end != std::string::npos) text.resize(end + 1);
    return text;
}

// `count` texts of a corpus, from its beginning to its end; empty when the corpora are not there.
inline std::vector<SampleText> corpus_texts(const std::string& corpus, const std::string& language, std::size_t count) {
    const auto root = std::filesystem::path(BYLINE_ROOT) / "../shared/corpora" / corpus;
    std::vector<std::filesystem::path> paths;
    if (!std::filesystem::exists(root)) return {};
    for (const auto& entry : std::filesystem::directory_iterator(root)) {
        if (entry.path().extension() == ".md") paths.push_back(entry.path());
    }
    std::sort(paths.begin(), paths.end());
    std::vector<SampleText> texts;
    for (std::size_t i = 0; i < count && !paths.empty(); ++i) {
        const std::filesystem::path& path = paths[i * paths.size() / count];
        texts.push_back({path.stem().string(), language, shortened(site::read_whole(path), 700)});
    }
    return texts;
}

inline std::vector<SampleText> made_up_texts(const std::string& language, std::size_t count) {
    RandomChoice random(count);
    const auto phrase = [&] {
        if (language == "zh") {
            return random.of({"队列从来不空，", "缓存说的是昨天的话；", "重庆的火锅在锅里等。", "**重点。**后文，",
                              "域名会骗人，", "银行只排一条队。", "`TTL` 不是承诺。", "十年以后再看，"});
        }
        return random.of({"A queue that says no is kind. ", "The cache told us *yesterday's* news, ", "Names lie; ",
                          "we measured it again. ", "See `getaddrinfo` for the rest. ", "**Nobody** waits twice. ",
                          "Ten years later ", "the slowest one percent is everyone. "});
    };
    std::vector<SampleText> texts;
    for (std::size_t i = 0; i < count; ++i) {
        const std::string name = random.word() + "-" + random.word();
        std::string text = std::string("---\ntitle: \"") + (language == "zh" ? "关于 " : "On ") + name +
                           "\"\ndate: " + std::to_string(2005 + i % 20) + "-0" + std::to_string(1 + i % 9) + "-1" +
                           std::to_string(i % 10) + "\n---\n\n";
        for (int paragraph = 0; paragraph < 3; ++paragraph) {
            for (int sentence = 0; sentence < 5; ++sentence) text += phrase();
            text += "\n\n";
            if (paragraph == 0) text += "## " + phrase() + "\n\n- " + phrase() + "\n\n";
        }
        texts.push_back({name, language, std::move(text)});
    }
    return texts;
}

inline bool has_corpora() {
    return std::filesystem::exists(std::filesystem::path(BYLINE_ROOT) / "../shared/corpora/zh-blog");
}

inline std::vector<SampleText> sample_texts(const std::string& language, std::size_t count) {
    if (!has_corpora()) return made_up_texts(language, count);
    return corpus_texts(language == "zh" ? "zh-blog" : "en-blog", language, count);
}

inline constexpr std::string_view sample_configuration = R"(title = "Ledger & Loom"
description = "Notes on names"
base_url = "https://example.org/"
language = "en"
copyright = "© 2005–2026"

[languages.en]
name = "English"

[languages.zh]
name = "中文"
title = "账本与织机"
menus = { main = [{ name = "文章", url = "/zh/articles/" }, { name = "关于", url = "/zh/about/" }] }

[author]
name = "Lin Yan"
email = "lin@example.org"
portrait = "/portrait.svg"

[menus]
main = [{ name = "Articles", url = "/articles/" }, { name = "Notes", url = "/notes/" }, { name = "About", url = "/about/" }]
foot = [{ name = "Colophon", url = "/about/#colophon", weight = 2 }]

[comments]
enabled = true

[taxonomies.tags]
singular = "tag"
titles = { en = "Topics", zh = "主题" }

[taxonomies.categories]
singular = "category"

[build]
theme = "mine"

[pagination]
size = 7

[feeds]
size = 6

[theme_settings]
extra_css = ["guide.css"]
home_latest = 4
)";

// Where the works of a language stand; pages are outside the folders of the kinds.
inline std::string sample_folder(std::size_t index) {
    constexpr std::array<std::string_view, 8> folders = {"articles/", "articles/", "notes/",         "articles/",
                                                         "talks/",    "projects/", "articles/2019/", ""};
    return "content/" + std::string(folders[index % folders.size()]);
}

// What the front matter of some works says besides title and date. The clock of the tests stands at June 2026.
inline std::string with_sample_keys(std::string text, const std::string& language, std::size_t i) {
    const auto set = [&](std::string_view key, std::string_view value) {
        text = with_front_matter_key(text, key, value);
    };
    constexpr std::array<std::string_view, 5> english_tags = {R"(["queues", "names"])", R"(["names"])", R"(["R"])",
                                                              R"(["queues", "C++"])", ""};
    constexpr std::array<std::string_view, 5> chinese_tags = {R"(["统计", "R"])", R"(["生活"])", R"(["统计"])", "",
                                                              R"(["R"])"};
    set("tags", language == "zh" ? chinese_tags[i % 5] : english_tags[i % 5]);
    if (i % 3 != 0) {  // the others keep the address that their writer gave them
        set("path", "");
        set("aliases", i % 9 == 4 ? "[\"/old/" + language + std::to_string(i) + ".html\"]" : "");
        set("slug", "");
        set("date",
            std::to_string(2008 + i * 5 % 18) + "-0" + std::to_string(1 + i % 9) + "-2" + std::to_string(i % 8));
    }
    if (i % 6 == 1) set("categories", R"(["Essays"])");
    if (i % 11 == 2) set("featured", "\"Begin *here*\"");
    if (i % 13 == 5) set("draft", "true");
    if (i % 14 == 6) set("publish_at", "2026-06-0" + std::to_string(2 + i % 7));
    if (i % 15 == 7) set("expires", "2026-06-1" + std::to_string(i % 9));
    if (i % 16 == 3) set("status", "\"stable\"");
    if (i % 17 == 4) set("template", "\"wide\"");
    if (i % 8 == 4) set("event", "\"Conf " + std::to_string(i % 3) + "\"");
    if (i % 12 == 4) set("date", "2026-06-1" + std::to_string(i % 9));  // talks that are announced
    if (i % 7 == 3) set("updated", "2026-03-1" + std::to_string(i % 9));
    return text;
}

// Ways in which one work names another.
inline std::string sample_link(RandomChoice& random, const std::string& from, const std::string& to,
                               const std::string& title) {
    const std::string file = to.substr(to.rfind('/') + 1);
    const std::string stem = file.substr(0, file.find('.'));
    const std::string folder_up = from.substr(0, from.rfind('/')).find('/') == std::string::npos ? "" : "../";
    switch (random.below(5)) {
        case 0: return "[[" + title + "]]";
        case 1: return "[[" + stem + "|a name]]";
        case 2: return "[a file](" + folder_up + to.substr(std::string_view("content/").size()) + ")";
        case 3: return "[an anchor](" + folder_up + to.substr(std::string_view("content/").size()) + "#later)";
        default: return "[an address](/articles/" + stem + "/)";
    }
}

// The works of one language. Every fifth embeds the next one, which embeds nothing: no circles.
inline void add_sample_works(std::map<std::string, std::string>& files, const std::string& language,
                             std::size_t count) {
    const std::vector<SampleText> texts = sample_texts(language, count);
    const std::vector<SampleText> originals = language == "en" ? texts : sample_texts("en", count);
    RandomChoice random(7);
    std::vector<std::string> paths;
    for (std::size_t i = 0; i < texts.size(); ++i) {
        // The first Chinese works are translations of the English ones of the same number.
        const bool is_translation = language != "en" && i < originals.size() / 3;
        const std::string& name = is_translation ? originals[i].name : texts[i].name;
        const std::string suffix = language == "en" ? ".md" : "." + language + ".md";
        const bool is_bundle = i % 10 == 3;
        paths.push_back(sample_folder(i) + name + (is_bundle ? "/index" : "") + suffix);
    }
    for (std::size_t i = 0; i < texts.size(); ++i) {
        const std::string& path = paths[i];
        std::string text = with_sample_keys(texts[i].text, language, i);
        if (i % 5 == 2) text = with_front_matter_key(text, "series", language == "zh" ? "\"骑行\"" : "\"Roadmap\"");
        text += "\n\n## Later\n\n";
        for (int links = 0; links < 2; ++links) {
            const std::size_t other = random.below(texts.size());
            text += sample_link(random, path, paths[other], front_matter_value(texts[other].text, "title")) + "\n";
        }
        if (i % 5 == 0 && i + 1 < texts.size()) text += "\n![[" + texts[i + 1].name + "]]\n";
        text += "\n" + std::string(sample_directive(i)) + "\n";
        if (path.find("/index.") != std::string::npos) {
            const std::string folder = path.substr(0, path.rfind('/') + 1);
            files[folder + "graph.svg"] = "<svg>" + std::to_string(i) + "</svg>";
            files[folder + "raw/data.csv"] = "a,b\n1," + std::to_string(i) + "\n";
            // Half of them name their picture in one way only.
            if (i % 20 == 3) {
                text += "\n::figure[Beside]{src=graph.svg alt=x}\n";
            } else {
                text = with_front_matter_key(text, "cover", "\"graph.svg\"");
                text += "\n![graph](graph.svg) [data](raw/data.csv)\n";
            }
        }
        files[path] = std::move(text);
    }
}

// By path below the site folder.
inline std::map<std::string, std::string> sample_site(std::size_t english_works, std::size_t chinese_works) {
    std::map<std::string, std::string> files;
    add_sample_works(files, "en", english_works);
    add_sample_works(files, "zh", chinese_works);
    add_sample_theme(files);
    add_field_pages(files);
    files["byline.toml"] = sample_configuration;
    files["content/index.md"] = "# Welcome\n\nSee [[About me]]. ::latest\n";
    files["content/index.zh.md"] = "# 欢迎\n\n参见 [[关于我]]。\n";
    files["content/about.md"] =
        "---\ntitle: About me\nweight: 2\n---\n\nHello.\n\n## Colophon\n\n![me](/portrait.svg)\n";
    files["content/about.zh.md"] = "---\ntitle: 关于我\n---\n\n你好。\n";
    files["content/articles/_index.md"] = "---\ntitle: Articles\n---\n\nLong texts.\n";
    files["content/notes/_index.zh.md"] = "---\ntitle: 笔记\n---\n\n短文。\n";
    files["static/robots.txt"] = "User-agent: *\n";
    files["static/portrait.svg"] = "<svg/>";
    files["static/guide.css"] = ":root { --column: 36rem; }\n";
    files["static/.well-known/security.txt"] = "Contact: me\n";
    files["_data/talks.toml"] = "[[talk]]\nname = \"重庆\"\nyear = 2024\n";
    files["languages/loom.toml"] = "aliases = [\"weave\"]\n[context.main]\nrules = [['[a-z]+', 'keyword']]\n";
    files["content/notes/code.md"] =
        "---\ntitle: Code\n---\n\n```rust {2}\nfn main() {\n    // 注释\n}\n```\n\n```weave title=\"a.loom\"\nwarp "
        "1\n```\n\n"
        "```sql\nSELECT 1;\n```\n\n```unheard\nx\n```\n";
    files["_data/tools.yaml"] = "editor: ed\nshell: [dash, bash]\n";
    files["_data/numbers.json"] = "{\"p50\": 12, \"p99\": 480}\n";
    files["_data/more/rows.csv"] = "name,value\nfirst,1\nsecond,二\n";
    return files;
}

}  // namespace byline::publish
