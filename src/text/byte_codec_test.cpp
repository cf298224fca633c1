#include "text/byte_codec.hpp"

#include <array>
#include <cmath>
#include <limits>

#include <gtest/gtest.h>

namespace byline::text {
namespace {

constexpr std::string_view mixed_text("重庆 and\0zero", 15);
constexpr std::array<std::uint64_t, 12> numbers = {0,         1,         127,         128,         16383,       16384,
                                                   1U << 21U, 1U << 31U, 1ULL << 32U, 1ULL << 63U, ~0ULL >> 1U, ~0ULL};

std::string encoded(std::uint64_t value) {
    std::string out;
    ByteWriter(out).u64(value);
    return out;
}

TEST(ByteCodec, GivesBackWhatWasWritten) {
    std::string bytes = "before";
    ByteWriter writer(bytes);
    for (const std::uint64_t value : numbers) {
        writer.u64(value);
        writer.i64(static_cast<std::int64_t>(value));
        writer.fixed64(value);
    }
    writer.u8(255);
    writer.flag(true);
    writer.fixed32(0xfedcba98U);
    writer.number(-0.0);
    writer.number(0.1);
    writer.string(mixed_text);
    writer.string({});
    writer.raw("abc");
    EXPECT_EQ(writer.size(), bytes.size());

    ByteReader reader(bytes);
    EXPECT_EQ(reader.raw(6), "before");
    for (const std::uint64_t value : numbers) {
        EXPECT_EQ(reader.u64(), value);
        EXPECT_EQ(reader.i64(), static_cast<std::int64_t>(value));
        EXPECT_EQ(reader.fixed64(), value);
    }
    EXPECT_EQ(reader.u8(), 255);
    EXPECT_TRUE(reader.flag());
    EXPECT_EQ(reader.fixed32(), 0xfedcba98U);
    EXPECT_TRUE(std::signbit(reader.number()));
    EXPECT_EQ(reader.number(), 0.1);
    EXPECT_EQ(reader.string(), mixed_text);
    EXPECT_EQ(reader.string(), "");
    EXPECT_FALSE(reader.is_complete());
    EXPECT_EQ(reader.remaining(), 3U);
    EXPECT_EQ(reader.raw(3), "abc");
    EXPECT_TRUE(reader.is_complete());
}

TEST(ByteCodec, IsTheSameEverywhere) {
    std::string bytes;
    ByteWriter writer(bytes);
    writer.u64(300);
    writer.i64(-2);
    writer.fixed32(1);
    writer.string("a");
    EXPECT_EQ(bytes, std::string("\xac\x02\x03\x01\0\0\0\x01"
                                 "a",
                                 9));
}

TEST(ByteCodec, FailsWhereBytesEnd) {
    for (const std::uint64_t value : numbers) {
        const std::string bytes = encoded(value);
        for (std::size_t size = 0; size < bytes.size(); ++size) {
            ByteReader reader(std::string_view(bytes).substr(0, size));
            EXPECT_EQ(reader.u64(), 0U);
            EXPECT_TRUE(reader.is_failed());
        }
    }
    ByteReader fixed("1234567");
    EXPECT_EQ(fixed.fixed64(), 0U);
    EXPECT_TRUE(fixed.is_failed());
    ByteReader string(
        "\x05"
        "four");
    EXPECT_EQ(string.string(), "");
    EXPECT_TRUE(string.is_failed());
    ByteReader empty({});
    EXPECT_TRUE(empty.is_complete());
    EXPECT_EQ(empty.u8(), 0);
    EXPECT_FALSE(empty.is_complete());
}

TEST(ByteCodec, StaysFailed) {
    ByteReader reader("\x02\x03");
    EXPECT_FALSE(reader.flag());
    EXPECT_TRUE(reader.is_failed());
    EXPECT_EQ(reader.u8(), 0);
    EXPECT_EQ(reader.string(), "");
    EXPECT_EQ(reader.remaining(), 0U);
    EXPECT_TRUE(reader.is_failed());
}

TEST(ByteCodec, RefusesOtherEncodingsOfANumber) {
    for (const std::string_view bytes : {std::string_view("\x80\0", 2), std::string_view("\xff\x80\0", 3),
                                         std::string_view("\xff\xff\xff\xff\xff\xff\xff\xff\xff\x02"),
                                         std::string_view("\xff\xff\xff\xff\xff\xff\xff\xff\xff\x81\0", 11)}) {
        ByteReader reader(bytes);
        EXPECT_EQ(reader.u64(), 0U);
        EXPECT_TRUE(reader.is_failed());
    }
    const std::string large = encoded(1ULL << 32U);
    ByteReader narrow(large);
    EXPECT_EQ(narrow.u32(), 0U);
    EXPECT_TRUE(narrow.is_failed());
}

TEST(ByteCodec, CountsNoMoreThanThereAreBytesFor) {
    ByteReader enough(
        "\x02"
        "abcdef");
    EXPECT_EQ(enough.count(3), 2U);
    ByteReader short_of_one(
        "\x02"
        "abcde");
    EXPECT_EQ(short_of_one.count(3), 0U);
    EXPECT_TRUE(short_of_one.is_failed());
    const std::string huge = encoded(std::numeric_limits<std::uint64_t>::max()) + "abc";
    ByteReader reader(huge);
    EXPECT_EQ(reader.count(1), 0U);
    EXPECT_TRUE(reader.is_failed());
}

}  // namespace
}  // namespace byline::text
