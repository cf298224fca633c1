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
    using Files = std::map<std::string, std::shared_ptr<const std::string>>;  // by output path

    explicit MemoryOutput(const disk::Disk& disk) : disk_(disk) {}

    [[nodiscard]] Result<void> put(const std::string& output_path, std::string bytes) override {
        auto shared = std::make_shared<const std::string>(std::move(bytes));
        const std::scoped_lock lock(mutex_);
        report_.bytes += shared->size();
        ++report_.written;
        files_.insert_or_assign(output_path, std::move(shared));
        return {};
    }
    [[nodiscard]] Result<void> copy(const site::CopiedFile& file) override {
        constexpr std::int64_t most_copied_bytes = std::int64_t{1} << 30;
        TRY(std::string bytes, disk_.read(file.disk_path, most_copied_bytes));
        return put(file.output_path, std::move(bytes));
    }
    [[nodiscard]] Result<CommitReport> commit() override { return report_; }

    [[nodiscard]] const Files& files() const { return files_; }

  private:
    const disk::Disk& disk_;
    std::mutex mutex_;  // guards what follows
    Files files_;
    CommitReport report_;
};

}  // namespace byline::publish
