#include "server/file_watcher.hpp"

#include <fstream>
#include <iostream>
#include <string>
#include <thread>

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sched.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

namespace byline::server {
namespace {

namespace fs = std::filesystem;
using std::chrono_literals::operator""ms;
using std::chrono_literals::operator""s;

void write(const fs::path& path, std::string_view text) {
    std::ofstream(path, std::ios::binary) << text;
}

class FileWatcherTest : public testing::Test {
  protected:
    FileWatcherTest() {
        std::string name = (fs::temp_directory_path() / "byline-watcher-XXXXXX").string();
        folder_ = ::mkdtemp(name.data());
        fs::create_directories(folder_ / "content" / "articles");
        write(folder_ / "content" / "articles" / "dns.md", "old");
    }
    FileWatcherTest(const FileWatcherTest&) = delete;
    FileWatcherTest& operator=(const FileWatcherTest&) = delete;
    ~FileWatcherTest() override { fs::remove_all(folder_); }

    void watch(FileWatcherOptions options = {}) {
        options.roots = {folder_};
        auto started = FileWatcher::start(std::move(options));
        ASSERT_TRUE(started);
        watcher_ = std::move(started).value();
    }

    // Everything that is reported until `path` is.
    FileChanges changes_until(const fs::path& path) {
        FileChanges seen;
        while (!seen.everything && seen.paths.count(path) == 0) {
            auto changes = watcher_->wait({}, 60s);
            if (!changes || !*changes || (*changes)->empty()) {
                ADD_FAILURE() << "no change of " << path;
                break;
            }
            seen.everything = (*changes)->everything;
            seen.paths.merge((*changes)->paths);
        }
        return seen;
    }

    // Whatever was done before this call has been reported when it returns.
    FileChanges changes_until_now() {
        const fs::path marker = folder_ / ("marker-" + std::to_string(++markers_));
        write(marker, "");
        FileChanges seen = changes_until(marker);
        seen.paths.erase(marker);
        return seen;
    }

