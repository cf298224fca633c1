// The command line: which command, with which options.
// Used by the main thread.
#pragma once

namespace byline::cli {

// Parses the words, runs the command that they name, and returns the exit code. Wrong words are told with the help of
// the command.
[[nodiscard]] int run_command_line(int count, char** words);

}  // namespace byline::cli
