#include "text/timestamp.hpp"

#include <array>

namespace byline::text {
namespace {

constexpr std::int64_t seconds_per_day = 86400;

constexpr std::int64_t floor_divide(std::int64_t value, std::int64_t divisor) {
    return value / divisor - (value % divisor < 0 ? 1 : 0);
}

// Days since 1970-01-01. Years are counted from March, so that the leap day is a year's last; 400 years are 146,097
// days (H. Hinnant, "chrono-Compatible Low-Level Date Algorithms").
constexpr std::int64_t days_from_civil(std::int64_t year, std::int64_t month, std::int64_t day) {
    if (month <= 2) --year;
    const std::int64_t era = floor_divide(year, 400);
    const std::int64_t year_of_era = year - era * 400;
    const std::int64_t day_of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
    const std::int64_t day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    return era * 146097 + day_of_era - 719468;
}

constexpr bool is_leap_year(std::int64_t year) {
    return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

constexpr std::int32_t days_in_month(std::int64_t year, std::int32_t month) {
    constexpr std::array<std::int32_t, 12> days{31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    return days[static_cast<std::size_t>(month - 1)] + (month == 2 && is_leap_year(year) ? 1 : 0);
}

// Reads what people write for a date; each function takes what it knows from the front of `rest_`.
class Reader {
  public:
    explicit Reader(std::string_view text) : rest_(text) {}

    [[nodiscard]] bool at_end() const { return rest_.empty(); }

    bool take(char c) {
        if (rest_.empty() || rest_.front() != c) return false;
        rest_.remove_prefix(1);
        return true;
    }
    bool take(std::string_view word) {
        if (!rest_.starts_with(word)) return false;
        rest_.remove_prefix(word.size());
        return true;
    }
    bool take_spaces() {
        bool any = false;
        while (take(' ') || take('\t')) any = true;
        return any;
    }
    bool take_number(std::int32_t& number, std::size_t least_digits, std::size_t most_digits) {
        std::size_t digits = 0;
        number = 0;
        while (digits < most_digits && digits < rest_.size() && rest_[digits] >= '0' && rest_[digits] <= '9') {
            number = number * 10 + (rest_[digits++] - '0');
        }
        if (digits < least_digits) return false;
        rest_.remove_prefix(digits);
        return true;
    }
    void skip_digits() {
        while (!rest_.empty() && rest_.front() >= '0' && rest_.front() <= '9') rest_.remove_prefix(1);
    }

    bool take_date(CivilTime& civil) {
        if (!take_number(civil.year, 4, 4)) return false;
        if (take("年")) {
            return take_number(civil.month, 1, 2) && take("月") && take_number(civil.day, 1, 2) && take("日");
        }
        for (const char separator : {'-', '/', '.'}) {
            if (take(separator)) {
                return take_number(civil.month, 1, 2) && take(separator) && take_number(civil.day, 1, 2);
            }
        }
        return false;
    }

    bool take_time(CivilTime& civil) {
        if (!take_number(civil.hour, 1, 2) || !take(':') || !take_number(civil.minute, 2, 2)) return false;
        if (!take(':')) return true;
        if (!take_number(civil.second, 2, 2)) return false;
        if (take('.') || take(',')) skip_digits();
        return true;
    }

    bool take_zone(std::int32_t& offset_seconds) {
        if (take('Z') || take('z') || take("UTC") || take("GMT")) {
            offset_seconds = 0;
            return true;
        }
        const bool west = take('-') || take("\u2212");
        if (!west && !take('+')) return false;
        std::int32_t hours = 0;
        std::int32_t minutes = 0;
        if (!take_number(hours, 2, 2)) return false;
        const bool colon = take(':');
        if (!take_number(minutes, 2, 2) && colon) return false;
        if (hours > 23 || minutes > 59) return false;
        offset_seconds = (hours * 60 + minutes) * (west ? -60 : 60);
        return true;
    }

  private:
    std::string_view rest_;
};

bool exists(const CivilTime& civil) {
    // A leap second is let through and becomes the second after it.
    return civil.month >= 1 && civil.month <= 12 && civil.day >= 1 &&
           civil.day <= days_in_month(civil.year, civil.month) && civil.hour <= 23 && civil.minute <= 59 &&
           civil.second <= 60;
}

}  // namespace

CivilTime to_civil(const Timestamp& timestamp) {
    const std::int64_t local = timestamp.seconds + timestamp.offset_seconds;
    const std::int64_t days = floor_divide(local, seconds_per_day);
    const std::int64_t second_of_day = local - days * seconds_per_day;

    const std::int64_t shifted = days + 719468;
    const std::int64_t era = floor_divide(shifted, 146097);
    const std::int64_t day_of_era = shifted - era * 146097;
    const std::int64_t year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
    const std::int64_t day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    const std::int64_t month_from_march = (5 * day_of_year + 2) / 153;
    const std::int64_t month = month_from_march + (month_from_march < 10 ? 3 : -9);

    CivilTime civil;
    civil.year = static_cast<std::int32_t>(year_of_era + era * 400 + (month <= 2 ? 1 : 0));
    civil.month = static_cast<std::int32_t>(month);
    civil.day = static_cast<std::int32_t>(day_of_year - (153 * month_from_march + 2) / 5 + 1);
    civil.hour = static_cast<std::int32_t>(second_of_day / 3600);
    civil.minute = static_cast<std::int32_t>(second_of_day / 60 % 60);
    civil.second = static_cast<std::int32_t>(second_of_day % 60);
    civil.weekday = static_cast<std::int32_t>(days + 4 - 7 * floor_divide(days + 4, 7));
    return civil;
}

Timestamp from_civil(const CivilTime& civil, std::int32_t offset_seconds) {
    const std::int64_t days = days_from_civil(civil.year, civil.month, civil.day);
    const std::int64_t local =
        days * seconds_per_day + std::int64_t{civil.hour} * 3600 + std::int64_t{civil.minute} * 60 + civil.second;
    return {.seconds = local - offset_seconds, .offset_seconds = offset_seconds, .date_only = false};
}

std::optional<Timestamp> parse_timestamp(std::string_view text, std::int32_t default_offset_seconds) {
    Reader reader(text);
    CivilTime civil;
    reader.take_spaces();
    if (!reader.take_date(civil)) return std::nullopt;
    const bool gap = reader.take_spaces();
    std::int32_t offset_seconds = default_offset_seconds;
    const bool has_time = !reader.at_end();
    if (has_time) {
        if (!gap && !reader.take('T') && !reader.take('t')) return std::nullopt;
        if (!reader.take_time(civil)) return std::nullopt;
        reader.take_spaces();
        if (!reader.at_end() && !reader.take_zone(offset_seconds)) return std::nullopt;
        reader.take_spaces();
    }
    if (!reader.at_end() || !exists(civil)) return std::nullopt;
    Timestamp timestamp = from_civil(civil, offset_seconds);
    timestamp.date_only = !has_time;
    return timestamp;
}

}  // namespace byline::text
