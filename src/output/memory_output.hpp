// A MemoryOutput keeps a site in memory, for preview and for tests.
// See OutputSink for its thread contract; take_files() and changed() after commit().
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "output/output_sink.hpp"

namespace byline::output {

class MemoryOutput final : public OutputSink {
  public:
    struct File {
        std::shared_ptr<const std::string> bytes;  // shared with the builds before and after, and with who shows them
        text::Digest digest;
        std::uint64_t build = 0;  // the last that made or kept it

        [[nodiscard]] const std::string& operator*() const { return *bytes; }
    };
    using Files = std::map<std::string, File, std::less<>>;  // by output path

    // `before` are those of the build before, to be kept or replaced.
    explicit MemoryOutput(Files before = {})
        : build_(before.empty() ? 1 : before.begin()->second.build + 1), files_(std::move(before)) {}

    [[nodiscard]] Result<void> put(const std::string& output_path, Content content) override {
        const text::Digest digest = content.digest;
        auto shared = std::make_shared<const std::string>(std::move(content.bytes));
        const std::scoped_lock lock(mutex_);
        File& file = files_[output_path];
        const bool is_same = file.bytes != nullptr && file.digest == digest;
        const std::size_t size_before = file.bytes == nullptr ? 0 : file.bytes->size();
        if (!is_same) file = {std::move(shared), digest, file.build};
        if (!is_same) changed_.push_back(output_path);
        if (file.build == build_) {  // kept with the others, before it was known that it is made again
            --report_.unchanged;
            report_.bytes -= size_before;
        }
        count(file, is_same ? report_.unchanged : report_.written);
        return {};
    }
    [[nodiscard]] std::optional<text::Digest> standing(const std::string& output_path) const override {
        const std::scoped_lock lock(mutex_);
        const auto file = files_.find(output_path);
        return file == files_.end() ? std::nullopt : std::optional(file->second.digest);
    }
    void keep(const std::string& output_path) override {
        const std::scoped_lock lock(mutex_);
        count(files_.at(output_path), report_.unchanged);
    }
    [[nodiscard]] std::optional<std::vector<std::string>> standing_below(std::string_view folder) const override {
        std::vector<std::string> paths;
        const std::scoped_lock lock(mutex_);
        for (auto file = files_.lower_bound(folder); file != files_.end() && file->first.starts_with(folder); ++file)
            paths.push_back(file->first);
        return paths;
    }
    [[nodiscard]] std::optional<std::string> read_standing(const std::string& output_path) const override {
        const std::scoped_lock lock(mutex_);
        const auto file = files_.find(output_path);
        return file == files_.end() ? std::nullopt : std::optional(*file->second.bytes);
    }
    [[nodiscard]] bool stands_whole(std::size_t) const override { return build_ > 1; }
    [[nodiscard]] std::uint64_t fingerprint() const override {
        std::uint64_t sum = 0;
        for (const auto& [path, file] : files_) sum += fingerprint_of(path, file.digest);
        return sum;
    }
    [[nodiscard]] CommitReport keep_all() override {
        for (auto& [path, file] : files_) count(file, report_.unchanged);
        return report_;
    }
    void drop(const std::string& output_path) override {
        File& file = files_.at(output_path);
        report_.bytes -= file.bytes->size();
        --report_.unchanged;
        file.build = 0;
    }
    void keep_others() override {
        for (auto& [path, file] : files_) count(file, report_.unchanged);
    }
    [[nodiscard]] Result<CommitReport> commit() override {
        for (auto file = files_.begin(); file != files_.end();) {
            if (file->second.build == build_) {
                ++file;
                continue;
            }
            changed_.push_back(file->first);
            ++report_.removed;
            file = files_.erase(file);
        }
        return report_;
    }

    [[nodiscard]] const Files& files() const { return files_; }
    [[nodiscard]] Files take_files() { return std::move(files_); }
    // The paths that are new, have other bytes, or are gone.
    [[nodiscard]] const std::vector<std::string>& changed() const { return changed_; }

  private:
    void count(File& file, std::uint64_t& counter) {
        file.build = build_;
        report_.bytes += file.bytes->size();
        ++counter;
    }

    const std::uint64_t build_;
    mutable std::mutex mutex_;  // guards what follows
    Files files_;
    std::vector<std::string> changed_;
    CommitReport report_;
};

}  // namespace byline::output
