// A FolderOutput writes a site into a folder: everything is staged first, then moved in place by renames, so that an
// unfinished build changes nothing. Files whose bytes are those of the last build are not touched.
// See OutputSink for its thread contract.
#pragma once

#include <mutex>
#include <string>
#include <vector>

#include "disk/disk.hpp"
#include "publish/output_record.hpp"
#include "publish/output_sink.hpp"

namespace byline::publish {

class FolderOutput final : public OutputSink {
  public:
    // `state_folder` (the site's .byline) holds the record of the last build and the staged files.
    [[nodiscard]] static Result<std::unique_ptr<FolderOutput>> open(disk::Disk& disk, std::string output_folder,
                                                                    std::string state_folder);
    ~FolderOutput() override;  // takes away what was staged and not committed

    [[nodiscard]] Result<void> put(const std::string& output_path, std::string bytes) override;
    [[nodiscard]] Result<void> copy(const site::CopiedFile& file) override;
    [[nodiscard]] std::optional<text::Digest> standing(const std::string& output_path) const override;
    void keep(const std::string& output_path) override;
    [[nodiscard]] Result<CommitReport> commit() override;

  private:
    FolderOutput(disk::Disk& disk, std::string output_folder, std::string state_folder);

    [[nodiscard]] std::string record_path() const { return state_folder_ + "/outputs"; }
    struct Staged {
        std::string output_path;
        std::size_t number = 0;  // in the order of arrival
    };

    // Mirrors the site when that can become the output folder as it is, else a numbered file without folders.
    [[nodiscard]] std::string staged_path(const Staged& file) const;
    [[nodiscard]] Result<void> forget_staged();
    [[nodiscard]] Result<void> move_into_place();
    [[nodiscard]] Result<std::uint64_t> remove_stale();

    disk::Disk& disk_;
    std::string output_folder_;
    std::string state_folder_;
    std::string staging_folder_;
    OutputRecord before_;
    bool is_fresh_ = false;  // there is no output folder yet: the staged one becomes it

    std::mutex mutex_;  // guards what follows
    OutputRecord after_;
    std::vector<Staged> staged_;
    CommitReport report_;
};

}  // namespace byline::publish
