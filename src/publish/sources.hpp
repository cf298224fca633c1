// Sources are the content files of one build, each with its Work: composed from its bytes, or taken from the record of
// the last build where the file is still the same.
// Immutable once read.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "disk/disk.hpp"
#include "graph/build_record.hpp"
#include "publish/document_store.hpp"
#include "publish/progress.hpp"
#include "publish/trace.hpp"
#include "result/diagnostic.hpp"
#include "site/compose.hpp"
#include "site/inventory.hpp"

namespace byline::publish {

// The stamp of a listed file, if it was last changed before `listed_at` (of Disk::clock_ns(), read before the listing):
// a later change then gives it another one.
[[nodiscard]] graph::FileStamp stamp_of(const disk::Entry& entry, std::int64_t listed_at);

// In which way the listed sources are others than the record has: "articles/dns.md was touched". Empty when they are
// the same.
[[nodiscard]] std::string first_change(const std::vector<disk::Entry>& listed, const graph::BuildRecord& record,
                                       std::int64_t listed_at);

// What is known of one source beside its Work.
struct SourceState {
    graph::FileStamp stamp;
    text::Digest digest;     // of the bytes; zero when they could not be read
    std::uint64_t body = 0;  // digest of the text below the front matter, and whether its first heading is left out
    const graph::RecordedSource* before = nullptr;  // of the same path; null when it is new
    bool is_same = false;                           // has the bytes that `before` was made of
    bool is_shown = false;
    Diagnostics diagnostics;
};

struct Sources {
    std::vector<SourceState> states;     // as in the inventory
    std::vector<site::Work> shown;       // in the order of their sources
    std::vector<std::uint32_t> numbers;  // of each shown work: which source it is made of
    std::vector<site::Work> hidden;      // the others, in that order too
    std::size_t composed = 0;            // the others came from the record
};

struct SourceReading {
    const disk::Disk& disk;
    const site::Inventory& inventory;
    const site::Composition& composition;
    const graph::BuildRecord* before;  // null: compose everything
    std::int64_t listed_at = 0;
    bool shows_hidden = false;  // drafts, scheduled and expired works too
    std::size_t threads = 1;
    Trace& trace;
};

// Whether one of them is the machine's fault and not the writer's: the next build may do better.
[[nodiscard]] bool is_provisional(const Diagnostics& diagnostics);

// Of what is rendered of a composed work: the text below the front matter, whether its first heading is left out, and
// whether it is provisional.
[[nodiscard]] std::uint64_t body_digest(const site::Composed& composed);

// Syntax trees of composed works go to `documents`.
[[nodiscard]] Sources read_sources(const SourceReading& reading, DocumentStore& documents, Progress& progress);

}  // namespace byline::publish
