// A Workshop builds one site again and again in memory, for preview. Between builds it keeps all that the last one made
// on its way; an edit that leaves every order, address and link as it was then costs no more than what it shows.
// Belongs to one thread at a time.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "output/memory_output.hpp"
#include "publish/build.hpp"
#include "publish/site_state.hpp"

namespace byline::publish {

// Which paths may have changed since the last build, from the site's folder; nothing when that is not known.
using TouchedPaths = std::optional<std::vector<std::string>>;

class Workshop {
  public:
    // As build(); `output` begins with the files of the last build of this workshop that was committed.
    [[nodiscard]] BuildReport build(BuildOptions options, const disk::Disk& disk, output::MemoryOutput& output,
                                    Progress* progress, const TouchedPaths& touched);

  private:
    void remember(const std::vector<std::uint32_t>& sources);

    // Shared, because reports carry them; nobody else keeps them.
    std::shared_ptr<SiteState> state_;
    std::shared_ptr<const graph::BuildRecord> record_;  // shared likewise
    RefreshedSince refreshed_;                          // since the record was made
    bool has_failed_ = false;                           // the last build
};

}  // namespace byline::publish
