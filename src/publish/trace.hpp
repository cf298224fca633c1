// A Trace is when which thread did what during a build, for --stats and --trace.
// Spans may be added from any thread.
#pragma once

#include <chrono>
#include <cstdint>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

namespace byline::publish {

class Trace {
  public:
    using Clock = std::chrono::steady_clock;
    enum class Detail : std::uint8_t { Phases, Everything };

    struct Span {
        std::string name;
        std::string_view category;  // "phase", "compose", "render"
        std::size_t thread = 0;     // 0: the building thread while it is alone
        Clock::time_point start;
        Clock::duration length{};
    };

    explicit Trace(Detail detail) : detail_(detail), start_(Clock::now()) {}

    // Ends the phase before, if there was one.
    void begin_phase(std::string_view name);
    void end_phase();
    [[nodiscard]] bool has_everything() const { return detail_ == Detail::Everything; }
    void add(Span span);

    // In the order in which they ended. Not while spans are added.
    [[nodiscard]] const std::vector<Span>& spans() const { return spans_; }

    // The JSON that chrome://tracing and Perfetto open
    // (https://docs.google.com/document/d/1CvAClvFfyA5R-PhYUmn5OOQtYMH4h6I0nSsKchNAySU).
    [[nodiscard]] std::string to_json() const;

  private:
    Detail detail_;
    Clock::time_point start_;
    std::mutex mutex_;  // guards what follows
    std::vector<Span> spans_;
    std::string phase_;
    Clock::time_point phase_start_;
};

// Adds a span that lasts as long as it lives; nothing unless the trace wants everything.
class TracedSpan {
  public:
    TracedSpan(Trace& trace, std::string_view category, std::string_view name, std::size_t thread);
    ~TracedSpan();
    TracedSpan(const TracedSpan&) = delete;
    TracedSpan& operator=(const TracedSpan&) = delete;

  private:
    Trace& trace_;
    Trace::Span span_;
};

}  // namespace byline::publish
