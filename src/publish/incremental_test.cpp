// What an edit makes a build render again: exactly the pages and feeds that show what was edited.
#include <algorithm>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "publish/edited_site.hpp"
#include "publish/rebuild_check.hpp"

namespace byline::publish {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::IsSupersetOf;
using ::testing::Not;
using ::testing::UnorderedElementsAre;

const EditedSite::Files files = {
    {"byline.toml",
     "title = \"Notes\"\nbase_url = \"https://example.org/\"\n[author]\nname = \"Lin\"\n[languages.en]\nname = "
     "\"English\"\n[languages.zh]\nname = \"中文\"\n[menus]\nmain = [{ name = \"About\", url = \"/about/\" "
     "}]\n[build]\n"
     "theme = \"mine\"\n"},
    {"content/articles/alpha.md",
     "---\ntitle: Alpha\ndate: 2024-01-01\ntags: [dns]\n---\n\nIt begins.\n\nThen a long word. See [[beta]].\n"},
    {"content/articles/alpha.zh.md", "---\ntitle: 甲\ndate: 2024-01-01\n---\n\n开头。\n\n后文。\n"},
    {"content/articles/beta.md", "---\ntitle: Beta\ndate: 2024-02-01\ntags: [dns]\n---\n\nSecond.\n"},
    {"content/articles/gamma.md", "---\ntitle: Gamma\ndate: 2024-03-01\ntags: [queues]\n---\n\nThird.\n"},
    {"content/notes/delta.md", "---\ntitle: Delta\ndate: 2024-04-01\n---\n\nA :badge[note].\n"},
    {"content/about.md", "---\ntitle: About me\n---\n\nHello.\n"},
    {"content/articles/later.md", "---\ntitle: Later\ndate: 2024-05-01\npublish_at: 2026-06-03\n---\n\nSoon.\n"},
    {"_data/tools.yaml", "editor: ed\nshell: dash\n"},
    {"_data/unread.json", "[1]"},
    {"static/robots.txt", "User-agent: *\n"},
    {"themes/mine/components/badge.html", "<b>{{ label }} {{ t(\"badge\") }}</b>"},
    {"themes/mine/i18n/en.toml", "badge = \"Badge\"\n"},
    {"themes/mine/templates/note.html",
     "{% extends \"work.html\" %}\n{% block after_content %}{% include \"partials/note_foot.html\" %}{% endblock %}\n"},
    {"themes/mine/templates/partials/note_foot.html", "<p>{{ data.tools.editor }}</p>\n"},
};

class IncrementalTest : public ::testing::TestWithParam<OutputPlace> {
  protected:
    IncrementalTest() : site_(files, GetParam()) { build_it(); }

    // Builds, and holds the build against one from nothing.
    void build_it() {
        const auto keep_report = [this](EditedSite& site, output::OutputSink& sink) {
            return report_ = build_again(site, sink);
        };
        EXPECT_EQ(check_rebuild(site_, keep_report, counts_), "");
        EXPECT_TRUE(report_.is_committed);
    }

    std::vector<std::string> rendered() {
        build_it();
        EXPECT_EQ(report_.begun_anew, "");
        std::vector<std::string> keys;
        for (const RenderedUnit& unit : report_.rendered) keys.push_back(unit.key);
        EXPECT_EQ(keys.size(), report_.units_rendered);
        return keys;
    }

    void replace(const std::string& path, const std::string& from, const std::string& to) {
        std::string text = *site_.find(path);
        const auto at = text.find(from);
        ASSERT_NE(at, std::string::npos) << from << " in " << path;
        site_.put(path, text.replace(at, from.size(), to));
    }

