#include "server/site_loader.hpp"

#include <functional>
#include <stdexcept>
#include <utility>

#include <gtest/gtest.h>

#include "disk/memory_disk.hpp"

namespace byline::server {
namespace {

// A disk on which something happens while a file is read.
class RestlessDisk final : public disk::Disk {
  public:
    explicit RestlessDisk(disk::MemoryDisk& disk) : disk_(disk) {}

    std::function<void(const std::string& path)> before_read;

    [[nodiscard]] Result<std::string> read(const std::string& path, std::int64_t most_bytes) const override {
        if (before_read) before_read(path);
        return disk_.read(path, most_bytes);
    }
    [[nodiscard]] Result<std::vector<disk::Entry>> list(const std::string& folder, disk::DotNames dot_names,
                                                        std::vector<Error>& failed) const override {
        return disk_.list(folder, dot_names, failed);
    }
    [[nodiscard]] Result<std::string> canonical(const std::string& path) const override {
        return disk_.canonical(path);
    }
    [[nodiscard]] std::optional<disk::Entry> status(const std::string& path) const override {
        return disk_.status(path);
    }
    [[nodiscard]] std::int64_t clock_ns() const override { return disk_.clock_ns(); }
    [[nodiscard]] Result<std::unique_ptr<disk::Mapping>> map(const std::string& path) const override {
        return disk_.map(path);
    }
    [[nodiscard]] Result<std::unique_ptr<disk::Lock>> lock(const std::string& path) override {
        return disk_.lock(path);
    }
    [[nodiscard]] bool are_on_one_disk(const std::string& folder, const std::string& other) const override {
        return disk_.are_on_one_disk(folder, other);
    }
    [[nodiscard]] Result<void> write(const std::string& path, std::string_view bytes) override {
        return disk_.write(path, bytes);
    }
    [[nodiscard]] Result<void> create(const std::string& path, std::string_view bytes) override {
        return disk_.create(path, bytes);
    }
    [[nodiscard]] std::unique_ptr<disk::NewFile> create_in_pieces(const std::string& path) override {
        return disk_.create_in_pieces(path);
    }
    [[nodiscard]] Result<void> check_writable(const std::string& folder) const override {
        return disk_.check_writable(folder);
    }
    [[nodiscard]] Result<void> make_folders(const std::string& folder) override { return disk_.make_folders(folder); }
    [[nodiscard]] Result<void> rename(const std::string& from, const std::string& to) override {
        return disk_.rename(from, to);
    }
    [[nodiscard]] Result<void> remove(const std::string& path) override { return disk_.remove(path); }
    [[nodiscard]] Result<void> remove_folder(const std::string& path) override { return disk_.remove_folder(path); }
    void remove_empty_folders(const std::string& root, const std::string& path) override {
        disk_.remove_empty_folders(root, path);
    }

