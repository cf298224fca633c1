// `byline translations`: which texts are translations, and how far each is behind its original.
// One call a process.
#pragma once

#include <string>

namespace byline::cli {

struct TranslationsCommand {
    std::string folder = ".";
    std::string done;  // the file of a translation that is up to date again
    bool as_json = false;
};

// Returns the exit code.
[[nodiscard]] int run_translations(const TranslationsCommand& command);

}  // namespace byline::cli
