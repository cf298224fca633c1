// Tells other sites of the links that the built site has to them.
// Runs on the main thread; returns the exit code.
#pragma once

#include <string>

namespace byline::cli {

struct MentionCommand {
    std::string folder = ".";
    std::string store;  // as in StoreCommand
    bool is_dry = false;
    bool tells_known = false;
};

[[nodiscard]] int run_mention(const MentionCommand& command);

}  // namespace byline::cli
