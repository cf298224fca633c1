#include "publish/workshop.hpp"

#include <algorithm>
#include <utility>

#include "publish/refresh.hpp"

namespace byline::publish {

BuildReport Workshop::build(BuildOptions options, const disk::Disk& disk, output::MemoryOutput& output,
                            Progress* progress, const TouchedPaths& touched) {
    if (state_ != nullptr) {
        // What was touched before a build that failed is not in the state yet.
        if (auto refreshed = refresh(*state_, options, disk, output, has_failed_ ? std::nullopt : touched)) {
            if (refreshed->report.is_committed) remember(refreshed->sources);
            if (!refreshed->is_state_true) state_ = nullptr;
            has_failed_ = !refreshed->report.is_committed;
            return std::move(refreshed->report);
        }
    }
    options.after = Afterwards::Keep;
    options.refreshed = refreshed_;
    // The record may be older than the files: what was refreshed since differs from it, and is made once more.
    BuildReport report = publish::build(options, disk, &output, progress, record_.get());
    has_failed_ = !report.is_committed;
    if (report.is_committed) {
        record_ = report.record;
        refreshed_ = {};
        state_ = std::exchange(report.state, nullptr);
    } else {
        state_ = nullptr;  // what was touched this time is not told again
    }
    return report;
}

void Workshop::remember(const std::vector<std::uint32_t>& sources) {
    refreshed_.search_index = state_->head.search_index;
    auto& all = refreshed_.sources;
    all.insert(all.end(), sources.begin(), sources.end());
    std::ranges::sort(all);
    all.erase(std::unique(all.begin(), all.end()), all.end());
}

}  // namespace byline::publish
