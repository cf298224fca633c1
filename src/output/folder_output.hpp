// A FolderOutput writes a site into a folder: everything is staged first, then moved in place by renames, so that an
// unfinished build changes nothing, and one that is killed amid the renames is finished by the next. Files whose bytes
// are those of the last build are not touched. One process at a time has it.
// See OutputSink for its thread contract.
#pragma once

#include <atomic>
#include <deque>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "disk/disk.hpp"
#include "output/commit_plan.hpp"
#include "output/output_places.hpp"
#include "output/output_record.hpp"
#include "output/output_sink.hpp"

namespace byline::output {

class FolderOutput final : public OutputSink {
  public:
    // `state_folder` (.byline in the site's folder) holds the record of the last build and the staged files; it is made
    // when it is not there. Fails at once while another build has it.
    [[nodiscard]] static Result<std::unique_ptr<FolderOutput>> open(disk::Disk& disk, std::string output_folder,
                                                                    std::string state_folder);
    ~FolderOutput() override;  // takes away what was staged and not committed

    [[nodiscard]] Result<void> put(const std::string& output_path, Content content) override;
    [[nodiscard]] std::optional<text::Digest> standing(const std::string& output_path) const override;
    void keep(const std::string& output_path) override;
    [[nodiscard]] std::optional<std::vector<std::string>> standing_below(std::string_view folder) const override;
    [[nodiscard]] std::optional<std::string> read_standing(const std::string& output_path) const override;
    [[nodiscard]] bool stands_whole(std::size_t threads) const override;
    [[nodiscard]] std::uint64_t fingerprint() const override;
    [[nodiscard]] CommitReport keep_all() override;
    void keep_others() override;
    void drop(const std::string& output_path) override;
    [[nodiscard]] Result<CommitReport> commit() override;

  private:
    // What is known of a file of the last build. It is looked at once, however often it is asked for.
    enum class Sight : std::uint8_t {
        Unseen,
        Untouched,  // nobody wrote to it since
        Same,       // its times tell nothing; it was read, and is as we made it
        Changed,    // or gone
    };
    enum class Fate : std::uint8_t { Remove, Keep, Replace };
    struct Standing {
        std::atomic<Sight> sight{Sight::Unseen};
        std::atomic<Fate> fate{Fate::Remove};  // unless this build makes it too
    };
    struct Made {
        std::string path;
        text::Digest digest;
        std::uint64_t size = 0;    // bytes
        std::uint64_t number = 0;  // among what is staged
        bool is_staged = false;    // or stands already, though the last build did not make it
        bool is_new = false;       // as StagedFile has them
        bool is_blocked = false;
    };

    FolderOutput(disk::Disk& disk, OutputPlaces places, std::unique_ptr<disk::Lock> lock);

    [[nodiscard]] Result<void> load_record();
    [[nodiscard]] Standing& standing_of(const OutputEntry& entry) const;
    [[nodiscard]] Sight sight_of(const OutputEntry& entry) const;
    [[nodiscard]] Sight look_at(const OutputEntry& entry) const;
    [[nodiscard]] static bool is_named_by_content(const OutputEntry& entry);
    // When something last came into the folder of what is named by content, or left it.
    [[nodiscard]] std::int64_t named_by_content_since() const;
    [[nodiscard]] bool adopts(const Made& made) const;

    [[nodiscard]] CommitChange count_changes();
    [[nodiscard]] Result<void> change_folder(CommitJournal journal);
    [[nodiscard]] Result<void> prepare_folders(const CommitJournal& journal);
    [[nodiscard]] bool is_record_outdated() const;
    [[nodiscard]] Result<void> write_record(std::int64_t moved_ns);

    disk::Disk& disk_;
    const OutputPlaces places_;
    const std::unique_ptr<disk::Lock> lock_;
    const std::int64_t opened_ns_;
    OutputRecord before_;
    std::unique_ptr<Standing[]> standings_;     // of each entry of `before_`
    bool is_committed_ = false;                 // or about to be
    mutable std::mutex looking_;                // guards what follows
    mutable std::optional<bool> stands_whole_;  // before anything is put or kept
    bool is_fresh_ = false;                     // there is no output folder yet: the staged one becomes it
    bool is_journal_standing_ = false;          // then what is staged belongs to it

    std::mutex mutex_;       // guards what follows
    std::deque<Made> made_;  // of a site of a million pages: it grows without being copied
    std::uint64_t staged_count_ = 0;
    CommitReport report_;
};

}  // namespace byline::output
