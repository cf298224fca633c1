#include "http/date_line.hpp"

#include <array>
#include <string_view>

namespace byline::http {

namespace {

constexpr std::array<std::string_view, 7> days = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
constexpr std::array<std::string_view, 12> months = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                     "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};

void append_two_digits(std::string& text, int number) {
    text.push_back(static_cast<char>('0' + number / 10 % 10));
    text.push_back(static_cast<char>('0' + number % 10));
}

}  // namespace

std::string imf_fixdate(std::time_t time) {
    std::tm parts{};
    if (gmtime_r(&time, &parts) == nullptr) return {};
    std::string text(days[static_cast<std::size_t>(parts.tm_wday)]);
    text += ", ";
    append_two_digits(text, parts.tm_mday);
    text += " ";
    text += months[static_cast<std::size_t>(parts.tm_mon)];
    text += " " + std::to_string(1900 + parts.tm_year) + " ";
    append_two_digits(text, parts.tm_hour);
    text += ":";
    append_two_digits(text, parts.tm_min);
    text += ":";
    append_two_digits(text, parts.tm_sec);
    text += " GMT";
    return text;
}

std::string DateLine::text() {
    const std::time_t now = clock_();
    const std::lock_guard lock(mutex_);
    if (now != time_) {
        time_ = now;
        text_ = imf_fixdate(now);
    }
    return text_;
}

}  // namespace byline::http
