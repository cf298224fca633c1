// The bodies of the two blogs that tests and benchmarks read, without their front matter.
// Pure, apart from reading the files.
#pragma once

#include <algorithm>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "markdown/spec_examples.hpp"

namespace byline::markdown {

struct CorpusFile {
    std::string name;  // relative to the corpora
    std::string body;
};

// Where a file's body begins: after front matter between lines of --- or +++.
inline std::size_t body_begin(std::string_view text) {
    const std::string_view fence = text.substr(0, 3);
    if (fence != "---" && fence != "+++") return 0;
    std::size_t at = text.find('\n');
    while (at != std::string_view::npos) {
        const std::size_t next = text.find('\n', at + 1);
        const std::string_view line = text.substr(at + 1, next == std::string_view::npos ? next : next - at - 1);
        if (line.substr(0, 3) == fence) return next == std::string_view::npos ? text.size() : next + 1;
        at = next;
    }
    return 0;
}

// Empty when the corpora are not there. `corpus` is "en-blog" or "zh-blog".
inline std::vector<CorpusFile> read_corpus(const std::string& corpus) {
    const auto root = std::filesystem::path(BYLINE_ROOT) / "../shared/corpora";
    std::vector<CorpusFile> files;
    if (!std::filesystem::exists(root / corpus)) return files;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(root / corpus)) {
        if (entry.path().extension() != ".md") continue;
        const std::string text = read_whole_file(entry.path());
        files.push_back({std::filesystem::relative(entry.path(), root).string(), text.substr(body_begin(text))});
    }
    std::sort(files.begin(), files.end(), [](const CorpusFile& a, const CorpusFile& b) { return a.name < b.name; });
    return files;
}

}  // namespace byline::markdown
