// A DateLine gives the value of the Date header, made once a second at most.
// Thread-safe.
#pragma once

#include <ctime>
#include <functional>
#include <mutex>
#include <string>
#include <utility>

namespace byline::http {

// IMF-fixdate, RFC 9110 section 5.6.7: "Sun, 06 Nov 1994 08:49:37 GMT". Independent of the locale.
[[nodiscard]] std::string imf_fixdate(std::time_t time);

class DateLine {
  public:
    explicit DateLine(std::function<std::time_t()> clock) : clock_(std::move(clock)) {}

    [[nodiscard]] std::string text();

  private:
    std::function<std::time_t()> clock_;
    std::mutex mutex_;
    std::time_t time_ = -1;
    std::string text_;
};

}  // namespace byline::http
