// Whole builds, from files in memory to files in memory, with the default theme.
#include "publish/build.hpp"

#include <algorithm>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "disk/memory_disk.hpp"
#include "output/memory_output.hpp"
#include "publish/search_index.hpp"
#include "publish/translations.hpp"
#include "search/sizes.hpp"

namespace byline::publish {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

class BuildTest : public ::testing::Test {
  protected:
    BuildTest() {
        configure("");
        add("content/articles/dns.md",
            "---\ntitle: Why <TTLs> lie\ndate: 2024-01-02\ntags: [dns]\naliases: [/old/dns.html, older]\n---\n\nFirst "
            "[queue](queue.md) words.\n\n## Caches\n\nMore.\n");
        add("content/articles/dns.zh.md",
            "---\ntitle: 域名会骗人\ndate: 2024-01-03\ntags: [域名]\n---\n\n**重点。**后文，参见 [[queue]]。\n");
        add("content/articles/queue.md",
            "---\ntitle: Queues\ndate: 2025-05-06\ntags: [dns]\n---\n\nSee [[Why <TTLs> lie#Caches]] and {{ x }} {% y "
            "%}.\n");
        add("content/notes/draft.md", "---\ntitle: Secret\ndraft: true\n---\nx\n");
        add("content/about.md", "# About me\n\nHello.\n");
        add("static/robots.txt", "User-agent: *\nDisallow: /private/\n");
        add("static/pic.png", "not really a picture");
    }

    void configure(const std::string& more, const std::string& base_url = "https://example.org/") {
        add("byline.toml", "title = \"Notes\"\ndescription = \"On names\"\nbase_url = \"" + base_url + "\"\n" + more +
                               "[author]\nname = \"Lin\"\n[languages.en]\nname = \"English\"\n[languages.zh]\nname = "
                               "\"中文\"\ntitle = \"笔记\"\n");
    }

    void add(const std::string& path, std::string bytes) { disk_.put("site/" + path, std::move(bytes)); }

    BuildReport run(std::size_t threads = 2, Hidden hidden = Hidden::Omit) {
        BuildOptions options;
        options.site_folder = "site";
        options.now = *text::parse_timestamp("2026-06-01");
        options.threads = threads;
        options.hidden = hidden;
        output::MemoryOutput output;
        BuildReport report = build(options, disk_, &output, nullptr);
        files_ = output.files();
        return report;
    }

    std::string file(const std::string& path) const {
        const auto found = files_.find(path);
        return found == files_.end() ? "(no " + path + ")" : *found->second;
    }

    static std::vector<std::string> messages(const BuildReport& report) {
        std::vector<std::string> all;
        for (const Diagnostic& d : report.diagnostics) all.push_back(d.error.place.file + ": " + d.error.message);
        return all;
    }

