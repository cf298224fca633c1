// An AmendmentWriter tells what a build that made few things anew changed of the record of the last one, so that this
// need not be written again. The bytes stand beside the record's; BuildRecord::read() takes both.
// Belongs to one thread.
#pragma once

#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "graph/build_record.hpp"

namespace byline::graph {

// Beyond this the record is better written anew, since an amendment holds all that was changed since.
inline constexpr std::size_t most_amendment_bytes = std::size_t{4} << 20;

class AmendmentWriter {
  public:
    // Begins with what `before` was amended by.
    explicit AmendmentWriter(const BuildRecord& before);

    void set_source(std::uint32_t number, const RecordedSource& source);
    // The number of a fact that the record does not have yet.
    FactNumber add_fact(const RecordedFact& fact);
    void set_unit(std::uint32_t number, const UnitToRecord& unit);

    [[nodiscard]] std::string finish(const RecordHead& head) &&;

  private:
    const BuildRecord& before_;
    Masks masks_;
    std::map<std::uint32_t, std::string> sources_;  // encoded
    std::map<std::uint32_t, std::string> units_;
    std::string facts_;
    FactNumber fact_count_ = 0;  // of those in `facts_`
};

}  // namespace byline::graph
