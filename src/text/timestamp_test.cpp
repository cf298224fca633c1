#include "text/timestamp.hpp"

#include <array>
#include <ctime>

#include <gtest/gtest.h>

namespace byline::text {
namespace {

constexpr std::int64_t day = 86400;

// The C library is the oracle: a second of each of many days from year 1 to 9999, and its strftime in the C locale.
TEST(Timestamp, AgreesWithTheCLibrary) {
    const std::int64_t first = from_civil({.year = 1, .month = 1, .day = 1}, 0).seconds;
    const std::int64_t last = from_civil({.year = 9999, .month = 12, .day = 31}, 0).seconds;
    std::size_t days = 0;
    for (std::int64_t seconds = first; seconds <= last; seconds += 11 * day + 4711) {
        const std::time_t moment = seconds;
        std::tm tm{};
        gmtime_r(&moment, &tm);
        const Timestamp timestamp{.seconds = seconds, .offset_seconds = 0, .date_only = false};
        const CivilTime civil = to_civil(timestamp);
        ASSERT_EQ(civil.year, tm.tm_year + 1900) << seconds;
        ASSERT_EQ(civil.month, tm.tm_mon + 1) << seconds;
        ASSERT_EQ(civil.day, tm.tm_mday) << seconds;
        ASSERT_EQ(civil.weekday, tm.tm_wday) << seconds;
        ASSERT_EQ(from_civil(civil, 0).seconds, seconds);
        std::array<char, 200> expected{};
        constexpr const char* pattern = "%m %d %e %B %b %A %a %H %I %M %S %p %j %u %y %% %T";
        ASSERT_GT(std::strftime(expected.data(), expected.size(), pattern, &tm), 0U);
        ASSERT_EQ(format_date(timestamp, pattern, "en"), expected.data());
        ++days;
    }
    EXPECT_GT(days, 300000U);
}

TEST(Timestamp, ReadsBackWhatItWrites) {
    for (const std::int32_t offset : {0, 8 * 3600, -(3 * 3600 + 1800), 5 * 3600 + 2700, -11 * 3600}) {
        for (std::int64_t seconds = -70 * 365 * day; seconds < 200 * 365 * day; seconds += 101 * day + 12345) {
            const Timestamp written{.seconds = seconds, .offset_seconds = offset, .date_only = false};
            EXPECT_EQ(parse_timestamp(format_rfc3339(written), 99), written) << format_rfc3339(written);
        }
    }
}

TEST(Timestamp, ReadsWhatPeopleWrite) {
    for (const char* text : {"2008-01-31 12:30:05 +0800", "2008-01-31T12:30:05+08:00", "2008-01-31t04:30:05z",
                             "2008/1/31 12:30:05", "2008.01.31 12:30:05", "2008年1月31日 12:30:05",
                             " 2008-01-31  12:30:05.999 +08 ", "2008-01-31 04:30:05 UTC"}) {
        const auto moment = parse_timestamp(text, 8 * 3600);
        ASSERT_TRUE(moment) << text;
        EXPECT_EQ(moment->seconds, 1201753805) << text;
        EXPECT_FALSE(moment->date_only) << text;
    }
    for (const char* text : {"2008-01-31", "2008-1-31", "2008/01/31", "2008年01月31日"}) {
        const auto moment = parse_timestamp(text, 8 * 3600);
        ASSERT_TRUE(moment) << text;
        EXPECT_EQ(format_rfc3339(*moment), "2008-01-31T00:00:00+08:00");
        EXPECT_TRUE(moment->date_only) << text;
    }
    EXPECT_EQ(format_rfc3339(*parse_timestamp("2008-01-31 12:30")), "2008-01-31T12:30:00+00:00");
    EXPECT_EQ(format_rfc3339(*parse_timestamp("2016-12-31T23:59:60Z")), "2017-01-01T00:00:00+00:00");
}

TEST(Timestamp, RefusesWhatIsNoDate) {
    for (const char* text : {"",
                             " ",
                             "2008",
                             "2008-01",
                             "31/01/2008",
                             "01-31-2008",
                             "2008-13-01",
                             "2008-00-01",
                             "2008-01-00",
                             "2023-02-29",
                             "1900-02-29",
                             "2023-02-30",
                             "2008-04-31",
                             "2008-01-31x",
                             "2008-01-31T",
                             "2008-01-31 12",
                             "2008-01-31 12:3",
                             "2008-01-31 24:00",
                             "2008-01-31 12:60",
                             "2008-01-31 12:30:61",
                             "2008-01-31 12:30 +8",
                             "2008-01-31 12:30 +08:",
                             "2008-01-31 12:30 +24:00",
                             "2008-01/31",
                             "yesterday",
                             "2008-01-31-12",
                             "12008-01-31",
                             "2008年1月"}) {
        EXPECT_FALSE(parse_timestamp(text)) << text;
    }
    EXPECT_TRUE(parse_timestamp("2000-02-29"));
    EXPECT_TRUE(parse_timestamp("2024-02-29"));
}

TEST(Timestamp, IsWrittenForFeedsAndMail) {
    const Timestamp moment = *parse_timestamp("2008-01-31T12:30:05+08:00");
    EXPECT_EQ(format_rfc2822(moment), "Thu, 31 Jan 2008 12:30:05 +0800");
    EXPECT_EQ(format_iso_date(moment), "2008-01-31");
    EXPECT_EQ(format_rfc3339(*parse_timestamp("0099-01-02T00:00:00-03:30")), "0099-01-02T00:00:00-03:30");
}

TEST(Timestamp, IsWrittenInTheReadersLanguage) {
    const Timestamp moment = *parse_timestamp("2008-01-05 15:04:05");
    EXPECT_EQ(format_date(moment, "long", "en"), "5 January 2008");
    EXPECT_EQ(format_date(moment, "long", "zh"), "2008年1月5日");
    EXPECT_EQ(format_date(moment, "long", "fr"), "5 January 2008");
    EXPECT_EQ(format_date(moment, "short", "en"), "5 Jan 2008");
    EXPECT_EQ(format_date(moment, "short", "zh-Hans"), "2008-01-05");
    EXPECT_EQ(format_date(moment, "month", "en"), "January 2008");
    EXPECT_EQ(format_date(moment, "month", "zh"), "2008年1月");
    EXPECT_EQ(format_date(moment, "iso", "zh"), "2008-01-05");
    EXPECT_EQ(format_date(moment, "%A %p%-I:%M %B %b %a", "zh"), "星期六 下午3:04 一月 1月 周六");
    EXPECT_EQ(format_date(moment, "%-d.%-m. %F %T", "en"), "5.1. 2008-01-05 15:04:05");
}

TEST(Timestamp, LeavesUnknownLettersAsTheyAre) {
    const Timestamp moment = *parse_timestamp("2008-01-05");
    EXPECT_EQ(format_date(moment, "%Q %-Q %-B 100% %", "en"), "%Q %-Q %-B 100% %");
    EXPECT_EQ(format_date(moment, "%-", "en"), "%-");
}

TEST(Timestamp, IsOrderedByTheInstant) {
    EXPECT_LT(*parse_timestamp("2008-01-31T00:00:00+08:00"), *parse_timestamp("2008-01-31T00:00:00Z"));
}

}  // namespace
}  // namespace byline::text
