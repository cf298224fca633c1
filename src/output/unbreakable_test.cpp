// Whatever mutation of the disk fails, and however often: the output folder is the old site or the new one as soon as
// the next build opens it, each file is whole before that, and the next build is right.
#include <algorithm>
#include <random>
#include <set>
#include <sstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "output/output_fixture.hpp"

namespace byline::output {
namespace {

using disk::MemoryDisk;

// Files that change, stay, go and come, folders that become files, files that become folders.
const Files old_site = {{"index.html", "old home"},  {"style.1.css", "old style"}, {"a/index.html", "a"},
                        {"gone/index.html", "gone"}, {"folder/x.txt", "x"},        {"file", "f"},
                        {"feed.xml", "old feed"},    {"same/index.html", "same"},  {"picture.png", "old picture"}};
const Files new_site = {{"index.html", "new home"}, {"style.2.css", "new style"}, {"a/index.html", "new a"},
                        {"new/index.html", "new"},  {"folder", "a file now"},     {"file/index.html", "a folder"},
                        {"feed.xml", "new feed"},   {"same/index.html", "same"},  {"picture.png", "new picture"}};

struct Fault {
    std::string name;
    void (*begin)(MemoryDisk& disk, std::uint64_t after);
    std::uint64_t (*count)(const MemoryDisk& disk);
};

std::ostream& operator<<(std::ostream& out, const Fault& fault) {
    return out << fault.name;
}

std::uint64_t mutations_of(const MemoryDisk& disk) {
    return disk.mutations();
}
std::uint64_t writes_of(const MemoryDisk& disk) {
    return disk.counts().writes;
}

const Fault faults[] = {
    {"one mutation fails", [](MemoryDisk& disk, std::uint64_t k) { disk.fail_after(k, MemoryDisk::Outage::Once); },
     &mutations_of},
    {"killed", [](MemoryDisk& disk, std::uint64_t k) { disk.fail_after(k, MemoryDisk::Outage::ForGood); },
     &mutations_of},
    {"disk full", [](MemoryDisk& disk, std::uint64_t k) { disk.fill_after(k); }, &writes_of},
};

class UnbreakableTest : public OutputFixture, public ::testing::WithParamInterface<Fault> {
  protected:
    // How many mutations or writes a build of `after` upon `before` takes.
    static std::uint64_t steps(const Fault& fault, const Files& before, const Files& after);

