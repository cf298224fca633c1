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
    graph::RecordHead head;
    const Publication& publication;
    const Sources& sources;
    std::span<const graph::Relations> relations;  // by WorkId
    std::span<const SettledUnit> units;           // by key
    std::span<const RecordedInput> files;         // by path
    const graph::FactTable& facts;                // begins with those of `before`, if any
    const graph::BuildRecord* before = nullptr;
    const Renewal* renewal = nullptr;  // with `before`
    std::string_view tables;           // of the site as a whole: SiteTables
    std::size_t threads = 1;
};

[[nodiscard]] std::string record_bytes(const RecordKeeping& keeping);

}  // namespace byline::publish
