// Reads the examples of a specification written like CommonMark's spec.txt; for tests, benchmarks and fuzzers.
// Pure, apart from reading the file.
#pragma once

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <string_view>
#include <vector>

namespace byline::markdown {

struct SpecExample {
    int number = 0;
    int line = 0;  // of the file, where the example begins
    std::string section;
    std::string extension;  // what follows "example" on the fence
    std::string markdown;
    std::string html;
};

inline std::string read_whole_file(const std::filesystem::path& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

namespace spec_examples_detail {
inline void replace_all(std::string& text, std::string_view from, std::string_view to) {
    for (std::size_t at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size())) {
        text.replace(at, from.size(), to);
    }
}
}  // namespace spec_examples_detail

// Examples stand between fences of 32 backticks, input and output separated by a line with a dot; → is a tab.
inline std::vector<SpecExample> read_spec_examples(const std::filesystem::path& path) {
    const std::string fence(32, '`');
    std::vector<SpecExample> examples;
    std::ifstream file(path, std::ios::binary);
    enum class State { Prose, Markdown, Html } state = State::Prose;
    SpecExample example;
    std::string section;
    int line_number = 0;
    for (std::string line; std::getline(file, line);) {
        ++line_number;
        const std::string opening = fence + " example";
        if (state == State::Prose && line.compare(0, opening.size(), opening) == 0) {
            example = {};
            example.number = static_cast<int>(examples.size()) + 1;
            example.line = line_number;
            example.section = section;
            if (line.size() > opening.size() + 1) example.extension = line.substr(opening.size() + 1);
            state = State::Markdown;
        } else if (state == State::Html && line == fence) {
            spec_examples_detail::replace_all(example.markdown, "→", "\t");
            spec_examples_detail::replace_all(example.html, "→", "\t");
            examples.push_back(example);
            state = State::Prose;
        } else if (state == State::Markdown && line == ".") {
            state = State::Html;
        } else if (state == State::Markdown) {
            example.markdown += line + '\n';
        } else if (state == State::Html) {
            example.html += line + '\n';
        } else if (!line.empty() && line[0] == '#') {
            section = line;
        }
    }
    return examples;
}

}  // namespace byline::markdown
