// For tests: what happens around builds: the clock moves, options change, what Byline keeps is damaged or put back, its
// output is touched by others, a broken site is repaired. Functions without state; see SiteEdit.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "publish/rebuild_check.hpp"
#include "publish/site_edit.hpp"

namespace byline::publish::build_edits {

inline SiteEdit move_clock(const EditedSite&, RandomChoice& random) {
    constexpr std::int64_t day_s = 86'400;
    const std::int64_t days = random.between(-4, 6);
    return {fmt::format("the clock moves by {} days", days),
            [=](EditedSite& site) { site.options.now.seconds += days * day_s; }};
}

inline SiteEdit toggle_hidden(const EditedSite& site, RandomChoice&) {
    const Hidden other = site.options.hidden == Hidden::Show ? Hidden::Omit : Hidden::Show;
    return {other == Hidden::Show ? "show drafts" : "hide drafts",
            [=](EditedSite& edited) { edited.options.hidden = other; }};
}

inline SiteEdit override_base_url(const EditedSite&, RandomChoice& random) {
    const std::string url = random.of({"", "", "http://localhost:8000/", "https://preview.example.org/x/"});
    return {"--base-url '" + url + "'", [=](EditedSite& site) { site.options.base_url = url; }};
}

// The next build alone takes warnings for errors.
inline SiteEdit build_strictly(const EditedSite&, RandomChoice&) {
    return {"the next build is strict", [](EditedSite& site) { site.options.warnings_stop = true; }};
}

inline SiteEdit change_threads(const EditedSite&, RandomChoice& random) {
    const std::size_t threads = 1 + random.below(3);
    const std::uint64_t kept = random.one_in(3) ? 0 : std::uint64_t{96} << 20U;
    return {fmt::format("{} threads, {} bytes of syntax trees", threads, kept), [=](EditedSite& site) {
                site.options.threads = threads;
                site.options.document_bytes = kept;
            }};
}

// Until it goes on, all that is written has one stamp: what is edited behind a build's back cannot be told by its time.
inline SiteEdit stop_disk_clock(const EditedSite&, RandomChoice& random) {
    if (random.one_in(2)) return {"the disk's clock goes on", [](EditedSite& site) { site.disk.start_clock(); }};
    return {"the disk's clock stands still", [](EditedSite& site) { site.disk.stop_clock(); }};
}

inline std::string any_state(RandomChoice& random) {
    return random.of({"record", "amendment", "outputs"});
}

// Without its record of outputs Byline does not know any more which files it made.
inline void forget_outputs(EditedSite& site, std::string_view name) {
    if (name != "outputs") return;
    site.may_rewrite = true;
    const std::string folder = EditedSite::output_path("");
    for (const auto& [path, bytes] : site.disk.files()) {
        if (path.starts_with(folder) && !site.foreign.contains(path.substr(folder.size())))
            site.unsure.insert(path.substr(folder.size()));
    }
}

// As `byline build --output` does. Inside the site, Byline remembers one output folder only.
inline SiteEdit build_elsewhere(const EditedSite&, RandomChoice& random) {
    const std::string folder = random.of({"site/draft", "mirror"});
    return {"build into " + folder, [=](EditedSite& site) {
                if (site.place != OutputPlace::Folder) return;
                auto output = output::FolderOutput::open(site.disk, folder, EditedSite::state_folder);
                if (!output || !build_again(site, **output).is_committed) return;
                if (folder.starts_with("site/")) forget_outputs(site, "outputs");
            }};
}

inline SiteEdit damage_edit(const std::string& name, const std::string& what,
                            const std::function<std::string(std::string)>& damage) {
    return {what + " of .byline/" + name, [=](EditedSite& site) {
                constexpr std::int64_t most_bytes = std::int64_t{1} << 30;
                auto bytes = site.disk.read(EditedSite::state_path(name), most_bytes);
                if (!bytes) return;
                site.disk.put(EditedSite::state_path(name), damage(std::move(*bytes)));
                forget_outputs(site, name);
            }};
}

inline SiteEdit remove_state(const EditedSite&, RandomChoice& random) {
    const std::string name = any_state(random);
    return {"delete .byline/" + name, [=](EditedSite& site) {
                static_cast<void>(site.disk.remove(EditedSite::state_path(name)));
                forget_outputs(site, name);
            }};
}

inline SiteEdit remove_state_folder(const EditedSite&, RandomChoice&) {
    return {"delete .byline", [](EditedSite& site) {
                static_cast<void>(site.disk.remove_folder(EditedSite::state_folder));
                forget_outputs(site, "outputs");
            }};
}

inline SiteEdit cut_state(const EditedSite&, RandomChoice& random) {
    const std::size_t promille = random.below(1000);
    return damage_edit(any_state(random), fmt::format("cut to {}/1000", promille), [=](std::string bytes) {
        bytes.resize(bytes.size() * promille / 1000);
        return bytes;
    });
}

inline SiteEdit flip_state(const EditedSite&, RandomChoice& random) {
    const std::size_t place = random.below(1'000'000);
    const char flip = static_cast<char>(1U << random.below(8));
    return damage_edit(any_state(random), fmt::format("bit {} of byte {}/1000000 flipped", int{flip}, place),
                       [=](std::string bytes) {
                           if (!bytes.empty()) bytes[bytes.size() * place / 1'000'000] ^= flip;
                           return bytes;
                       });
}

// The version stands at the beginning.
inline SiteEdit age_state(const EditedSite&, RandomChoice& random) {
    const std::size_t place = random.below(24);
    return damage_edit(any_state(random), fmt::format("another version (byte {})", place), [=](std::string bytes) {
        if (bytes.size() > place) ++bytes[place];
        return bytes;
    });
}

inline SiteEdit restore_state(const EditedSite&, RandomChoice& random) {
    const std::string name = any_state(random);
    return {"put back an earlier .byline/" + name, [=](EditedSite& site) {
                const auto earlier = site.earlier_states.find(name);
                if (earlier == site.earlier_states.end() || earlier->second.empty()) return;
                site.disk.put(EditedSite::state_path(name), earlier->second.front());
                forget_outputs(site, name);
            }};
}

inline std::string any_output(const EditedSite& site, RandomChoice& random) {
    const std::string folder = EditedSite::output_path("");
    std::vector<std::string> paths;
    for (const auto& [path, bytes] : site.disk.files()) {
        if (path.starts_with(folder)) paths.push_back(path.substr(folder.size()));
    }
    if (paths.empty()) return {};
    const std::string& path = random.of(paths);
    return site.foreign.contains(path) ? std::string() : path;
}

inline SiteEdit remove_output(const EditedSite& site, RandomChoice& random) {
    const std::string path = any_output(site, random);
    if (path.empty()) return {};
    return {"delete the output " + path,
            [=](EditedSite& edited) { static_cast<void>(edited.disk.remove(EditedSite::output_path(path))); }};
}

// By hand, so its time is another one too.
inline SiteEdit overwrite_output(const EditedSite& site, RandomChoice& random) {
    const std::string path = any_output(site, random);
    const std::string bytes = random.word();
    if (path.empty()) return {};
    return {
        "overwrite the output " + path, [=](EditedSite& edited) {
            if (!edited.disk.exists(EditedSite::output_path(path))) return;
            edited.disk.put(EditedSite::output_path(path), bytes);
            edited.unsure.insert(path);  // whether it may be removed once Byline stops making it is a matter of taste
        }};
}

inline SiteEdit add_foreign_file(const EditedSite&, RandomChoice& random) {
    const std::string path = random.of({"CNAME", "deep/er/foreign.txt", "articles/mine.html", ".git/HEAD"});
    const std::string bytes = random.word();
    return {"somebody puts " + path + " into the output", [=](EditedSite& site) {
                if (site.disk.exists(EditedSite::output_path(path)) && !site.foreign.contains(path)) return;
                site.disk.put(EditedSite::output_path(path), bytes);
                site.foreign.insert_or_assign(path, bytes);
            }};
}

// As the sources were when the site was last built: what people do to a broken site in the end.
inline SiteEdit repair(const EditedSite& site, RandomChoice&) {
    const EditedSite::Files good = site.good_sources;
    return {"undo what broke the site", [=](EditedSite& edited) {
                const EditedSite::Files now = edited.sources;
                for (const auto& [path, bytes] : now) {
                    if (!good.contains(path)) edited.remove(path);
                }
                for (const auto& [path, bytes] : good) {
                    const std::string* standing = edited.find(path);
                    if (standing == nullptr || *standing != bytes) edited.put(path, bytes);
                }
                const std::set<std::string> unreadable = edited.unreadable;
                for (const std::string& path : unreadable) edited.make_readable(path);
                edited.options.base_url.clear();
            }};
}

inline const std::vector<EditKind>& all() {
    static const std::vector<EditKind> kinds = {
        {5, move_clock},          {2, toggle_hidden},   {1, override_base_url}, {1, build_strictly},
        {2, change_threads},      {3, stop_disk_clock}, {2, build_elsewhere},   {2, remove_state},
        {1, remove_state_folder}, {1, cut_state},       {2, flip_state},        {1, age_state},
        {2, restore_state},       {3, remove_output},   {3, overwrite_output},  {2, add_foreign_file}};
    return kinds;
}

}  // namespace byline::publish::build_edits
