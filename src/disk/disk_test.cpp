// One suite over both disks: the twin in memory must behave as the real one does.
#include <cstdlib>
#include <filesystem>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "disk/descriptor.hpp"
#include "disk/memory_disk.hpp"
#include "disk/real_disk.hpp"

namespace byline::disk {
namespace {

constexpr std::int64_t no_bound = INT64_MAX;

struct RealRoot {
    RealDisk disk;
    std::string root;
    RealRoot() {
        std::string pattern = (std::filesystem::temp_directory_path() / "byline_disk_XXXXXX").string();
        root = ::mkdtemp(pattern.data());
    }
    ~RealRoot() { std::filesystem::remove_all(root); }
};

struct MemoryRoot {
    MemoryDisk disk;
    std::string root = "somewhere";
};

template <typename Root>
class DiskTest : public ::testing::Test {
  protected:
    Root root_;
    std::string at(const std::string& path) const { return root_.root + "/" + path; }
};

using Roots = ::testing::Types<RealRoot, MemoryRoot>;
TYPED_TEST_SUITE(DiskTest, Roots);

TYPED_TEST(DiskTest, ReadsWhatItWrote) {
    Disk& disk = this->root_.disk;
    ASSERT_TRUE(disk.write(this->at("a/b/c.txt"), "one"));
    ASSERT_TRUE(disk.create(this->at("a/d.txt"), "two"));
    EXPECT_EQ(*disk.read(this->at("a/b/c.txt"), no_bound), "one");
    EXPECT_EQ(*disk.read(this->at("a/d.txt"), no_bound), "two");
    ASSERT_TRUE(disk.write(this->at("a/d.txt"), "three, longer than before"));
    EXPECT_EQ(*disk.read(this->at("a/d.txt"), no_bound), "three, longer than before");
}

TYPED_TEST(DiskTest, WritesAFileInPieces) {
    Disk& disk = this->root_.disk;
    {
        const auto file = disk.create_in_pieces(this->at("a/pieces.txt"));
        file->append("one, ");
        file->append("");
        file->append("two");
        EXPECT_EQ(file->size(), 8U);
        ASSERT_TRUE(file->finish());
    }
    EXPECT_EQ(*disk.read(this->at("a/pieces.txt"), no_bound), "one, two");
    {
        const auto given_up = disk.create_in_pieces(this->at("a/given-up.txt"));
        given_up->append("one");
    }
    EXPECT_FALSE(disk.exists(this->at("a/given-up.txt")));
    const auto nothing = disk.create_in_pieces(this->at("a/nothing.txt"));
    EXPECT_TRUE(nothing->finish());
    EXPECT_FALSE(disk.exists(this->at("a/nothing.txt")));
    // Told at the end, however much came after.
    const auto misplaced = disk.create_in_pieces(this->at("a/pieces.txt/below.txt"));
    misplaced->append("one");
    misplaced->append("two");
    EXPECT_FALSE(misplaced->finish());
    EXPECT_EQ(*disk.read(this->at("a/pieces.txt"), no_bound), "one, two");
}

TYPED_TEST(DiskTest, RefusesAFileOverTheBound) {
    Disk& disk = this->root_.disk;
    ASSERT_TRUE(disk.write(this->at("a.txt"), "12345"));
    EXPECT_TRUE(disk.read(this->at("a.txt"), 5));
    const auto refused = disk.read(this->at("a.txt"), 4);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, ErrorCode::Content);
    EXPECT_EQ(refused.error().place.file, this->at("a.txt"));
}

TYPED_TEST(DiskTest, SaysWhichFileIsMissing) {
    const auto missing = this->root_.disk.read(this->at("nothing.txt"), no_bound);
    ASSERT_FALSE(missing);
    EXPECT_EQ(missing.error().code, ErrorCode::System);
    EXPECT_EQ(missing.error().place.file, this->at("nothing.txt"));
    EXPECT_FALSE(missing.error().remedy.empty());
}

TYPED_TEST(DiskTest, ListsInOrderWithoutHiddenNames) {
    Disk& disk = this->root_.disk;
    for (const char* path : {"b.md", "a/z.md", "a/b/c.md", ".git/config", "a/.swp", "文章.md"}) {
        ASSERT_TRUE(disk.write(this->at(path), "x"));
    }
    std::vector<Error> failed;
    const auto entries = disk.list(this->root_.root, DotNames::Skip, failed);
    ASSERT_TRUE(entries);
    std::vector<std::string> paths;
    for (const Entry& entry : *entries) paths.push_back(entry.path + (entry.kind == EntryKind::Folder ? "/" : ""));
    EXPECT_THAT(paths, ::testing::ElementsAre("a/", "a/b/", "a/b/c.md", "a/z.md", "b.md", "文章.md"));
    EXPECT_TRUE(failed.empty());
    const auto all = disk.list(this->root_.root, DotNames::List, failed);
    ASSERT_TRUE(all);
    EXPECT_EQ(all->size(), entries->size() + 3);  // .git/, .git/config, a/.swp
    EXPECT_FALSE(disk.list(this->at("no such folder"), DotNames::Skip, failed));
}

TYPED_TEST(DiskTest, RenamesFilesAndFolders) {
    Disk& disk = this->root_.disk;
    ASSERT_TRUE(disk.write(this->at("from/a.txt"), "a"));
    ASSERT_TRUE(disk.rename(this->at("from/a.txt"), this->at("new/folder/a.txt")));
    EXPECT_FALSE(disk.exists(this->at("from/a.txt")));
    EXPECT_EQ(*disk.read(this->at("new/folder/a.txt"), no_bound), "a");
    ASSERT_TRUE(disk.rename(this->at("new"), this->at("newer")));
    EXPECT_EQ(*disk.read(this->at("newer/folder/a.txt"), no_bound), "a");
    EXPECT_FALSE(disk.rename(this->at("nothing"), this->at("anywhere")));
}

TYPED_TEST(DiskTest, RemovesWhatIsThereAndForgivesWhatIsNot) {
    Disk& disk = this->root_.disk;
    ASSERT_TRUE(disk.write(this->at("a/b/c.txt"), "x"));
    ASSERT_TRUE(disk.write(this->at("a/d.txt"), "x"));
    EXPECT_TRUE(disk.remove(this->at("a/b/c.txt")));
    EXPECT_TRUE(disk.remove(this->at("a/b/c.txt")));
    disk.remove_empty_folders(this->root_.root, "a/b/c.txt");
    EXPECT_FALSE(disk.exists(this->at("a/b")));
    EXPECT_TRUE(disk.exists(this->at("a/d.txt")));
    EXPECT_TRUE(disk.remove_folder(this->at("a")));
    EXPECT_FALSE(disk.exists(this->at("a/d.txt")));
}

TYPED_TEST(DiskTest, TellsWhatStandsThere) {
    Disk& disk = this->root_.disk;
    EXPECT_FALSE(disk.status(this->at("a.txt")));
    ASSERT_TRUE(disk.write(this->at("a.txt"), "12345"));
    ASSERT_TRUE(disk.write(this->at("folder/b.txt"), "b"));
    const auto file = disk.status(this->at("a.txt"));
    ASSERT_TRUE(file);
    EXPECT_EQ(file->path, this->at("a.txt"));
    EXPECT_EQ(file->kind, EntryKind::File);
    EXPECT_EQ(file->size, 5);
    EXPECT_LE(disk.clock_ns() - 1'000'000'000, file->changed_ns);  // one clock, near enough
    EXPECT_EQ(disk.status(this->at("folder"))->kind, EntryKind::Folder);
    EXPECT_FALSE(disk.status(this->at("a.txt/below a file")));
    std::vector<Error> failed;
    const auto entries = disk.list(this->root_.root, DotNames::Skip, failed);
    ASSERT_TRUE(entries);
    EXPECT_EQ(entries->front().inode, file->inode);
    EXPECT_EQ(entries->front().modified_ns, file->modified_ns);
    EXPECT_EQ(entries->front().changed_ns, file->changed_ns);
}

TYPED_TEST(DiskTest, GivesAFileItsInodeForItsLife) {
    Disk& disk = this->root_.disk;
    ASSERT_TRUE(disk.write(this->at("a.txt"), "one"));
    ASSERT_TRUE(disk.write(this->at("b.txt"), "two"));
    const auto a = disk.status(this->at("a.txt"));
    const auto b = disk.status(this->at("b.txt"));
    ASSERT_TRUE(a && b);
    EXPECT_NE(a->inode, b->inode);
    ASSERT_TRUE(disk.rename(this->at("a.txt"), this->at("b.txt")));
    const auto moved = disk.status(this->at("b.txt"));
    ASSERT_TRUE(moved);
    EXPECT_EQ(moved->inode, a->inode);
    EXPECT_EQ(moved->modified_ns, a->modified_ns);
    EXPECT_GE(moved->changed_ns, a->changed_ns);
}

TYPED_TEST(DiskTest, MapsAFileThatMayBeReplacedMeanwhile) {
    Disk& disk = this->root_.disk;
    ASSERT_TRUE(disk.write(this->at("a"), "before"));
    ASSERT_TRUE(disk.write(this->at("empty"), ""));
    const auto mapped = disk.map(this->at("a"));
    ASSERT_TRUE(mapped);
    ASSERT_TRUE(disk.write(this->at("a"), "afterwards"));
    EXPECT_EQ((*mapped)->bytes(), "before");
    EXPECT_EQ((*disk.map(this->at("a")))->bytes(), "afterwards");
    EXPECT_EQ((*disk.map(this->at("empty")))->bytes(), "");
    const auto missing = disk.map(this->at("nothing"));
    ASSERT_FALSE(missing);
    EXPECT_EQ(missing.error().place.file, this->at("nothing"));
}

TYPED_TEST(DiskTest, GivesALockToOneAtATime) {
    Disk& disk = this->root_.disk;
    {
        const auto held = disk.lock(this->at("state/lock"));
        ASSERT_TRUE(held);
        const auto second = disk.lock(this->at("state/lock"));
        ASSERT_FALSE(second);
        EXPECT_EQ(second.error().code, ErrorCode::System);
        EXPECT_THAT(second.error().message, ::testing::HasSubstr("another build of this site is running"));
        EXPECT_FALSE(second.error().remedy.empty());
        EXPECT_TRUE(disk.lock(this->at("other/lock")));
    }
    EXPECT_TRUE(disk.lock(this->at("state/lock")));
}

TYPED_TEST(DiskTest, PutsNoFileBelowAFileNorOverAFolder) {
    Disk& disk = this->root_.disk;
    ASSERT_TRUE(disk.write(this->at("a/file"), "x"));
    ASSERT_TRUE(disk.write(this->at("b"), "x"));
    EXPECT_FALSE(disk.write(this->at("a/file/b"), "x"));
    EXPECT_FALSE(disk.make_folders(this->at("a/file/b")));
    EXPECT_FALSE(disk.rename(this->at("b"), this->at("a/file/b")));
    EXPECT_FALSE(disk.write(this->at("a"), "x"));
    EXPECT_FALSE(disk.rename(this->at("b"), this->at("a")));
    EXPECT_FALSE(disk.remove(this->at("a")));
    EXPECT_TRUE(disk.remove(this->at("b/below a file")));
    EXPECT_TRUE(disk.make_folders(this->at("a")));
    EXPECT_EQ(*disk.read(this->at("a/file"), no_bound), "x");
}

TYPED_TEST(DiskTest, KnowsWhichFoldersMayBeChanged) {
    Disk& disk = this->root_.disk;
    ASSERT_TRUE(disk.write(this->at("a/file"), "x"));
    EXPECT_TRUE(disk.check_writable(this->at("a")));
    EXPECT_TRUE(disk.check_writable(this->at("not there")));
    EXPECT_TRUE(disk.check_writable(this->at("a/file")));
}

TYPED_TEST(DiskTest, KnowsWhatIsOnOneDisk) {
    Disk& disk = this->root_.disk;
    ASSERT_TRUE(disk.write(this->at("a/file"), "x"));
    EXPECT_TRUE(disk.are_on_one_disk(this->at("a"), this->at("not/there/yet")));
}

TEST(RealDiskTest, NamesTheProcessThatHasTheLock) {
    RealRoot root;
    const auto held = root.disk.lock(root.root + "/lock");
    ASSERT_TRUE(held);
    EXPECT_THAT(root.disk.lock(root.root + "/lock").error().message,
                ::testing::HasSubstr("(process " + std::to_string(::getpid()) + ")"));
}

TEST(RealDiskTest, TakesNothingForAbsentThatItCannotLookAt) {
    RealRoot root;
    ASSERT_EQ(::symlink("loop", (root.root + "/loop").c_str()), 0);
    const auto status = root.disk.status(root.root + "/loop");
    ASSERT_TRUE(status);
    EXPECT_EQ(status->kind, EntryKind::Other);
    EXPECT_EQ(status->changed_ns, INT64_MAX);
    EXPECT_TRUE(
        root.disk.exists(root.root + "/" + std::string(300, 'x')));  // reading it tells that the name is too long
}

TEST(RealDiskTest, SaysThatItHasNoMoreDescriptors) {
    RealRoot root;
    ASSERT_TRUE(root.disk.write(root.root + "/a/b/file", "x"));
    ::rlimit before{};
    ASSERT_EQ(::getrlimit(RLIMIT_NOFILE, &before), 0);
    const int next = ::dup(0);
    ASSERT_GE(next, 0);
    ::close(next);
    ::rlimit limit = before;
    limit.rlim_cur = static_cast<rlim_t>(next);
    ASSERT_EQ(::setrlimit(RLIMIT_NOFILE, &limit), 0);
    std::vector<Error> failed;
    const auto entries = root.disk.list(root.root, DotNames::Skip, failed);
    const bool is_there = root.disk.exists(root.root + "/a/b/file");
    const auto bytes = root.disk.read(root.root + "/a/b/file", no_bound);
    limit.rlim_cur = static_cast<rlim_t>(next) + 1;
    ASSERT_EQ(::setrlimit(RLIMIT_NOFILE, &limit), 0);
    const auto with_one = root.disk.list(root.root, DotNames::Skip, failed);
    const bool has_one = require_descriptors(1).has_value();
    const auto two = require_descriptors(2);
    ASSERT_EQ(::setrlimit(RLIMIT_NOFILE, &before), 0);
    ASSERT_FALSE(entries);
    EXPECT_THAT(entries.error().message, ::testing::HasSubstr("Too many open files"));
    EXPECT_THAT(entries.error().remedy, ::testing::HasSubstr("ulimit -n"));
    EXPECT_TRUE(is_there);
    EXPECT_FALSE(bytes);
    ASSERT_TRUE(with_one);  // one is enough, however deep the folders
    EXPECT_EQ(with_one->size(), 3U);
    EXPECT_TRUE(failed.empty());
    EXPECT_TRUE(has_one);
    ASSERT_FALSE(two);
    EXPECT_THAT(two.error().message, ::testing::HasSubstr("Too many open files"));
    EXPECT_TRUE(require_descriptors(2));
}

TEST(MemoryDiskTest, LetsTimeStandStill) {
    MemoryDisk disk;
    disk.put("a", "one");
    const auto first = disk.status("a");
    disk.put("a", "two");
    const auto second = disk.status("a");
    EXPECT_GT(second->changed_ns, first->changed_ns);
    EXPECT_EQ(second->inode, first->inode);
    disk.stop_clock();
    disk.put("a", "six");
    EXPECT_EQ(disk.status("a")->changed_ns, second->changed_ns);
    EXPECT_EQ(disk.clock_ns(), second->changed_ns);
    disk.start_clock();
    disk.put("a", "ten");
    EXPECT_GT(disk.status("a")->changed_ns, second->changed_ns);
}

TEST(MemoryDiskTest, FailsWhenItIsTold) {
    MemoryDisk disk;
    disk.fail_after(1, MemoryDisk::Outage::Once);
    EXPECT_TRUE(disk.write("a", "x"));
    EXPECT_FALSE(disk.rename("a", "b"));
    EXPECT_TRUE(disk.rename("a", "b"));
    disk.fail_after(0, MemoryDisk::Outage::ForGood);
    EXPECT_FALSE(disk.remove("b"));
    EXPECT_FALSE(disk.write("c", "x"));
    disk.mend();
    EXPECT_TRUE(disk.remove("b"));
    EXPECT_TRUE(disk.files().empty());
}

TEST(MemoryDiskTest, MountsOtherFileSystems) {
    MemoryDisk disk;
    disk.mount("srv");
    EXPECT_FALSE(disk.are_on_one_disk("srv/www", "site/.byline"));
    EXPECT_TRUE(disk.are_on_one_disk("srv/www", "srv/other"));
}

TEST(RealDiskTest, SaysWhyAFolderMayNotBeChanged) {
    RealRoot root;
    const auto refused = root.disk.check_writable("/proc/self");  // nobody may, whoever runs this
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().place.file, "/proc/self");
    EXPECT_FALSE(refused.error().remedy.empty());
}

TEST(RealDiskTest, LeavesNothingBehindWhenAFileCannotBeWritten) {
    RealRoot root;
    ASSERT_TRUE(root.disk.write(root.root + "/a/file", "x"));
    const auto below_a_file = root.disk.write(root.root + "/a/file/b.txt", "x");
    ASSERT_FALSE(below_a_file);
    EXPECT_EQ(below_a_file.error().code, ErrorCode::System);
    const auto over_a_folder = root.disk.write(root.root + "/a", "x");
    ASSERT_FALSE(over_a_folder);
    std::vector<Error> failed;
    const auto entries = root.disk.list(root.root, DotNames::Skip, failed);
    ASSERT_TRUE(entries);
    EXPECT_EQ(entries->size(), 2U);  // a and a/file, and no unfinished file
}

TEST(RealDiskTest, TellsAFullDiskFromOtherFaults) {
    RealRoot root;  // by a link, because what cannot be written whole is removed, and the device must stay
    ASSERT_EQ(::symlink("/dev/full", (root.root + "/full").c_str()), 0);
    const auto full = root.disk.create(root.root + "/full", "x");
    ASSERT_FALSE(full);
    EXPECT_THAT(full.error().message, ::testing::HasSubstr("No space left"));
    EXPECT_THAT(full.error().remedy, ::testing::HasSubstr("free some space"));
}

TEST(RealDiskTest, ListsLinksWithoutFollowingThem) {
    RealRoot root;
    ASSERT_TRUE(root.disk.write(root.root + "/a.txt", "x"));
    ASSERT_EQ(::symlink("/etc", (root.root + "/out").c_str()), 0);
    std::vector<Error> failed;
    const auto entries = root.disk.list(root.root, DotNames::Skip, failed);
    ASSERT_TRUE(entries);
    ASSERT_EQ(entries->size(), 2U);
    EXPECT_EQ((*entries)[1].kind, EntryKind::Link);
    EXPECT_EQ(*root.disk.canonical(root.root + "/out"), "/etc");
}

}  // namespace
}  // namespace byline::disk
