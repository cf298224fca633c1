#include "site/work_fields.hpp"

#include <functional>
#include <set>

#include <gtest/gtest.h>

#include "site/sample_works.hpp"
#include "site/work_codec.hpp"
#include "text/utf8.hpp"

namespace byline::site {
namespace {

struct Change {
    const char* member;
    WorkFields expected;
    std::function<void(Work&)> make;
};

template <typename Optional>
void add_days(Optional& timestamp) {
    timestamp->seconds += 86400;
}

// One for each member of Work and what it consists of; sample_work() is what they are made to.
std::vector<Change> changes_of_source() {
    using enum WorkField;
    return {
        {"path", Key, [](Work& work) { work.path += "x"; }},
        {"role", Key, [](Work& work) { work.source.role = SourceRole::Leaf; }},
        {"folder", Key, [](Work& work) { work.source.folder += "x"; }},
        {"name", Key, [](Work& work) { work.source.name += "x"; }},
        {"source language", Language, [](Work& work) { work.source.language = "en"; }},
        {"source date", Date, [](Work& work) { work.source.date.reset(); }},
        {"unknown language", Language, [](Work& work) { work.source.unknown_language.clear(); }},
        {"kind", Kind, [](Work& work) { work.kind = site::Kind::Note; }},
        {"language", Language, [](Work& work) { work.language = "en"; }},
        {"key", Key, [](Work& work) { work.key += "x"; }},
    };
}

std::vector<Change> changes_of_written_values() {
    using enum WorkField;
    return {
        {"written title", Title, [](Work& work) { work.metadata.title->value = "x"; }},
        {"no written title", Title, [](Work& work) { work.metadata.title.reset(); }},
        {"title line", Body, [](Work& work) { ++work.metadata.title->line; }},
        {"title column", Body, [](Work& work) { ++work.metadata.title->column; }},
        {"written language", Language, [](Work& work) { work.metadata.language->value = "en"; }},
        {"language line", Body, [](Work& work) { ++work.metadata.language->line; }},
        {"written slug", Slug, [](Work& work) { work.metadata.slug->value = "x"; }},
        {"slug line", Body, [](Work& work) { ++work.metadata.slug->line; }},
        {"written path", Url, [](Work& work) { work.metadata.path->value = "x"; }},
        {"path line", Body, [](Work& work) { ++work.metadata.path->line; }},
        {"written kind", Kind, [](Work& work) { work.metadata.kind->value = "note"; }},
        {"kind line", Body, [](Work& work) { ++work.metadata.kind->line; }},
        {"alias", Key, [](Work& work) { work.metadata.aliases[1].value = "/x/"; }},
        {"an alias less", Key, [](Work& work) { work.metadata.aliases.pop_back(); }},
        {"alias line", Body, [](Work& work) { ++work.metadata.aliases[1].line; }},
        {"cover", Cover, [](Work& work) { work.metadata.cover->value = "x.svg"; }},
        {"cover line", Body, [](Work& work) { ++work.metadata.cover->line; }},
        {"template", Template, [](Work& work) { work.metadata.page_template->value = "x.html"; }},
        {"template line", Body, [](Work& work) { ++work.metadata.page_template->line; }},
        {"taxonomy", Terms, [](Work& work) { work.metadata.terms[0].first = "x"; }},
        {"term", Terms, [](Work& work) { work.metadata.terms[0].second[1].value = "x"; }},
        {"a term less", Terms, [](Work& work) { work.metadata.terms[0].second.pop_back(); }},
        {"a taxonomy less", Terms, [](Work& work) { work.metadata.terms.pop_back(); }},
        {"term line", Body, [](Work& work) { ++work.metadata.terms[0].second[1].line; }},
    };
}

std::vector<Change> changes_of_metadata() {
    using enum WorkField;
    return {
        {"metadata date", Date, [](Work& work) { add_days(work.metadata.date); }},
        {"metadata updated", Updated, [](Work& work) { add_days(work.metadata.updated); }},
        {"publish_at", Schedule, [](Work& work) { add_days(work.metadata.publish_at); }},
        {"expires", Schedule, [](Work& work) { add_days(work.metadata.expires); }},
        {"draft", Schedule, [](Work& work) { work.metadata.draft = false; }},
        {"written summary", Summary, [](Work& work) { work.metadata.summary = "x"; }},
        {"no written summary", Summary | HasSummary, [](Work& work) { work.metadata.summary.clear(); }},
        {"featured", Featured, [](Work& work) { work.metadata.featured.clear(); }},
        {"cover_alt", Cover, [](Work& work) { work.metadata.cover_alt = "x"; }},
        {"authors", Authors, [](Work& work) { work.metadata.authors[1] = "x"; }},
        {"series", Series, [](Work& work) { work.metadata.series->name = "x"; }},
        {"series position", Series, [](Work& work) { work.metadata.series->position.reset(); }},
        {"canonical", Canonical, [](Work& work) { work.metadata.canonical = "x"; }},
        {"maturity", WorkField::Maturity, [](Work& work) { work.metadata.maturity = site::Maturity::Evergreen; }},
        {"comments", Comments, [](Work& work) { work.metadata.commenting = Commenting::Off; }},
        {"weight", Weight, [](Work& work) { ++work.metadata.weight; }},
        {"event", Talk, [](Work& work) { work.metadata.event = "x"; }},
        {"event_url", Talk, [](Work& work) { work.metadata.event_url = "x"; }},
        {"place", Talk, [](Work& work) { work.metadata.place = "x"; }},
        {"slides", Talk, [](Work& work) { work.metadata.slides->url = "x"; }},
        {"slides title", Talk, [](Work& work) { work.metadata.slides->title = "x"; }},
        {"video", Talk, [](Work& work) { work.metadata.video->url = "x"; }},
        {"video title", Talk, [](Work& work) { work.metadata.video->title = "x"; }},
        {"source", Source, [](Work& work) { work.metadata.source = "x"; }},
        {"source_author", Source, [](Work& work) { work.metadata.source_author = "x"; }},
        {"source_license", Source, [](Work& work) { work.metadata.source_license = "x"; }},
        {"translated_from", Source, [](Work& work) { work.metadata.translated_from = "en 0001"; }},
        {"extra", Extra, [](Work& work) { work.metadata.extra = templating::Value(); }},
    };
}

std::vector<Change> changes_of_text() {
    using enum WorkField;
    return {
        {"visibility", WorkField::Visibility, [](Work& work) { work.visibility = site::Visibility::Shown; }},
        {"title", Title, [](Work& work) { work.title = "x"; }},
        {"slug", Slug, [](Work& work) { work.slug = "x"; }},
        {"url_path", Url, [](Work& work) { work.url_path = "/x/"; }},
        {"date", Date, [](Work& work) { work.date.reset(); }},
        {"zone of the date", Date, [](Work& work) { work.date->offset_seconds += 3600; }},
        {"time of the date", Date, [](Work& work) { work.date->date_only = false; }},
        {"updated", Updated, [](Work& work) { add_days(work.updated); }},
        {"summary", Summary, [](Work& work) { work.summary = "x"; }},
        {"description", Description, [](Work& work) { work.description = "x"; }},
        {"words", Words, [](Work& work) { ++work.words.words; }},
        {"han", Words, [](Work& work) { ++work.words.han; }},
        {"reading_minutes", Words, [](Work& work) { ++work.reading_minutes; }},
        {"heading level", Headings, [](Work& work) { ++work.headings[1].level; }},
        {"heading id", Headings, [](Work& work) { work.headings[1].id = "x"; }},
        {"heading text", Headings, [](Work& work) { work.headings[1].html = "x"; }},
        {"anchors", Anchors, [](Work& work) { work.anchors[1] = "x"; }},
        {"reference kind", References, [](Work& work) { work.references[1].kind = markdown::ReferenceKind::Image; }},
        {"reference", References, [](Work& work) { work.references[1].destination = "x"; }},
        {"reference fragment", References, [](Work& work) { work.references[0].fragment = "x"; }},
        {"reference line", References, [](Work& work) { ++work.references[1].line; }},
        {"reference column", References, [](Work& work) { ++work.references[1].column; }},
        {"sentence", LinkSentences, [](Work& work) { work.link_sentences[0].text += "x"; }},
        {"reference of a sentence", LinkSentences, [](Work& work) { ++work.link_sentences[1].reference; }},
        {"place of a link's words", LinkSentences, [](Work& work) { --work.link_sentences[0].words_begin; }},
        {"size of a link's words", LinkSentences, [](Work& work) { --work.link_sentences[0].words_size; }},
        {"anchor of a sentence", LinkSentences, [](Work& work) { work.link_sentences[0].anchor = "x"; }},
        {"a sentence less", LinkSentences, [](Work& work) { work.link_sentences.pop_back(); }},
        {"title_from_heading", Body, [](Work& work) { work.title_from_heading = false; }},
        {"body_offset", Body, [](Work& work) { ++work.body_offset; }},
        {"body_line", Body, [](Work& work) { ++work.body_line; }},
    };
}

std::vector<Change> all_changes() {
    std::vector<Change> all = changes_of_source();
    for (const auto& more : {changes_of_written_values(), changes_of_metadata(), changes_of_text()}) {
        all.insert(all.end(), more.begin(), more.end());
    }
    return all;
}

TEST(WorkFields, TellWhatChanged) {
    const Work before = sample_work();
    EXPECT_TRUE(changed_fields(before, before).empty());
    EXPECT_TRUE(changed_fields(before, sample_work()).empty());
    EXPECT_TRUE(changed_fields(Work(), Work()).empty());
    std::string bytes_before;
    encode_work(before, bytes_before);
    for (const Change& change : all_changes()) {
        Work after = sample_work();
        change.make(after);
        EXPECT_EQ(changed_fields(before, after).bits(), change.expected.bits()) << change.member;
        EXPECT_EQ(changed_fields(after, before).bits(), change.expected.bits()) << change.member;
        std::string bytes;
        encode_work(after, bytes);
        EXPECT_NE(bytes, bytes_before) << change.member;
        const auto decoded = decode_work(bytes);
        ASSERT_TRUE(decoded) << change.member;
        EXPECT_TRUE(changed_fields(after, *decoded).empty()) << change.member;
    }
}

TEST(WorkFields, TellKindsOfExtraValuesApart) {
    using templating::Value;
    const auto with = [](Value value) {
        Work work;
        work.metadata.extra = Value::map({{"a", std::move(value)}, {"b", Value()}});
        return work;
    };
    const Work one = with(Value::integer(1));
    EXPECT_TRUE(changed_fields(one, with(Value::integer(1))).empty());
    for (const Value& other : {Value::number(1), Value::boolean(true), Value::string("1")}) {
        EXPECT_EQ(changed_fields(one, with(other)), WorkField::Extra);
    }
    Work turned;
    turned.metadata.extra = Value::map({{"b", Value()}, {"a", Value::integer(1)}});
    EXPECT_EQ(changed_fields(one, turned), WorkField::Extra);
}

// Whoever adds a member: it wants a line in work_members.hpp, a new work_encoding_version and a change above.
#ifdef __GLIBCXX__
static_assert(sizeof(Work) == 976);
static_assert(sizeof(Metadata) == 384);
static_assert(sizeof(SourcePath) == 136);
#endif

TEST(WorkFields, KnowEveryMember) {
    // Binding fails to compile when the number of members changes, which their sizes may hide.
    const Work work = sample_work();
    [[maybe_unused]] const auto& [path, source, kind, language, key, metadata, visibility, title, slug, url_path, date,
                                  updated, summary, description, words, reading_minutes, headings, anchors, references,
                                  link_sentences, title_from_heading, body_offset, body_line] = work;
    [[maybe_unused]] const auto& [role, folder, name, file_language, file_date, unknown_language] = source;
    [[maybe_unused]] const auto& [m1, m2, m3, m4, m5, m6, m7, m8, m9, m10, m11, m12, m13, m14, m15, m16, m17, m18, m19,
                                  m20, m21, m22, m23, m24, m25, m26, m27, m28, m29, m30, m31, m32, m33] = metadata;
    [[maybe_unused]] const auto& [level, id, html] = headings[0];
    [[maybe_unused]] const auto& [link_kind, destination, fragment, line, column] = references[0];
    [[maybe_unused]] const auto& [in_reference, text, words_begin, words_size, anchor] = work.link_sentences[0];
    EXPECT_EQ(path, work.path);
}

TEST(WorkFields, AreASet) {
    constexpr WorkFields fields = WorkField::Title | WorkField::Content;
    static_assert(fields.contains(WorkField::Title) && !fields.contains(WorkField::Url));
    static_assert(fields.intersects(WorkField::Url | WorkField::Content) && !fields.intersects(WorkFields()));
    static_assert(WorkFields().empty() && !fields.empty() && fields.size() == 2);
    static_assert(WorkFields::from_bits(fields.bits()) == fields);
    static_assert(WorkFields::from_bits(~std::uint64_t{0}) == WorkFields::all());
    static_assert((fields & WorkField::Title) == WorkField::Title);
    std::vector<WorkField> visited;
    fields.for_each([&](WorkField field) { visited.push_back(field); });
    EXPECT_EQ(visited, (std::vector{WorkField::Title, WorkField::Content}));
}

TEST(WorkFields, HaveNamesOfTheirOwn) {
    std::set<std::string_view> names;
    WorkFields::all().for_each([&](WorkField field) { names.insert(name_of(field)); });
    EXPECT_EQ(names.size(), work_field_count);
    EXPECT_FALSE(names.contains(""));
    EXPECT_EQ(name_of(WorkField::Date), "date");
    EXPECT_EQ(name_of(WorkField::Previous), "previous work");
    EXPECT_EQ(name_of(WorkField::Content), "text");
}

TEST(WorkFields, AreDescribedInALine) {
    const Work work = sample_work();
    EXPECT_EQ(describe(work, WorkField::Title), "\"域名为什么会骗人\"");
    EXPECT_EQ(describe(work, WorkField::Date), "2024-05-01");
    EXPECT_EQ(describe(work, WorkField::Updated), "2024-05-02T10:00:00+08:00");
    EXPECT_EQ(describe(work, WorkField::Terms), "tags: dns, 网络; categories: ");
    EXPECT_EQ(describe(work, WorkField::Series), "\"Names\", part 2");
    EXPECT_EQ(describe(work, WorkField::Words), "12 words, 345 Han, 3 min");
    EXPECT_EQ(describe(work, WorkField::References), "2 links");
    EXPECT_EQ(describe(work, WorkField::Schedule), "draft, from 1969-12-31T23:00:00+00:00, until 2099-01-01");
    EXPECT_EQ(describe(work, WorkField::Extra).substr(0, 30), "{'nothing': None, 'yes': True,");
    EXPECT_EQ(describe(work, WorkField::HasSummary), "yes");
    EXPECT_EQ(describe(Work(), WorkField::Terms), "none");
    EXPECT_EQ(describe(Work(), WorkField::Date), "none");
    EXPECT_EQ(describe(work, WorkField::Backlinks), "");
}

TEST(WorkFields, AreDescribedInFewCharacters) {
    Work work = sample_work();
    std::string text;
    for (int i = 0; i < 50; ++i) text += "重庆 and\nmore ";
    work.title = work.summary = work.metadata.series->name = work.metadata.event = work.url_path = text;
    work.metadata.authors = {text, text};
    EXPECT_TRUE(describe(work, WorkField::Title).ends_with("…\""));
    WorkFields::all().for_each([&](WorkField field) {
        const std::string line = describe(work, field);
        EXPECT_LE(text::count_code_points(line), 60U) << line;
        EXPECT_EQ(line.find('\n'), std::string::npos) << line;
    });
    work.title = std::string(174, 'x');
    work.title.resize(58);
    EXPECT_EQ(describe(work, WorkField::Title), '"' + work.title + '"');
}

}  // namespace
}  // namespace byline::site