    EditedSite site_;
    BuildReport report_;
    RebuildCounts counts_;
};

INSTANTIATE_TEST_SUITE_P(In, IncrementalTest, ::testing::Values(OutputPlace::Folder, OutputPlace::Memory),
                         [](const auto& tested) { return tested.param == OutputPlace::Folder ? "Folder" : "Memory"; });

TEST_P(IncrementalTest, NothingChanged) {
    EXPECT_THAT(rendered(), IsEmpty());
    EXPECT_EQ(report_.outputs.written, 0U);
    EXPECT_EQ(report_.outputs.removed, 0U);
    EXPECT_EQ(report_.works_composed, 0U);
}

TEST_P(IncrementalTest, SavedAsItWas) {
    for (const auto& [path, bytes] : files) site_.put(path, bytes);
    EXPECT_THAT(rendered(), IsEmpty());
    EXPECT_EQ(report_.outputs.written, 0U);
}

TEST_P(IncrementalTest, AWordInABody) {
    replace("content/articles/alpha.md", "long", "lung");
    EXPECT_THAT(rendered(),
                UnorderedElementsAre("/articles/alpha/", "/ feeds", "/articles/ feeds", "/tags/dns/ feeds"));
    EXPECT_EQ(report_.works_composed, 1U);
    // The page, three feeds of three lists; in the search index its document, two chunks of words, the head.
    EXPECT_EQ(report_.outputs.written, 1U + 3U * 3U + 4U);
}

TEST_P(IncrementalTest, TextsAmendTheRecordAndAllElseBeginsOne) {
    const auto is_amended = [&] { return !report_.record->amendment().empty(); };
    EXPECT_FALSE(is_amended());
    replace("content/articles/alpha.md", "long", "lung");
    EXPECT_THAT(rendered(), Contains("/articles/alpha/"));
    EXPECT_TRUE(is_amended());
    const std::size_t one_source = report_.record->amended_sources().size();
    replace("content/articles/gamma.md", "Third.", "Last.");
    EXPECT_THAT(rendered(), Contains("/articles/gamma/"));
    EXPECT_TRUE(is_amended());
    EXPECT_GT(report_.record->amended_sources().size(), one_source);
    replace("content/articles/gamma.md", "Gamma", "Gamma rays");
    EXPECT_THAT(rendered(), Contains("/articles/gamma/"));
    EXPECT_FALSE(is_amended());
    EXPECT_THAT(rendered(), IsEmpty());
}

// What an amendment says that is not there any more, or is another's, was made by a build whose files stand all the
// same.
TEST_P(IncrementalTest, AnAmendmentThatIsLost) {
    replace("content/articles/alpha.md", "long", "lung");
    static_cast<void>(rendered());
    static_cast<void>(site_.disk.remove(EditedSite::state_path("amendment")));
    replace("content/articles/gamma.md", "Third.", "Last.");
    EXPECT_THAT(rendered(), IsSupersetOf({"/articles/gamma/", "/"}));
    replace("content/articles/alpha.md", "lung", "long");
    EXPECT_THAT(rendered(), Contains("/articles/alpha/"));
    EXPECT_THAT(rendered(), IsEmpty());
}

TEST_P(IncrementalTest, AnOriginalThatMovesOn) {
    replace("content/articles/alpha.zh.md", "date:", "translated_from: en 0000\ndate:");
    EXPECT_THAT(rendered(), Contains("/zh/articles/alpha/"));
    replace("content/articles/alpha.md", "long", "lung");  // another block, but as many of them as before
    EXPECT_THAT(rendered(), Contains("/zh/articles/alpha/"));
    site_.put("content/articles/alpha.md", *site_.find("content/articles/alpha.md") + "\nA third.\n");
    EXPECT_THAT(rendered(), Contains("/zh/articles/alpha/"));
}

TEST(IncrementalWorkshop, ADeckHasTheAuthorsOfItsTalk) {
    EditedSite site(files, OutputPlace::Workshop);
    RebuildCounts counts;
    site.put("content/talks/x/index.md", "---\ntitle: Talk\ndate: 2024-01-02\n---\n\nSaid.\n");
    site.put("content/talks/x/deck.md", "# One\n");
    EXPECT_EQ(check_rebuild(site, build_again, counts), "");
    site.put("content/talks/x/index.md", "---\ntitle: Talk\ndate: 2024-01-02\nauthors: [Ada]\n---\n\nSaid.\n");
    EXPECT_EQ(check_rebuild(site, build_again, counts), "");
}

TEST_P(IncrementalTest, ADeck) {
    site_.put("content/talks/x/index.md", "---\ntitle: Talk\ndate: 2024-01-02\n---\n\nSaid.\n");
    static_cast<void>(rendered());
    site_.put("content/talks/x/deck.md", "# One\n\n---\n\n## Two\n");
    EXPECT_THAT(rendered(), IsSupersetOf({"/talks/x/", "/talks/x/deck/"}));
    EXPECT_THAT(rendered(), IsEmpty());
    replace("content/talks/x/deck.md", "Two", "2");
    EXPECT_THAT(rendered(), ElementsAre("/talks/x/deck/"));
    replace("content/talks/x/index.md", "Said", "Told");
    EXPECT_THAT(rendered(), Not(Contains("/talks/x/deck/")));
    replace("content/talks/x/index.md", "title: Talk", "slug: y\ntitle: Talk");
    EXPECT_THAT(rendered(), IsSupersetOf({"/talks/y/", "/talks/y/deck/"}));
    site_.remove("content/talks/x/deck.md");
    EXPECT_THAT(rendered(), Contains("/talks/y/"));
}

TEST_P(IncrementalTest, ABeginningThatListsShow) {
    replace("content/articles/gamma.md", "Third.", "Last.");
    EXPECT_THAT(rendered(), UnorderedElementsAre("/articles/gamma/", "/", "/ feeds", "/404.html", "/articles/",
                                                 "/articles/ feeds", "/tags/queues/", "/tags/queues/ feeds"));
}

TEST_P(IncrementalTest, ATitle) {
    replace("content/articles/alpha.md", "Alpha", "Aleph");
    // beta.md has it as the earlier one, as related, and among the works that link to it; gamma.md nowhere.
    EXPECT_THAT(rendered(),
                UnorderedElementsAre("/articles/alpha/", "/articles/beta/", "/", "/ feeds", "/404.html", "/articles/",
                                     "/articles/ feeds", "/tags/dns/", "/tags/dns/ feeds", "/archive/"));
}

TEST_P(IncrementalTest, ATitleInAnotherLanguage) {
    replace("content/articles/alpha.zh.md", "甲", "乙");
    EXPECT_THAT(rendered(), UnorderedElementsAre("/zh/articles/alpha/", "/zh/", "/zh/ feeds", "/zh/404.html",
                                                 "/zh/articles/", "/zh/articles/ feeds", "/zh/archive/"));
}

TEST_P(IncrementalTest, ATag) {
    replace("content/articles/alpha.md", "[dns]", "[dns, queues]");
    // gamma.md has the same tag now: they are related.
    EXPECT_THAT(rendered(),
                UnorderedElementsAre("/articles/alpha/", "/articles/gamma/", "/", "/ feeds", "/articles/ feeds",
                                     "/tags/", "/tags/dns/ feeds", "/tags/queues/", "/tags/queues/ feeds"));
}

TEST_P(IncrementalTest, ALinkShowsOnThePageItLeadsTo) {
    replace("content/articles/gamma.md", "Third.", "Third.\n\n[[delta]]");
    EXPECT_THAT(rendered(), UnorderedElementsAre("/articles/gamma/", "/notes/delta/", "/ feeds", "/articles/ feeds",
                                                 "/tags/queues/ feeds"));
}

TEST_P(IncrementalTest, TheSentenceAroundALinkShowsOnThePageItLeadsTo) {
    replace("content/articles/alpha.md", "See [[beta]].", "For more, see [[beta]]! And then.");
    EXPECT_THAT(rendered(), UnorderedElementsAre("/articles/alpha/", "/articles/beta/", "/ feeds", "/articles/ feeds",
                                                 "/tags/dns/ feeds"));
    replace("content/articles/alpha.md", "And then.", "And more.");
    EXPECT_THAT(rendered(), Not(Contains("/articles/beta/")));
    replace("content/articles/alpha.md", "Then a long word.", "## Part\n\nThen a long word.");
    EXPECT_THAT(rendered(), Contains("/articles/beta/"));  // the sentence has another anchor
}

TEST_P(IncrementalTest, AHeadingOfAnotherNameBreaksTheLinksToIt) {
    replace("content/articles/beta.md", "Second.", "## Part\n\nSecond.");
    replace("content/articles/alpha.md", "[[beta]]", "[the part](beta.md#part)");
    build_it();
    EXPECT_TRUE(report_.diagnostics.empty());
    replace("content/articles/beta.md", "## Part", "## Port");
    build_it();
    ASSERT_EQ(report_.diagnostics.size(), 1U);
    EXPECT_EQ(report_.diagnostics[0].error.message, "no anchor '#part' in articles/beta.md");
    EXPECT_EQ(report_.diagnostics[0].error.remedy, "did you mean '#port'?");
    replace("content/articles/beta.md", "## Port", "## Part");
    build_it();
    EXPECT_TRUE(report_.diagnostics.empty());
}

TEST_P(IncrementalTest, TheGraphOfLinks) {
    site_.put("content/graph.md", "---\ntitle: Graph\ntemplate: graph\n---\n\nAll of it.\n");
    EXPECT_THAT(rendered(), Contains("/graph/"));
    replace("content/articles/alpha.md", "a long word", "a short word");
    EXPECT_THAT(rendered(), Not(Contains("/graph/")));
    replace("content/articles/gamma.md", "Third.", "Third, [[alpha]].");
    EXPECT_THAT(rendered(), Contains("/graph/"));
    replace("content/articles/gamma.md", "title: Gamma", "title: Gamma rays");
    EXPECT_THAT(rendered(), Contains("/graph/"));
    replace("content/articles/gamma.md", ", [[alpha]]", "");
    EXPECT_THAT(rendered(), Contains("/graph/"));
}

TEST_P(IncrementalTest, AMenuStandsOnEveryPage) {
    replace("byline.toml", "\"About\"", "\"Who\"");
    build_it();
    EXPECT_EQ(report_.begun_anew, "byline.toml changed");
    EXPECT_EQ(report_.units_rendered, report_.units);
    EXPECT_EQ(report_.outputs.written, report_.pages);  // the feeds and all else are as they were
}

TEST_P(IncrementalTest, APhrase) {
    site_.put("themes/mine/i18n/en.toml", "badge = \"Mark\"\n");
    EXPECT_THAT(rendered(), UnorderedElementsAre("/notes/delta/", "/ feeds", "/notes/ feeds"));
}

TEST_P(IncrementalTest, APhraseThatNobodySays) {
    site_.put("themes/mine/i18n/en.toml", "badge = \"Badge\"\nunused = \"x\"\n");
    EXPECT_THAT(rendered(), IsEmpty());
}

TEST_P(IncrementalTest, APartial) {
    site_.put("themes/mine/templates/partials/note_foot.html", "<p>{{ data.tools.shell }}</p>\n");
    EXPECT_THAT(rendered(), ElementsAre("/notes/delta/"));
}

TEST_P(IncrementalTest, ATemplate) {
    replace("themes/mine/templates/note.html", "{% include", "- {% include");
    EXPECT_THAT(rendered(), ElementsAre("/notes/delta/"));
}

TEST_P(IncrementalTest, AComponent) {
    replace("themes/mine/components/badge.html", "<b>", "<b class=\"badge\">");
    EXPECT_THAT(rendered(), UnorderedElementsAre("/notes/delta/", "/ feeds", "/notes/ feeds"));
}

TEST_P(IncrementalTest, ADataFile) {
    site_.put("_data/tools.yaml", "editor: vi\nshell: dash\n");
    EXPECT_THAT(rendered(), ElementsAre("/notes/delta/"));
    site_.put("_data/unread.json", "[2]");
    EXPECT_THAT(rendered(), IsEmpty());
}

TEST_P(IncrementalTest, ANewWork) {
    site_.put("content/articles/epsilon.md", "---\ntitle: Epsilon\ndate: 2024-06-01\n---\n\nNew.\n");
    // gamma.md was the newest article.
    EXPECT_THAT(rendered(), UnorderedElementsAre("/articles/epsilon/", "/articles/gamma/", "/", "/ feeds", "/404.html",
                                                 "/articles/", "/articles/ feeds", "/archive/"));
}

TEST_P(IncrementalTest, AWorkThatIsGone) {
    site_.remove("content/articles/gamma.md");
    EXPECT_THAT(rendered(), UnorderedElementsAre("/articles/beta/", "/", "/ feeds", "/404.html", "/articles/",
                                                 "/articles/ feeds", "/tags/", "/archive/"));
    EXPECT_EQ(report_.outputs.removed,
              1U + 4U + 1U + 1U);  // its page, the list and feeds of its tag, its document to search, its card
}

TEST_P(IncrementalTest, AnAddress) {
    site_.put("content/articles/beta.md",
              "---\ntitle: Beta\ndate: 2024-02-01\ntags: [dns]\nslug: bet\n---\n\nSecond.\n");
    const std::vector<std::string> keys = rendered();
    EXPECT_THAT(keys, Contains("/articles/alpha/"));  // which links to it
    EXPECT_THAT(keys, Contains("/articles/gamma/"));  // which has it as the earlier one
    EXPECT_THAT(keys, Not(Contains("/about/")));
    EXPECT_THAT(keys, Not(Contains("/notes/delta/")));
}

TEST_P(IncrementalTest, TheClock) {
    constexpr std::int64_t day_s = 86'400;
    site_.options.now.seconds += day_s;
    EXPECT_THAT(rendered(), IsEmpty());
    site_.options.now.seconds += day_s;
    EXPECT_THAT(rendered(), UnorderedElementsAre("/articles/later/", "/articles/gamma/", "/", "/ feeds", "/404.html",
                                                 "/articles/", "/articles/ feeds", "/archive/"));
}

TEST_P(IncrementalTest, ADraftShowsNowhere) {
    site_.put("content/notes/secret.md", "---\ntitle: Secret\ndraft: true\n---\nx\n");
    EXPECT_THAT(rendered(), IsEmpty());
    EXPECT_EQ(report_.hidden, 2U);
    replace("content/notes/secret.md", "Secret", "More secret");
    EXPECT_THAT(rendered(), IsEmpty());
}

TEST_P(IncrementalTest, StaticFilesAreCopied) {
    site_.put("static/humans.txt", "x");
    EXPECT_THAT(rendered(), IsEmpty());
    EXPECT_EQ(report_.outputs.written, 1U);
    site_.put("static/humans.txt", "y");
    EXPECT_THAT(rendered(), IsEmpty());
    EXPECT_EQ(report_.outputs.written, 1U);
    site_.remove("static/humans.txt");
    EXPECT_THAT(rendered(), IsEmpty());
    EXPECT_EQ(report_.outputs.removed, 1U);
}

TEST_P(IncrementalTest, AnAliasIsARedirect) {
    replace("content/articles/gamma.md", "tags:", "aliases: [/g.html]\ntags:");
    EXPECT_THAT(rendered(), Not(Contains("/articles/beta/")));
    EXPECT_EQ(report_.outputs.written, 1U);
}

TEST_P(IncrementalTest, AFaultChangesNothingAndIsForgotten) {
    const std::string good = *site_.find("content/articles/gamma.md");
    site_.put("content/articles/gamma.md", "---\ntitle: [\n---\n");
    EXPECT_EQ(check_rebuild(site_, build_again, counts_), "");
    EXPECT_EQ(counts_.failed, 1U);
    site_.put("content/articles/gamma.md", good);
    EXPECT_THAT(rendered(), IsEmpty());
    EXPECT_EQ(report_.outputs.written, 0U);
}

TEST_P(IncrementalTest, AWarningIsToldAgain) {
    replace("content/articles/gamma.md", "Third.", "Third.\n\n[[Nowhere]]");
    build_it();
    ASSERT_EQ(report_.diagnostics.size(), 1U);
    EXPECT_THAT(rendered(), IsEmpty());
    EXPECT_EQ(report_.diagnostics.size(), 1U);
}

}  // namespace
}  // namespace byline::publish
