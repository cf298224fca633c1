// One suite over both disks: the twin in memory must behave as the real one does.
#include <cstdlib>
#include <filesystem>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

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
