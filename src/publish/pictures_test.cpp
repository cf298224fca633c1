// Pictures of texts, from the site's folder to its pages and files.
#include "publish/pictures.hpp"

#include <fstream>
#include <iterator>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "cache/content_cache.hpp"
#include "disk/memory_disk.hpp"
#include "media/picture.hpp"
#include "output/memory_output.hpp"
#include "publish/build.hpp"
#include "publish/picture_store.hpp"

namespace byline::publish {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;

std::string picture(const std::string& name) {
    std::ifstream file(std::string(BYLINE_ROOT) + "/fixtures/media/pictures/" + name, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

class PicturesTest : public ::testing::Test {
  protected:
    PicturesTest() {
        configure("widths = [8, 16]");
        add("content/articles/sea/index.md", "# Sea\n\n![waves](waves.jpg)\n\n![](/flag.png)\n\n![[cloud.svg]]\n");
        add("content/articles/sea/waves.jpg", picture("private.jpg"));
        add("content/articles/sea/cloud.svg", "<svg width='20' height='10'></svg>");
        add("static/flag.png", picture("alpha.png"));
        add("static/unseen.png", picture("private.png"));
    }

    void configure(const std::string& pictures) {
        add("byline.toml",
            "title = \"Notes\"\nbase_url = \"https://example.org/b/\"\n[search]\nenabled = false\n[pictures]\n" +
                pictures + "\n");
    }
    void add(const std::string& path, std::string bytes) { disk_.put("site/" + path, std::move(bytes)); }

    BuildReport run(std::size_t threads = 2, const graph::BuildRecord* before = nullptr) {
        BuildOptions options;
        options.site_folder = "site";
        options.now = *text::parse_timestamp("2026-06-01");
        options.threads = threads;
        options.cache = &cache_;
        options.pictures = &store_;
        output::MemoryOutput output(before == nullptr ? output::MemoryOutput::Files{} : files_);
        BuildReport report = build(options, disk_, &output, nullptr, before);
        files_ = output.files();
        return report;
    }

    std::string file(const std::string& path) const {
        const auto found = files_.find(path);
        return found == files_.end() ? "(no " + path + ")" : *found->second;
    }
    [[nodiscard]] std::string page() const { return file("articles/sea/index.html"); }
    [[nodiscard]] std::vector<std::string> smaller() const {
        std::vector<std::string> paths;
        for (const auto& [path, bytes] : files_)
            if (path.starts_with(Pictures::folder)) paths.push_back(path);
        return paths;
    }
    [[nodiscard]] std::size_t kept() const {
        std::vector<Error> failed;
        const auto listed = disk_.list("site/.byline/pictures", disk::DotNames::List, failed);
        return listed ? listed->size() : 0;
    }
    static std::vector<std::string> messages(const BuildReport& report) {
        std::vector<std::string> all;
        for (const Diagnostic& d : report.diagnostics)
            all.push_back(d.error.place.file + ":" + std::to_string(d.error.place.line) + ": " + d.error.message);
        return all;
    }

    disk::MemoryDisk disk_;
    cache::ContentCache cache_;
    PictureStore store_{disk_, "site/.byline"};
    output::MemoryOutput::Files files_;
};

TEST_F(PicturesTest, AreShownInSizes) {
    EXPECT_THAT(messages(run()), IsEmpty());
    EXPECT_THAT(page(), HasSubstr("<img src=\"/b/articles/sea/waves.jpg\" alt=\"waves\" width=\"16\" height=\"32\" "
                                  "srcset=\"/b/pictures/"));
    EXPECT_THAT(page(), HasSubstr("-16.webp 16w\" sizes=\"(max-width: 46rem) 100vw, 46rem\" fetchpriority=\"high\""));
    EXPECT_THAT(page(), HasSubstr("width=\"32\" height=\"16\" srcset="));
    EXPECT_THAT(page(), HasSubstr("<img src=\"/b/articles/sea/cloud.svg\" alt=\"\" width=\"20\" height=\"10\" "
                                  "loading=\"lazy\" decoding=\"async\">"));
    ASSERT_THAT(smaller(), SizeIs(4));
    for (const std::string& path : smaller()) {
        const auto info = media::inspect(file(path), path);
        ASSERT_TRUE(info) << path;
        EXPECT_THAT(page(), HasSubstr(path + " " + std::to_string(info->width) + "w"));
    }
    EXPECT_THAT(file("atom.xml") + file("articles/atom.xml"), HasSubstr("https://example.org/b/pictures/"));
    EXPECT_THAT(file("articles/atom.xml"), Not(HasSubstr("\"/b/pictures/")));
    EXPECT_THAT(file("articles/atom.xml"), Not(HasSubstr(", /b/pictures/")));
}

TEST_F(PicturesTest, OfDirectivesAndCaptionsComeInSizesToo) {
    add("content/articles/sea/index.md",
        "# Sea\n\n::figure[The *sea*]{src=waves.jpg alt=waves}\n\n![flag](/flag.png){caption=\"My [[sea]]\" .wide}\n");
    EXPECT_THAT(messages(run()), IsEmpty());
    EXPECT_THAT(page(), HasSubstr("<img src=\"/b/articles/sea/waves.jpg\" alt=\"waves\" width=\"16\" height=\"32\" "
                                  "srcset=\"/b/pictures/"));
    EXPECT_THAT(page(), HasSubstr("<figcaption>The <em>sea</em></figcaption>"));
    EXPECT_THAT(page(), HasSubstr("<figure class=\"wide\">\n<img src=\"/b/flag.png\" alt=\"flag\" width=\"32\""));
    EXPECT_THAT(page(), HasSubstr("sizes=\"auto, (max-width: 46rem) 100vw, 46rem\" loading=\"lazy\""));
    EXPECT_THAT(page(), HasSubstr("<figcaption>My <a href=\"/b/articles/sea/\" class=\"wikilink\">"));
    add("content/articles/sea/index.md", "# Sea\n\n::figure[The sea]{src=gone.jpg}\n");
    EXPECT_THAT(messages(run()), ElementsAre(HasSubstr("index.md:3: no file 'gone.jpg'")));
}

TEST_F(PicturesTest, ThatAreDamagedAreToldWhereTheyAreLinked) {
    add("content/articles/sea/index.md", "# Sea\n\n[the waves](waves.jpg)\n");
    add("content/articles/sea/waves.jpg", picture("private.jpg").substr(0, 600));
    EXPECT_THAT(messages(run()), Contains(HasSubstr("index.md:3: 'waves.jpg': ")));
    EXPECT_THAT(smaller(), IsEmpty());
}

TEST_F(PicturesTest, TellNothingAboutTheirMaker) {
    run();
    for (const auto& [path, bytes] : files_) EXPECT_THAT(*bytes, Not(HasSubstr("SECRET"))) << path;
    EXPECT_TRUE(media::inspect(file("articles/sea/waves.jpg"), "waves.jpg"));
    EXPECT_TRUE(media::inspect(file("unseen.png"), "unseen.png"));
    EXPECT_THAT(file("unseen.png"), Not(HasSubstr("eXIf....")));
}

TEST_F(PicturesTest, AreTheSameHoweverTheyAreMade) {
    run(1);
    const auto alone = files_;
    for (std::size_t threads : {1u, 4u}) {
        cache::ContentCache fresh;
        BuildOptions options;
        options.site_folder = "site";
        options.now = *text::parse_timestamp("2026-06-01");
        options.threads = threads;
        output::MemoryOutput output;
        const BuildReport report = build(options, disk_, &output, nullptr);
        ASSERT_TRUE(report.is_committed);
        ASSERT_EQ(output.files().size(), alone.size());
        for (const auto& [path, bytes] : output.files()) EXPECT_EQ(*bytes, *alone.at(path)) << path;
    }
}

TEST_F(PicturesTest, AreKeptAndUsedAgain) {
    run();
    EXPECT_EQ(kept(), 4u);
    const auto first = files_;
    // What lies there is taken, unless it is no such picture.
    std::vector<Error> failed;
    const auto listed = disk_.list("site/.byline/pictures", disk::DotNames::List, failed);
    for (const disk::Entry& entry : *listed) disk_.put("site/.byline/pictures/" + entry.path, "damaged");
    run();
    for (const auto& [path, bytes] : files_) EXPECT_EQ(*bytes, *first.at(path)) << path;
    add("static/flag.png", picture("colours.png"));
    run();
    EXPECT_EQ(kept(), 4u);
}

TEST_F(PicturesTest, ChangeThePagesThatShowThem) {
    const auto first = run();
    const std::string page_before = page();
    add("static/flag.png", picture("colours.png"));
    add("static/unseen.png", picture("colours.png"));
    const auto second = run(2, first.record.get());
    std::vector<std::string> rendered;
    for (const RenderedUnit& unit : second.rendered) rendered.push_back(unit.key);
    EXPECT_THAT(rendered, ::testing::Contains("/articles/sea/"));
    EXPECT_THAT(rendered, Not(::testing::Contains("/archive/")));
    EXPECT_NE(page(), page_before);
    EXPECT_THAT(smaller(), SizeIs(4));
    EXPECT_EQ(file("unseen.png"), picture("colours.png"));
}

TEST_F(PicturesTest, AreTurnedOffByConfiguration) {
    configure("enabled = false");
    EXPECT_THAT(messages(run()), IsEmpty());
    EXPECT_THAT(page(), Not(HasSubstr("srcset")));
    EXPECT_THAT(smaller(), IsEmpty());
    EXPECT_EQ(file("articles/sea/waves.jpg"), picture("private.jpg"));
}

TEST_F(PicturesTest, ThatAreWrongAreToldWhereTheyAreShown) {
    const std::string whole = picture("private.jpg");
    add("content/articles/sea/waves.jpg", whole.substr(0, whole.size() - 40));
    add("static/flag.png", picture("baseline.jpg"));
    add("static/unseen.png", picture("colours.png").substr(0, 60));
    const auto report = run();
    EXPECT_TRUE(report.is_committed);
    EXPECT_THAT(messages(report),
                ::testing::UnorderedElementsAre(
                    "content/articles/sea/index.md:3: 'waves.jpg': the picture ends before it is complete; it is not "
                    "published",
                    "content/articles/sea/index.md:5: '/flag.png': the picture is JPEG, and named as if it were PNG",
                    "content/articles/sea/waves.jpg:0: the picture ends before it is complete; it is not published",
                    "static/unseen.png:0: the picture ends before it is complete; it is not published"));
    EXPECT_EQ(file("articles/sea/waves.jpg"), "(no articles/sea/waves.jpg)");
    EXPECT_EQ(file("flag.png"), picture("baseline.jpg"));
    EXPECT_THAT(smaller(), IsEmpty());
    // The next build tells it again, and heals.
    const auto again = run(2, report.record.get());
    EXPECT_EQ(messages(again), messages(report));
    add("content/articles/sea/waves.jpg", whole);
    const auto healed = run(2, again.record.get());
    EXPECT_THAT(messages(healed), SizeIs(2));
    EXPECT_THAT(smaller(), SizeIs(2));
}

TEST_F(PicturesTest, ThatAreBombsAreNotDecoded) {
    std::string bomb = picture("colours.png");
    bomb.replace(16, 8, std::string("\0\0\x40\0\0\0\x40\0", 8));
    add("static/flag.png", bomb);
    const auto report = run();
    EXPECT_THAT(messages(report), ::testing::Contains("content/articles/sea/index.md:5: '/flag.png': the picture says "
                                                      "that it has 16384 x 16384 pixels"));
    EXPECT_THAT(smaller(), SizeIs(2));
}

}  // namespace
}  // namespace byline::publish
