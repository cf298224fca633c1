// CommentSettings is the table [comments] of byline.toml: whether readers may answer, and by which rules.
// A value; the functions are pure.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "result/diagnostic.hpp"
#include "site/commenting.hpp"
#include "site/data_node.hpp"
#include "site/data_reader.hpp"

namespace byline::site {

struct CommentSettings {
    bool is_enabled = false;
    bool has_featured = true;           // the chosen ones go into the pages when they are built
    std::string hold = "first";         // or "all", "none"
    std::int64_t edit_minutes = 15;     // in which a comment may be changed by who wrote it
    std::int64_t close_after_days = 0;  // since the work's date; 0: never
    std::int64_t most_links = 2;
    std::int64_t least_seconds = 1;  // from the preview to the sending; fewer speak against a comment
    std::int64_t most_a_minute = 5;  // of one network; more speak against a comment
    std::int64_t most_a_day = 100;
    CommentingByKind by_kind = open_to_all;
    std::string block_list;  // a file with a word or domain a line, in the site's folder; empty: none
};

// A value of the key `comments` or of [comments.kinds]; Unset and a report for one that it cannot have.
[[nodiscard]] Commenting read_commenting(const DataEntry& entry, DataReader& reader);

// Faults go to the reader.
[[nodiscard]] CommentSettings read_comment_settings(const DataEntry& entry, DataReader& reader);

// The table of a whole byline.toml; the defaults when there is none. Faults of other tables are nobody's here.
[[nodiscard]] CommentSettings read_comment_settings(std::string_view bytes, std::string_view path,
                                                    Diagnostics& diagnostics);

}  // namespace byline::site
