#include "site/work_codec.hpp"

#include <iostream>
#include <limits>

#include <gtest/gtest.h>

#include "site/data_node.hpp"
#include "site/sample_works.hpp"
#include "site/value_codec.hpp"
#include "site/work_fields.hpp"
#include "text/byte_codec.hpp"

namespace byline::site {
namespace {

std::string encoded(const Work& work) {
    std::string bytes;
    encode_work(work, bytes);
    return bytes;
}

void expect_round_trip(const Work& work) {
    const std::string bytes = encoded(work);
    const std::optional<Work> decoded = decode_work(bytes);
    ASSERT_TRUE(decoded) << work.path;
    EXPECT_EQ(encoded(*decoded), bytes) << work.path;
    EXPECT_TRUE(changed_fields(work, *decoded).empty()) << work.path;
}

// Prints how large the works are in bytes.
void expect_round_trips(const std::vector<Work>& works) {
    std::size_t bytes = 0;
    for (const Work& work : works) {
        expect_round_trip(work);
        bytes += encoded(work).size();
    }
    std::cout << works.size() << " works of " << bytes / works.size() << " bytes\n";
}

TEST(WorkCodec, KeepsEveryMember) {
    expect_round_trip(sample_work());
    expect_round_trip(Work());
    std::string bytes = "before";
    encode_work(sample_work(), bytes);
    EXPECT_EQ(bytes, "before" + encoded(sample_work()));
}

TEST(WorkCodec, KeepsTheExampleSite) {
    const std::vector<Work> works = works_of_example();
    ASSERT_GT(works.size(), 40U);
    expect_round_trips(works);
}

class WorkCodecCorpus : public testing::TestWithParam<const char*> {};

TEST_P(WorkCodecCorpus, KeepsEveryPost) {
    const std::vector<Work> works = works_of_corpus(GetParam());
    if (works.empty()) GTEST_SKIP() << "no corpus at ../shared/corpora/" << GetParam();
    expect_round_trips(works);
}

INSTANTIATE_TEST_SUITE_P(All, WorkCodecCorpus, testing::Values("en-blog", "zh-blog"));

TEST(WorkCodec, RefusesBytesCutOffOrAdded) {
    const std::string bytes = encoded(sample_work());
    for (std::size_t size = 0; size < bytes.size(); ++size) {
        EXPECT_FALSE(decode_work(std::string_view(bytes).substr(0, size))) << size;
    }
    EXPECT_FALSE(decode_work(bytes + '\0'));
    EXPECT_FALSE(decode_work(bytes + bytes));
    EXPECT_FALSE(decode_work("---\ntitle: 重庆\n---\n"));
}

// What is taken for a work at all is one whose encoding it is.
TEST(WorkCodec, ReadsNothingIntoChangedBytes) {
    const std::string whole = encoded(sample_work());
    std::string bytes = whole;
    for (std::size_t i = 0; i < bytes.size(); ++i) {
        for (const char c : {'\0', '\1', '\x7f', '\x80', '\xff'}) {
            bytes[i] = c;
            if (const auto work = decode_work(bytes)) {
                EXPECT_EQ(encoded(*work), bytes) << i;
            }
        }
        bytes[i] = whole[i];
    }
}

TEST(WorkCodec, RefusesTimesThatNobodyWrites) {
    Work work;
    for (const char* date : {"0000-01-01", "9999-12-31T23:59:59+14:00", "0000-01-01T00:00:00+14:00"}) {
        work.date = text::parse_timestamp(date);
        ASSERT_TRUE(work.date);
        expect_round_trip(work);
    }
    for (const text::Timestamp& far : {text::Timestamp{std::numeric_limits<std::int64_t>::max(), 0, false},
                                       text::Timestamp{std::numeric_limits<std::int64_t>::min(), 0, false},
                                       text::Timestamp{0, std::numeric_limits<std::int32_t>::min(), false}}) {
        work.date = far;
        EXPECT_FALSE(decode_work(encoded(work)));
    }
}

std::string encoded(const templating::Value& value) {
    std::string bytes;
    text::ByteWriter writer(bytes);
    encode_value(value, writer);
    return bytes;
}

TEST(ValueCodec, TellsKindsAndOrderApart) {
    using templating::Value;
    EXPECT_NE(encoded(Value::integer(1)), encoded(Value::number(1)));
    EXPECT_NE(encoded(Value::integer(1)), encoded(Value::boolean(true)));
    EXPECT_NE(encoded(Value::string("1")), encoded(Value::integer(1)));
    EXPECT_NE(encoded(Value()), encoded(Value::none()));
    EXPECT_NE(encoded(Value::map({{"a", Value()}, {"b", Value()}})),
              encoded(Value::map({{"b", Value()}, {"a", Value()}})));
}

TEST(ValueCodec, KeepsExtremeNumbersAndDates) {
    const SiteFixture site;
    const Composed composed = site.composed("notes/a.md",
                                            "+++\nleast = -9223372036854775808\nmost = 9223372036854775807\n"
                                            "not = nan\nfar = -inf\nwhen = 2024-05-01T10:00:00Z\nday = 2024-05-01\n"
                                            "[deep.deeper]\n\"键\" = [[], [{}]]\n+++\n");
    ASSERT_TRUE(composed.work);
    expect_round_trip(*composed.work);
    const auto decoded = decode_work(encoded(*composed.work));
    EXPECT_EQ(decoded->metadata.extra.attribute("least").as_int(), std::numeric_limits<std::int64_t>::min());
    EXPECT_EQ(decoded->metadata.extra.to_string(), composed.work->metadata.extra.to_string());
}

TEST(ValueCodec, KeepsTheDeepestThatFrontMatterMayHold) {
    const SiteFixture site;
    // The readers' bounds differ by one between formats: from where each refuses, the depth below must pass.
    for (const bool is_toml : {false, true}) {
        std::size_t deepest = 0;
        for (std::size_t depth = max_data_depth - 3; depth <= max_data_depth + 3; ++depth) {
            const std::string list = std::string(depth, '[') + std::string(depth, ']');
            const Composed composed = site.composed(
                "notes/a.md", is_toml ? "+++\ndeep = " + list + "\n+++\n" : "---\ndeep: " + list + "\n---\n");
            if (!composed.work) continue;
            deepest = depth;
            expect_round_trip(*composed.work);
        }
        EXPECT_GE(deepest, max_data_depth - 3);
    }
}

TEST(ValueCodec, RefusesWhatIsTooDeepOrMeansNothing) {
    const auto is_refused = [](std::string bytes) {
        text::ByteReader reader(bytes);
        static_cast<void>(decode_value(reader));
        return !reader.is_complete();
    };
    const auto list_in_list = [](std::size_t depth) {
        std::string bytes;
        for (std::size_t i = 0; i < depth; ++i) bytes += "\x07\x01";
        return bytes + '\0';
    };
    EXPECT_FALSE(is_refused(list_in_list(max_data_depth)));
    EXPECT_TRUE(is_refused(list_in_list(max_data_depth + 3)));
    EXPECT_TRUE(is_refused(list_in_list(100000)));
    EXPECT_TRUE(is_refused("\x7f"));
    EXPECT_FALSE(
        is_refused(std::string("\x08\x02\x01"
                               "a\0\x01"
                               "b\0",
                               8)));
    EXPECT_TRUE(
        is_refused(std::string("\x08\x02\x01"
                               "a\0\x01"
                               "a\0",
                               8)));  // a key twice
    EXPECT_TRUE(is_refused("\x07\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01"));
}

}  // namespace
}  // namespace byline::site
