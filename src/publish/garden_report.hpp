// A GardenReport says how the works of a site hang together, and which of them want tending.
// A value; tend() reads a site on as many threads as it is told, and writes nothing.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "disk/disk.hpp"
#include "publish/build.hpp"
#include "result/diagnostic.hpp"

namespace byline::publish {

struct TendedWork {
    std::string path;  // as messages name it: "content/notes/dns.md"
    std::string title;
    std::size_t links_in = 0;   // works that link here
    std::size_t links_out = 0;  // works that it links to
    std::int64_t days = 0;      // since it was planted or tended; of seedlings only
};

// A wikilink to a name that no work has.
struct MissingWork {
    std::string name;
    std::vector<Place> places;
};

// A text that says what another work is called and does not link to it.
struct UnlinkedMention {
    std::string source;  // paths
    std::string target;
    std::string title;  // of the target
    std::string words;
};

struct GardenReport {
    Diagnostics diagnostics;              // of reading the site
    std::size_t works = 0;                // articles, talks, notes, projects
    std::size_t links = 0;                // pairs of them
    std::vector<TendedWork> orphans;      // no links in or out
    std::vector<TendedWork> dead_ends;    // links in, none out
    std::vector<TendedWork> unlinked;     // links out, none in
    std::vector<TendedWork> seedlings;    // not tended for long, the longest first
    std::vector<TendedWork> most_linked;  // at most ten
    std::vector<MissingWork> missing;     // the most wanted first
    std::vector<UnlinkedMention> mentions;
    std::size_t more_mentions = 0;  // beyond the most that are told
};

inline constexpr std::size_t most_mentions = 500;

// `patience_days`: after how many a seedling is told of.
[[nodiscard]] GardenReport tend(const BuildOptions& options, const disk::Disk& disk, std::int64_t patience_days);

}  // namespace byline::publish
