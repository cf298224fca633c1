// For tests: random sequences of edits and builds, done to a site until a build goes wrong, and then made as short as
// they can be with the build still going wrong. Functions without state.
#pragma once

#include <algorithm>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "publish/build_edits.hpp"
#include "publish/featured_edits.hpp"
#include "publish/folder_edits.hpp"
#include "publish/rebuild_check.hpp"
#include "publish/theme_edits.hpp"
#include "publish/work_edits.hpp"

namespace byline::publish {

// One thing after another: edits, and builds that are checked.
struct SiteEvent {
    SiteEdit edit;  // unless it is a build

    [[nodiscard]] bool is_build() const { return !edit.apply; }
};
using SiteHistory = std::vector<SiteEvent>;

struct RandomRun {
    SiteHistory history;
    std::string failure;  // of the last build in it; empty when all were right
    RebuildCounts counts;
};

inline SiteEdit any_edit(const EditedSite& site, RandomChoice& random) {
    struct Sort {
        std::size_t share = 1;
        const std::vector<EditKind>& kinds;
    };
    const std::vector<Sort> sorts = {{10, work_edits::all()},
                                     {4, theme_edits::all()},
                                     {4, folder_edits::all()},
                                     {3, build_edits::all()},
                                     {2, featured_edits::all()}};
    for (;;) {
        std::size_t number = random.below(23);
        const Sort* sort = sorts.data();
        while (number >= sort->share) number -= (sort++)->share;
        std::vector<const EditKind*> ballot;
        for (const EditKind& kind : sort->kinds)
            ballot.insert(ballot.end(), static_cast<std::size_t>(kind.weight), &kind);
        if (SiteEdit edit = random.of(ballot)->draw(site, random); edit.apply) return edit;
    }
}

using EditDraw = std::function<SiteEdit(const EditedSite&, RandomChoice&)>;

inline std::size_t edits_before_build(RandomChoice& random) {
    if (!random.one_in(3)) return 1;
    return random.one_in(3) ? 3 + random.below(4) : 2;
}

// `steps` builds, each after an edit or some.
inline RandomRun run_randomly(const EditedSite::Files& files, OutputPlace place, std::uint64_t seed, std::size_t steps,
                              const BuildAgain& make, const EditDraw& draw = any_edit) {
    RandomChoice random(seed);
    RandomRun run;
    EditedSite site(files, place);
    run.history.emplace_back();
    run.failure = check_rebuild(site, make, run.counts);
    for (std::size_t step = 0; step < steps && run.failure.empty(); ++step) {
        // A broken site is edited further now and then, but not for long.
        const bool is_repaired = site.is_broken && !random.one_in(3);
        const std::size_t edits = edits_before_build(random);
        for (std::size_t i = 0; i < edits; ++i) {
            SiteEdit edit = is_repaired && i == 0 ? build_edits::repair(site, random) : draw(site, random);
            edit.apply(site);
            run.history.push_back({std::move(edit)});
        }
        run.history.emplace_back();
        run.failure = check_rebuild(site, make, run.counts);
    }
    return run;
}

// The failure that the history leads to; empty when every build in it is right.
inline std::string replayed(const EditedSite::Files& files, OutputPlace place, const SiteHistory& history,
                            const BuildAgain& make) {
    EditedSite site(files, place);
    RebuildCounts counts;
    for (const SiteEvent& event : history) {
        if (!event.is_build()) {
            event.edit.apply(site);
        } else if (std::string failure = check_rebuild(site, make, counts); !failure.empty()) {
            return failure;
        }
    }
    return {};
}

// Takes events away, in halves and ever smaller parts, as long as some build still goes wrong.
class Shrinking {
  public:
    Shrinking(const EditedSite::Files& files, OutputPlace place, const BuildAgain& make)
        : files_(files), place_(place), make_(make) {}

    [[nodiscard]] SiteHistory shortest(SiteHistory history) {
        // Builds cost most: first all but the first and the last few.
        for (const std::size_t kept : {2, 3, 5}) {
            SiteHistory fewer = with_last_builds(history, kept);
            if (fewer.size() < history.size() && still_fails(fewer)) {
                history = std::move(fewer);
                break;
            }
        }
        for (std::size_t part = history.size() / 2; part > 0; part = part > 1 ? part / 2 : 0) {
            for (std::size_t at = 0; at < history.size();) {
                SiteHistory fewer = history;
                const auto first = fewer.begin() + static_cast<std::ptrdiff_t>(at);
                fewer.erase(first, first + static_cast<std::ptrdiff_t>(std::min(part, fewer.size() - at)));
                if (still_fails(fewer))
                    history = std::move(fewer);
                else
                    at += part;
            }
        }
        return history;
    }

  private:
    static SiteHistory with_last_builds(const SiteHistory& history, std::size_t count) {
        SiteHistory fewer;
        auto left = static_cast<std::size_t>(std::ranges::count_if(history, &SiteEvent::is_build));
        const std::size_t all = left;
        for (const SiteEvent& event : history) {
            if (!event.is_build() || left == all || left <= count) fewer.push_back(event);
            if (event.is_build()) --left;
        }
        return fewer;
    }
    bool still_fails(const SiteHistory& history) {
        if (tries_left_ == 0) return false;
        --tries_left_;
        return !replayed(files_, place_, history, make_).empty();
    }

    const EditedSite::Files& files_;
    const OutputPlace place_;
    const BuildAgain& make_;
    std::size_t tries_left_ = 400;
};

inline std::string printed(const SiteHistory& history) {
    std::string lines;
    for (const SiteEvent& event : history) {
        std::string line = event.is_build() ? "build" : event.edit.description;
        for (char& c : line) {
            if (c == '\n') c = ' ';
        }
        lines += "  " + line + "\n";
    }
    return lines;
}

}  // namespace byline::publish
