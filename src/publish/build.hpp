// build() is the whole path from a folder of Markdown to a site: read, compose, gather, plan, render, commit.
// One call builds one site; it uses as many threads as it is told.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "disk/disk.hpp"
#include "publish/output_sink.hpp"
#include "result/diagnostic.hpp"
#include "site/configuration.hpp"
#include "text/timestamp.hpp"

namespace byline::publish {

enum class Hidden : std::uint8_t { Omit, Show };  // drafts, scheduled and expired works

struct BuildOptions {
    std::string site_folder = ".";
    text::Timestamp now;
    Hidden hidden = Hidden::Omit;
    bool warnings_stop = false;  // broken links, anchors and pictures too
    std::string base_url;        // instead of the configured one, when not empty
    std::size_t threads = 1;
    std::uint64_t document_bytes = 96U << 20;  // syntax trees kept between composing and rendering
};

// Told what a build is doing. Calls come from the building thread, and advance() from any.
class Progress {
  public:
    Progress() = default;
    Progress(const Progress&) = delete;
    Progress& operator=(const Progress&) = delete;
    virtual ~Progress() = default;
    virtual void phase(std::string_view name, std::size_t steps) = 0;  // "read", "render" ...; steps may be 0
    virtual void advance() = 0;
};

struct BuildReport {
    Diagnostics diagnostics;  // in the order of files and lines
    bool is_committed = false;
    std::size_t works = 0;
    std::size_t hidden = 0;  // drafts, scheduled, expired
    std::size_t pages = 0;
    CommitReport outputs;

    [[nodiscard]] std::size_t count(Severity severity) const;
};

// Reads SITE/byline.toml, which must be there. All faults are collected; with an error among them nothing is committed.
// `sink` may be null: then everything is read, planned, rendered and checked, and nothing written (`byline check`).
[[nodiscard]] BuildReport build(const BuildOptions& options, const disk::Disk& disk, OutputSink* sink,
                                Progress* progress);

// Configuration alone, as build() reads it.
[[nodiscard]] Result<site::ConfigurationReading> load_configuration(const std::string& site_folder,
                                                                    const disk::Disk& disk);

}  // namespace byline::publish
