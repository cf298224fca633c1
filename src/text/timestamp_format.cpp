#include <array>
#include <cstddef>

#include "text/timestamp.hpp"

namespace byline::text {
namespace {

void append_padded(std::string& out, std::int64_t number, int width, char fill) {
    const std::string digits = std::to_string(number < 0 ? -number : number);
    if (number < 0) out += '-';
    for (int missing = width - static_cast<int>(digits.size()); missing > 0; --missing) out += fill;
    out += digits;
}

void append_offset(std::string& out, std::int32_t offset_seconds, std::string_view separator) {
    const std::int32_t size = offset_seconds < 0 ? -offset_seconds : offset_seconds;
    out += offset_seconds < 0 ? '-' : '+';
    append_padded(out, size / 3600, 2, '0');
    out += separator;
    append_padded(out, size / 60 % 60, 2, '0');
}

struct Names {
    std::array<std::string_view, 12> months;
    std::array<std::string_view, 12> short_months;
    std::array<std::string_view, 7> weekdays;
    std::array<std::string_view, 7> short_weekdays;
    std::string_view morning;
    std::string_view afternoon;
    std::string_view long_form;
    std::string_view short_form;
    std::string_view month_form;
};

constexpr Names english{
    {"January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
     "December"},
    {"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"},
    {"Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"},
    {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"},
    "AM",
    "PM",
    "%-d %B %Y",
    "%-d %b %Y",
    "%B %Y",
};

constexpr Names chinese{
    {"一月", "二月", "三月", "四月", "五月", "六月", "七月", "八月", "九月", "十月", "十一月", "十二月"},
    {"1月", "2月", "3月", "4月", "5月", "6月", "7月", "8月", "9月", "10月", "11月", "12月"},
    {"星期日", "星期一", "星期二", "星期三", "星期四", "星期五", "星期六"},
    {"周日", "周一", "周二", "周三", "周四", "周五", "周六"},
    "上午",
    "下午",
    "%Y年%-m月%-d日",
    "%Y-%m-%d",
    "%Y年%-m月",
};

const Names& names_in(std::string_view language) {
    return language == "zh" || language.starts_with("zh-") ? chinese : english;
}

std::string_view named_form(std::string_view pattern, const Names& names) {
    if (pattern == "long") return names.long_form;
    if (pattern == "short") return names.short_form;
    if (pattern == "month") return names.month_form;
    if (pattern == "iso") return "%F";
    return pattern;
}

std::int64_t day_of_year(const CivilTime& civil) {
    const CivilTime day{.year = civil.year, .month = civil.month, .day = civil.day};
    const CivilTime first{.year = civil.year, .month = 1, .day = 1};
    return (from_civil(day, 0).seconds - from_civil(first, 0).seconds) / 86400 + 1;
}

// The letters that stand for a number; false when `letter` is none of them.
bool append_number_letter(std::string& out, char letter, bool padded, const CivilTime& civil) {
    const auto number = [&](std::int64_t value, int width, char fill = '0') {
        append_padded(out, value, padded ? width : 1, fill);
        return true;
    };
    switch (letter) {
        case 'Y': return number(civil.year, 4);
        case 'y': return number((civil.year % 100 + 100) % 100, 2);
        case 'm': return number(civil.month, 2);
        case 'd': return number(civil.day, 2);
        case 'e': return number(civil.day, 2, ' ');
        case 'H': return number(civil.hour, 2);
        case 'I': return number((civil.hour + 11) % 12 + 1, 2);
        case 'M': return number(civil.minute, 2);
        case 'S': return number(civil.second, 2);
        case 'j': return number(day_of_year(civil), 3);
        case 'u': return number((civil.weekday + 6) % 7 + 1, 1);
        default: return false;
    }
}

bool append_name_letter(std::string& out, char letter, const CivilTime& civil, const Timestamp& timestamp,
                        const Names& names) {
    const auto month = static_cast<std::size_t>(civil.month - 1);
    const auto weekday = static_cast<std::size_t>(civil.weekday);
    switch (letter) {
        case 'B': out += names.months[month]; return true;
        case 'b': out += names.short_months[month]; return true;
        case 'A': out += names.weekdays[weekday]; return true;
        case 'a': out += names.short_weekdays[weekday]; return true;
        case 'p': out += civil.hour < 12 ? names.morning : names.afternoon; return true;
        case 'z': append_offset(out, timestamp.offset_seconds, ""); return true;
        case '%': out += '%'; return true;
        default: return false;
    }
}

void append_pattern(std::string& out, std::string_view pattern, const CivilTime& civil, const Timestamp& timestamp,
                    const Names& names) {
    for (std::size_t i = 0; i < pattern.size(); ++i) {
        if (pattern[i] != '%' || i + 1 == pattern.size()) {
            out += pattern[i];
            continue;
        }
        const std::size_t start = i++;
        const bool padded = pattern[i] != '-' || i + 1 == pattern.size();
        if (!padded) ++i;
        const char letter = pattern[i];
        if (letter == 'F' && padded) {
            append_pattern(out, "%Y-%m-%d", civil, timestamp, names);
        } else if (letter == 'T' && padded) {
            append_pattern(out, "%H:%M:%S", civil, timestamp, names);
        } else if (!append_number_letter(out, letter, padded, civil) &&
                   !(padded && append_name_letter(out, letter, civil, timestamp, names))) {
            out += pattern.substr(start, i - start + 1);
        }
    }
}

}  // namespace

std::string format_date(const Timestamp& timestamp, std::string_view pattern, std::string_view language) {
    const Names& names = names_in(language);
    std::string out;
    append_pattern(out, named_form(pattern, names), to_civil(timestamp), timestamp, names);
    return out;
}

std::string format_iso_date(const Timestamp& timestamp) {
    return format_date(timestamp, "%F", "en");
}

std::string format_rfc3339(const Timestamp& timestamp) {
    std::string out = format_date(timestamp, "%FT%T", "en");
    append_offset(out, timestamp.offset_seconds, ":");
    return out;
}

// RFC 5322, section 3.3, which replaces RFC 2822 and keeps its form.
std::string format_rfc2822(const Timestamp& timestamp) {
    return format_date(timestamp, "%a, %d %b %Y %T %z", "en");
}

}  // namespace byline::text
