// A Timestamp is a point in time as the writer gave it: an instant, the zone it was written in, and whether a time of
// day was given at all. A value.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace byline::text {

struct Timestamp {
    std::int64_t seconds = 0;         // since 1970-01-01T00:00:00Z, leap seconds not counted
    std::int32_t offset_seconds = 0;  // of the zone it was written in, east positive
    bool date_only = false;           // midnight in that zone, because no time was given

    friend bool operator==(const Timestamp&, const Timestamp&) = default;
    friend auto operator<=>(const Timestamp& a, const Timestamp& b) { return a.seconds <=> b.seconds; }
};

// A calendar day and time of day in the proleptic Gregorian calendar.
struct CivilTime {
    std::int32_t year = 1970;
    std::int32_t month = 1;    // 1 to 12
    std::int32_t day = 1;      // 1 to 31
    std::int32_t hour = 0;     // 0 to 23
    std::int32_t minute = 0;   // 0 to 59
    std::int32_t second = 0;   // 0 to 59
    std::int32_t weekday = 4;  // 0 is Sunday; derived, not read by from_civil()
};

[[nodiscard]] CivilTime to_civil(const Timestamp& timestamp);
[[nodiscard]] Timestamp from_civil(const CivilTime& civil, std::int32_t offset_seconds);

// Reads RFC 3339 and what people write instead of it: `2008-01-31`, `2008-1-31`, `2008/01/31`, `2008-01-31 12:30`,
// `2008-01-31T12:30:05Z`, `2008-01-31 12:30:05 +0800`, fractions of a second ignored. A time without a zone is
// taken in `default_offset_seconds`. Nothing for a day that does not exist (2023-02-30).
[[nodiscard]] std::optional<Timestamp> parse_timestamp(std::string_view text, std::int32_t default_offset_seconds = 0);

[[nodiscard]] std::string format_rfc3339(const Timestamp& timestamp);   // 2008-01-31T12:30:05+08:00
[[nodiscard]] std::string format_rfc2822(const Timestamp& timestamp);   // Thu, 31 Jan 2008 12:30:05 +0800
[[nodiscard]] std::string format_iso_date(const Timestamp& timestamp);  // 2008-01-31

// strftime's letters (Y m d e B b A a H I M S p y j u z F T and %-d, %-m without a leading zero, %%) with month and
// weekday names in `language` (en, zh; others as en); an unknown letter stays as it is.
// The names "long", "short", "month" and "iso" give the usual form of the language instead:
// long: 31 January 2008, 2008年1月31日; short: 31 Jan 2008, 2008-01-31; month: January 2008, 2008年1月; iso:
// 2008-01-31.
[[nodiscard]] std::string format_date(const Timestamp& timestamp, std::string_view pattern, std::string_view language);

}  // namespace byline::text
