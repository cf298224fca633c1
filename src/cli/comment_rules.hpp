// The rules of [comments] as the conversation takes them, with the block list read from its file.
// Reads the disk; safe from any thread.
#pragma once

#include <string>

#include "conversation/rules.hpp"
#include "disk/disk.hpp"
#include "result/result.hpp"
#include "site/comment_settings.hpp"

namespace byline::cli {

[[nodiscard]] Result<conversation::Rules> comment_rules(const site::CommentSettings& settings,
                                                        const std::string& site_folder, const disk::Disk& disk);

}  // namespace byline::cli
