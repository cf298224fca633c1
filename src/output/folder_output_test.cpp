#include "output/folder_output.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "output/output_fixture.hpp"

namespace byline::output {
namespace {

class FolderOutputTest : public OutputFixture {};

TEST_F(FolderOutputTest, WritesAFreshSiteByOneRename) {
    const Files site = {{"index.html", "home"}, {"a/index.html", "a"}};
    const auto report = build(site);
    ASSERT_TRUE(report);
    EXPECT_EQ(report->written, 2U);
    EXPECT_EQ(published(), site);
    EXPECT_EQ(disk_.counts().renames, 3U);  // of the site, after that of the journal and before that of the record
    EXPECT_FALSE(disk_.exists(".byline/staging"));
}

TEST_F(FolderOutputTest, LeavesUnchangedFilesAlone) {
    ASSERT_TRUE(build({{"index.html", "home"}, {"a/index.html", "a"}, {"b/index.html", "b"}}));
    disk_.forget_counts();
    const auto report = build({{"index.html", "home"}, {"a/index.html", "changed"}, {"b/index.html", "b"}});
    ASSERT_TRUE(report);
    EXPECT_EQ(report->written, 1U);
    EXPECT_EQ(report->unchanged, 2U);
    EXPECT_EQ(disk_.counts().writes, 3U);  // the page, the journal, the record
    const auto before = disk_.status("public/a/index.html");
    disk_.forget_counts();
    ASSERT_TRUE(build({{"index.html", "home"}, {"a/index.html", "changed"}, {"b/index.html", "b"}}));
    EXPECT_EQ(disk_.counts().writes, 0U);
    EXPECT_EQ(disk_.counts().renames, 0U);
    // The record, and the page that was moved in the tick of the commit; of the others one look tells enough.
    EXPECT_EQ(disk_.counts().reads, 2U);
    EXPECT_EQ(disk_.status("public/a/index.html")->changed_ns, before->changed_ns);
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

TEST_F(FolderOutputTest, HealsWhatSomebodyElseChanged) {
    const Files site = {{"index.html", "home"}, {"a/index.html", "a"}};
    ASSERT_TRUE(build(site));
    disk_.put("public/index.html", "hack");  // of the same size
    disk_.put("public/a/index.html", "longer");
    const auto report = build(site);
    ASSERT_TRUE(report);
    EXPECT_EQ(report->written, 2U);
    EXPECT_EQ(published(), site);
}

TEST_F(FolderOutputTest, SeesAnEditInTheTickOfItsOwnCommit) {
    const Files site = {{"index.html", "home"}, {"a/index.html", "a"}};
    disk_.stop_clock();
    ASSERT_TRUE(build(site));
    disk_.put("public/index.html", "hack");  // the same size and stamps as we left
    disk_.start_clock();
    const auto report = build(site);
    ASSERT_TRUE(report);
    EXPECT_EQ(report->written, 1U);
    EXPECT_EQ(published(), site);
}

TEST_F(FolderOutputTest, LeavesAFileAloneThatWasOnlyTouched) {
    ASSERT_TRUE(build({{"index.html", "home"}}));
    disk_.put("public/index.html", "home");
    const auto touched = disk_.status("public/index.html");
    const auto report = build({{"index.html", "home"}});
    ASSERT_TRUE(report);
    EXPECT_EQ(report->unchanged, 1U);
    EXPECT_EQ(disk_.status("public/index.html")->changed_ns, touched->changed_ns);
}

TEST_F(FolderOutputTest, ReadsATouchedSiteOnce) {
    Files site;
    for (int i = 0; i < 100; ++i) site["page" + std::to_string(i)] = std::to_string(i);
    ASSERT_TRUE(build(site));
    for (const auto& [path, bytes] : site) disk_.put("public/" + path, bytes);  // as by a copy of the folder
    disk_.forget_counts();
    ASSERT_TRUE(build(site));
    EXPECT_EQ(disk_.counts().reads, 101U);
    disk_.forget_counts();
    ASSERT_TRUE(build(site));
    EXPECT_EQ(disk_.counts().reads, 1U);
}

TEST_F(FolderOutputTest, TellsWhatStandsAndKeepsIt) {
    ASSERT_TRUE(build({{"index.html", "home"}, {"a.txt", "a"}, {"b.txt", "b"}}));
    disk_.put("public/a.txt", "x");
    auto output = open();
    ASSERT_TRUE(output);
    EXPECT_EQ((*output)->standing("index.html"), text::digest_of("home"));
    EXPECT_EQ((*output)->standing("a.txt"), std::nullopt);
    EXPECT_EQ((*output)->standing("none.txt"), std::nullopt);
    (*output)->keep("index.html");
    ASSERT_TRUE((*output)->put("a.txt", "a"));
    const auto report = (*output)->commit();
    ASSERT_TRUE(report);
    EXPECT_EQ(report->unchanged, 1U);
    EXPECT_EQ(report->written, 1U);
    EXPECT_EQ(report->removed, 1U);
    EXPECT_EQ(report->bytes, 5U);
    EXPECT_EQ(published(), (Files{{"index.html", "home"}, {"a.txt", "a"}}));
}

TEST_F(FolderOutputTest, KeepsTheWholeSite) {
    Files site;
    for (int i = 0; i < 100; ++i) site["page" + std::to_string(i)] = std::to_string(i % 10);
    ASSERT_TRUE(build(site));
    for (const auto& [path, bytes] : site) disk_.put("public/" + path, bytes);  // as by a copy of the folder
    for (const std::uint64_t reads : {101U, 1U}) {
        disk_.forget_counts();
        auto output = open();
        ASSERT_TRUE(output);
        EXPECT_TRUE((*output)->stands_whole(2));
        const CommitReport report = (*output)->keep_all();
        EXPECT_EQ(report.unchanged, 100U);
        EXPECT_EQ(report.removed, 0U);
        EXPECT_EQ(report.bytes, 100U);
        EXPECT_EQ(disk_.counts().reads, reads);
        EXPECT_EQ(published(), site);
    }
    disk_.put("public/page7", "x");
    EXPECT_FALSE((*open())->stands_whole(2));
}

TEST_F(FolderOutputTest, StopsBeforeAFileThatItNeverMade) {
    const Files site = {{"index.html", "home"}};
    ASSERT_TRUE(build(site));
    disk_.put("public/about/index.html", "mine");
    disk_.put("public/notes", "mine too");
    const auto report = build({{"index.html", "new"}, {"about/index.html", "about"}, {"notes/index.html", "notes"}});
    ASSERT_FALSE(report);
    EXPECT_EQ(report.error().code, ErrorCode::Content);
    EXPECT_EQ(report.error().place.file, "public/about/index.html");
    ASSERT_EQ(report.error().notes.size(), 1U);
    EXPECT_EQ(report.error().notes[0].place.file, "public/notes");
    EXPECT_EQ(published(), (Files{{"index.html", "home"}, {"about/index.html", "mine"}, {"notes", "mine too"}}));
    EXPECT_FALSE(disk_.exists(".byline/commit"));
    // What is the same already is taken over: there is nothing to lose.
    disk_.put("public/about/index.html", "about");
    const auto same = build({{"index.html", "new"}, {"about/index.html", "about"}});
    ASSERT_TRUE(same);
    EXPECT_EQ(same->written, 1U);
    ASSERT_TRUE(build({{"index.html", "new"}}));
    EXPECT_EQ(published(), (Files{{"index.html", "new"}, {"notes", "mine too"}}));
}

TEST_F(FolderOutputTest, StopsBeforeAFolderOfSomebodyElse) {
    ASSERT_TRUE(build({{"index.html", "home"}, {"notes/index.html", "notes"}}));
    disk_.put("public/notes/mine.txt", "mine");
    const auto report = build({{"index.html", "home"}, {"notes", "a file now"}});
    ASSERT_FALSE(report);
    EXPECT_EQ(report.error().place.file, "public/notes/mine.txt");
    EXPECT_EQ(published().at("notes/index.html"), "notes");
}

TEST_F(FolderOutputTest, MakesAFileOfAFolderAndAFolderOfAFile) {
    const Files one = {{"a", "file"}, {"b/c/index.html", "folder"}, {"b/d.txt", "d"}};
    const Files other = {{"a/x/index.html", "folder"}, {"a/y", "y"}, {"b", "file"}};
    for (const Files& site : {one, other, one}) {
        const auto report = build(site);
        ASSERT_TRUE(report) << report.error().message;
        EXPECT_EQ(published(), site);
    }
}

TEST_F(FolderOutputTest, RefusesAFileForAnOutputFolder) {
    disk_.put("public", "a file");
    const auto output = open();
    ASSERT_FALSE(output);
    EXPECT_EQ(output.error().code, ErrorCode::System);
    EXPECT_EQ(output.error().place.file, "public");
    EXPECT_FALSE(output.error().remedy.empty());
}

TEST_F(FolderOutputTest, LetsOneBuildAtATimeIn) {
    {
        const auto first = open();
        ASSERT_TRUE(first);
        const auto second = open();
        ASSERT_FALSE(second);
        EXPECT_THAT(second.error().message, ::testing::HasSubstr("another build of this site is running"));
    }
    EXPECT_TRUE(open());
}

TEST_F(FolderOutputTest, ClearsWhatAKilledBuildLeft) {
    disk_.put(".byline/staging/ghost/index.html", "ghost");
    ASSERT_TRUE(build({{"index.html", "home"}}));
    EXPECT_EQ(published(), (Files{{"index.html", "home"}}));
}

TEST_F(FolderOutputTest, StagesOnTheDiskOfTheOutputFolder) {
    disk_.mount("public");
    for (const char* text : {"one", "two"}) {
        auto output = open();
        ASSERT_TRUE(output);
        ASSERT_TRUE((*output)->put("a/index.html", text));
        for (const auto& [path, bytes] : disk_.files()) EXPECT_FALSE(path.starts_with(".byline/staging")) << path;
        ASSERT_TRUE((*output)->commit());
        EXPECT_EQ(published(), (Files{{"a/index.html", text}}));
    }
}

TEST_F(FolderOutputTest, ComparesEverythingWhenTheRecordIsNotWhole) {
    const Files site = {{"index.html", "home"}, {"a.txt", "a"}};
    ASSERT_TRUE(build(site));
    const std::string record = disk_.files().at(".byline/outputs");
    for (const std::string& damaged : {record.substr(0, record.size() / 2), std::string("byline outputs 1\nend\n"),
                                       std::string("\0\xff", 2), std::string()}) {
        disk_.put(".byline/outputs", damaged);
        disk_.put("public/a.txt", "b");
        const auto report = build(site);
        ASSERT_TRUE(report);
        EXPECT_EQ(report->written, 1U);  // written over: it may be ours
        EXPECT_EQ(report->unchanged, 1U);
        EXPECT_EQ(published(), site);
    }
}

TEST_F(FolderOutputTest, TrustsNoRecordOfAnotherFolder) {
    ASSERT_TRUE(build({{"index.html", "home"}, {"old.html", "old"}}));
    auto elsewhere = FolderOutput::open(disk_, "other", ".byline");
    ASSERT_TRUE(elsewhere);
    ASSERT_TRUE((*elsewhere)->put("index.html", "HOME"));
    ASSERT_TRUE((*elsewhere)->commit());
    elsewhere->reset();
    const auto report = build({{"index.html", "home"}});
    ASSERT_TRUE(report);
    EXPECT_EQ(report->unchanged, 1U);
    EXPECT_EQ(report->removed, 0U);  // nobody knows any more whose old.html is
    EXPECT_EQ(*disk_.read("other/index.html", 100), "HOME");
}

TEST(OutputPlacesTest, KeepsFoldersOutsideOfTheSiteApart) {
    disk::MemoryDisk disk;
    disk.put("site/byline.toml", "");
    disk.put("srv/www/old.html", "");
    const OutputPlaces inside = output_places(disk, "site/public/", "site/.byline");
    EXPECT_EQ(inside.name, "public");
    EXPECT_EQ(inside.record(), "site/.byline/outputs");
    EXPECT_EQ(inside.staging, "site/.byline/staging");
    const OutputPlaces outside = output_places(disk, "site/../srv/www", "site/.byline");
    EXPECT_EQ(outside.name, "/srv/www");
    EXPECT_TRUE(outside.record().starts_with("site/.byline/elsewhere/")) << outside.record();
    EXPECT_EQ(outside.lock, inside.lock);
    disk.mount("srv");
    EXPECT_EQ(output_places(disk, "srv/www", "site/.byline").staging, "srv/www/.byline-staging");
    EXPECT_EQ(output_places(disk, "srv/new", "site/.byline").staging, "srv/new.byline-staging");
}

}  // namespace
}  // namespace byline::output
