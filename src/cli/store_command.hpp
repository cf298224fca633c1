// Takes a backup of the store of readers, fills an empty store from one, writes plain files of what it holds,
// and lets the writer into the studio again.
// Runs on the main thread; returns the exit code.
#pragma once

#include <string>

namespace byline::cli {

struct StoreCommand {
    std::string site_folder = ".";
    std::string store;  // its address; empty: BYLINE_STORE of the environment, or data/byline.db of the site
    std::string file;
};

[[nodiscard]] int run_backup(const StoreCommand& command);
// `file` is a folder, which gets comments.jsonl and likes.jsonl.
[[nodiscard]] int run_export_comments(const StoreCommand& command);
[[nodiscard]] int run_restore(const StoreCommand& command);

// What the author featured, as the file that a build without a store reads.
[[nodiscard]] int run_export_featured(const StoreCommand& command);

// The log-in of the studio begins anew; prints the path of the link.
[[nodiscard]] int run_studio_reset(const StoreCommand& command);

}  // namespace byline::cli
