#include "cli/comment_rules.hpp"

#include "cli/site_build.hpp"

namespace byline::cli {

Result<conversation::Rules> comment_rules(const site::CommentSettings& settings, const std::string& site_folder,
                                          const disk::Disk& disk) {
    constexpr std::int64_t most_block_list_bytes = 1 << 20;
    conversation::Rules rules;
    rules.hold = settings.hold == "all"    ? conversation::Hold::All
                 : settings.hold == "none" ? conversation::Hold::None
                                           : conversation::Hold::First;
    rules.edit_minutes = settings.edit_minutes;
    rules.close_after_days = settings.close_after_days;
    rules.most_links = settings.most_links;
    rules.least_seconds = settings.least_seconds;
    rules.most_a_minute = settings.most_a_minute;
    rules.most_a_day = settings.most_a_day;
    if (settings.block_list.empty()) return rules;
    TRY(const std::string lines, disk.read(inside(site_folder, settings.block_list), most_block_list_bytes));
    rules.blocked = conversation::block_list(lines);
    return rules;
}

}  // namespace byline::cli
