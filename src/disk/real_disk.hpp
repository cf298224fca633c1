// RealDisk is the machine's file system by POSIX calls.
// Safe from any thread.
#pragma once

#include <atomic>
#include <cstdint>

#include "disk/disk.hpp"

namespace byline::disk {

class RealDisk final : public Disk {
  public:
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
    std::atomic<std::uint32_t> serial_{0};  // tells unfinished files of this process apart
};

}  // namespace byline::disk
