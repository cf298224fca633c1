// The Plan says every file that the site will have, before any is made: pages, redirects, copied files.
// Immutable once made; any number of threads may read it.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "result/diagnostic.hpp"
#include "site/catalog.hpp"
#include "site/configuration.hpp"
#include "site/inventory.hpp"
#include "site/page.hpp"
#include "site/theme.hpp"

namespace byline::site {

// An old address of a work, kept alive.
struct Redirect {
    std::string url_path;  // where readers come in
    std::string target;    // where they are sent: URL path of the work
    WorkId work = no_work;
};

// A file that is published as it is.
struct CopiedFile {
    std::string disk_path;
    std::string output_path;
    disk::Entry entry;
};

struct Plan {
    std::vector<Page> pages;  // works first, by path
    std::vector<Redirect> redirects;
    std::vector<CopiedFile> copies;
    // From the path of a picture or download among the content to its output path.
    std::unordered_map<std::string, std::string> companion_outputs;
    // Digests of all output paths, the engine's own feeds and lists among them, rising; each once.
    std::vector<std::uint64_t> output_digests;
    // Those of `engine_files` that nothing of the site stands in the place of.
    std::vector<std::string_view> made_by_engine;
    Diagnostics diagnostics;  // two things with one URL, unknown templates, aliases that climb out

    [[nodiscard]] bool has_output(const std::string& path) const;
    // Whether an internal URL path leads to something: "/articles/dns/", "/images/a.png".
    [[nodiscard]] bool has_url(std::string_view url_path) const;
};

// What the engine makes at the root, unless the site has a file of its own there.
inline constexpr std::array<std::string_view, 3> engine_files = {"sitemap.xml", "robots.txt", "feeds.opml"};

// Where the theme's assets go: "assets/style.css" of the theme becomes "assets/style.1f2e3d4c.css", so that a browser
// may keep it for ever.
struct AssetOutput {
    std::string output_path;
    const ThemeFile* file = nullptr;
};
[[nodiscard]] std::unordered_map<std::string, AssetOutput> asset_outputs(const Theme& theme);

[[nodiscard]] Plan make_plan(const Catalog& catalog, const Configuration& configuration, const Inventory& inventory,
                             const Theme& theme);

// Of all that a plan without diagnostics has: only the pages at `url_paths` (sorted), and what is copied. `outputs`
// are the digests of that plan's output paths, rising.
[[nodiscard]] Plan plan_pages(const Catalog& catalog, const Configuration& configuration, const Inventory& inventory,
                              const Theme& theme, std::vector<std::string> url_paths,
                              std::vector<std::uint64_t> outputs);

// The feeds of the list whose first page is at `url_path`: "/articles/atom.xml" and so on.
inline constexpr std::string_view atom_file = "atom.xml";
inline constexpr std::string_view rss_file = "rss.xml";
inline constexpr std::string_view json_feed_file = "feed.json";

}  // namespace byline::site
