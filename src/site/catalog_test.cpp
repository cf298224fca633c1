#include "site/catalog.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "site/site_fixture.hpp"

namespace byline::site {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::UnorderedElementsAre;

std::vector<std::string> paths(const Catalog& catalog, std::span<const WorkId> ids) {
    std::vector<std::string> paths;
    for (const WorkId id : ids) paths.push_back(catalog.work(id).path);
    return paths;
}

std::string work(std::string_view keys, std::string_view body = "") {
    return "---\n" + std::string(keys) + "\n---\n\n" + std::string(body) + "\n";
}

TEST(CatalogTest, OrdersNewestFirstAndUndatedLast) {
    SiteFixture site;
    site.add("articles/a.md", work("date: 2024-01-01"));
    site.add("articles/b.md", work("date: 2025-01-01"));
    site.add("articles/c.md", work("title: c"));
    site.add("notes/d.md", work("date: 2024-06-01"));
    site.add("about.md", work("date: 2026-01-01"));
    const Catalog catalog = site.gathered();
    const LanguageIndex& index = catalog.language("en");
    EXPECT_THAT(paths(catalog, index.listed),
                ElementsAre("articles/b.md", "notes/d.md", "articles/a.md", "articles/c.md"));
    const WorkId a = catalog.find_path("articles/a.md");
    EXPECT_EQ(catalog.newer(a), catalog.find_path("articles/b.md"));
    EXPECT_EQ(catalog.older(a), catalog.find_path("articles/c.md"));
    EXPECT_EQ(catalog.newer(catalog.find_path("articles/b.md")), no_work);
}

TEST(CatalogTest, JoinsTranslations) {
    SiteFixture site;
    site.add("articles/dns.zh.md", work("title: 域名"));
    site.add("articles/dns.md", work("title: DNS"));
    site.add("articles/other.md", work("title: Other"));
    const Catalog catalog = site.gathered();
    const WorkId chinese = catalog.find_path("articles/dns.zh.md");
    EXPECT_THAT(paths(catalog, catalog.translations(chinese)), ElementsAre("articles/dns.md", "articles/dns.zh.md"));
    EXPECT_EQ(catalog.translations(catalog.find_path("articles/other.md")).size(), 1U);
}

TEST(CatalogTest, GathersTermsInTheOrderOfTheLanguage) {
    SiteFixture site;
    site.add("articles/a.zh.md", work("date: 2024-01-01\ntags: [重庆, 阿里, 银行]"));
    site.add("articles/b.zh.md", work("date: 2025-01-01\ntags: [银行, Rust, rust]"));
    site.add("articles/c.md", work("tags: [银行]"));
    const Catalog catalog = site.gathered();
    const std::vector<Term>& terms = catalog.language("zh").terms.at(0);
    std::vector<std::string> names;
    for (const Term& term : terms) names.push_back(term.name);
    EXPECT_THAT(names, UnorderedElementsAre("阿里", "重庆", "银行", "Rust"));
    const auto position = [&](std::string_view name) { return std::ranges::find(names, name) - names.begin(); };
    EXPECT_LT(position("阿里"), position("重庆"));  // a, chong, yin: not by the order of code points
    EXPECT_LT(position("重庆"), position("银行"));
    const Term& bank = terms[static_cast<std::size_t>(position("银行"))];
    EXPECT_EQ(bank.url_path, "/zh/tags/yin-hang/");
    EXPECT_THAT(paths(catalog, bank.works), ElementsAre("articles/b.zh.md", "articles/a.zh.md"));
    EXPECT_EQ(catalog.terms_of(catalog.find_path("articles/b.zh.md")).size(), 2U);  // rust is Rust
}

TEST(CatalogTest, OrdersSeriesByPositionThenDate) {
    SiteFixture site;
    site.add("articles/a.md", work("date: 2024-03-01\nseries: DNS"));
    site.add("articles/b.md", work("date: 2024-01-01\nseries: DNS"));
    site.add("articles/c.md", work("date: 2024-05-01\nseries: {name: DNS, position: 1}"));
    const Catalog catalog = site.gathered();
    const Series* series = catalog.series_of(catalog.find_path("articles/a.md"));
    ASSERT_NE(series, nullptr);
    EXPECT_EQ(series->url_path, "/series/dns/");
    EXPECT_THAT(paths(catalog, series->works), ElementsAre("articles/c.md", "articles/b.md", "articles/a.md"));
}

TEST(CatalogTest, FindsWikilinksAcrossLanguages) {
    SiteFixture site;
    site.add("articles/dns.md", work("title: Why DNS TTLs Lie\naliases: [time-to-live]", "[[x]]"));
    site.add("articles/dns.zh.md", work("title: 域名为什么会骗人"));
    site.add("notes/only.md", work("title: Only English"));
    const Catalog catalog = site.gathered();
    const WorkId english = catalog.find_path("articles/dns.md");
    const WorkId chinese = catalog.find_path("articles/dns.zh.md");
    EXPECT_EQ(catalog.find_named("why dns  ttls lie", "en"), english);
    EXPECT_EQ(catalog.find_named("DNS", "en"), english);
    EXPECT_EQ(catalog.find_named("time-to-live", "en"), english);
    EXPECT_EQ(catalog.find_named("articles/dns", "en"), english);
    EXPECT_EQ(catalog.find_named("dns", "zh"), chinese);
    EXPECT_EQ(catalog.find_named("Why DNS TTLs lie", "zh"), chinese);  // named in English, read in Chinese
    EXPECT_EQ(catalog.find_named("域名为什么会骗人", "en"), english);
    EXPECT_EQ(catalog.find_named("Only English", "zh"), catalog.find_path("notes/only.md"));
    EXPECT_EQ(catalog.find_named("nothing", "en"), no_work);
}

TEST(CatalogTest, ResolvesLinksAsWritersWriteThem) {
    SiteFixture site;
    site.add("articles/dns.md", "x");
    site.add("articles/flame/index.md", "x");
    site.add("notes/a b.md", "x");
    site.add("about.md", "x");
    const Catalog catalog = site.gathered();
    const Work& from = catalog.work(catalog.find_path("articles/dns.md"));
    const auto resolved = [&](std::string_view destination) {
        const WorkId id = catalog.resolve_link(from, destination);
        return id == no_work ? std::string() : catalog.work(id).path;
    };
    EXPECT_EQ(resolved("flame/index.md"), "articles/flame/index.md");
    EXPECT_EQ(resolved("flame"), "articles/flame/index.md");
    EXPECT_EQ(resolved("../about.md#me"), "about.md");
    EXPECT_EQ(resolved("/about.md"), "about.md");
    EXPECT_EQ(resolved("/about/"), "about.md");
    EXPECT_EQ(resolved("/about"), "about.md");
    EXPECT_EQ(resolved("../flame/"), "articles/flame/index.md");  // from /articles/dns/ as a browser would
    EXPECT_EQ(resolved("../notes/a%20b.md"), "notes/a b.md");
    EXPECT_EQ(resolved("#ttl"), "articles/dns.md");
    EXPECT_EQ(resolved("../../../etc/passwd"), "");
    EXPECT_EQ(resolved("nothing.md"), "");
    EXPECT_EQ(resolved("%zz"), "");
}

TEST(CatalogTest, GathersBacklinksOnce) {
    SiteFixture site;
    site.add("articles/dns.md", work("date: 2024-01-01", "Myself: [x](dns.md)."));
    site.add("notes/a.md", work("date: 2024-02-01", "[[dns]] and [again](../articles/dns.md)."));
    site.add("notes/b.md", work("date: 2024-03-01", "[DNS](/articles/dns/)."));
    const Catalog catalog = site.gathered();
    EXPECT_THAT(paths(catalog, catalog.backlinks(catalog.find_path("articles/dns.md"))),
                ElementsAre("notes/b.md", "notes/a.md"));
    EXPECT_THAT(catalog.backlinks(catalog.find_path("notes/a.md")), IsEmpty());
}

TEST(CatalogTest, KnowsEveryLinkThatLeadsToAWork) {
    SiteFixture site;
    site.add("articles/dns.md", work("date: 2024-01-01\naliases: [old name]"));
    site.add("articles/dns.zh.md", work("title: 域名"));
    site.add("notes/a.md",
             work("date: 2024-02-01", "[x](https://example.org/), [[dns]], [y](gone.md), [[Old  Name]]."));
    site.add("notes/b.zh.md", work("date: 2024-03-01", "[[域名]]，[[old name]]，![[dns]]。"));
    const Catalog catalog = site.gathered();
    const auto links = [&](std::string_view path) {
        std::vector<std::pair<std::string, std::uint32_t>> found;
        for (const Backlink link : catalog.links_to(catalog.find_path(path)))
            found.emplace_back(catalog.work(link.source).path, link.reference);
        return found;
    };
    using Links = std::vector<std::pair<std::string, std::uint32_t>>;
    EXPECT_EQ(links("articles/dns.md"), (Links{{"notes/a.md", 0}, {"notes/a.md", 2}}));
    EXPECT_EQ(links("articles/dns.zh.md"), (Links{{"notes/b.zh.md", 0}, {"notes/b.zh.md", 1}, {"notes/b.zh.md", 2}}));
    EXPECT_EQ(links("notes/a.md"), Links());
}

TEST(CatalogTest, RelatesByRareTermsFirst) {
    SiteFixture site;
    site.add("articles/a.md", work("date: 2024-01-01\ntags: [common, rare]"));
    site.add("articles/b.md", work("date: 2023-01-01\ntags: [rare]"));
    for (int i = 0; i < 9; ++i) {
        site.add("articles/c" + std::to_string(i) + ".md",
                 work("date: 2025-01-0" + std::to_string(i + 1) + "\ntags: [common]"));
    }
    site.add("articles/z.md", work("tags: [other]"));
    const Catalog catalog = site.gathered();
    const auto related = catalog.related(catalog.find_path("articles/a.md"), 3);
    EXPECT_THAT(paths(catalog, related), ElementsAre("articles/b.md", "articles/c8.md", "articles/c7.md"));
    EXPECT_THAT(catalog.related(catalog.find_path("articles/z.md"), 3), IsEmpty());
}

}  // namespace
}  // namespace byline::site
