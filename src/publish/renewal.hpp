// A Renewal tells which units of a build have to be rendered again, and why: those that read something whose answer is
// no longer what it was, and those whose files do not stand as they were left.
// Made once all answers are known; afterwards any number of threads may ask.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "graph/build_record.hpp"
#include "output/output_sink.hpp"
#include "publish/publication.hpp"
#include "publish/sources.hpp"
#include "publish/unit.hpp"

namespace byline::publish {

// Why a unit is rendered, in words: "the title of articles/dns.md", "'DNS'", "'DNS explained'".
struct Reason {
    std::string fact;
    std::string before;
    std::string after;
};

struct Verdict {
    const graph::RecordedUnit* before = nullptr;  // null when it is new
    bool is_kept = false;
    std::vector<Reason> reasons;  // when they were asked for; at most `most_reasons`
};
inline constexpr std::size_t most_reasons = 8;

enum class Reasons : std::uint8_t { Omit, Tell };

class Renewal {
  public:
    struct Inputs {
        const Publication& publication;
        const Sources& sources;
        const graph::BuildRecord& before;
        graph::Frames frames;
        std::span<const graph::Relations> relations;  // by WorkId
        Reasons reasons = Reasons::Omit;
        std::size_t threads = 1;
    };
    explicit Renewal(const Inputs& inputs);

    // `before` is the record's unit of the same key, or null. `sink` is asked whether the unit's files still stand.
    [[nodiscard]] Verdict verdict(const Unit& unit, const graph::RecordedUnit* before,
                                  const output::OutputSink& sink) const;
    // The record's unit of each key, or null; units are sorted by key, as the record's are.
    [[nodiscard]] std::vector<const graph::RecordedUnit*> recorded(std::span<const Unit> units) const;

    // Of the record's facts, by their old numbers.
    [[nodiscard]] const std::vector<graph::Answer>& answers() const { return answers_; }
    // From a source's number in the record to its number now; no_source when it is gone.
    [[nodiscard]] const std::vector<std::uint32_t>& new_numbers() const { return new_numbers_; }
    static constexpr std::uint32_t no_source = 0xffffffff;
    // The other way round.
    [[nodiscard]] std::uint32_t old_number(std::uint32_t source) const;
    [[nodiscard]] const graph::BuildRecord& record() const { return inputs_.before; }
    // What of a source's work is no longer what it was, a source that both builds showed; everything for a new one.
    [[nodiscard]] site::WorkFields changes(std::uint32_t source) const;
    // Whether both builds have the same sources, and no work's links, anchors or places are other than they were.
    [[nodiscard]] bool is_same_catalog() const { return is_same_catalog_; }

  private:
    void compare_sources();
    [[nodiscard]] site::WorkFields changes_of(std::uint32_t source, site::WorkId id) const;
    void ask_facts();
    void add_work_reasons(const graph::SourceRead& read, std::vector<Reason>& reasons) const;

    Inputs inputs_;
    std::vector<std::uint32_t> new_numbers_;  // by old number
    std::vector<site::WorkFields> changed_;   // by old number
    std::vector<site::WorkId> works_;         // by new number; no_work when it is not shown
    std::vector<graph::Answer> answers_;      // by old fact number
    std::vector<bool> has_changed_;           // by old fact number
    bool is_same_catalog_ = true;
};

}  // namespace byline::publish
