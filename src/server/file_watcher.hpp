// A FileWatcher reports which files below some folders may have changed, by inotify(7).
// Thread contract: wait belongs to one thread at a time; stop it by its token.
#pragma once

#include <chrono>
#include <cstddef>
#include <filesystem>
#include <memory>
#include <optional>
#include <set>
#include <stop_token>
#include <string_view>
#include <vector>

#include "result/result.hpp"

namespace byline::server {

struct FileChanges {
    // Set when changes were lost (a queue overflowed, a watched folder went away, too many paths): look at everything.
    bool everything = false;

    // Absolute, below the roots as these were given. A file was made, written, renamed (both names) or deleted; a
    // folder was made, renamed or deleted, and everything below it may have changed.
    std::set<std::filesystem::path> paths;

    [[nodiscard]] bool empty() const { return !everything && paths.empty(); }
};

struct FileWatcherOptions {
    // Folders, watched with all that is below; symbolic links are not followed.
    std::vector<std::filesystem::path> roots = {};
    // Files or folders below a root that never count: the output folder.
    std::vector<std::filesystem::path> ignored = {};
    std::chrono::milliseconds settle{5};      // a burst ends when nothing more came for this long
    std::chrono::milliseconds burst_max{50};  // a burst without end is reported in pieces this long
    std::size_t paths_max = 10'000;           // more in one burst are reported as everything
};

class FileWatcher {
  public:
    // Everything is watched when it returns. Fails with a remedy when a root is missing or the system's limit of
    // watches (one a folder) is reached.
    [[nodiscard]] static Result<std::unique_ptr<FileWatcher>> start(FileWatcherOptions options);
    FileWatcher(const FileWatcher&) = delete;
    FileWatcher& operator=(const FileWatcher&) = delete;
    ~FileWatcher();

    // Blocks until something changed and the burst of changes is over. Empty changes when `timeout` ran out first;
    // nothing when `stop` was requested. An error (the limit of watches reached by a new folder) is told once;
    // waiting may go on after it.
    [[nodiscard]] Result<std::optional<FileChanges>> wait(
        const std::stop_token& stop, std::optional<std::chrono::milliseconds> timeout = std::nullopt);

  private:
    class Watches;
    explicit FileWatcher(std::unique_ptr<Watches> watches);

    std::unique_ptr<Watches> watches_;
};

// True for what editors leave beside a file while it is edited (swap, lock, backup and probe files) and for the
// folders of version control and packages: a change of these is no change of the site.
[[nodiscard]] bool is_editor_leftover(std::string_view file_name);
[[nodiscard]] bool is_foreign_folder(std::string_view folder_name);

}  // namespace byline::server