  private:
    disk::MemoryDisk& disk_;
};

LoadOptions options() {
    LoadOptions result;
    result.folder = "public";
    return result;
}

std::string text_at(const SiteSnapshot& site, std::string_view path) {
    const SitePlace* const place = site.find(path);
    return place != nullptr && place->resource ? *place->resource->identity().bytes : "nothing";
}

TEST(SiteLoader, BeginsAgainWhenFilesChangeMeanwhile) {
    disk::MemoryDisk memory;
    memory.put("public/a.html", "old");
    memory.put("public/b.html", "old");
    RestlessDisk disk(memory);
    bool has_changed = false;
    disk.before_read = [&](const std::string& path) {
        if (path != "public/b.html" || std::exchange(has_changed, true)) return;
        memory.put("public/a.html", "new one");
        memory.put("public/b.html", "new one");
    };
    const auto site = load_site(options(), disk, nullptr);
    ASSERT_TRUE(site);
    EXPECT_EQ(text_at(**site, "/a.html"), "new one");
    EXPECT_EQ(text_at(**site, "/b.html"), "new one");
    int changes = 0;
    disk.before_read = [&](const std::string&) { memory.put("public/a.html", std::to_string(++changes)); };
    const auto restless = load_site(options(), disk, site->get());
    ASSERT_TRUE(restless);  // nothing was read: everything is as it was
    memory.put("public/b.html", "another");
    const auto never = load_site(options(), disk, site->get());
    ASSERT_FALSE(never);
    EXPECT_NE(never.error().message.find("faster"), std::string::npos);
}

TEST(SiteLoader, TakesOverWhatHasNotChanged) {
    disk::MemoryDisk disk;
    disk.put("public/index.html", "home");
    disk.put("public/a/index.html", "first");
    disk.put("public/404.html", "gone");
    const auto before = load_site(options(), disk, nullptr);
    ASSERT_TRUE(before);
    disk.put("public/a/index.html", "second");
    disk.put("public/404.html", "gone");  // the same again
    disk.forget_counts();
    const auto after = load_site(options(), disk, before->get());
    ASSERT_TRUE(after);
    EXPECT_EQ(disk.counts().reads, 2U);
    EXPECT_EQ((*after)->find("/")->resource, (*before)->find("/")->resource);
    EXPECT_EQ((*after)->find("/404.html")->resource, (*before)->find("/404.html")->resource);
    EXPECT_EQ((*after)->missing_page("/x/y"), (*before)->missing_page("/"));
    EXPECT_EQ(text_at(**after, "/a/"), "second");
    EXPECT_EQ((*after)->find("/a")->redirect, "/a/");
    EXPECT_EQ((*after)->memory_bytes, 14U);
}

TEST(SiteLoader, SendsOnFromAnOldAddress) {
    const auto stub = [](const std::string& url, const std::string& refreshed) {
        return "<!doctype html>\n<html lang=\"zh\">\n<head>\n<meta charset=\"utf-8\">\n<title>茶</title>\n<link "
               "rel=\"canonical\" href=\"" +
               url + "\">\n<meta name=\"robots\" content=\"noindex\">\n<meta http-equiv=\"refresh\" content=\"0; url=" +
               refreshed + "\">\n</head>\n";
    };
    disk::MemoryDisk disk;
    const std::string url = "https://a.example/%E8%8C%B6/";
    disk.put("public/old/index.html", stub(url, url));
    disk.put("public/other/index.html", stub(url, "https://b.example/"));
    disk.put("public/odd/index.html", stub("https://a.example/a&amp;b/", "https://a.example/a&amp;b/"));
    disk.put("public/split/index.html", stub("https://a.example/\r\nX: y", "https://a.example/\r\nX: y"));
    const auto site = load_site(options(), disk, nullptr);
    ASSERT_TRUE(site);
    const Resource& moved = *(*site)->find("/old/")->resource;
    EXPECT_EQ(moved.facts().status, 301);
    EXPECT_NE(moved.identity().head.find("HTTP/1.1 301 "), std::string::npos);
    EXPECT_NE(moved.identity().head.find("\r\nLocation: " + url + "\r\n"), std::string::npos);
    EXPECT_EQ(text_at(**site, "/old/"), stub(url, url)) << "for who reads the page";
    for (const char* page : {"/other/", "/odd/", "/split/"})
        EXPECT_EQ((*site)->find(page)->resource->facts().status, 200) << page;
}

TEST(SiteLoader, BoundsWhatItHolds) {
    disk::MemoryDisk disk;
    disk.put("public/a.txt", std::string(100, 'a'));
    disk.put("public/b.txt", std::string(60, 'b'));
    disk.put("public/c.txt", std::string(30, 'c'));
    disk.put("public/d.txt", std::string(40, 'd'));
    LoadOptions bounded = options();
    bounded.file_bytes_max = 80;
    bounded.memory_bytes_max = 100;
    const auto site = load_site(bounded, disk, nullptr);
    ASSERT_TRUE(site);
    EXPECT_TRUE((*site)->find("/a.txt")->file);  // too large for one
    EXPECT_TRUE((*site)->find("/b.txt")->resource);
    EXPECT_TRUE((*site)->find("/c.txt")->resource);
    EXPECT_TRUE((*site)->find("/d.txt")->file);  // too much together
    EXPECT_EQ((*site)->memory_bytes, 90U);
    EXPECT_EQ((*site)->disk_files, 2U);
    bounded.folder = "nowhere";
    EXPECT_FALSE(load_site(bounded, disk, nullptr));
}

TEST(SiteLoader, GivesItsMemoryToPagesFirst) {
    disk::MemoryDisk disk;
    disk.put("public/a.css", std::string(60, 'a'));
    disk.put("public/y/index.html", std::string(70, 'y'));
    disk.put("public/z/index.html", std::string(50, 'z'));
    LoadOptions bounded = options();
    bounded.memory_bytes_max = 100;
    const auto site = load_site(bounded, disk, nullptr);
    ASSERT_TRUE(site);
    EXPECT_TRUE((*site)->find("/y/")->resource);
    EXPECT_TRUE((*site)->find("/z/")->file);
    EXPECT_TRUE((*site)->find("/a.css")->file);
    EXPECT_EQ((*site)->disk_files, 2U);
    EXPECT_EQ((*site)->disk_pages, 1U);
}

TEST(SiteLoader, KnowsFingerprints) {
    EXPECT_TRUE(has_fingerprint("assets/style.0d2dc2fe.css"));
    EXPECT_FALSE(has_fingerprint("assets/style.css"));
    EXPECT_FALSE(has_fingerprint("assets/style.0d2dc2fg.css"));
    EXPECT_FALSE(has_fingerprint("0d2dc2fe.css"));
    EXPECT_FALSE(has_fingerprint("a.0d2dc2fe/b"));
}

}  // namespace
}  // namespace byline::server
