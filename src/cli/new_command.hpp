// Begins a site or a work: writes the first files, and refuses to write over any.
// Runs on the main thread; returns the exit code.
#pragma once

#include <string>

namespace byline::cli {

struct NewCommand {
    std::string what;  // site, or a kind
    std::string name;  // folder, or title
    std::string site_folder = ".";
    std::string language;
    std::string slug;
    bool is_bundle = false;
};

[[nodiscard]] int run_new(const NewCommand& command);

}  // namespace byline::cli