    fs::path folder_;
    std::unique_ptr<FileWatcher> watcher_;
    int markers_ = 0;
};

TEST_F(FileWatcherTest, ReportsWritingCreatingAndDeleting) {
    watch();
    const fs::path old = folder_ / "content/articles/dns.md";
    const fs::path fresh = folder_ / "content/新.md";
    write(old, "new");
    EXPECT_EQ(changes_until_now().paths, std::set{old});
    write(fresh, "");
    EXPECT_EQ(changes_until_now().paths, std::set{fresh});
    fs::remove(old);
    EXPECT_EQ(changes_until_now().paths, std::set{old});
    fs::rename(fresh, old);
    EXPECT_EQ(changes_until_now().paths, (std::set{fresh, old}));
}

TEST_F(FileWatcherTest, ReportsAFileOnlyWhenItIsWholeAgain) {
    watch();
    const fs::path path = folder_ / "content/articles/dns.md";
    const int file = ::open(path.c_str(), O_WRONLY | O_TRUNC | O_CLOEXEC);
    ASSERT_EQ(::write(file, "half", 4), 4);
    EXPECT_TRUE(changes_until_now().empty());
    ::close(file);
    EXPECT_EQ(changes_until_now().paths, std::set{path});
}

TEST_F(FileWatcherTest, ReportsWhatEditorsWriteAndNotWhatTheyLeave) {
    watch();
    const fs::path articles = folder_ / "content/articles";
    // Vim: a probe, a swap file, a backup by renaming, a new file
    write(articles / "4913", "");
    fs::remove(articles / "4913");
    write(articles / ".dns.md.swp", "swap");
    fs::rename(articles / "dns.md", articles / "dns.md~");
    write(articles / "dns.md", "new");
    fs::remove(articles / "dns.md~");
    fs::remove(articles / ".dns.md.swp");
    EXPECT_EQ(changes_until_now().paths, std::set{articles / "dns.md"});
    // Emacs: a lock that points nowhere, an autosave
    fs::create_symlink("someone@somewhere", articles / ".#dns.md");
    write(articles / "#dns.md#", "autosave");
    fs::remove(articles / ".#dns.md");
    fs::remove(articles / "#dns.md#");
    EXPECT_TRUE(changes_until_now().empty());
    // GNOME: written beside, then renamed over
    write(articles / ".goutputstream-AB12CD", "newer");
    fs::rename(articles / ".goutputstream-AB12CD", articles / "dns.md");
    EXPECT_EQ(changes_until_now().paths, std::set{articles / "dns.md"});
}

TEST_F(FileWatcherTest, ReportsLinksAndRights) {
    watch();
    const fs::path path = folder_ / "content/articles/dns.md";
    fs::create_symlink("dns.md", folder_ / "content/articles/link.md");
    fs::create_hard_link(path, folder_ / "content/articles/hard.md");
    EXPECT_EQ(changes_until_now().paths,
              (std::set{folder_ / "content/articles/link.md", folder_ / "content/articles/hard.md"}));
    fs::permissions(path, fs::perms::none);
    EXPECT_EQ(changes_until_now().paths, std::set{path});
}

TEST_F(FileWatcherTest, MissesNothingInFoldersMadeAndFilledAtOnce) {
    watch();
    for (int round = 0; round < 50; ++round) {
        const fs::path top = folder_ / "content" / ("talk-" + std::to_string(round));
        fs::create_directories(top / "a" / "b");
        write(top / "index.md", "1");
        write(top / "a" / "picture.png", "2");
        write(top / "a" / "b" / "deep.md", "3");
        const FileChanges seen = changes_until_now();
        ASSERT_FALSE(seen.everything);
        for (const char* name : {"", "index.md", "a/picture.png", "a/b/deep.md"}) {
            const fs::path path = *name == '\0' ? top : top / name;
            ASSERT_EQ(seen.paths.count(path), 1U) << path;
        }
        write(top / "a" / "b" / "deep.md", "4");
        ASSERT_EQ(changes_until_now().paths, std::set{top / "a" / "b" / "deep.md"});
    }
}

TEST_F(FileWatcherTest, FollowsAFolderThatIsRenamed) {
    fs::create_directories(folder_ / "content/articles/deep");
    write(folder_ / "content/articles/deep/x.md", "1");
    watch();
    const fs::path before = folder_ / "content/articles";
    const fs::path after = folder_ / "content/essays";
    fs::rename(before, after);
    write(after / "deep/x.md", "2");  // under the new name before the watcher looked
    EXPECT_EQ(changes_until_now().paths,
              (std::set{before, after, after / "dns.md", after / "deep", after / "deep/x.md"}));
    write(after / "deep/x.md", "3");
    EXPECT_EQ(changes_until_now().paths, std::set{after / "deep/x.md"});
    fs::create_directories(before / "deep");  // another of the old name
    write(before / "deep/y.md", "4");
    EXPECT_EQ(changes_until_now().paths.count(before / "deep/y.md"), 1U);
    fs::rename(after, folder_.string() + "-elsewhere");
    write(folder_.string() + "-elsewhere/deep/x.md", "5");
    EXPECT_EQ(changes_until_now().paths, std::set{after});
    fs::remove_all(folder_.string() + "-elsewhere");
}

TEST_F(FileWatcherTest, DeletesAndRemakesAFolder) {
    watch();
    const fs::path articles = folder_ / "content/articles";
    for (int round = 0; round < 20; ++round) {
        fs::remove_all(articles);
        EXPECT_EQ(changes_until_now().paths.count(articles), 1U);
        fs::create_directory(articles);
        write(articles / "dns.md", "new");
        EXPECT_EQ(changes_until_now().paths.count(articles / "dns.md"), 1U);
    }
}

TEST_F(FileWatcherTest, LeavesTheOutputAndForeignFoldersAlone) {
    fs::create_directories(folder_ / "public/articles");
    fs::create_directories(folder_ / ".git/refs");
    watch({.ignored = {folder_ / "public/"}});
    write(folder_ / "public/index.html", "1");
    write(folder_ / "public/articles/index.html", "2");
    write(folder_ / ".git/refs/x", "3");
    fs::create_directories(folder_ / "themes/mine/node_modules/x");
    fs::create_directories(folder_ / "public/new");
    write(folder_ / "public/new/x", "4");
    write(folder_ / "publicity.md", "5");
    EXPECT_EQ(changes_until_now().paths,
              (std::set{folder_ / "themes", folder_ / "themes/mine", folder_ / "publicity.md"}));
}

TEST_F(FileWatcherTest, ReportsABurstInOnePiece) {
    watch();
    std::set<fs::path> wanted;
    for (int number = 0; number < 100; ++number) {
        wanted.insert(folder_ / ("page-" + std::to_string(number) + ".md"));
    }
    for (const fs::path& path : wanted) write(path, "x");
    const auto changes = watcher_->wait({});
    ASSERT_TRUE(changes);
    ASSERT_TRUE(*changes);
    EXPECT_EQ((*changes)->paths, wanted);
}

TEST_F(FileWatcherTest, SaysEverythingWhenThereIsTooMuch) {
    watch({.paths_max = 10});
    for (int number = 0; number < 20; ++number) write(folder_ / std::to_string(number), "x");
    EXPECT_TRUE(changes_until_now().everything);
}

TEST_F(FileWatcherTest, SaysEverythingWhenTheQueueOverflows) {
    std::size_t queue_length = 0;
    std::ifstream("/proc/sys/fs/inotify/max_queued_events") >> queue_length;
    if (queue_length == 0 || queue_length > 200'000) GTEST_SKIP() << "a queue of " << queue_length << " is not filled";
    watch();
    const fs::path first = folder_ / "content/articles/dns.md";
    const fs::path second = folder_ / "content/other.md";
    write(second, "");
    for (std::size_t count = 0; count <= queue_length; ++count) {  // in turns, or the kernel merges them
        ::utimensat(AT_FDCWD, (count % 2 == 0 ? first : second).c_str(), nullptr, 0);
    }
    fs::create_directories(folder_ / "unseen");  // its event is lost
    EXPECT_TRUE(changes_until("/never").everything);
    changes_until_now();
    write(folder_ / "unseen/page.md", "");
    EXPECT_EQ(changes_until_now().paths, std::set{folder_ / "unseen/page.md"});
}

TEST_F(FileWatcherTest, StopsWaitingWhenAsked) {
    watch();
    std::jthread waiting([this](const std::stop_token& stop) {
        const auto changes = watcher_->wait(stop);
        EXPECT_TRUE(changes && !*changes);
    });
    waiting.request_stop();
    waiting.join();
    const auto nothing = watcher_->wait({}, 1ms);  // an earlier stop does not end a later wait
    ASSERT_TRUE(nothing && *nothing);
    EXPECT_TRUE((*nothing)->empty());
}

TEST_F(FileWatcherTest, SaysThatTheFolderWentAway) {
    watch();
    fs::remove_all(folder_);
    auto changes = watcher_->wait({}, 60s);
    while (changes) changes = watcher_->wait({}, 60s);
    EXPECT_EQ(changes.error().place.file, folder_.string());
    EXPECT_FALSE(changes.error().remedy.empty());
    const auto rest = watcher_->wait({}, 60s);
    ASSERT_TRUE(rest && *rest);
    EXPECT_TRUE((*rest)->everything);
}

TEST_F(FileWatcherTest, SaysThatThereIsNoFolder) {
    const auto watcher = FileWatcher::start({.roots = {folder_ / "missing"}});
    ASSERT_FALSE(watcher);
    EXPECT_EQ(watcher.error().place.file, (folder_ / "missing").string());
}

// In a user namespace of its own the process may lower the limit, which the parent never sees.
int run_out_of_watches(const fs::path& folder) {
    constexpr int cannot_try = 77;
    if (::unshare(CLONE_NEWUSER) != 0) return cannot_try;
    std::ofstream limit("/proc/sys/user/max_inotify_watches");
    limit << 3 << std::flush;
    if (!limit) return cannot_try;
    fs::create_directories(folder / "a/b/c/d");
    const auto watcher = FileWatcher::start({.roots = {folder}});
    if (watcher) return 1;
    if (watcher.error().remedy.find("fs.inotify.max_user_watches") == std::string::npos) return 2;
    return 0;
}

TEST_F(FileWatcherTest, SaysHowToRaiseTheLimitOfWatches) {
    const pid_t child = ::fork();
    if (child == 0) ::_exit(run_out_of_watches(folder_));
    int status = 0;
    ASSERT_EQ(::waitpid(child, &status, 0), child);
    ASSERT_TRUE(WIFEXITED(status));
    if (WEXITSTATUS(status) == 77) GTEST_SKIP() << "no user namespace here: the limit cannot be lowered for a test";
    EXPECT_EQ(WEXITSTATUS(status), 0);
}

TEST(EditorLeftover, IsToldFromContent) {
    for (const char* name : {".dns.md.swp", "dns.md~", "4913", "#dns.md#", ".#dns.md", ".goutputstream-X", ".DS_Store",
                             "dns.md___jb_tmp___", ".~lock.a.odt#", ".dns.md.kate-swp"}) {
        EXPECT_TRUE(is_editor_leftover(name)) << name;
    }
    for (const char* name : {"dns.md", ".htaccess", "_redirects", "#.md", "#", "长江.md", "a~b.md", "49130"}) {
        EXPECT_FALSE(is_editor_leftover(name)) << name;
    }
    EXPECT_TRUE(is_foreign_folder(".git"));
    EXPECT_FALSE(is_foreign_folder(".well-known"));
}

}  // namespace
}  // namespace byline::server
