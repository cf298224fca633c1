#include "graph/build_record.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "text/byte_codec.hpp"

namespace byline::graph {
namespace {

using site::WorkField;
using site::WorkFields;
using ::testing::ElementsAre;

RecordHead sample_head() {
    RecordHead head;
    head.program = "Byline 0.1.0 test";
    head.configuration = {1, 2};
    head.options = {3, 4};
    head.theme = {5, 6};
    head.made_at = 1'700'000'000;
    head.valid_until = 1'800'000'000;
    head.frames = {7, 8, 9};
    head.works = 2;
    head.live_facts = 2;
    head.hidden = 1;
    head.pages = 5;
    head.has_warnings = true;
    head.diagnostics = "faults";
    head.link_faults = "links";
    return head;
}

std::string sample_record() {
    RecordWriter writer(0);
    writer.begin_sources(2);
    RecordedSource source;
    source.path = "articles/dns.md";
    source.stamp = {120, 5, 6, 7};
    source.digest = {10, 11};
    source.body = 12;
    source.was_shown = true;
    source.relations = {1, 2, 3, 4, 5, 6, 7};
    source.work = "encoded work";
    source.diagnostics = "none";
    writer.add_source(source);
    source.path = "articles/长江.md";
    source.stamp = {};
    source.was_shown = false;
    writer.add_source(source);
    writer.begin_files(1);
    writer.add_file({"static/a.png", {3, 4, 5, 6}, {20, 21}});
    writer.begin_facts(2);
    writer.add_fact({FactKind::Phrase, "zh\x1fmenu", 77, "'菜单'"});
    writer.add_fact({FactKind::Template, "base.html", 78, "12 bytes"});
    writer.begin_units(2);
    const std::array outputs = {text::Digest{30, 31}};
    const std::array reads = {SourceRead{0, WorkField::Title | WorkField::Url}, SourceRead{1, WorkField::Content}};
    const std::array<FactNumber, 2> facts = {0, 1};
    writer.add_unit("/", 40, outputs, reads, facts);
    writer.add_unit("/ feeds", 41, {}, {}, {});
    return std::move(writer).finish(sample_head());
}

TEST(BuildRecord, GivesBackWhatWasPutIn) {
    const auto record = BuildRecord::read(sample_record());
    ASSERT_NE(record, nullptr);
    EXPECT_EQ(record->head().program, "Byline 0.1.0 test");
    EXPECT_EQ(record->head().frames, (Frames{7, 8, 9}));
    EXPECT_EQ(record->head().valid_until, 1'800'000'000);
    EXPECT_EQ(record->head().link_faults, "links");
    ASSERT_EQ(record->sources().size(), 2U);
    EXPECT_EQ(record->sources()[0].stamp, (FileStamp{120, 5, 6, 7}));
    EXPECT_EQ(record->sources()[0].work, "encoded work");
    EXPECT_THAT(record->sources()[0].relations, ElementsAre(1, 2, 3, 4, 5, 6, 7));
    EXPECT_FALSE(record->sources()[1].stamp.is_known());
    EXPECT_EQ(record->sources()[1].path, "articles/长江.md");
    EXPECT_EQ(record->find_file("static/none.png"), nullptr);
    EXPECT_EQ(record->find_file("static/a.png")->digest, (text::Digest{20, 21}));
    EXPECT_EQ(record->facts()[0].subject, "zh\x1fmenu");
    EXPECT_EQ(record->facts()[0].shown, "'菜单'");
    ASSERT_EQ(record->units().size(), 2U);
    EXPECT_THAT(digests_of(record->units()[0]), ElementsAre(text::Digest{30, 31}));
    const UnitReads reads(record->units()[0].reads, record->masks());
    ASSERT_EQ(reads.sources().size(), 2U);
    EXPECT_EQ(reads.sources()[0].fields, WorkField::Title | WorkField::Url);
    EXPECT_EQ(reads.sources()[1].source, 1U);
    EXPECT_THAT(reads.facts(), ElementsAre(0U, 1U));
    EXPECT_TRUE(UnitReads(record->units()[1].reads, record->masks()).sources().empty());
}

TEST(BuildRecord, TakesWholeEntriesOfAnother) {
    const auto before = BuildRecord::read(sample_record());
    ASSERT_NE(before, nullptr);
    RecordWriter writer(before->bytes().size());
    writer.begin_sources(before->sources().size());
    for (const RecordedSource& source : before->sources()) writer.add_whole(source.whole);
    writer.begin_files(1);
    writer.add_file(before->files()[0]);
    writer.adopt_masks(*before);
    writer.begin_facts(before->facts().size());
    for (const RecordedFact& fact : before->facts()) writer.add_fact(fact);
    writer.begin_units(before->units().size());
    for (const RecordedUnit& unit : before->units()) writer.add_whole(unit.whole);
    EXPECT_EQ(std::move(writer).finish(before->head()), before->bytes());
}

TEST(BuildRecord, RefusesWhatIsCutOff) {
    const std::string whole = sample_record();
    for (std::size_t size = 0; size < whole.size(); ++size)
        EXPECT_EQ(BuildRecord::read(whole.substr(0, size)), nullptr) << size;
    EXPECT_EQ(BuildRecord::read(whole + "x"), nullptr);
}

TEST(BuildRecord, RefusesAnyOtherByte) {
    const std::string whole = sample_record();
    for (std::size_t at = 0; at < whole.size(); ++at) {
        std::string other = whole;
        other[at] = static_cast<char>(other[at] ^ 1);
        EXPECT_EQ(BuildRecord::read(other), nullptr) << at;
    }
}

// The checksum holds, and what it vouches for is not a record all the same.
TEST(BuildRecord, RefusesSignedNonsense) {
    const std::string whole = sample_record();
    const std::size_t body = std::string_view("byline record 4\n").size() + 16;
    for (std::size_t size = body; size < whole.size(); size += 3) {
        std::string cut = whole.substr(0, size);
        std::string sum;
        text::ByteWriter out(sum);
        const text::Digest digest = text::digest_of(std::string_view(cut).substr(body));
        out.fixed64(digest.high);
        out.fixed64(digest.low);
        cut.replace(body - 16, 16, sum);
        EXPECT_EQ(BuildRecord::read(cut), nullptr) << size;
    }
}

}  // namespace
}  // namespace byline::graph
