// What `byline serve` is told, by the command line and by byline.toml, as the server takes it.
// Pure but for reading byline.toml; used by the main thread.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "cli/serve_command.hpp"
#include "discussion/discussion.hpp"
#include "disk/disk.hpp"
#include "result/diagnostic.hpp"
#include "server/site_server.hpp"
#include "studio/studio.hpp"

namespace byline::cli {

// The conversation below the site's pages, when it has one.
struct DiscussionPlan {
    discussion::DiscussionOptions options;
    site::Theme theme;
    studio::StudioOptions studio;
    std::vector<std::string> origins;  // where pages of this site come from
};

struct ServePlan {
    server::SiteServerOptions options;
    std::string shown_url;       // where a reader finds the site
    std::string commit_journal;  // a build is being put into place as long as this file stands
    std::string build_record;    // each build that was put into place writes it anew
    bool watches = true;
    std::optional<DiscussionPlan> discussion;
};

// A folder without byline.toml is served too, when --output says where the built site is.
[[nodiscard]] Result<ServePlan> plan_serving(const ServeCommand& command, const disk::Disk& disk,
                                             Diagnostics& diagnostics);

}  // namespace byline::cli
