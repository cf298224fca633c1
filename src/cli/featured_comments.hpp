// featured_comments_of() reads from a site's store what its author chose of the comments, as a build takes it.
// Blocks on the store; used by the thread that builds.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "disk/disk.hpp"
#include "publish/featured_comments.hpp"

namespace byline::cli {

// What `byline export featured` writes into the site's folder: for copies of it that have no store.
inline constexpr std::string_view featured_file = "featured-comments.jsonl";

// Of the store that `byline serve` would use, which is only read; else of `featured_file`, with a warning when the
// store should be there. Nothing where there is neither. Errors say how to go on.
[[nodiscard]] Result<std::optional<publish::FeaturedThreads>> featured_comments_of(const std::string& site_folder,
                                                                                   const disk::Disk& disk,
                                                                                   Diagnostics& diagnostics);

}  // namespace byline::cli
