// A MemoryOutput keeps a site in memory, for preview and for tests.
// See OutputSink for its thread contract; files() after commit().
#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <string>

#include "disk/disk.hpp"
#include "publish/output_sink.hpp"

namespace byline::publish {

class MemoryOutput final : public OutputSink {
  public:
    struct File {
        std::shared_ptr<const std::string> bytes;  // shared with the builds before and after, and with who shows them
        text::Digest digest;

        [[nodiscard]] const std::string& operator*() const { return *bytes; }
    };
    using Files = std::map<std::string, File>;  // by output path

    // `before` are those of the build before, to be kept or replaced.
    explicit MemoryOutput(const disk::Disk& disk, Files before = {}) : disk_(disk), before_(std::move(before)) {}

    [[nodiscard]] Result<void> put(const std::string& output_path, std::string bytes) override {
        const text::Digest digest = text::digest_of(bytes);
        const auto last = before_.find(output_path);
        const bool is_same = last != before_.end() && last->second.digest == digest;
        File file = is_same ? last->second : File{std::make_shared<const std::string>(std::move(bytes)), digest};
        add(output_path, std::move(file), is_same ? report_.unchanged : report_.written);
        return {};
    }
    [[nodiscard]] Result<void> copy(const site::CopiedFile& file) override {
        constexpr std::int64_t most_copied_bytes = std::int64_t{1} << 30;
        TRY(std::string bytes, disk_.read(file.disk_path, most_copied_bytes));
        return put(file.output_path, std::move(bytes));
    }
    [[nodiscard]] std::optional<text::Digest> standing(const std::string& output_path) const override {
        const auto last = before_.find(output_path);
        return last == before_.end() ? std::nullopt : std::optional(last->second.digest);
    }
    void keep(const std::string& output_path) override { add(output_path, before_.at(output_path), report_.unchanged); }
    [[nodiscard]] bool stands_whole(std::size_t) const override { return !before_.empty(); }
    [[nodiscard]] CommitReport keep_all() override {
        for (const auto& [path, file] : before_) add(path, file, report_.unchanged);
        return report_;
    }
    [[nodiscard]] Result<CommitReport> commit() override {
        for (const auto& [path, file] : before_) report_.removed += files_.contains(path) ? 0 : 1;
        return report_;
    }

    [[nodiscard]] const Files& files() const { return files_; }

  private:
    void add(const std::string& output_path, File file, std::uint64_t& counter) {
        const std::scoped_lock lock(mutex_);
        report_.bytes += file.bytes->size();
        ++counter;
        files_.insert_or_assign(output_path, std::move(file));
    }

    const disk::Disk& disk_;
    const Files before_;
    std::mutex mutex_;  // guards what follows
    Files files_;
    CommitReport report_;
};

}  // namespace byline::publish
