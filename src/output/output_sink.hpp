// An OutputSink takes the files of a site as they are made, and shows them to the world all at once or not at all.
// put(), standing() and keep() are called from several threads; commit() once, after all of them.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "output/content.hpp"
#include "result/result.hpp"
#include "text/digest.hpp"

namespace byline::output {

struct CommitReport {
    std::uint64_t written = 0;    // files that are new or have other bytes than before
    std::uint64_t unchanged = 0;  // left as they were, with their time of change
    std::uint64_t removed = 0;    // made by an earlier build, and no more part of the site
    std::uint64_t bytes = 0;      // of all files together
};

// What one file adds to the fingerprint of all.
[[nodiscard]] inline std::uint64_t fingerprint_of(std::string_view path, const text::Digest& digest) {
    return text::digest64_of(path) * 31 + digest.low;
}

// Where files go that are never changed, but only made and removed: each is named by what it was made of. While the
// folder stands as it was, a sink may take it that they do.
inline constexpr std::string_view folder_of_named_by_content = "cards/";

class OutputSink {
  public:
    OutputSink() = default;
    OutputSink(const OutputSink&) = delete;
    OutputSink& operator=(const OutputSink&) = delete;
    virtual ~OutputSink() = default;

    [[nodiscard]] virtual Result<void> put(const std::string& output_path, Content content) = 0;
    // What stands there since the last commit; nothing when that is not there any more, or somebody else changed it.
    [[nodiscard]] virtual std::optional<text::Digest> standing(const std::string& output_path) const = 0;
    // The file stays as it is, and is part of the site. Only for what is standing().
    virtual void keep(const std::string& output_path) = 0;
    // The output paths below `folder` ("search/") of the last commit, sorted; nothing when one of them is not
    // standing().
    [[nodiscard]] virtual std::optional<std::vector<std::string>> standing_below(std::string_view folder) const = 0;
    // The bytes of what is standing().
    [[nodiscard]] virtual std::optional<std::string> read_standing(const std::string& output_path) const = 0;
    // Whether every file of the last commit is standing(); a sink that cannot tell says no.
    [[nodiscard]] virtual bool stands_whole(std::size_t /*threads*/) const { return false; }
    // Tells one set of files from another: their paths and digests, as the last commit left them; after commit() or
    // keep_all() of this one. 0 when nothing was ever committed.
    [[nodiscard]] virtual std::uint64_t fingerprint() const { return 0; }
    // Instead of commit(), when it stands whole and nothing is to be changed: the site stays as the last one left it.
    [[nodiscard]] virtual CommitReport keep_all() { return {}; }
    // What is not put from here on stays as the last commit left it. Only when it stands whole, and nothing was put.
    virtual void keep_others() = 0;
    // Takes that back for one file of the last commit, which goes at this one's.
    virtual void drop(const std::string& output_path) = 0;
    [[nodiscard]] virtual Result<CommitReport> commit() = 0;
};

}  // namespace byline::output
