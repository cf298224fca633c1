#include "cli/terminal.hpp"

#include <cstdlib>

#include <fmt/format.h>
#include <unistd.h>

namespace byline::cli {

void print(std::string_view text) {
    std::fwrite(text.data(), 1, text.size(), stdout);
    std::fflush(stdout);
}

void print_error(std::string_view text) {
    std::fwrite(text.data(), 1, text.size(), stderr);
}

Colour error_colour() {
    const char* no_colour = std::getenv("NO_COLOR");
    const bool is_refused = no_colour != nullptr && *no_colour != '\0';
    return ::isatty(STDERR_FILENO) != 0 && !is_refused ? Colour::Terminal : Colour::Plain;
}

ProgressLine::ProgressLine() : is_shown_(::isatty(STDERR_FILENO) != 0), started_(std::chrono::steady_clock::now()) {}

ProgressLine::~ProgressLine() {
    if (is_drawn_) print_error("\r\x1b[K");
}

void ProgressLine::phase(std::string_view name, std::size_t steps) {
    if (!is_shown_) return;
    const std::scoped_lock lock(mutex_);
    name_ = name;
    steps_ = steps;
    done_ = 0;
    draw(true);
}

void ProgressLine::advance() {
    if (!is_shown_) return;
    constexpr std::size_t steps_between_looks = 64;
    if (++done_ % steps_between_looks != 0) return;
    const std::scoped_lock lock(mutex_);
    draw(false);
}

void ProgressLine::draw(bool is_first) {
    constexpr auto quiet = std::chrono::milliseconds(200);  // a short build needs no progress
    constexpr auto between = std::chrono::milliseconds(80);
    const auto now = std::chrono::steady_clock::now();
    if (now - started_ < quiet || (!is_first && now - drawn_ < between)) return;
    drawn_ = now;
    is_drawn_ = true;
    print_error(steps_ == 0 ? fmt::format("\r\x1b[K{}", name_)
                            : fmt::format("\r\x1b[K{} {}/{}", name_, done_.load(), steps_));
}

std::string shown_duration(std::chrono::steady_clock::duration duration) {
    const auto milliseconds = std::chrono::duration_cast<std::chrono::milliseconds>(duration).count();
    return milliseconds < 1000 ? fmt::format("{} ms", milliseconds)
                               : fmt::format("{:.1f} s", static_cast<double>(milliseconds) / 1000);
}

std::string shown_bytes(std::uint64_t bytes) {
    constexpr double kilo = 1000;
    const auto amount = static_cast<double>(bytes);
    if (amount < kilo) return fmt::format("{} bytes", bytes);
    if (amount < kilo * kilo) return fmt::format("{:.1f} kB", amount / kilo);
    return fmt::format("{:.1f} MB", amount / kilo / kilo);
}

}  // namespace byline::cli
