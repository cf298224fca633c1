// The Terminal is where the program speaks: standard output for results, standard error for faults and progress.
// Used by the main thread; the progress line may be advanced from any.
#pragma once

#include <atomic>
#include <chrono>
#include <cstdio>
#include <mutex>
#include <string>
#include <string_view>

#include "cli/report.hpp"
#include "publish/build.hpp"

namespace byline::cli {

void print(std::string_view text);        // to standard output
void print_error(std::string_view text);  // to standard error

// Colours when a terminal watches standard error and NO_COLOR (https://no-color.org) is not set.
[[nodiscard]] Colour error_colour();

// A line that says what a long build is doing; silent unless a terminal watches, and for the first moments.
class ProgressLine final : public publish::Progress {
  public:
    ProgressLine();
    ~ProgressLine() override;
    void phase(std::string_view name, std::size_t steps) override;
    void advance() override;

  private:
    void draw(bool is_first);

    bool is_shown_;
    std::chrono::steady_clock::time_point started_;
    std::atomic<std::size_t> done_{0};
    std::mutex mutex_;  // guards what follows
    std::string name_;
    std::size_t steps_ = 0;
    std::chrono::steady_clock::time_point drawn_;
    bool is_drawn_ = false;
};

// "1.2 s", "35 ms"; "3.4 MB".
[[nodiscard]] std::string shown_duration(std::chrono::steady_clock::duration duration);
[[nodiscard]] std::string shown_bytes(std::uint64_t bytes);

}  // namespace byline::cli
