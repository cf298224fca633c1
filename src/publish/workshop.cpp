#include "publish/workshop.hpp"

#include <utility>

#include "publish/refresh.hpp"

namespace byline::publish {

BuildReport Workshop::build(BuildOptions options, const disk::Disk& disk, MemoryOutput& output, Progress* progress,
                            const TouchedPaths& touched) {
    if (state_ != nullptr) {
        if (auto refreshed = refresh(*state_, options, disk, output, touched)) {
            if (!refreshed->is_state_true) state_ = nullptr;
            return std::move(refreshed->report);
        }
    }
    options.after = Afterwards::Keep;
    // The record may be older than the files: what was refreshed since differs from it, and is made once more.
    BuildReport report = publish::build(options, disk, &output, progress, record_.get());
    if (report.is_committed) {
        record_ = report.record;
        state_ = std::exchange(report.state, nullptr);
    }
    return report;
}

}  // namespace byline::publish
