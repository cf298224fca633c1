// Replays what the fuzzer found worth keeping: fixtures/database/backup_lines.
#include <filesystem>
#include <fstream>
#include <iterator>

#include <gtest/gtest.h>

#include "database/backup_line_properties.hpp"

namespace byline::database {
namespace {

TEST(BackupLine, HoldsItsPropertiesOnTheCorpus) {
    std::size_t files = 0;
    for (const auto& entry : std::filesystem::directory_iterator(BYLINE_ROOT "/fixtures/database/backup_lines")) {
        std::ifstream file(entry.path(), std::ios::binary);
        const std::string lines{std::istreambuf_iterator<char>(file), {}};
        ++files;
        EXPECT_EQ(fault_in_backup_lines(lines), "") << entry.path();
    }
    EXPECT_GE(files, 6U);
}

}  // namespace
}  // namespace byline::database
