// Social cards, from the site's folder to its pages and files.
#include "publish/cards.hpp"

#include <atomic>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/resource.h>
#include <unistd.h>

#include "cache/content_cache.hpp"
#include "disk/memory_disk.hpp"
#include "disk/posix_error.hpp"
#include "output/memory_output.hpp"
#include "publish/build.hpp"
#include "publish/picture_store.hpp"

namespace byline::publish {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;

class CardsTest : public ::testing::Test {
  protected:
    CardsTest() {
        configure("");
        add("content/articles/dns.md", "---\ntitle: Names lie\ndate: 2024-05-01\ntags: [dns]\n---\n\nText.\n");
        add("content/articles/dns.zh.md", "---\ntitle: 名字会骗人\ndate: 2024-05-01\n---\n\n正文。\n");
        add("content/talks/queue.md",
            "---\ntitle: Queues\nevent: Conf\ndate: 2024-05-02\nauthors: [Ada, Bo]\n---\n\nT.\n");
        add("content/articles/own.md", "---\ntitle: Own\ncover: /own.png\n---\n\nText.\n");
        add("static/own.png", "a picture");
    }

    void configure(const std::string& more) {
        add("byline.toml",
            "title = \"Notes\"\nbase_url = \"https://example.org/b/\"\n[author]\nname = \"Lin\"\nportrait = "
            "\"/p.png\"\n"
            "[languages.en]\nname = \"English\"\n[languages.zh]\nname = \"中文\"\n[search]\nenabled = false\n"
            "[pictures]\nenabled = false\n" +
                more);
    }
    void add(const std::string& path, std::string bytes) { disk_.put("site/" + path, std::move(bytes)); }

    BuildReport run(const graph::BuildRecord* before = nullptr) {
        BuildOptions options;
        options.site_folder = "site";
        options.now = *text::parse_timestamp("2026-06-01");
        options.threads = 2;
        options.cache = &cache_;
        options.pictures = &store_;
        options.cards = &tools_;
        drawn_ = 0;
        output::MemoryOutput output(before == nullptr ? output::MemoryOutput::Files{} : files_);
        BuildReport report = build(options, disk_, &output, nullptr, before);
        if (!output.files().empty()) files_ = output.files();
        return report;
    }

    // The words on the card that a page names.
    [[nodiscard]] std::string card_of(const std::string& page) const {
        const std::string html = *files_.at(page);
        constexpr std::string_view before = "og:image\" content=\"https://example.org/b/";
        const auto at = html.find(before);
        if (at == std::string::npos) return "none";
        const auto begin = at + before.size();
        const auto card = files_.find(html.substr(begin, html.find('"', begin) - begin));
        return card == files_.end() ? "not there" : std::string(*card->second);
    }
    [[nodiscard]] std::vector<std::string> cards() const {
        std::vector<std::string> paths;
        for (const auto& [path, bytes] : files_)
            if (path.starts_with(Cards::folder)) paths.push_back(path);
        return paths;
    }
    static std::vector<std::string> messages(const BuildReport& report) {
        std::vector<std::string> all;
        for (const Diagnostic& d : report.diagnostics) all.push_back(d.error.place.file + ": " + d.error.message);
        return all;
    }

