// Disk is everything that the engine does with files, as an interface: the real one, and a twin in memory that
// counts accesses in tests. Implementations may be called from several threads at once, and outlive what they gave.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "disk/lock.hpp"
#include "disk/mapping.hpp"
#include "disk/new_file.hpp"
#include "result/result.hpp"

namespace byline::disk {

// Names with a leading dot: what tools keep for themselves, or what a web server is asked for (.well-known/).
enum class DotNames : std::uint8_t { Skip, List };

enum class EntryKind : std::uint8_t { File, Folder, Link, Other };

struct Entry {
    std::string path;  // relative to the listed folder, with '/' between names
    EntryKind kind = EntryKind::File;
    std::int64_t size = 0;         // bytes
    std::int64_t modified_ns = 0;  // of the bytes, since the epoch; anybody may set it to anything
    std::int64_t changed_ns = 0;   // of the bytes, name, owner or times: set by the system alone
    std::uint64_t inode = 0;       // the file behind the name, on its file system
};

class Disk {
  public:
    Disk() = default;
    Disk(const Disk&) = delete;
    Disk& operator=(const Disk&) = delete;
    virtual ~Disk() = default;

    // The whole file. Errors name the path; a file over `most_bytes` is refused.
    [[nodiscard]] virtual Result<std::string> read(const std::string& path, std::int64_t most_bytes) const = 0;

    // Everything below `folder`, sorted by path; symbolic links are listed, not followed. Of a folder only path and
    // kind are told. A folder that is not there is an error; an unreadable one below it goes to `failed`.
    [[nodiscard]] virtual Result<std::vector<Entry>> list(const std::string& folder, DotNames dot_names,
                                                          std::vector<Error>& failed) const = 0;

    // The absolute path behind every symbolic link, or an error when there is nothing.
    [[nodiscard]] virtual Result<std::string> canonical(const std::string& path) const = 0;

    // What stands there, behind symbolic links, with `path` as it was given; nothing when nothing is there. What cannot
    // be looked at (a folder above it may not be entered, say) is there as EntryKind::Other with times that lie in the
    // far future: to read it tells why, and nobody takes it for absent or unchanged.
    [[nodiscard]] virtual std::optional<Entry> status(const std::string& path) const = 0;
    [[nodiscard]] bool exists(const std::string& path) const { return status(path).has_value(); }

    // The clock by which files are stamped. A file whose stamps lie before a reading of it was not changed since then.
    [[nodiscard]] virtual std::int64_t clock_ns() const = 0;

    // The bytes of a file, without reading them all at once.
    [[nodiscard]] virtual Result<std::unique_ptr<Mapping>> map(const std::string& path) const = 0;

    // Takes the lock that the file stands for, and makes the file and its folders; an error at once when another
    // process (or another part of this one) has it. The file stays, with the number of the process that had it last.
    [[nodiscard]] virtual Result<std::unique_ptr<Lock>> lock(const std::string& path) = 0;

    // Whether a rename from below the one folder to below the other moves nothing but a name. Either may not be there
    // yet: then its nearest folder above counts.
    [[nodiscard]] virtual bool are_on_one_disk(const std::string& folder, const std::string& other) const = 0;

    // Writes a whole file and makes its folders; the file is complete or absent under its final name.
    [[nodiscard]] virtual Result<void> write(const std::string& path, std::string_view bytes) = 0;
    // Writes a file that nobody reads yet, and makes its folders: without the detour by another name.
    [[nodiscard]] virtual Result<void> create(const std::string& path, std::string_view bytes) = 0;
    // The same of what comes in pieces.
    [[nodiscard]] virtual std::unique_ptr<NewFile> create_in_pieces(const std::string& path) = 0;
    // Whether files can be made, replaced and removed in a folder; an error says why not. What is not there, or is
    // no folder, passes.
    [[nodiscard]] virtual Result<void> check_writable(const std::string& folder) const = 0;

    // With all folders above it; one that is there is left as it is.
    [[nodiscard]] virtual Result<void> make_folders(const std::string& folder) = 0;
    // Makes the folders of `to`. A file on another disk is copied.
    [[nodiscard]] virtual Result<void> rename(const std::string& from, const std::string& to) = 0;
    [[nodiscard]] virtual Result<void> remove(const std::string& path) = 0;         // a file
    [[nodiscard]] virtual Result<void> remove_folder(const std::string& path) = 0;  // and all below it
    // Removes the folders of `path` below `root` that have become empty, innermost first.
    virtual void remove_empty_folders(const std::string& root, const std::string& path) = 0;
};

}  // namespace byline::disk
