#include "graph/build_record.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "disk/memory_disk.hpp"
#include "graph/record_amendment.hpp"
#include "graph/sealed_record.hpp"
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
    writer.add_unit({"/", 40, outputs, reads, facts});
    writer.add_unit({"/ feeds", 41, {}, {}, {}});
    return std::move(writer).finish(sample_head(), "tables");
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

// As large as several pieces, and of one.
TEST(BuildRecord, IsTheSameInAFileAsInMemory) {
    for (const std::size_t size : {std::size_t{10}, std::size_t{3} << 20}) {
        const std::string work(size, 'w');
        const auto write = [&](RecordWriter writer) {
            writer.begin_sources(2);
            RecordedSource source;
            for (const char* const path : {"a.md", "b.md"}) {
                source.path = path;
                source.work = work;
                writer.add_source(source);
            }
            writer.begin_files(0);
            writer.begin_facts(1);
            writer.add_fact({FactKind::Phrase, work, 77, "'菜单'"});
            writer.begin_units(1);
            writer.add_unit({"/", 40, {}, {}, {}});
            return std::move(writer).finish(sample_head(), "tables");
        };
        disk::MemoryDisk disk;
        const auto file = disk.create_in_pieces("record");
        EXPECT_EQ(write(RecordWriter(*file)), "");
        ASSERT_TRUE(file->finish());
        const std::string in_memory = write(RecordWriter(0));
        EXPECT_EQ(disk.files().at("record"), in_memory);
        EXPECT_EQ(file->size(), in_memory.size());
        const auto record = BuildRecord::read(in_memory);
        ASSERT_NE(record, nullptr);
        EXPECT_EQ(record->tables(), "tables");
        EXPECT_EQ(record->sources()[1].work, work);
    }
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
    EXPECT_EQ(std::move(writer).finish(before->head(), before->tables()), before->bytes());
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
    const std::string_view body = body_of_record(whole);
    ASSERT_EQ(sealed_record(body), whole);
    const std::string_view head_offset = body.substr(body.size() - sizeof(std::uint64_t));
    for (std::size_t size = 0; size < body.size(); ++size) {
        const std::string cut(body.substr(0, size));
        EXPECT_EQ(BuildRecord::read(sealed_record(cut)), nullptr) << size;
        if (size + head_offset.size() == body.size()) continue;
        EXPECT_EQ(BuildRecord::read(sealed_record(cut + std::string(head_offset))), nullptr) << size;
    }
}

std::shared_ptr<const BuildRecord> read_with(std::string amendment) {
    auto bytes = std::make_shared<const std::string>(sample_record());
    const std::string_view view = *bytes;
    return BuildRecord::read(std::move(bytes), view, std::move(amendment));
}

// The second source, another unit, and a fact that the record lacks.
std::string sample_amendment(const BuildRecord& before) {
    AmendmentWriter writer(before);
    RecordedSource source = before.sources()[1];
    source.digest = {90, 91};
    writer.set_source(1, source);
    const FactNumber fact = writer.add_fact({FactKind::Asset, "a.css", 79, "'/a.css'"});
    const std::array sources = {SourceRead{1, WorkField::Slug | WorkField::Content}};
    const std::array facts = {FactNumber{0}, fact};
    writer.set_unit(1, {"/ feeds", 41, {}, sources, facts});
    RecordHead head = before.head();
    head.outputs = 99;
    return std::move(writer).finish(head);
}

