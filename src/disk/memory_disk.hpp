// A MemoryDisk is a Disk without a machine: files in a map, every access counted, faults on demand. For tests.
// Safe from any thread.
#pragma once

#include <cstdint>
#include <map>
#include <mutex>
#include <set>
#include <string>

#include "disk/disk.hpp"

namespace byline::disk {

class MemoryDisk final : public Disk {
  public:
    struct Counts {
        std::uint64_t reads = 0;
        std::uint64_t writes = 0;  // create() and write()
        std::uint64_t renames = 0;
        std::uint64_t removals = 0;
    };

    // Puts a file there, and the folders above it; not counted.
    void put(const std::string& path, std::string bytes);
    // Makes a symbolic link to a path; not counted.
    void link(const std::string& path, const std::string& target);
    // From now on reading, writing or renaming to `path` fails as `message`, until it is mended.
    void break_path(const std::string& path, std::string message);
    void mend_path(const std::string& path);
    // After this many more writes the disk is full.
    void fill_after(std::uint64_t writes);

    [[nodiscard]] std::map<std::string, std::string> files() const;
    [[nodiscard]] Counts counts() const;
    void forget_counts();

    [[nodiscard]] Result<std::string> read(const std::string& path, std::int64_t most_bytes) const override;
    [[nodiscard]] Result<std::vector<Entry>> list(const std::string& folder, DotNames dot_names,
                                                  std::vector<Error>& failed) const override;
    [[nodiscard]] Result<std::string> canonical(const std::string& path) const override;
    [[nodiscard]] bool exists(const std::string& path) const override;
    [[nodiscard]] Result<void> write(const std::string& path, std::string_view bytes) override;
    [[nodiscard]] Result<void> create(const std::string& path, std::string_view bytes) override;
    [[nodiscard]] Result<void> rename(const std::string& from, const std::string& to) override;
    [[nodiscard]] Result<void> remove(const std::string& path) override;
    [[nodiscard]] Result<void> remove_folder(const std::string& path) override;
    void remove_empty_folders(const std::string& root, const std::string& path) override;

  private:
    [[nodiscard]] bool is_folder(const std::string& path) const;  // with the mutex held
    [[nodiscard]] Result<void> store(const std::string& path, std::string_view bytes);

    mutable std::mutex mutex_;  // guards what follows
    std::map<std::string, std::string> files_;
    std::map<std::string, std::string> links_;
    std::map<std::string, std::string> broken_;
    std::uint64_t writes_left_ = UINT64_MAX;
    mutable Counts counts_;
};

}  // namespace byline::disk
