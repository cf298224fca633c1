// Disk is everything that the engine does with files, as an interface: the real one, and a twin in memory that
// counts accesses in tests. Implementations may be called from several threads at once.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "result/result.hpp"

namespace byline::disk {

// Names with a leading dot: what tools keep for themselves, or what a web server is asked for (.well-known/).
enum class DotNames : std::uint8_t { Skip, List };

enum class EntryKind : std::uint8_t { File, Folder, Link, Other };

struct Entry {
    std::string path;  // relative to the listed folder, with '/' between names
    EntryKind kind = EntryKind::File;
    std::int64_t size = 0;         // bytes
    std::int64_t modified_ns = 0;  // since the epoch
};

class Disk {
  public:
    Disk() = default;
    Disk(const Disk&) = delete;
    Disk& operator=(const Disk&) = delete;
    virtual ~Disk() = default;

    // The whole file. Errors name the path; a file over `most_bytes` is refused.
    [[nodiscard]] virtual Result<std::string> read(const std::string& path, std::int64_t most_bytes) const = 0;

    // Everything below `folder`, sorted by path; symbolic links are listed, not followed. A folder that is not there is
    // an error; an unreadable one below it goes to `failed`.
    [[nodiscard]] virtual Result<std::vector<Entry>> list(const std::string& folder, DotNames dot_names,
                                                          std::vector<Error>& failed) const = 0;

    // The absolute path behind every symbolic link, or an error when there is nothing.
    [[nodiscard]] virtual Result<std::string> canonical(const std::string& path) const = 0;

    [[nodiscard]] virtual bool exists(const std::string& path) const = 0;

    // Writes a whole file and makes its folders; the file is complete or absent under its final name.
    [[nodiscard]] virtual Result<void> write(const std::string& path, std::string_view bytes) = 0;
    // Writes a file that nobody reads yet, and makes its folders: without the detour by another name.
    [[nodiscard]] virtual Result<void> create(const std::string& path, std::string_view bytes) = 0;
    // Makes the folders of `to`. A file on another disk is copied.
    [[nodiscard]] virtual Result<void> rename(const std::string& from, const std::string& to) = 0;
    [[nodiscard]] virtual Result<void> remove(const std::string& path) = 0;         // a file
    [[nodiscard]] virtual Result<void> remove_folder(const std::string& path) = 0;  // and all below it
    // Removes the folders of `path` below `root` that have become empty, innermost first.
    virtual void remove_empty_folders(const std::string& root, const std::string& path) = 0;
};

}  // namespace byline::disk
