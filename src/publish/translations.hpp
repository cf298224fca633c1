// Which texts of a site are translations of which, and how far each is behind its original.
// Functions without state. They compose only the works that stand in several languages.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "disk/disk.hpp"
#include "result/result.hpp"
#include "text/timestamp.hpp"

namespace byline::publish {

struct Translation {
    std::string path;  // of the file, from the site's folder
    std::string language;
    std::string original_path;
    std::string original_language;
    bool is_recorded = false;  // otherwise nobody can tell
    std::size_t behind = 0;    // blocks of the original
};

// By path. The original is the one that a translation records; else the one in the site's language, else the first by
// the configuration's order of languages.
[[nodiscard]] Result<std::vector<Translation>> survey_translations(const std::string& site_folder,
                                                                   const disk::Disk& disk, text::Timestamp now);

// Records in the front matter of the translation `path` (as a survey names it) its original's blocks as they are now.
[[nodiscard]] Result<Translation> record_translation(const std::string& site_folder, const std::string& path,
                                                     disk::Disk& disk, text::Timestamp now);

// `bytes` with the key `translated_from` in its front matter, which is made where there is none.
[[nodiscard]] std::string with_translated_from(const std::string& bytes, const std::string& value);

}  // namespace byline::publish
