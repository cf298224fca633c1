// For tests: a SiteEdit is one thing that a person, a clock or an accident does to a site, with all that it needs to be
// done again to a copy of the site. Values; drawing one reads the site and changes nothing.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "publish/edited_site.hpp"
#include "publish/key_lines.hpp"
#include "publish/random_choice.hpp"

namespace byline::publish {

struct SiteEdit {
    std::string description;  // empty: there was nothing to do this to
    std::function<void(EditedSite&)> apply;
};

// A sort of edit, and how often it is drawn beside the others.
struct EditKind {
    int weight = 1;
    SiteEdit (*draw)(const EditedSite& site, RandomChoice& random) = nullptr;
};

// The files of the site below `folder` that end in `ending`.
inline std::vector<std::string> paths_below(const EditedSite& site, std::string_view folder,
                                            std::string_view ending = "") {
    std::vector<std::string> paths;
    for (auto file = site.sources.lower_bound(std::string(folder)); file != site.sources.end(); ++file) {
        if (!file->first.starts_with(folder)) break;
        if (file->first.ends_with(ending)) paths.push_back(file->first);
    }
    return paths;
}

// One of them; empty when there are none.
inline std::string any_path_below(const EditedSite& site, RandomChoice& random, std::string_view folder,
                                  std::string_view ending = "") {
    const std::vector<std::string> paths = paths_below(site, folder, ending);
    return paths.empty() ? std::string() : random.of(paths);
}

inline std::string shown_start(std::string_view text) {
    std::string line(text.substr(0, 60));
    for (char& c : line) {
        if (c == '\n') c = ' ';
    }
    return line;
}

inline SiteEdit put_edit(const std::string& path, const std::string& bytes) {
    return {fmt::format("write {}: {}", path, shown_start(bytes)), [=](EditedSite& site) { site.put(path, bytes); }};
}

inline SiteEdit remove_edit(const std::string& path) {
    if (path.empty()) return {};
    return {"delete " + path, [=](EditedSite& site) { site.remove(path); }};
}

inline SiteEdit rewrite_edit(const std::string& path, const std::string& what,
                             const std::function<std::string(std::string)>& change) {
    if (path.empty()) return {};
    return {path + ": " + what, [=](EditedSite& site) { site.rewrite(path, change); }};
}

inline SiteEdit append_edit(const std::string& path, const std::string& text) {
    return rewrite_edit(path, "append " + text, [=](const std::string& bytes) { return bytes + text; });
}

inline SiteEdit move_edit(const std::string& from, const std::string& to) {
    if (from.empty() || from == to) return {};
    return {"move " + from + " to " + to, [=](EditedSite& site) {
                const std::string* bytes = site.find(from);
                if (bytes == nullptr) return;
                const std::string moved = *bytes;
                site.remove(from);
                site.put(to, moved);
            }};
}

inline SiteEdit toml_edit(const std::string& path, const std::string& table, const std::string& key,
                          const std::string& value) {
    return rewrite_edit(path, fmt::format("[{}] {} = {}", table, key, value),
                        [=](const std::string& bytes) { return with_toml_key(bytes, table, key, value); });
}

}  // namespace byline::publish
