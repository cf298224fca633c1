// Takes comments of other engines into the store of readers, and out again.
// Runs on the main thread; returns the exit code.
#pragma once

#include <cstdint>
#include <string>

namespace byline::cli {

struct ImportCommand {
    std::string file;
    std::string format;  // told from the content when empty
    std::string page;    // the address that all comments belong to; empty: each to its own
    std::string site_folder = ".";
    std::string store;  // as in StoreCommand
    std::int64_t undone_batch = 0;
    bool is_dry = false;
    bool fetches_faces = false;
};

[[nodiscard]] int run_import(const ImportCommand& command);

}  // namespace byline::cli