    disk::MemoryDisk disk_;
    output::MemoryOutput::Files files_;  // of the last build
    cache::ContentCache cache_;
    PictureStore store_{disk_, "site/.byline"};
    std::atomic<int> drawn_{0};
    std::string fonts_ = "Latin";
    bool has_pango_ = true;
    CardTools tools_{[this](const media::CardContent& content, const media::CardStyle& style) -> Result<media::Card> {
                         ++drawn_;
                         media::Card card;
                         card.png = content.title + "/" + content.kind + "/" + content.author + "/" + content.site +
                                    "/" + content.date + "/" + content.language + "/" +
                                    std::to_string(style.accent.red);
                         for (const std::string& tag : content.tags) card.png += "/" + tag;
                         card.missing_glyphs = fonts_ == "Latin" && content.title == "名字会骗人" ? 5 : 0;
                         return card;
                     },
                     [this]() -> Result<text::Digest> {
                         if (!has_pango_) return fail(system_error("no Pango", "install it", {}));
                         return text::digest_of(fonts_);
                     }};
};

// Fontconfig and Cairo take another font when they cannot open the one that is wanted.
TEST_F(CardsTest, AreNotDrawnWithoutTheDescriptorsForTheirFonts) {
    // UBSan asks once whether an object has its type, and needs descriptors for that: here, not below the limit.
    EXPECT_EQ(disk::posix_error("", "", EMFILE).message, ": Too many open files");
    ::rlimit before{};
    ASSERT_EQ(::getrlimit(RLIMIT_NOFILE, &before), 0);
    const int next = ::dup(0);
    ASSERT_GE(next, 0);
    ::close(next);
    ::rlimit few = before;
    few.rlim_cur = static_cast<rlim_t>(next) + 2;
    ASSERT_EQ(::setrlimit(RLIMIT_NOFILE, &few), 0);
    const std::vector<std::string> said = messages(run());
    ASSERT_EQ(::setrlimit(RLIMIT_NOFILE, &before), 0);
    EXPECT_THAT(said, ElementsAre(HasSubstr("Too many open files")));
    EXPECT_EQ(drawn_, 0);
    run();
    EXPECT_GT(drawn_, 0);
}

TEST_F(CardsTest, StandInTheHeadsOfPages) {
    fonts_ = "Latin and Chinese";
    ASSERT_THAT(messages(run()), IsEmpty());
    EXPECT_EQ(card_of("articles/dns/index.html"), "Names lie/Article/Lin/Notes/2024-05-01/en/150/dns");
    EXPECT_EQ(card_of("zh/articles/dns/index.html"), "名字会骗人/文章/Lin/Notes/2024-05-01/zh/150");
    EXPECT_EQ(card_of("talks/queue/index.html"), "Queues/Talk · Conf/Ada, Bo/Notes/2024-05-02/en/150");
    EXPECT_EQ(card_of("index.html"), "Notes//Lin/example.org/b//en/150");
    EXPECT_EQ(card_of("articles/index.html"), card_of("index.html"));
    EXPECT_EQ(card_of("articles/own/index.html"), "a picture");
    EXPECT_THAT(cards(), SizeIs(5));  // two home pages, three works
    EXPECT_THAT(*files_["articles/dns/index.html"],
                HasSubstr("<meta property=\"og:image:width\" content=\"1200\">\n"
                          "<meta property=\"og:image:height\" content=\"630\">\n"
                          "<meta property=\"og:image:alt\" content=\"Names lie\">"));
    EXPECT_THAT(*files_["articles/dns/index.html"],
                HasSubstr("\"image\":{\"@type\":\"ImageObject\",\"url\":\"https://"));
    EXPECT_THAT(*files_["articles/dns/index.html"], HasSubstr("content=\"summary_large_image\""));
}

TEST_F(CardsTest, AreDrawnAgainOnlyForWhatTheyShow) {
    const auto first = run();
    add("content/articles/dns.md", "---\ntitle: Names lie\ndate: 2024-05-01\ntags: [dns]\n---\n\nOther text.\n");
    const auto second = run(first.record.get());
    EXPECT_EQ(drawn_, 0);
    EXPECT_LT(second.units_rendered, second.units / 2);
    add("content/articles/dns.md", "---\ntitle: Names lie still\ndate: 2024-05-01\ntags: [dns]\n---\n\nOther text.\n");
    const auto third = run(second.record.get());
    EXPECT_EQ(drawn_, 1);
    EXPECT_THAT(card_of("articles/dns/index.html"), HasSubstr("Names lie still/"));
    EXPECT_THAT(cards(), SizeIs(4));  // one is missing, and the one with the old title went
}

TEST_F(CardsTest, WaitForAFontThatHasTheTitle) {
    const auto first = run();
    EXPECT_THAT(messages(first),
                ElementsAre(HasSubstr("content/articles/dns.zh.md: no social card for 1 of the pages")));
    EXPECT_EQ(card_of("zh/articles/dns/index.html"), "not there");  // it names the portrait
    const auto second = run(first.record.get());                    // the same fonts are not tried again
    EXPECT_EQ(drawn_, 0);
    EXPECT_EQ(messages(second), messages(first));
    fonts_ = "Latin and Chinese";
    const auto third = run(second.record.get());
    EXPECT_EQ(drawn_, 1);
    EXPECT_EQ(third.units_rendered, 1U);
    EXPECT_THAT(messages(third), IsEmpty());
    EXPECT_THAT(card_of("zh/articles/dns/index.html"), HasSubstr("名字会骗人/"));
}

TEST_F(CardsTest, AreTheAuthorsPortraitWithoutPangoOrWhenSwitchedOff) {
    has_pango_ = false;
    EXPECT_THAT(messages(run()), ElementsAre(HasSubstr("no social card for 5 of the pages, this one first: no Pango")));
    EXPECT_THAT(*files_["index.html"], HasSubstr("og:image\" content=\"https://example.org/b/p.png\""));
    configure("[cards]\nenabled = false\n");
    EXPECT_THAT(messages(run()), IsEmpty());
    EXPECT_THAT(*files_["articles/dns/index.html"], HasSubstr("name=\"twitter:card\" content=\"summary\""));
}

TEST_F(CardsTest, TakeTheColoursOfTheSite) {
    configure("[theme_settings]\naccent = \"indigo\"\n");
    static_cast<void>(run());
    EXPECT_THAT(card_of("index.html"), HasSubstr("/35"));
    configure("[cards]\naccent = \"#ff0000\"\n");
    static_cast<void>(run());
    EXPECT_THAT(card_of("index.html"), HasSubstr("/255"));
    configure("[cards]\naccent = \"red\"\n");
    EXPECT_THAT(messages(run()), ElementsAre(HasSubstr("'red' is no colour")));
}

}  // namespace
}  // namespace byline::publish
