#include "site/embedded_theme.hpp"

#include <algorithm>
#include <filesystem>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "site/fixture_folder.hpp"

namespace byline::site {
namespace {

namespace fs = std::filesystem;

std::vector<std::string> paths_on_disk(const fs::path& folder) {
    std::vector<std::string> paths;
    if (!fs::exists(folder)) return paths;
    for (const auto& entry : fs::recursive_directory_iterator(folder)) {
        const std::string path = fs::relative(entry.path(), folder).generic_string();
        const bool hidden = path.starts_with(".") || path.find("/.") != std::string::npos;
        if (entry.is_regular_file() && !hidden) paths.push_back(path);
    }
    std::sort(paths.begin(), paths.end());
    return paths;
}

TEST(EmbeddedTheme, HoldsEveryFileOfTheDefaultThemeSortedByPath) {
    std::vector<std::string> embedded;
    for (const EmbeddedFile& file : embedded_theme()) embedded.emplace_back(file.path);
    EXPECT_EQ(embedded, paths_on_disk(fs::path(BYLINE_ROOT) / "themes/default"));
}

TEST(EmbeddedTheme, KeepsEveryByte) {
    for (const EmbeddedFile& file : embedded_theme()) {
        EXPECT_EQ(file.bytes, read_whole(fs::path(BYLINE_ROOT) / "themes/default" / file.path)) << file.path;
    }
}

}  // namespace
}  // namespace byline::site