TEST(RecordAmendment, StandsInThePlaceOfWhatItAmends) {
    const auto record = read_with(sample_amendment(*BuildRecord::read(sample_record())));
    ASSERT_NE(record, nullptr);
    EXPECT_FALSE(record->amendment().empty());
    EXPECT_EQ(record->head().outputs, 99U);
    EXPECT_EQ(record->sources()[0].digest, (text::Digest{10, 11}));
    EXPECT_EQ(record->sources()[1].digest, (text::Digest{90, 91}));
    ASSERT_EQ(record->facts().size(), 3U);
    EXPECT_EQ(record->facts()[2].subject, "a.css");
    EXPECT_EQ(record->own_facts(), 2U);
    const UnitReads reads(record->units()[1].reads, record->masks());
    ASSERT_EQ(reads.sources().size(), 1U);
    EXPECT_EQ(reads.sources()[0].fields, WorkField::Slug | WorkField::Content);
    EXPECT_THAT(reads.facts(), ElementsAre(0U, 2U));
}

TEST(RecordAmendment, HoldsWhatAnEarlierOneSaid) {
    const auto once = read_with(sample_amendment(*BuildRecord::read(sample_record())));
    AmendmentWriter writer(*once);
    RecordedSource source = once->sources()[0];
    source.digest = {70, 71};
    writer.set_source(0, source);
    EXPECT_EQ(writer.add_fact({FactKind::Asset, "b.css", 80, "'/b.css'"}), 3U);
    const auto twice = once->amended(std::move(writer).finish(once->head()));
    ASSERT_NE(twice, nullptr);
    EXPECT_EQ(twice->sources()[0].digest, (text::Digest{70, 71}));
    EXPECT_EQ(twice->sources()[1].digest, (text::Digest{90, 91}));
    EXPECT_THAT(twice->amended_sources(), ElementsAre(0U, 1U));
    EXPECT_THAT(twice->amended_units(), ElementsAre(1U));
    EXPECT_EQ(twice->facts()[2].subject, "a.css");
    EXPECT_EQ(twice->facts()[3].subject, "b.css");
}

TEST(RecordAmendment, LeavesTheRecordAsItIsWhenItIsNotWhole) {
    const std::string whole = sample_amendment(*BuildRecord::read(sample_record()));
    const auto is_left = [](std::string amendment) {
        const auto record = read_with(std::move(amendment));
        return record != nullptr && record->amendment().empty() && record->head().outputs == 0 &&
               record->sources()[1].digest == text::Digest{10, 11} && record->facts().size() == 2;
    };
    for (std::size_t size = 0; size < whole.size(); ++size) EXPECT_TRUE(is_left(whole.substr(0, size))) << size;
    for (std::size_t at = 0; at < whole.size(); ++at) {
        std::string other = whole;
        other[at] = static_cast<char>(other[at] ^ 1);
        EXPECT_TRUE(is_left(other)) << at;
    }
    EXPECT_TRUE(is_left(whole + "x"));
}

TEST(RecordAmendment, IsOfOneRecordAlone) {
    RecordWriter writer(0);
    writer.begin_sources(0);
    writer.begin_files(0);
    writer.begin_facts(0);
    writer.begin_units(0);
    const auto other = BuildRecord::read(std::move(writer).finish(sample_head(), ""));
    ASSERT_NE(other, nullptr);
    EXPECT_EQ(other->amended(sample_amendment(*BuildRecord::read(sample_record()))), nullptr);
}

TEST(BuildRecord, KnowsWhichUnitsReadAChange) {
    const auto record = BuildRecord::read(sample_record());
    const auto reads = [&](std::uint32_t source, WorkFields fields) {
        const std::array changes = {SourceRead{source, fields}};
        return reads_any(record->units()[0], changes, record->masks());
    };
    EXPECT_TRUE(reads(0, WorkField::Title));
    EXPECT_FALSE(reads(0, WorkField::Content));
    EXPECT_TRUE(reads(1, WorkField::Content | WorkField::Date));
    EXPECT_FALSE(reads(2, WorkFields::all()));
    const std::array both = {SourceRead{0, WorkField::Content}, SourceRead{1, WorkField::Content}};
    EXPECT_TRUE(reads_any(record->units()[0], both, record->masks()));
    EXPECT_FALSE(reads_any(record->units()[1], both, record->masks()));
}

}  // namespace
}  // namespace byline::graph
