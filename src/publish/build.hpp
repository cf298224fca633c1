// build() is the whole path from a folder of Markdown to a site: read, compose, gather, plan, render, commit.
// One call builds one site; it uses as many threads as it is told.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "diagrams/program.hpp"
#include "disk/disk.hpp"
#include "graph/build_record.hpp"
#include "output/output_sink.hpp"
#include "publish/featured_comments.hpp"
#include "publish/progress.hpp"
#include "publish/renewal.hpp"
#include "publish/trace.hpp"
#include "result/diagnostic.hpp"
#include "site/configuration.hpp"
#include "text/timestamp.hpp"

namespace byline::cache {
class ContentCache;
}

namespace byline::publish {

// What becomes of all that a build made on its way. A process that ends with it leaves the memory to the system, which
// is quicker; a preview keeps it for the next build.
enum class Afterwards : std::uint8_t { LetGo, Abandon, Keep };
enum class Hidden : std::uint8_t { Omit, Show };  // drafts, scheduled and expired works

struct BuildReport;
struct CardTools;
class PictureStore;
struct SiteState;

// What refresh() changed in the sink after the record was made.
struct RefreshedSince {
    text::Digest search_index;           // zero when nothing was refreshed
    std::vector<std::uint32_t> sources;  // the record's, sorted
};

struct BuildOptions {
    std::string site_folder = ".";
    text::Timestamp now;
    Hidden hidden = Hidden::Omit;
    bool warnings_stop = false;  // broken links, anchors and pictures too
    std::string base_url;        // instead of the configured one, when not empty
    std::size_t threads = 1;
    // Syntax trees kept between composing and rendering. To parse a text again costs little more than to hold it.
    std::uint64_t document_bytes = 16U << 20;
    Afterwards after = Afterwards::LetGo;
    disk::NewFile* record = nullptr;  // with Afterwards::Abandon: where the record goes as it is made, if not to memory
    std::string program;              // which build of Byline this is: a record of another is not used
    diagrams::Program graphviz;       // draws diagrams; without it they are shown as code
    cache::ContentCache* cache = nullptr;  // of formulas and diagrams; null: they are made in each build
    PictureStore* pictures = nullptr;  // where smaller pictures are kept; null: they are made when they do not stand
    const CardTools* cards = nullptr;  // how social cards are drawn; null: pages have none
    FeaturedReader featured;           // of the comments; empty: pages have none
    Reasons reasons = Reasons::Omit;   // whether BuildReport::rendered says why
    Trace* trace = nullptr;            // told what took how long, when not null
    RefreshedSince refreshed;
    // Called as soon as the site stands, while its record is still to be made, with the report as it is by then.
    std::function<void(const BuildReport&)> when_committed;
};

// A unit that was rendered again though there was a record: "/articles/dns/", or "/ feeds".
struct RenderedUnit {
    std::string key;
    std::vector<Reason> reasons;  // none unless they were asked for
};

struct BuildReport {
    Diagnostics diagnostics;  // in the order of files and lines
    bool is_committed = false;
    std::size_t works = 0;
    std::size_t hidden = 0;  // drafts, scheduled, expired
    std::size_t pages = 0;
    output::CommitReport outputs;

    std::size_t works_composed = 0;  // the others were in the record
    std::size_t units = 0;           // pages, and the feeds of lists
    std::size_t units_rendered = 0;
    std::vector<RenderedUnit> rendered;  // by key; empty when all were, see `begun_anew`
    std::string begun_anew;              // why nothing of an earlier build could be used; empty when it was
    bool is_store_missing = false;       // of comments: no featured ones are in the pages
    std::string looked_because;          // the first thing that kept the record from standing as a whole; else empty
    // For the next build; null when nothing was committed. With Afterwards::Abandon only its bytes can be asked.
    // Shared: a preview still serves what it describes.
    std::shared_ptr<const graph::BuildRecord> record;
    std::shared_ptr<SiteState> state;  // with Afterwards::Keep, when something was made; see Workshop

    [[nodiscard]] std::size_t count(Severity severity) const;
};

// What of the options decides on the bytes of a site.
[[nodiscard]] text::Digest digest_of(const BuildOptions& options);

// Reads SITE/byline.toml, which must be there. All faults are collected; with an error among them nothing is committed.
// `sink` may be null: then everything is read, planned, rendered and checked, and nothing written (`byline check`).
// With the record of the last build into the same sink, only what changed since is made again; the site is the same,
// byte for byte, as without one.
[[nodiscard]] BuildReport build(const BuildOptions& options, const disk::Disk& disk, output::OutputSink* sink,
                                Progress* progress, const graph::BuildRecord* before = nullptr);

}  // namespace byline::publish
