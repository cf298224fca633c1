// What a build knows at its end, put into the record for the next.
#pragma once

#include <memory>
#include <span>
#include <string_view>
#include <vector>

#include "graph/build_record.hpp"
#include "publish/inputs.hpp"
#include "publish/rendering.hpp"
#include "publish/renewal.hpp"
#include "publish/sources.hpp"
#include "publish/unit.hpp"

namespace byline::publish {

// A unit with what became of it: rendered, or kept as the record before has it.
struct SettledUnit {
    const Unit* unit = nullptr;
    Verdict verdict;
    Rendered rendered;  // unless it was kept
};

struct RecordKeeping {
    const Publication& publication;
    const Sources& sources;
    std::span<const graph::Relations> relations;  // by WorkId
    std::span<const SettledUnit> units;           // by key
    std::span<const RecordedInput> files;         // by path
    const graph::FactTable& facts;                // begins with those of `before`, if any
    const graph::BuildRecord* before = nullptr;
    const Renewal* renewal = nullptr;  // with `before`
    std::size_t threads = 1;
    disk::NewFile* file = nullptr;  // where the record goes, instead of into memory
};

// A record but for its head, which is known once the site stands: the rest is written down meanwhile.
class UnfinishedRecord {
  public:
    UnfinishedRecord(graph::RecordWriter writer, std::uint64_t live_facts)
        : writer_(std::move(writer)), live_facts_(live_facts) {}

    // The record's bytes; `tables` are those of the site as a whole: SiteTables.
    [[nodiscard]] std::string finish(graph::RecordHead head, std::string_view tables) && {
        head.live_facts = live_facts_;
        return std::move(writer_).finish(head, tables);
    }

  private:
    graph::RecordWriter writer_;
    std::uint64_t live_facts_;
};

// Only reads, as rendering does.
[[nodiscard]] UnfinishedRecord begin_record(const RecordKeeping& keeping);

}  // namespace byline::publish