    static void expect_whole_files(const Files& found, const Files& before, const Files& after) {
        for (const auto& [path, bytes] : found) {
            const auto old = before.find(path);
            const auto fresh = after.find(path);
            EXPECT_TRUE((old != before.end() && old->second == bytes) ||
                        (fresh != after.end() && fresh->second == bytes))
                << path << ": " << bytes;
        }
    }
};

class Twin : public OutputFixture {
  public:
    void TestBody() override {}
    using OutputFixture::build;
    using OutputFixture::disk_;
    using OutputFixture::open;
    using OutputFixture::published;
};

std::uint64_t UnbreakableTest::steps(const Fault& fault, const Files& before, const Files& after) {
    Twin twin;
    if (!before.empty()) {
        EXPECT_TRUE(twin.build(before));
    }
    const std::uint64_t first = fault.count(twin.disk_);
    EXPECT_TRUE(twin.build(after));
    return fault.count(twin.disk_) - first;
}

TEST_P(UnbreakableTest, EndsAsTheOldSiteOrTheNewOne) {
    for (const Files& before : {old_site, Files()}) {
        const std::uint64_t count = steps(GetParam(), before, new_site);
        ASSERT_GT(count, 5U);
        std::set<bool> seen;  // whether the new site stood after a failure
        for (std::uint64_t k = 0; k < count; ++k) {
            SCOPED_TRACE(GetParam().name + " after " + std::to_string(k) + " of " + std::to_string(count));
            Twin twin;
            if (!before.empty()) {
                ASSERT_TRUE(twin.build(before));
            }
            GetParam().begin(twin.disk_, k);
            const auto failed = twin.build(new_site);
            if (!failed) {
                EXPECT_FALSE(failed.error().remedy.empty());
            }
            twin.disk_.mend();
            expect_whole_files(twin.published(), before, new_site);
            ASSERT_TRUE(twin.open());
            const Files opened = twin.published();
            EXPECT_TRUE(opened == before || opened == new_site) << ::testing::PrintToString(opened);
            if (!failed) seen.insert(opened == new_site);
            EXPECT_FALSE(twin.disk_.exists(".byline/commit"));
            EXPECT_FALSE(twin.disk_.exists(".byline/staging"));
            // The edit is taken back, and then made again: nothing passes for unchanged that is not.
            for (const Files& site : {old_site, new_site, new_site}) {
                const auto report = twin.build(site);
                ASSERT_TRUE(report) << report.error().message << " " << report.error().place.file;
                ASSERT_EQ(twin.published(), site);
            }
        }
        EXPECT_TRUE(seen.contains(false));
    }
}

// The next build is killed too, while it finishes what the first began.
TEST_P(UnbreakableTest, IsFinishedHoweverOftenItIsBroken) {
    const std::uint64_t count = steps(GetParam(), old_site, new_site);
    for (std::uint64_t first = 0; first < count; ++first) {
        for (std::uint64_t second = 0; second < count; ++second) {
            SCOPED_TRACE(GetParam().name + " after " + std::to_string(first) + ", " + std::to_string(second));
            Twin twin;
            ASSERT_TRUE(twin.build(old_site));
            for (const std::uint64_t k : {first, second}) {
                GetParam().begin(twin.disk_, k);
                static_cast<void>(twin.build(new_site));
                twin.disk_.mend();
                expect_whole_files(twin.published(), old_site, new_site);
            }
            ASSERT_TRUE(twin.build(old_site));
            ASSERT_EQ(twin.published(), old_site);
        }
    }
}

INSTANTIATE_TEST_SUITE_P(Faults, UnbreakableTest, ::testing::ValuesIn(faults), [](const auto& one) {
    std::string name = one.param.name;
    std::ranges::replace(name, ' ', '_');
    return name;
});

// A journal that stands, as the disk is when a build was killed before its first rename.
class JournalTest : public OutputFixture {
  protected:
    void kill_before_the_first_move() {
        for (std::uint64_t k = 0; k < 1000; ++k) {
            disk_.fail_after(k, MemoryDisk::Outage::ForGood);
            ASSERT_FALSE(build(new_site));
            disk_.mend();
            if (disk_.exists(".byline/commit")) return;
        }
    }
};

TEST_F(JournalTest, IsCarriedOutByTheNextBuild) {
    ASSERT_TRUE(build(old_site));
    kill_before_the_first_move();
    EXPECT_EQ(published(), old_site);
    ASSERT_TRUE(open());
    EXPECT_EQ(published(), new_site);
    disk_.forget_counts();
    ASSERT_TRUE(build(new_site));
    EXPECT_EQ(disk_.counts().writes, 0U);
}

TEST_F(JournalTest, IsNothingWhenItIsDamaged) {
    ASSERT_TRUE(build(old_site));
    kill_before_the_first_move();
    disk_.put(".byline/commit", disk_.files().at(".byline/commit").substr(0, 40));
    ASSERT_TRUE(open());
    EXPECT_FALSE(disk_.exists(".byline/commit"));
    EXPECT_EQ(published(), old_site);
    disk_.put("public/a/index.html", "new a");  // which a commit may have moved; nobody knows any more
    ASSERT_TRUE(build(old_site));
    EXPECT_EQ(published(), old_site);
}

TEST_F(JournalTest, SaysWhichFilesAreOursThoughTheirBytesAreLost) {
    ASSERT_TRUE(build(old_site));
    kill_before_the_first_move();
    for (const auto& [path, bytes] : disk_.files()) {
        if (path.starts_with(".byline/staging/")) disk_.put(path, bytes + "half");
    }
    ASSERT_TRUE(build(new_site));
    EXPECT_EQ(published(), new_site);
}

// Without the record it began with, a journal does not tell which files are ours.
TEST_F(JournalTest, MakesNoRecordOfItsOwn) {
    ASSERT_TRUE(build(old_site));
    kill_before_the_first_move();
    ASSERT_TRUE(disk_.remove(".byline/outputs"));
    ASSERT_TRUE(open());
    EXPECT_EQ(published(), new_site);
    Files site = new_site;
    site["same/index.html"] = "changed";
    const auto report = build(site);
    ASSERT_TRUE(report) << report.error().message;
    EXPECT_EQ(published(), site);
}

TEST_F(JournalTest, StaysWhereItCannotBeRead) {
    ASSERT_TRUE(build(old_site));
    kill_before_the_first_move();
    disk_.break_path(".byline/staging/0", "cannot read: Too many open files");
    ASSERT_FALSE(build(new_site));
    disk_.mend_path(".byline/staging/0");
    ASSERT_TRUE(open());
    EXPECT_EQ(published(), new_site);
}

TEST_F(JournalTest, IsLeftWhenAPathIsBrokenAmidTheCommit) {
    ASSERT_TRUE(build(old_site));
    for (const auto& [path, bytes] : new_site) {
        if (path == "same/index.html") continue;  // is not written
        disk_.break_path("public/" + path, "cannot write: Permission denied");
        const auto report = build(new_site);
        disk_.mend_path("public/" + path);
        ASSERT_FALSE(report) << path;
        EXPECT_EQ(report.error().place.file, "public/" + path);
        ASSERT_TRUE(build(old_site)) << path;
        EXPECT_EQ(published(), old_site) << path;
    }
}

TEST_F(OutputFixture, ShowsNoPageBeforeWhatItLinksTo) {
    // Each page names the files that it links to.
    const Files before = {{"index.html", "a/index.html one.css"}, {"a/index.html", "one.css"}, {"one.css", ""}};
    const Files after = {{"index.html", "a/index.html b/index.html two.css"},
                         {"a/index.html", "b/index.html two.css"},
                         {"b/index.html", "two.css zwei.png"},
                         {"two.css", ""},
                         {"zwei.png", ""}};
    bool was_mixed = false;
    for (std::uint64_t k = 0;; ++k) {
        Twin twin;
        ASSERT_TRUE(twin.build(before));
        twin.disk_.fail_after(k, MemoryDisk::Outage::ForGood);
        const bool is_done = twin.build(after).has_value();
        const Files found = twin.published();
        was_mixed = was_mixed || (found != before && found != after);
        for (const auto& [path, links] : found) {
            std::istringstream words(links);
            for (std::string link; words >> link;)
                EXPECT_TRUE(found.contains(link)) << k << ": " << path << " to " << link;
        }
        if (is_done) break;
    }
    EXPECT_TRUE(was_mixed);
}

TEST_F(OutputFixture, BeginsNothingThatAFolderForbids) {
    ASSERT_TRUE(build(old_site));
    for (const char* folder : {"public", "public/a", "public/gone", "public/folder"}) {
        disk_.break_path(folder, "cannot write to folder: Permission denied");
        const auto report = build(new_site);
        disk_.mend_path(folder);
        ASSERT_FALSE(report) << folder;
        EXPECT_EQ(report.error().place.file, folder);
        EXPECT_EQ(published(), old_site) << folder;
        EXPECT_FALSE(disk_.exists(".byline/commit"));
    }
}

// Random sites one after the other, with a fault in every other build.
TEST_F(OutputFixture, StaysRightThroughManyFaults) {
    std::mt19937 random(7);
    const std::vector<std::string> paths = {"a", "a/b", "a/b/c.html", "a/d.html", "e.html", "f/g.xml", "f/h.css", "f"};
    const auto random_site = [&] {
        Files site;
        for (const std::string& path : paths) {
            const bool is_below = std::ranges::any_of(site, [&](const auto& file) {
                return path.starts_with(file.first + "/") || file.first.starts_with(path + "/");
            });
            if (random() % 2 == 0 && !is_below)
                site[path] = std::string(1 + random() % 2, static_cast<char>('a' + random() % 3));
        }
        return site;
    };
    int broken = 0;
    for (int step = 0; step < 3000; ++step) {
        if (random() % 8 == 0) disk_.stop_clock();
        if (random() % 4 == 0) disk_.start_clock();
        if (random() % 2 == 0) {
            disk_.fail_after(random() % 24, random() % 2 == 0 ? MemoryDisk::Outage::ForGood : MemoryDisk::Outage::Once);
            broken += build(random_site()) ? 0 : 1;
            disk_.mend();
            continue;
        }
        const Files site = random_site();
        const auto report = build(site);
        ASSERT_TRUE(report) << step << ": " << report.error().message << " " << report.error().place.file;
        ASSERT_EQ(published(), site) << step;
    }
    EXPECT_GT(broken, 300);
}

}  // namespace
}  // namespace byline::output
