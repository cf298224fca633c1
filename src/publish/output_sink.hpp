// An OutputSink takes the files of a site as they are made, and shows them to the world all at once or not at all.
// put(), copy(), standing() and keep() are called from several threads; commit() once, after all of them.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "result/result.hpp"
#include "site/plan.hpp"
#include "text/digest.hpp"

namespace byline::publish {

struct CommitReport {
    std::uint64_t written = 0;    // files that are new or have other bytes than before
    std::uint64_t unchanged = 0;  // left as they were, with their time of change
    std::uint64_t removed = 0;    // made by an earlier build, and no more part of the site
    std::uint64_t bytes = 0;      // of all files together
};

class OutputSink {
  public:
    OutputSink() = default;
    OutputSink(const OutputSink&) = delete;
    OutputSink& operator=(const OutputSink&) = delete;
    virtual ~OutputSink() = default;

    [[nodiscard]] virtual Result<void> put(const std::string& output_path, std::string bytes) = 0;
    [[nodiscard]] virtual Result<void> copy(const site::CopiedFile& file) = 0;
    // What stands there since the last commit; nothing when that is not there any more, or somebody else changed it.
    [[nodiscard]] virtual std::optional<text::Digest> standing(const std::string& output_path) const = 0;
    // The file stays as it is, and is part of the site. Only for what is standing().
    virtual void keep(const std::string& output_path) = 0;
    // Whether every file of the last commit is standing(); a sink that cannot tell says no.
    [[nodiscard]] virtual bool stands_whole(std::size_t /*threads*/) const { return false; }
    // Instead of commit(), when it stands whole and nothing is to be changed: the site stays as the last one left it.
    [[nodiscard]] virtual CommitReport keep_all() { return {}; }
    [[nodiscard]] virtual Result<CommitReport> commit() = 0;
};

}  // namespace byline::publish
