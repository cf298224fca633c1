// Prints the HTML fragment of one Markdown text.
// Runs on the main thread; returns the exit code.
#pragma once

#include <string>

namespace byline::cli {

struct MarkdownCommand {
    std::string file;
    bool is_commonmark = false;
    bool is_gfm = false;
};

[[nodiscard]] int run_markdown(const MarkdownCommand& command);

}  // namespace byline::cli
