// Code to try definitions on: the cases of fixtures/highlighting/languages, and spans written so that people can read
// them. For tests, fuzzers and benchmarks; pure but for reading files.
#pragma once

#include <algorithm>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <string_view>
#include <vector>

#include "highlighting/span_checks.hpp"

namespace byline::highlighting {

struct CodeSample {
    std::string language;  // name of the folder
    std::string code;
    std::filesystem::path folder;
};

[[nodiscard]] inline std::string read_text(const std::filesystem::path& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

[[nodiscard]] inline std::vector<CodeSample> code_samples() {
    std::vector<CodeSample> samples;
    for (const auto& entry : std::filesystem::directory_iterator(BYLINE_ROOT "/fixtures/highlighting/languages")) {
        samples.push_back({entry.path().filename().string(), read_text(entry.path() / "code"), entry.path()});
    }
    std::ranges::sort(samples, {}, &CodeSample::language);
    return samples;
}

}  // namespace byline::highlighting