    disk::MemoryDisk disk_;
    output::MemoryOutput::Files files_;
};

TEST_F(BuildTest, MakesEveryPageAndFeed) {
    const BuildReport report = run();
    EXPECT_THAT(messages(report), IsEmpty());
    EXPECT_TRUE(report.is_committed);
    EXPECT_EQ(report.works, 4U);
    EXPECT_EQ(report.hidden, 1U);
    for (const char* path : {"index.html",
                             "zh/index.html",
                             "articles/index.html",
                             "zh/articles/index.html",
                             "articles/dns/index.html",
                             "zh/articles/dns/index.html",
                             "about/index.html",
                             "tags/index.html",
                             "tags/dns/index.html",
                             "zh/tags/yu-ming/index.html",
                             "archive/index.html",
                             "404.html",
                             "zh/404.html",
                             "atom.xml",
                             "rss.xml",
                             "feed.json",
                             "articles/atom.xml",
                             "tags/dns/feed.json",
                             "zh/rss.xml",
                             "sitemap.xml",
                             "robots.txt",
                             "feeds.opml",
                             "old/dns.html",
                             "older/index.html",
                             "pic.png"}) {
        EXPECT_TRUE(files_.contains(path)) << path;
    }
    EXPECT_FALSE(files_.contains("notes/draft/index.html"));
    EXPECT_FALSE(files_.contains("notes/index.html"));  // a kind without a work has no list
}

TEST(SearchIndex, SaysWhatToDoWithTooManyWorks) {
    EXPECT_TRUE(check_searchable(search::max_documents));
    const auto refused = check_searchable(search::max_documents + 1);
    ASSERT_FALSE(refused);
    EXPECT_THAT(refused.error().message, HasSubstr("1048577 works"));
    EXPECT_THAT(refused.error().remedy, HasSubstr("enabled = false"));
    EXPECT_EQ(refused.error().place.file, "byline.toml");
}

TEST_F(BuildTest, EscapesAndResolves) {
    run();
    const std::string dns = file("articles/dns/index.html");
    EXPECT_THAT(dns, HasSubstr("<title>Why &lt;TTLs&gt; lie · Notes</title>"));
    EXPECT_THAT(dns, Not(HasSubstr("<TTLs>")));
    EXPECT_THAT(dns, HasSubstr("<a href=\"/articles/queue/\">queue</a>"));
    EXPECT_THAT(file("articles/queue/index.html"), HasSubstr("href=\"/articles/dns/#caches\""));
    EXPECT_THAT(file("articles/queue/index.html"), HasSubstr("{{ x }} {% y %}"));
    EXPECT_THAT(file("zh/articles/dns/index.html"), HasSubstr("<strong>重点。</strong>后文"));
}

TEST_F(BuildTest, SaysWhatSearchEnginesAsk) {
    run();
    const std::string dns = file("articles/dns/index.html");
    EXPECT_THAT(dns, HasSubstr("<link rel=\"canonical\" href=\"https://example.org/articles/dns/\">"));
    EXPECT_THAT(dns, HasSubstr("hreflang=\"zh\" href=\"https://example.org/zh/articles/dns/\""));
    EXPECT_THAT(dns, HasSubstr("hreflang=\"x-default\" href=\"https://example.org/articles/dns/\""));
    EXPECT_THAT(dns, HasSubstr("\"@type\":\"BlogPosting\""));
    EXPECT_THAT(dns, HasSubstr("\"headline\":\"Why \\u003cTTLs\\u003e lie\""));
    EXPECT_THAT(file("zh/articles/dns/index.html"),
                HasSubstr("hreflang=\"x-default\" href=\"https://example.org/articles/dns/\""));
    EXPECT_THAT(file("articles/queue/index.html"), Not(HasSubstr("rel=\"alternate\" hreflang")));
    EXPECT_THAT(file("404.html"), HasSubstr("noindex"));
    const std::string map = file("sitemap.xml");
    EXPECT_THAT(map, HasSubstr("<loc>https://example.org/articles/dns/</loc><lastmod>2024-01-02</lastmod>"));
    EXPECT_THAT(
        map,
        HasSubstr("<xhtml:link rel=\"alternate\" hreflang=\"zh\" href=\"https://example.org/zh/articles/dns/\"/>"));
    EXPECT_THAT(map, Not(HasSubstr("404")));
    EXPECT_THAT(map, Not(HasSubstr("old/dns")));
}

TEST_F(BuildTest, WritesFeedsWithAbsoluteLinks) {
    run();
    EXPECT_THAT(file("atom.xml"), HasSubstr("&lt;a href=&quot;https://example.org/articles/queue/&quot;&gt;"));
    EXPECT_THAT(file("feed.json"), HasSubstr("https://example.org/articles/queue/\\\""));
    EXPECT_THAT(file("zh/atom.xml"), HasSubstr("<title>域名会骗人</title>"));
    EXPECT_THAT(file("zh/atom.xml"), Not(HasSubstr("<title>Queues")));
    EXPECT_LT(file("rss.xml").find("Queues"), file("rss.xml").find("Why &lt;TTLs&gt; lie"));
}

TEST_F(BuildTest, KeepsTheBasePathEverywhere) {
    configure("", "https://example.org/blog/");
    const BuildReport report = run();
    EXPECT_THAT(messages(report), IsEmpty());
    const std::string dns = file("articles/dns/index.html");
    EXPECT_THAT(dns, HasSubstr("<a href=\"/blog/articles/queue/\">queue</a>"));
    EXPECT_THAT(dns, HasSubstr("<link rel=\"stylesheet\" href=\"/blog/assets/style."));
    EXPECT_THAT(file("atom.xml"), HasSubstr("https://example.org/blog/articles/queue/&quot;"));
    EXPECT_THAT(file("older/index.html"), HasSubstr("url=https://example.org/blog/articles/dns/"));
    for (const auto& [path, bytes] : files_) {
        if (path.ends_with(".html")) {
            EXPECT_THAT(*bytes, Not(HasSubstr("href=\"/articles/"))) << path;
        }
    }
}

TEST_F(BuildTest, ShowsHiddenWorksWhenAsked) {
    const BuildReport report = run(2, Hidden::Show);
    EXPECT_EQ(report.hidden, 0U);
    EXPECT_THAT(file("notes/draft/index.html"), HasSubstr("noindex"));
    EXPECT_THAT(file("sitemap.xml"), Not(HasSubstr("draft")));
}

TEST_F(BuildTest, AStaticFileStandsInsteadOfTheEnginesOwn) {
    run();
    EXPECT_EQ(file("robots.txt"), "User-agent: *\nDisallow: /private/\n");
}

TEST_F(BuildTest, CopiesWhatHostsAskForByDotNames) {
    add("static/.well-known/security.txt", "Contact: me");
    add("static/.nojekyll", "");
    add("static/.DS_Store", "litter");
    add("static/.git/config", "litter");
    add("static/notes.txt~", "litter");
    run();
    EXPECT_EQ(file(".well-known/security.txt"), "Contact: me");
    EXPECT_TRUE(files_.contains(".nojekyll"));
    EXPECT_FALSE(files_.contains(".DS_Store"));
    EXPECT_FALSE(files_.contains(".git/config"));
    EXPECT_FALSE(files_.contains("notes.txt~"));
}

TEST_F(BuildTest, PaginatesLists) {
    configure("[pagination]\nsize = 1\n");
    run();
    EXPECT_TRUE(files_.contains("articles/page/2/index.html"));
    EXPECT_FALSE(files_.contains("articles/page/3/index.html"));
    EXPECT_FALSE(files_.contains("articles/page/2/atom.xml"));
    EXPECT_THAT(file("articles/page/2/index.html"),
                HasSubstr("<link rel=\"prev\" href=\"https://example.org/articles/\">"));
    EXPECT_THAT(file("articles/index.html"),
                HasSubstr("<link rel=\"next\" href=\"https://example.org/articles/page/2/\">"));
}

TEST_F(BuildTest, DoesNotDependOnThreads) {
    run(1);
    const output::MemoryOutput::Files one = files_;
    run(4);
    ASSERT_EQ(one.size(), files_.size());
    for (const auto& [path, bytes] : one) EXPECT_EQ(*bytes, file(path)) << path;
}

TEST_F(BuildTest, DoesNotDependOnDocumentsKeptInMemory) {
    run();
    const output::MemoryOutput::Files kept = files_;
    BuildOptions options;
    options.site_folder = "site";
    options.now = *text::parse_timestamp("2026-06-01");
    options.document_bytes = 0;
    output::MemoryOutput output;
    ASSERT_TRUE(build(options, disk_, &output, nullptr).is_committed);
    for (const auto& [path, bytes] : kept) EXPECT_EQ(*bytes, *output.files().at(path)) << path;
}

TEST_F(BuildTest, WarnsOfEveryBrokenReference) {
    add("content/notes/broken.md",
        "---\ntitle: Broken\n---\n\n[a](/nowhere/) [[Quueues]] ![p](no.png) [b](../articles/dns.md#cachs) <img "
        "src=\"/gone.svg\">\n");
    const BuildReport report = run();
    EXPECT_TRUE(report.is_committed);
    EXPECT_EQ(report.count(Severity::Error), 0U);
    EXPECT_THAT(messages(report),
                ElementsAre("content/notes/broken.md: link to '/nowhere/', which this site does not have",
                            "content/notes/broken.md: wikilink to 'Quueues', which no work is called",
                            "content/notes/broken.md: no picture 'no.png'",
                            "content/notes/broken.md: no anchor '#cachs' in articles/dns.md",
                            "content/notes/broken.md: no file '/gone.svg'"));
    EXPECT_THAT(report.diagnostics[1].error.remedy, HasSubstr("[[Queues]]"));
    EXPECT_THAT(report.diagnostics[3].error.remedy, HasSubstr("#caches"));
}

TEST_F(BuildTest, CommitsNothingWhenAPageWouldBeWrong) {
    add("content/articles/twin.md", "---\ntitle: Twin\nslug: dns\n---\n");
    add("content/articles/bad.md", "---\ntitle: [\n---\n");
    const BuildReport report = run();
    EXPECT_FALSE(report.is_committed);
    EXPECT_THAT(files_, IsEmpty());
    EXPECT_EQ(report.count(Severity::Error), 2U);  // both, in one run
}

TEST_F(BuildTest, TellsATemplatesFaultOnce) {
    add("themes/default/templates/article.html", "{{ wrok.title }}");
    const BuildReport report = run();
    EXPECT_FALSE(report.is_committed);
    ASSERT_EQ(report.count(Severity::Error), 1U);
    EXPECT_THAT(report.diagnostics[0].error.place.file, HasSubstr("themes/default/templates/article.html"));
    EXPECT_THAT(report.diagnostics[0].error.remedy, HasSubstr("work"));
}

TEST_F(BuildTest, ReachesDataFiles) {
    add("_data/talks.toml", "[[talk]]\nname = \"重庆\"\n");
    add("_data/more/rows.csv", "a,b\n1,二\n");
    add("themes/default/templates/page.html", "{{ data.talks.talk[0].name }} {{ data.more.rows[0].b }}");
    run();
    EXPECT_EQ(file("about/index.html"), "重庆 二");
}

TEST_F(BuildTest, PublishesBundlesWithTheirPictures) {
    add("content/articles/flame/index.md",
        "---\nslug: fire\ndate: 2024-01-01\n---\n\n![graph](graph.svg) [data](raw/data.csv)\n");
    add("content/articles/flame/index.zh.md", "---\ndate: 2024-01-01\n---\n\n![图](graph.svg)\n");
    add("content/articles/flame/graph.svg", "<svg/>");
    add("content/articles/flame/raw/data.csv", "1");
    const BuildReport report = run();
    EXPECT_THAT(messages(report), IsEmpty());
    EXPECT_EQ(file("articles/fire/graph.svg"), "<svg/>");
    EXPECT_EQ(file("articles/fire/raw/data.csv"), "1");
    EXPECT_THAT(file("articles/fire/index.html"), HasSubstr("src=\"/articles/fire/graph.svg\""));
    EXPECT_THAT(file("zh/articles/flame/index.html"), HasSubstr("src=\"/articles/fire/graph.svg\""));
}

TEST_F(BuildTest, RendersComponentsAndEmbeds) {
    add("themes/default/components/hello.html",
        "<b>{{ label }}|{{ attributes.to }}|{{ content }}|{{ form }}|{{ language }}</b>");
    add("content/notes/n.md",
        "---\ntitle: N\n---\n\n:::hello[Hi *you*]{to=\"<all>\"}\nInside.\n:::\n\n![[About me]]\n");
    const BuildReport report = run();
    EXPECT_THAT(messages(report), IsEmpty());
    EXPECT_THAT(file("notes/n/index.html"),
                HasSubstr("<b>Hi <em>you</em>|&lt;all&gt;|<p>Inside.</p>\n|container|en</b>"));
    EXPECT_THAT(file("notes/n/index.html"), HasSubstr("</b>\n<div class=\"embed\""));  // not inside a paragraph
    EXPECT_THAT(file("notes/n/index.html"), HasSubstr("<p>Hello.</p>"));
}

TEST_F(BuildTest, StopsEmbedsThatRunInACircle) {
    add("content/notes/a.md", "---\ntitle: A\n---\n![[B]]\n");
    add("content/notes/b.md", "---\ntitle: B\n---\n![[A]]\n");
    const BuildReport report = run();
    EXPECT_FALSE(report.is_committed);
    EXPECT_THAT(messages(report)[0], HasSubstr("circle"));
}

TEST_F(BuildTest, ShowsADeckBesideItsTalk) {
    add("content/talks/x/index.md", "---\ntitle: Waiting\ndate: 2025-01-02\n---\nSaid.\n");
    add("content/talks/x/index.zh.md", "---\ntitle: 等待\ndate: 2025-01-02\n---\n说过。\n");
    add("content/talks/x/deck.md",
        "# Waiting\n\n---\n\n## Caches\n\n[text](index.md) ![p](p.svg)\n\n:::notes\nSay.\n:::\n");
    add("content/talks/x/p.svg", "<svg/>");
    add("content/notes/to.md", "---\ntitle: To\n---\n[[Waiting]] and [slides](../talks/x/deck.md#caches)\n");
    EXPECT_THAT(messages(run()), IsEmpty());
    const std::string deck = file("talks/x/deck/index.html");
    EXPECT_THAT(deck, HasSubstr("<title>Waiting · Slides · Notes</title>"));
    EXPECT_THAT(deck, HasSubstr("<section class=\"slide\" id=\"slide.2\" aria-label=\"Slide 2 of 2\">"));
    EXPECT_THAT(deck, HasSubstr("src=\"/talks/x/p.svg\""));
    EXPECT_THAT(deck, HasSubstr("<p>Say.</p>"));
    EXPECT_THAT(file("talks/x/index.html"), HasSubstr("<a href=\"/talks/x/deck/\">"));
    // The other language has none of its own, and says in which language this one is.
    EXPECT_THAT(file("zh/talks/x/index.html"), HasSubstr("<a href=\"/talks/x/deck/\" lang=\"en\" hreflang=\"en\">"));
    EXPECT_THAT(file("talks/index.html"), Not(HasSubstr("/deck/")));
    EXPECT_THAT(file("atom.xml"), Not(HasSubstr("<id>https://example.org/talks/x/deck/")));
    EXPECT_THAT(file("notes/to/index.html"), HasSubstr("href=\"/talks/x/\""));
    EXPECT_THAT(file("notes/to/index.html"), HasSubstr("href=\"/talks/x/deck/#caches\""));

    add("content/talks/x/index.md", "---\ntitle: Waiting\ndate: 2025-01-02\nslug: queue\ndraft: true\n---\nSaid.\n");
    run();
    EXPECT_THAT(file("talks/x/deck/index.html"), HasSubstr("(no "));  // the deck of a draft is one too
    run(2, Hidden::Show);
    EXPECT_THAT(file("talks/queue/deck/index.html"), HasSubstr("Waiting"));
}

TEST_F(BuildTest, TellsHowFarATranslationIsBehind) {
    const auto text = [](const std::string& body) { return "---\ntitle: T\ndate: 2025-01-02\n---\n\n" + body; };
    add("content/notes/t.md", text("One.\n\nTwo.\n\nThree.\n"));
    add("content/notes/t.zh.md", text("一。\n\n二。\n\n三。\n"));
    const text::Timestamp now = *text::parse_timestamp("2026-06-01");
    run();
    EXPECT_THAT(file("zh/notes/t/index.html"), Not(HasSubstr("behind")));  // nothing is recorded, nothing claimed
    ASSERT_TRUE(record_translation("site", "content/notes/t.zh.md", disk_, now));
    run();
    EXPECT_THAT(file("zh/notes/t/index.html"), Not(HasSubstr("behind")));
    add("content/notes/t.md", text("One.\n\nTwo, better.\n\nThree.\n\nFour.\n"));
    run();
    EXPECT_THAT(file("zh/notes/t/index.html"), HasSubstr("涉及 2 段"));
    EXPECT_THAT(file("zh/notes/t/index.html"), HasSubstr("href=\"/notes/t/\">T</a>"));
    const auto survey = survey_translations("site", disk_, now);
    ASSERT_TRUE(survey);
    ASSERT_EQ(survey->size(), 2U);
    EXPECT_FALSE((*survey)[0].is_recorded);  // articles/dns
    EXPECT_EQ((*survey)[1].path, "content/notes/t.zh.md");
    EXPECT_EQ((*survey)[1].original_language, "en");
    EXPECT_EQ((*survey)[1].behind, 2U);
    EXPECT_FALSE(record_translation("site", "content/notes/t.md", disk_, now));  // the original
    EXPECT_FALSE(record_translation("site", "content/about.md", disk_, now));
}

TEST(TranslatedFromTest, StandsInFrontMatterOfEachForm) {
    EXPECT_EQ(with_translated_from("text\n", "en 0"), "---\ntranslated_from: \"en 0\"\n---\n\ntext\n");
    EXPECT_EQ(with_translated_from("---\ntitle: x\n---\ny", "en 0"),
              "---\ntitle: x\ntranslated_from: \"en 0\"\n---\ny");
    EXPECT_EQ(with_translated_from("---\ntranslated_from: \"en 1\"\ntitle: x\n---\n", "en 0"),
              "---\ntranslated_from: \"en 0\"\ntitle: x\n---\n");
    EXPECT_EQ(with_translated_from("---\n---\ny", "en 0"), "---\ntranslated_from: \"en 0\"\n---\ny");
    EXPECT_EQ(with_translated_from("+++\ntitle = 'x'\n[extra]\na = 1\n+++\n", "en 0"),
              "+++\ntranslated_from = \"en 0\"\ntitle = 'x'\n[extra]\na = 1\n+++\n");
}

TEST_F(BuildTest, SplitsTheSitemapAtTheProtocolsBound) {
    for (int i = 0; i < 50'001; ++i) add("content/p" + std::to_string(i) + ".md", "x");
    add("themes/default/templates/page.html", "x");
    run();
    EXPECT_THAT(file("sitemap.xml"), HasSubstr("<sitemap><loc>https://example.org/sitemap-2.xml</loc></sitemap>"));
    const std::string first = file("sitemap-1.xml");
    std::size_t urls = 0;
    for (std::size_t at = first.find("<url>"); at != std::string::npos; at = first.find("<url>", at + 1)) ++urls;
    EXPECT_EQ(urls, 50'000U);
}

}  // namespace
}  // namespace byline::publish
