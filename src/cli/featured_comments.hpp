// featured_comments_of() reads from a site's store what its author chose of the comments, as a build takes it.
// Blocks on the store; used by the thread that builds.
#pragma once

#include <optional>
#include <string>

#include "disk/disk.hpp"
#include "publish/featured_comments.hpp"

namespace byline::cli {

// Of the store that `byline serve` would use; nothing where there is none. Errors say how to go on.
[[nodiscard]] Result<std::optional<publish::FeaturedThreads>> featured_comments_of(const std::string& site_folder,
                                                                                   const disk::Disk& disk);

}  // namespace byline::cli
