#include "publish/folder_output.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "disk/memory_disk.hpp"

namespace byline::publish {
namespace {

using Files = std::map<std::string, std::string>;

class FolderOutputTest : public ::testing::Test {
  protected:
    // One build that makes exactly `files`.
    Result<CommitReport> build(const Files& files) {
        auto output = FolderOutput::open(disk_, "public", ".byline");
        if (!output) return fail(output.error());
        for (const auto& [path, bytes] : files) CHECK((*output)->put(path, bytes));
        return (*output)->commit();
    }

    Files published() const {
        Files found;
        for (const auto& [path, bytes] : disk_.files()) {
            if (path.starts_with("public/")) found.emplace(path.substr(7), bytes);
        }
        return found;
    }

    disk::MemoryDisk disk_;
};

TEST_F(FolderOutputTest, WritesAFreshSiteByOneRename) {
    const Files site = {{"index.html", "home"}, {"a/index.html", "a"}};
    const auto report = build(site);
    ASSERT_TRUE(report);
    EXPECT_EQ(report->written, 2U);
    EXPECT_EQ(published(), site);
    EXPECT_EQ(disk_.counts().renames, 1U);
    EXPECT_FALSE(disk_.exists(".byline/staging"));
}

TEST_F(FolderOutputTest, LeavesUnchangedFilesAlone) {
    ASSERT_TRUE(build({{"index.html", "home"}, {"a/index.html", "a"}, {"b/index.html", "b"}}));
    disk_.forget_counts();
    const auto report = build({{"index.html", "home"}, {"a/index.html", "changed"}, {"b/index.html", "b"}});
    ASSERT_TRUE(report);
    EXPECT_EQ(report->written, 1U);
    EXPECT_EQ(report->unchanged, 2U);
    EXPECT_EQ(disk_.counts().writes, 3U);  // the page, and the record before and after it is moved
    disk_.forget_counts();
    ASSERT_TRUE(build({{"index.html", "home"}, {"a/index.html", "changed"}, {"b/index.html", "b"}}));
    EXPECT_EQ(disk_.counts().writes, 0U);
}

TEST_F(FolderOutputTest, RemovesWhatItMadeAndNothingElse) {
    ASSERT_TRUE(build({{"index.html", "home"}, {"old/index.html", "old"}}));
    disk_.put("public/CNAME", "example.org");
    disk_.put("public/old/mine.txt", "mine");
    const auto report = build({{"index.html", "home"}});
    ASSERT_TRUE(report);
    EXPECT_EQ(report->removed, 1U);
    EXPECT_EQ(published(), (Files{{"index.html", "home"}, {"CNAME", "example.org"}, {"old/mine.txt", "mine"}}));
}

TEST_F(FolderOutputTest, WritesAgainWhatSomebodyRemoved) {
    ASSERT_TRUE(build({{"index.html", "home"}}));
    ASSERT_TRUE(disk_.remove("public/index.html"));
    ASSERT_TRUE(build({{"index.html", "home"}}));
    EXPECT_EQ(published(), (Files{{"index.html", "home"}}));
}

TEST_F(FolderOutputTest, KeepsTheLastGoodSiteWhenABuildIsNotCommitted) {
    ASSERT_TRUE(build({{"index.html", "good"}}));
    {
        auto output = FolderOutput::open(disk_, "public", ".byline");
        ASSERT_TRUE(output);
        ASSERT_TRUE((*output)->put("index.html", "half"));
    }
    EXPECT_EQ(published(), (Files{{"index.html", "good"}}));
    EXPECT_FALSE(disk_.exists(".byline/staging"));
}

TEST_F(FolderOutputTest, KeepsTheLastGoodSiteWhenTheDiskIsFull) {
    ASSERT_TRUE(build({{"index.html", "good"}}));
    disk_.fill_after(1);
    const auto report = build({{"a/index.html", "a"}, {"b/index.html", "b"}, {"index.html", "new"}});
    ASSERT_FALSE(report);
    EXPECT_EQ(report.error().code, ErrorCode::System);
    EXPECT_EQ(published(), (Files{{"index.html", "good"}}));
}

TEST_F(FolderOutputTest, IsRightAgainAfterACommitWasCutShort) {
    const Files good = {{"a/index.html", "a"}, {"b/index.html", "b"}, {"c/index.html", "c"}};
    ASSERT_TRUE(build(good));
    disk_.break_path("public/b/index.html", "cannot write: Input/output error");
    ASSERT_FALSE(build({{"a/index.html", "new a"}, {"b/index.html", "new b"}, {"d/index.html", "d"}}));
    EXPECT_EQ(published().at("a/index.html"), "new a");  // moved before the fault
    disk_.mend_path("public/b/index.html");
    const auto report = build(good);  // the edit is taken back: nothing may pass for unchanged that is not
    ASSERT_TRUE(report);
    EXPECT_EQ(published(), good);
    EXPECT_EQ(report->unchanged, 1U);
}

TEST_F(FolderOutputTest, ClearsWhatAKilledBuildLeft) {
    disk_.put(".byline/staging/ghost/index.html", "ghost");
    ASSERT_TRUE(build({{"index.html", "home"}}));
    EXPECT_EQ(published(), (Files{{"index.html", "home"}}));
}

TEST_F(FolderOutputTest, WritesEverythingWhenTheRecordIsNotWhole) {
    ASSERT_TRUE(build({{"index.html", "home"}, {"a.txt", "a"}}));
    const std::string record = disk_.files().at(".byline/outputs");
    for (const std::string& damaged : {record.substr(0, record.size() / 2), std::string("byline outputs 2\nend\n"),
                                       std::string("\0\xff", 2), std::string()}) {
        disk_.put(".byline/outputs", damaged);
        const auto report = build({{"index.html", "home"}, {"a.txt", "a"}});
        ASSERT_TRUE(report);
        EXPECT_EQ(report->written, 2U);
        EXPECT_EQ(published(), (Files{{"index.html", "home"}, {"a.txt", "a"}}));
    }
}

TEST(OutputRecordTest, ReadsWhatItWrote) {
    OutputRecord record;
    record["index.html"] = {text::digest_of("a"), 1};
    record["重庆 火锅/index.html"] = {text::digest_of("b"), 1'000'000};
    const auto read = read_output_record(write_output_record(record));
    ASSERT_TRUE(read);
    ASSERT_EQ(read->size(), 2U);
    EXPECT_EQ(read->at("重庆 火锅/index.html").size, 1'000'000U);
    EXPECT_EQ(read->at("index.html").digest, text::digest_of("a"));
}

}  // namespace
}  // namespace byline::publish
