// A MemoryDisk is a Disk without a machine: files in a map, every access counted, faults on demand. For tests.
// Safe from any thread.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <set>
#include <string>

#include "disk/disk.hpp"

namespace byline::disk {

class MemoryDisk final : public Disk {
  public:
    struct Counts {
        std::uint64_t reads = 0;   // read() and map()
        std::uint64_t writes = 0;  // create() and write()
        std::uint64_t renames = 0;
        std::uint64_t removals = 0;
    };
    enum class Outage : std::uint8_t { Once, ForGood };

    // Puts a file there, and the folders above it; not counted. A rewrite keeps the inode, as an editor in place does.
    void put(const std::string& path, std::string bytes);
    // Makes a symbolic link to a path; not counted.
    void link(const std::string& path, const std::string& target);
    // From now on reading, writing or renaming to `path` fails as `message`, until it is mended; a folder
    // is not writable.
    void break_path(const std::string& path, std::string message);
    void mend_path(const std::string& path);
    // After this many more writes the disk is full.
    void fill_after(std::uint64_t writes);
    // After this many more mutations (all that is not const but the lock) the next one fails, or every one: then the
    // process may as well be dead.
    void fail_after(std::uint64_t mutations, Outage outage);
    // The disk is no longer full, and fails no more.
    void mend();
    // What lies below `folder` is another file system.
    void mount(const std::string& folder);
    // Each mutation is a tick of the clock, unless time stands still: then all of them have one stamp.
    void stop_clock();
    void start_clock();

    [[nodiscard]] std::map<std::string, std::string> files() const;
    [[nodiscard]] Counts counts() const;
    void forget_counts();
    [[nodiscard]] std::uint64_t mutations() const;  // so far, failed ones too

    [[nodiscard]] Result<std::string> read(const std::string& path, std::int64_t most_bytes) const override;
    [[nodiscard]] Result<std::vector<Entry>> list(const std::string& folder, DotNames dot_names,
                                                  std::vector<Error>& failed) const override;
    [[nodiscard]] Result<std::string> canonical(const std::string& path) const override;
    [[nodiscard]] std::optional<Entry> status(const std::string& path) const override;
    [[nodiscard]] std::int64_t clock_ns() const override;
    [[nodiscard]] Result<std::unique_ptr<Mapping>> map(const std::string& path) const override;
    [[nodiscard]] Result<std::unique_ptr<Lock>> lock(const std::string& path) override;
    [[nodiscard]] bool are_on_one_disk(const std::string& folder, const std::string& other) const override;
    [[nodiscard]] Result<void> write(const std::string& path, std::string_view bytes) override;
    [[nodiscard]] Result<void> create(const std::string& path, std::string_view bytes) override;
    [[nodiscard]] std::unique_ptr<NewFile> create_in_pieces(const std::string& path) override;
    [[nodiscard]] Result<void> check_writable(const std::string& folder) const override;
    [[nodiscard]] Result<void> make_folders(const std::string& folder) override;
    [[nodiscard]] Result<void> rename(const std::string& from, const std::string& to) override;
    [[nodiscard]] Result<void> remove(const std::string& path) override;
    [[nodiscard]] Result<void> remove_folder(const std::string& path) override;
    void remove_empty_folders(const std::string& root, const std::string& path) override;

  private:
    struct File {
        std::shared_ptr<const std::string> bytes;  // shared with what was mapped
        std::int64_t modified_ns = 0;
        std::int64_t changed_ns = 0;
        std::uint64_t inode = 0;
    };
    class HeldLock;

    // All with the mutex held.
    [[nodiscard]] bool is_folder(const std::string& path) const;
    [[nodiscard]] Result<const File*> find(const std::string& path) const;
    [[nodiscard]] Result<void> begin_mutation(const std::string& path);
    [[nodiscard]] Result<void> check_place(const std::string& name, const std::string& path) const;
    [[nodiscard]] std::string file_system_of(const std::string& path) const;
    [[nodiscard]] std::int64_t tick();

    [[nodiscard]] Result<void> store(const std::string& path, std::string_view bytes);

    mutable std::mutex mutex_;  // guards what follows
    std::map<std::string, File> files_;
    std::map<std::string, std::string> links_;
    std::map<std::string, std::string> broken_;
    std::set<std::string> mounts_;
    std::set<std::string> locks_;
    std::uint64_t writes_left_ = UINT64_MAX;
    std::uint64_t mutations_left_ = UINT64_MAX;
    Outage outage_ = Outage::Once;
    std::uint64_t mutations_ = 0;
    std::int64_t now_ns_ = 1'000'000'000;
    bool is_clock_stopped_ = false;
    std::uint64_t inodes_ = 0;
    mutable Counts counts_;
};

}  // namespace byline::disk
