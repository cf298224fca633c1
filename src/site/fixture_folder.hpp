// For tests: folders of inputs, each with a file of the output that is expected of it.
// Functions without state.
#pragma once

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <string_view>
#include <vector>

#include <gtest/gtest.h>

#include "result/diagnostic.hpp"

namespace byline::site {

inline std::string read_whole(const std::filesystem::path& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

// The inputs in fixtures/`folder`, by name; `*.expected` are not inputs.
inline std::vector<std::filesystem::path> fixtures_in(std::string_view folder) {
    std::vector<std::filesystem::path> paths;
    for (const auto& entry :
         std::filesystem::directory_iterator(std::filesystem::path(BYLINE_ROOT) / "fixtures" / folder)) {
        if (entry.is_regular_file() && entry.path().extension() != ".expected") paths.push_back(entry.path());
    }
    std::sort(paths.begin(), paths.end());
    return paths;
}

// Holds `actual` against INPUT.expected. With BYLINE_WRITE_EXPECTED=1 in the environment it is written instead: read
// the difference in git before it is committed.
inline void expect_fixture(const std::filesystem::path& input, const std::string& actual) {
    const std::filesystem::path expected = input.string() + ".expected";
    if (std::getenv("BYLINE_WRITE_EXPECTED") != nullptr) std::ofstream(expected, std::ios::binary) << actual;
    EXPECT_EQ(actual, read_whole(expected)) << "of " << input.filename();
}

// As a person would see it: place, message, source line, remedy, notes.
inline std::string printed(const Error& error) {
    const auto place = [](const Place& at) {
        return at.file + ":" + std::to_string(at.line) + ":" + std::to_string(at.column);
    };
    std::string out = place(error.place) + ": " + error.message + "\n";
    if (!error.snippet.empty()) out += "    " + error.snippet + "\n";
    out += "  remedy: " + error.remedy + "\n";
    for (const Note& note : error.notes) out += "  " + place(note.place) + ": " + note.message + "\n";
    return out;
}

inline std::string printed(const Diagnostics& diagnostics) {
    std::string out;
    for (const Diagnostic& diagnostic : diagnostics) {
        out += diagnostic.severity == Severity::Error ? "error " : "warning ";
        out += printed(diagnostic.error);
    }
    return out;
}

}  // namespace byline::site
