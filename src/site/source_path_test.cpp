#include "site/source_path.hpp"

#include <gtest/gtest.h>

namespace byline::site {
namespace {

Configuration two_languages() {
    Configuration configuration;
    configuration.language = "en";
    configuration.languages = {{"en", "English", {}, {}, {}, {}}, {"zh", "中文", {}, {}, {}, {}}};
    return configuration;
}

SourcePath read(std::string_view path) {
    return read_source_path(path, two_languages());
}

TEST(SourcePathTest, ReadsALeaf) {
    const SourcePath path = read("articles/2024/dns.md");
    EXPECT_EQ(path.role, SourceRole::Leaf);
    EXPECT_EQ(path.folder, "articles/2024");
    EXPECT_EQ(path.name, "dns");
    EXPECT_EQ(path.language, "");
    EXPECT_EQ(path.key(), "articles/2024/dns");
}

TEST(SourcePathTest, GivesTheLanguagesOfAWorkOneKey) {
    EXPECT_EQ(read("articles/dns.zh.md").language, "zh");
    EXPECT_EQ(read("articles/dns.ZH.md").language, "zh");
    EXPECT_EQ(read("articles/dns.zh.md").key(), read("articles/dns.md").key());
    EXPECT_EQ(read("articles/dns/index.zh.md").key(), read("articles/dns.md").key());
}

TEST(SourcePathTest, KeepsDotsThatAreNoLanguage) {
    EXPECT_EQ(read("Rust-1.12.md").name, "Rust-1.12");
    EXPECT_EQ(read("conf-lineup@0.md").name, "conf-lineup@0");
    EXPECT_EQ(read("dns.fr.md").name, "dns.fr");
    EXPECT_EQ(read("dns.fr.md").unknown_language, "fr");
    EXPECT_EQ(read("v2.md").unknown_language, "");
    EXPECT_EQ(read(".zh.md").name, ".zh");  // hidden; never listed, but not to crash on
}

TEST(SourcePathTest, TellsBundlesFromSections) {
    const SourcePath bundle = read("articles/dns/index.md");
    EXPECT_EQ(bundle.role, SourceRole::Bundle);
    EXPECT_EQ(bundle.name, "dns");
    EXPECT_EQ(bundle.folder, "articles");
    const SourcePath section = read("articles/_index.zh.md");
    EXPECT_EQ(section.role, SourceRole::Section);
    EXPECT_EQ(section.name, "articles");
    EXPECT_EQ(section.language, "zh");
    EXPECT_NE(section.key(), read("articles.md").key());
    EXPECT_EQ(read("index.md").role, SourceRole::Section);
    EXPECT_EQ(read("_index.md").name, "");
}

TEST(SourcePathTest, TakesTheDateOffTheName) {
    const SourcePath path = read("articles/2008-01-31-火锅.zh.md");
    ASSERT_TRUE(path.date);
    EXPECT_EQ(text::format_iso_date(*path.date), "2008-01-31");
    EXPECT_EQ(path.name, "火锅");
    EXPECT_EQ(path.language, "zh");
    EXPECT_FALSE(read("2008-13-31-x.md").date);
    EXPECT_EQ(read("2008-13-31-x.md").name, "2008-13-31-x");
    EXPECT_EQ(read("2008-01-31.md").name, "2008-01-31");
    EXPECT_EQ(read("2005-09-07-20-22-00.md").name, "20-22-00");
}

}  // namespace
}  // namespace byline::site
