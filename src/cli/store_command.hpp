// Takes a backup of the store of readers, and fills an empty store from one.
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
[[nodiscard]] int run_restore(const StoreCommand& command);

}  // namespace byline::cli
