#include "output/verification.hpp"

#include <algorithm>
#include <utility>

#include "text/utf8.hpp"

namespace byline::output {
namespace {

constexpr std::int64_t most_bytes = std::int64_t{4} << 30;

}  // namespace

void Verification::note(Difference difference) {
    const std::size_t files = first_ ? first_->files + 1 : 1;
    if (!first_ || difference.path < first_->path) first_ = std::move(difference);
    first_->files = files;
}

Result<void> Verification::put(const std::string& output_path, Content content) {
    const std::string& bytes = content.bytes;
    const auto standing = disk_.read(folder_ + "/" + output_path, most_bytes);
    const std::scoped_lock lock(mutex_);
    ++compared_;
    owned_.erase(output_path);
    if (!standing) {
        note({output_path, Difference::Kind::Missing, 0, {}, 0});
    } else if (*standing != bytes) {
        const auto [a, b] = std::mismatch(standing->begin(), standing->end(), bytes.begin(), bytes.end());
        const auto offset = static_cast<std::uint64_t>(a - standing->begin());
        note({output_path, Difference::Kind::Bytes, offset, text::place_of(*standing, offset, output_path), 0});
    }
    return {};
}

Result<CommitReport> Verification::commit() {
    for (const std::string& path : owned_) note({path, Difference::Kind::TooMany, 0, {}, 0});
    return CommitReport{.written = 0, .unchanged = compared_, .removed = 0, .bytes = 0};
}

}  // namespace byline::output
