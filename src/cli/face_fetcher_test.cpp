#include "cli/face_fetcher.hpp"

#include <algorithm>
#include <atomic>
#include <map>
#include <string>
#include <variant>

#include <gtest/gtest.h>

#include "disk/memory_disk.hpp"
#include "media/picture.hpp"
#include "media/picture_samples.hpp"

namespace byline::cli {
namespace {

// Answers from a table that does not change, to several threads at once.
class Servers final : public outbound::Client {
  public:
    [[nodiscard]] outbound::Reply fetch(const outbound::Request& request) override {
        ++asked;
        const auto found = answers.find(request.url);
        if (found != answers.end()) return found->second;
        return outbound::Obstacle{outbound::ObstacleKind::Refused, system_error("no public address", "mend it", {})};
    }

    std::map<std::string, outbound::Answer> answers;
    std::atomic<int> asked = 0;
};

outbound::Answer answer(int status, std::string body) {
    outbound::Answer made;
    made.status = status;
    made.body = std::move(body);
    return made;
}

TEST(FaceFetcher, KeepsSmallPicturesOnceAndTellsOfTheRest) {
    Servers servers;
    disk::MemoryDisk disk;
    const std::string photograph = media::sample("private.jpg");
    servers.answers["https://faces.example/1.jpg"] = answer(200, photograph);
    servers.answers["https://faces.example/again.jpg"] = answer(200, photograph);
    servers.answers["https://faces.example/gone.jpg"] = answer(404, photograph);
    servers.answers["https://faces.example/2.svg"] =
        answer(200, "<svg xmlns='http://www.w3.org/2000/svg' onload='x'/>");
    servers.answers["https://faces.example/3.jpg"] = answer(200, photograph.substr(0, photograph.size() / 2));
    servers.answers["https://faces.example/4.jpg"] = answer(200, "<script>hit=1</script>");
    disk.put("saved/page_files/头 像.jpg", photograph);
    FaceFetcher faces(servers, disk, "site", "saved/page.html");
    Diagnostics told;
    faces.fetch({"https://faces.example/1.jpg", "https://faces.example/1.jpg", "https://faces.example/again.jpg",
                 "https://faces.example/gone.jpg", "https://faces.example/2.svg", "https://faces.example/3.jpg",
                 "https://faces.example/4.jpg", "http://192.168.0.1/", "./page_files/%E5%A4%B4%20%E5%83%8F.jpg",
                 "../site/byline.toml", "/etc/passwd", "page_files/../../secret.jpg"},
                told);
    EXPECT_EQ(servers.asked, 7);  // the same address once
    const std::string path(faces.path_of("https://faces.example/1.jpg"));
    ASSERT_TRUE(path.starts_with("/faces/") && path.ends_with(".webp")) << path;
    EXPECT_EQ(faces.path_of("https://faces.example/again.jpg"), path);
    EXPECT_EQ(faces.path_of("./page_files/%E5%A4%B4%20%E5%83%8F.jpg"), path);
    EXPECT_EQ(faces.fetched(), 3U);
    EXPECT_EQ(told.size(), 8U);
    const auto kept = disk.read("site/static" + path, 1 << 20);
    ASSERT_TRUE(kept);
    const auto info = media::inspect(*kept, "face.webp");
    ASSERT_TRUE(info) << info.error().message;
    EXPECT_EQ(info->format, media::PictureFormat::Webp);
    EXPECT_EQ(info->width, std::min(96U, media::inspect(photograph, "a.jpg")->width));
    EXPECT_EQ(kept->find("Exif"), std::string::npos);
    for (const char* address : {"https://faces.example/2.svg", "https://faces.example/4.jpg", "/etc/passwd", "unknown"})
        EXPECT_EQ(faces.path_of(address), "") << address;
}

}  // namespace
}  // namespace byline::cli
