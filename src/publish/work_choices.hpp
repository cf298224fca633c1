// For tests: works, titles, dates, addresses and references drawn at random, for the edits of works.
// Functions without state, apart from the random choice.
#pragma once

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "publish/site_edit.hpp"

namespace byline::publish::work_edits {

inline std::string any_work(const EditedSite& site, RandomChoice& random) {
    return any_path_below(site, random, "content/", ".md");
}

inline bool is_section(const std::string& path) {
    return path.find("/_index.") != std::string::npos || path.starts_with("content/index.");
}

inline bool is_in_bundle(const std::string& path) {
    return path.find("/index.") != std::string::npos;
}

inline std::string any_folder(RandomChoice& random) {
    return random.of({"content/articles/", "content/notes/", "content/talks/", "content/projects/", "content/",
                      "content/articles/2019/", "content/notes/deep/er/"});
}

inline std::string any_date(RandomChoice& random) {
    if (random.one_in(4)) return fmt::format("2026-0{}-1{}", random.between(5, 7), random.below(10));
    return fmt::format("20{:02}-0{}-{:02}", random.between(5, 26), random.between(1, 9), random.between(1, 28));
}

inline std::string any_title(const EditedSite& site, RandomChoice& random) {
    const std::string path = any_work(site, random);
    const std::string* text = site.find(path);
    const std::string title = text == nullptr ? "" : front_matter_value(*text, "title");
    return title.empty() ? "About me" : title;
}

inline std::string file_stem(const std::string& path) {
    const std::string name = path.substr(path.rfind('/') + 1);
    return name.substr(0, name.find('.'));
}

inline std::string suffix_of(const std::string& path) {
    return path.ends_with(".zh.md") ? ".zh.md" : ".md";
}

// From one work to another, as a relative path of the file.
inline std::string relative_path(const std::string& from, const std::string& to) {
    std::string up;
    for (auto slash = from.find('/', from.find('/') + 1); slash != std::string::npos; slash = from.find('/', slash + 1))
        up += "../";
    return up + to.substr(std::string_view("content/").size());
}

// A line that names other works, pictures, addresses or components, rightly or wrongly.
inline std::string any_reference(const EditedSite& site, RandomChoice& random, const std::string& from) {
    const std::string to = any_work(site, random);
    switch (random.below(14)) {
        case 0: return "[[" + any_title(site, random) + "]]";
        case 1: return "[[" + file_stem(to) + "#Later|later]]";
        case 2: return "![[" + file_stem(to) + "]]";
        case 3: return "[file](" + relative_path(from, to) + ")";
        case 4: return "[anchor](" + relative_path(from, to) + random.of({"#later)", "#gone)", "#top)"});
        case 5: return "[address](/" + random.of({"articles", "notes", "zh/articles"}) + "/" + file_stem(to) + "/)";
        case 6: return random.of({"[archive](/archive/)", "[tag](/tags/names/)", "[feed](/atom.xml)"});
        case 7: return random.of({"![p](graph.svg)", "![p](/portrait.svg)", "![p](/pictures/new.svg)"});
        case 8: return "[[" + random.word() + "]]";
        case 9: return random.of({"::latest", "::rows{of=\"second\"}", ":badge[b]{to=\"x\"}", ":::card[C]\nin\n:::"});
        case 10: return "[old](/old/en" + std::to_string(random.below(20)) + ".html)";
        case 11: return random.of({"[data](raw/data.csv)", "::figure[F]{src=second.svg alt=x}"});
        case 12: return "![[graph.svg]]";
        default: return "[[" + file_stem(to) + "]]";
    }
}

}  // namespace byline::publish::work_edits
