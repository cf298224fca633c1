#include "importing/read_comments.hpp"

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

#include <gtest/gtest.h>
#include <sqlite3.h>
#include <zlib.h>

#include "importing/import_properties.hpp"
#include "importing/import_text.hpp"

namespace byline::importing {
namespace {

const std::string fixtures = BYLINE_ROOT "/fixtures/importing/";

std::string bytes_of(const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

class TemporaryFile {
  public:
    TemporaryFile() {
        std::string pattern = (std::filesystem::temp_directory_path() / "importing_XXXXXX").string();
        const int descriptor = mkstemp(pattern.data());
        if (descriptor >= 0) close(descriptor);
        path_ = pattern;
    }
    ~TemporaryFile() { std::filesystem::remove(path_); }
    TemporaryFile(const TemporaryFile&) = delete;
    TemporaryFile& operator=(const TemporaryFile&) = delete;
    [[nodiscard]] const std::string& path() const { return path_; }

  private:
    std::string path_;
};

void make_database(const std::string& sql, const std::string& path) {
    sqlite3* database = nullptr;
    ASSERT_EQ(sqlite3_open(path.c_str(), &database), SQLITE_OK);
    EXPECT_EQ(sqlite3_exec(database, sql.c_str(), nullptr, nullptr, nullptr), SQLITE_OK) << sqlite3_errmsg(database);
    sqlite3_close(database);
}

std::string without(std::string text, const std::string& word) {
    for (std::size_t at = text.find(word); at != std::string::npos; at = text.find(word)) text.erase(at, word.size());
    return text;
}

std::string what_is_read(const std::string& name) {
    if (name.ends_with(".sql")) {
        const TemporaryFile database;
        make_database(bytes_of(fixtures + name), database.path());
        return without(text_of(read_comments(database.path(), {})), database.path());
    }
    return without(text_of(read_comments(fixtures + name, {})), fixtures);
}

// BYLINE_WRITE_EXPECTED=1 writes down what is read, for people to look at.
TEST(ReadComments, ReadsEachFixtureAsExpected) {
    int count = 0;
    for (const auto& entry : std::filesystem::directory_iterator(fixtures)) {
        const std::string name = entry.path().filename();
        if (!entry.is_regular_file() || name.ends_with(".expected")) continue;
        const std::string read = what_is_read(name);
        if (std::getenv("BYLINE_WRITE_EXPECTED") != nullptr) std::ofstream(fixtures + name + ".expected") << read;
        EXPECT_EQ(read, bytes_of(fixtures + name + ".expected")) << name;
        ++count;
    }
    EXPECT_GE(count, 17);
}

TEST(ReadComments, HoldsItsPropertiesOnTheCorpus) {
    int count = 0;
    for (const auto& entry : std::filesystem::directory_iterator(fixtures + "fuzz_corpus")) {
        EXPECT_EQ(fault_in_fuzzed_import(bytes_of(entry.path())), "") << entry.path();
        ++count;
    }
    EXPECT_GE(count, 50);
}

TEST(ReadComments, ReadsTheSameInPiecesOfAnySize) {
    for (const char* name :
         {"disqus.xml", "wordpress.xml", "remark42.jsonl", "waline.json", "valine.jsonl", "column.html"}) {
        const std::string bytes = bytes_of(fixtures + name);
        MemorySource whole(bytes);
        const std::string expected = text_of(read_comments_from(whole, "file", {}));
        for (const std::size_t piece : {std::size_t{1}, std::size_t{7}, std::size_t{1000}}) {
            MemorySource source(bytes, piece);
            EXPECT_EQ(text_of(read_comments_from(source, "file", {})), expected) << name << " by " << piece;
        }
    }
}

TEST(ReadComments, ReadsPackedBackups) {
    const TemporaryFile packed;
    const std::string bytes = bytes_of(fixtures + "remark42.jsonl");
    gzFile file = gzopen(packed.path().c_str(), "wb");
    ASSERT_EQ(gzwrite(file, bytes.data(), static_cast<unsigned>(bytes.size())), static_cast<int>(bytes.size()));
    gzclose(file);
    const auto read = read_comments(packed.path(), {});
    ASSERT_TRUE(read) << text_of(read);
    EXPECT_EQ(read->comments.size(), 3U);

    const std::string whole = bytes_of(packed.path());
    std::ofstream(packed.path(), std::ios::binary) << whole.substr(0, whole.size() / 2);
    EXPECT_FALSE(read_comments(packed.path(), {}));
}

TEST(ReadComments, SaysThatAFileIsMissing) {
    const auto read = read_comments(fixtures + "nothing.xml", {});
    EXPECT_NE(text_of(read).find("nothing.xml: the file cannot be read: No such file"), std::string::npos)
        << text_of(read);
}

TEST(ReadComments, SqliteFilesMustBeTables) {
    const TemporaryFile database;
    make_database(
        "CREATE TABLE threads (id, uri, title); CREATE VIEW comments AS SELECT 1 AS id, 1 AS tid, 1 AS parent, 1 AS "
        "created, 1 AS mode, 'x' AS text, 'x' AS author, 'x' AS email, 'x' AS website, 1 AS likes",
        database.path());
    EXPECT_FALSE(read_comments(database.path(), {}));
}

TEST(ReadComments, HoldsToItsLimits) {
    const std::string bytes = bytes_of(fixtures + "disqus.xml");
    ReadOptions options;
    options.limits.comments = 1;
    MemorySource one(bytes);
    EXPECT_FALSE(read_comments_from(one, "file", options));
    options.limits.comments = 100;
    options.limits.file_bytes = 300;
    MemorySource two(bytes, 100);
    EXPECT_FALSE(read_comments_from(two, "file", options));
    options.limits = {};
    options.limits.text_bytes = 20;
    MemorySource three(bytes);
    const auto cut = read_comments_from(three, "file", options);
    ASSERT_TRUE(cut);
    EXPECT_NE(text_of(cut).find("was cut"), std::string::npos);
}

TEST(ReadComments, IsSoundForDamagedFiles) {
    unsigned seed = 7;
    const auto next = [&seed] { return seed = seed * 1664525U + 1013904223U; };
    for (const char* name :
         {"disqus.xml", "wordpress.xml", "remark42.jsonl", "waline.json", "column.html", "column_variants.html"}) {
        const std::string bytes = bytes_of(fixtures + name);
        for (int round = 0; round < 40; ++round) {
            std::string damaged = bytes.substr(0, next() % 3 == 0 ? next() % bytes.size() : bytes.size());
            for (int change = 0; change < 8 && !damaged.empty(); ++change) {
                damaged[next() % damaged.size()] = "<>\"'&\\{}[]\x01\xFF\n0a/"[next() % 16];
            }
            EXPECT_EQ(fault_in_import(damaged, {}, 64), "") << name << " round " << round;
        }
    }
}

}  // namespace
}  // namespace byline::importing
