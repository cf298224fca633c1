// A Verification is a sink that writes nothing: it holds every byte of a build from nothing against the site that
// stands in a folder.
// See OutputSink for its thread contract; difference() after commit().
#pragma once

#include <cstdint>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "disk/disk.hpp"
#include "output/output_sink.hpp"

namespace byline::output {

// The first difference, by path.
struct Difference {
    enum class Kind : std::uint8_t { Bytes, Missing, TooMany };
    std::string path;
    Kind kind = Kind::Bytes;
    std::uint64_t offset = 0;  // of the first byte that differs
    Place place;               // the same, in the file that stands
    std::size_t files = 0;     // that differ in all
};

class Verification final : public OutputSink {
  public:
    // `owned` are all files that the last build left there, its output paths.
    Verification(const disk::Disk& disk, std::string folder, std::set<std::string> owned)
        : disk_(disk), folder_(std::move(folder)), owned_(std::move(owned)) {}

    [[nodiscard]] Result<void> put(const std::string& output_path, Content content) override;
    [[nodiscard]] std::optional<text::Digest> standing(const std::string&) const override { return std::nullopt; }
    void keep(const std::string&) override {}
    [[nodiscard]] std::optional<std::vector<std::string>> standing_below(std::string_view) const override {
        return std::nullopt;
    }
    [[nodiscard]] std::optional<std::string> read_standing(const std::string&) const override { return std::nullopt; }
    [[nodiscard]] bool stands_whole(std::size_t) const override { return false; }
    [[nodiscard]] CommitReport keep_all() override { return {}; }
    void keep_others() override {}
    void drop(const std::string&) override {}
    [[nodiscard]] Result<CommitReport> commit() override;

    [[nodiscard]] const std::optional<Difference>& difference() const { return first_; }
    [[nodiscard]] std::size_t compared() const { return compared_; }

  private:
    void note(Difference difference);

    const disk::Disk& disk_;
    std::string folder_;
    std::mutex mutex_;  // guards what follows
    std::set<std::string> owned_;
    std::optional<Difference> first_;
    std::size_t compared_ = 0;
};

}  // namespace byline::output
