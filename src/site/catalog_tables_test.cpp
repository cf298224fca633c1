// A catalog that is restored from its tables says what the gathered one says.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "site/catalog.hpp"
#include "site/site_fixture.hpp"

namespace byline::site {
namespace {

void fill(SiteFixture& site) {
    site.add("articles/_index.md", "---\ntitle: All of them\n---\n");
    site.add("articles/a.md",
             "---\ntitle: Alpha\ndate: 2024-01-01\ntags: [dns, Queues]\nseries: Roots\n---\n\nTo [b](b.md) and "
             "[[gamma]].\n");
    site.add("articles/a.zh.md", "---\ntitle: 甲\ndate: 2024-01-01\ntags: [域名]\n---\n\n到 [[Alpha]]。\n");
    site.add(
        "articles/b.md",
        "---\ntitle: Beta\ndate: 2024-02-01\ntags: [dns]\nseries: Roots\naliases: [/was/]\n---\n\n[c](/notes/c/)\n");
    site.add("notes/c.md", "---\ntitle: Gamma\ntags: [dns]\n---\n\n[[was]] [b](../articles/b.md)\n");
    site.add("about.md", "---\ntitle: About\n---\n\nHello.\n");
}

class CatalogTables : public ::testing::Test {
  protected:
    CatalogTables() : gathered_(gather(site_)) { gathered_.encode_tables(tables_); }

    static Catalog gather(SiteFixture& site) {
        fill(site);
        return site.gathered();
    }

    LazyWorks::Source works() {
        return {gathered_.size(),
                [this](WorkId id) {
                    ++made_;
                    return gathered_.work(id);
                },
                [this](WorkId id) { return std::string_view(gathered_.work(id).path); }};
    }
    std::optional<Catalog> restored(std::string_view tables) {
        return Catalog::restore(tables, works(), site_.configuration);
    }

    SiteFixture site_;
    Catalog gathered_;
    std::string tables_;
    int made_ = 0;
};

bool is_same(std::span<const WorkId> a, std::span<const WorkId> b) {
    return std::ranges::equal(a, b);
}

TEST_F(CatalogTables, SayWhatGatheringFound) {
    const auto catalog = restored(tables_);
    ASSERT_TRUE(catalog);
    EXPECT_LE(made_, 1);  // the words above a list
    EXPECT_EQ(catalog->size(), gathered_.size());
    for (WorkId id = 0; id < gathered_.size(); ++id) {
        EXPECT_EQ(catalog->newer(id), gathered_.newer(id));
        EXPECT_EQ(catalog->older(id), gathered_.older(id));
        EXPECT_TRUE(is_same(catalog->translations(id), gathered_.translations(id)));
        EXPECT_TRUE(is_same(catalog->backlinks(id), gathered_.backlinks(id)));
        EXPECT_EQ(catalog->links_to(id).size(), gathered_.links_to(id).size());
        EXPECT_EQ(catalog->terms_of(id).size(), gathered_.terms_of(id).size());
        EXPECT_EQ(catalog->related(id, 8), gathered_.related(id, 8));
        EXPECT_EQ(catalog->series_of(id) == nullptr, gathered_.series_of(id) == nullptr);
        EXPECT_EQ(catalog->find_path(gathered_.work(id).path), id);
        EXPECT_EQ(catalog->find_url(gathered_.work(id).url_path), gathered_.find_url(gathered_.work(id).url_path));
        for (const InternalReference& reference : gathered_.work(id).references)
            EXPECT_EQ(catalog->resolve_link(catalog->work(id), reference.destination),
                      gathered_.resolve_link(gathered_.work(id), reference.destination));
    }
    for (const std::string_view name : {"Alpha", "gamma", "WAS", "beta", "nobody", "articles/a"}) {
        EXPECT_EQ(catalog->find_named(name, "en"), gathered_.find_named(name, "en")) << name;
        EXPECT_EQ(catalog->find_named(name, "zh"), gathered_.find_named(name, "zh")) << name;
    }
    EXPECT_EQ(catalog->find_path("articles/none.md"), no_work);
    EXPECT_EQ(catalog->find_url("/none/"), no_work);
    EXPECT_TRUE(catalog->has_path_from("articles/a.", "articles/a/"));
    EXPECT_FALSE(catalog->has_path_from("articles/d", "articles/e"));
    ASSERT_EQ(catalog->languages().size(), gathered_.languages().size());
    for (std::size_t i = 0; i < gathered_.languages().size(); ++i) {
        const LanguageIndex& now = catalog->languages()[i];
        const LanguageIndex& then = gathered_.languages()[i];
        EXPECT_EQ(now.listed, then.listed);
        EXPECT_EQ(now.by_kind, then.by_kind);
        EXPECT_EQ(now.sections.size(), then.sections.size());
        ASSERT_EQ(now.series.size(), then.series.size());
        ASSERT_EQ(now.terms.size(), then.terms.size());
        for (std::size_t t = 0; t < then.terms.size(); ++t) {
            ASSERT_EQ(now.terms[t].size(), then.terms[t].size());
            for (std::size_t k = 0; k < then.terms[t].size(); ++k) {
                EXPECT_EQ(now.terms[t][k].url_path, then.terms[t][k].url_path);
                EXPECT_EQ(now.terms[t][k].works, then.terms[t][k].works);
            }
        }
    }
}

TEST_F(CatalogTables, MakeAWorkOnceAndKeepItsPlace) {
    auto catalog = restored(tables_);
    ASSERT_TRUE(catalog);
    made_ = 0;
    const WorkId id = catalog->find_path("articles/b.md");
    EXPECT_EQ(made_, 0);
    const Work* const first = &catalog->work(id);
    EXPECT_EQ(&catalog->work(id), first);
    EXPECT_EQ(made_, 1);
    Work other = *first;
    other.title = "Other";
    catalog->replace(id, std::move(other));
    EXPECT_EQ(catalog->work(id).title, "Other");
    EXPECT_EQ(catalog->works()[id].title, "Other");
    EXPECT_EQ(catalog->works().size(), gathered_.size());
}

TEST_F(CatalogTables, AreRefusedWhenTheyDoNotFit) {
    for (std::size_t size = 0; size < tables_.size(); ++size)
        EXPECT_FALSE(restored(std::string_view(tables_).substr(0, size))) << size;
    LazyWorks::Source fewer = works();
    --fewer.count;
    EXPECT_FALSE(Catalog::restore(tables_, std::move(fewer), site_.configuration));
}

}  // namespace
}  // namespace byline::site
