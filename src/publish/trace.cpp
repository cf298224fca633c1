#include "publish/trace.hpp"

#include <utility>

#include "publish/json_writer.hpp"

namespace byline::publish {

void Trace::begin_phase(std::string_view name) {
    end_phase();
    phase_ = name;
    phase_start_ = Clock::now();
}

void Trace::end_phase() {
    if (phase_.empty()) return;
    add({std::exchange(phase_, {}), "phase", 0, phase_start_, Clock::now() - phase_start_});
}

void Trace::add(Span span) {
    const std::scoped_lock lock(mutex_);
    spans_.push_back(std::move(span));
}

std::string Trace::to_json() const {
    const auto microseconds = [](Clock::duration duration) {
        return std::chrono::duration_cast<std::chrono::microseconds>(duration).count();
    };
    std::string out;
    JsonWriter json(out);
    json.begin_object().key("displayTimeUnit").value("ms").key("traceEvents").begin_array();
    for (const Span& span : spans_) {
        json.begin_object().key("name").value(span.name).key("cat").value(span.category).key("ph").value("X");
        json.key("pid").value(std::int64_t{1}).key("tid").value(static_cast<std::int64_t>(span.thread));
        json.key("ts").value(microseconds(span.start - start_)).key("dur").value(microseconds(span.length));
        json.end_object();
    }
    json.end_array().end_object();
    return out + "\n";
}

TracedSpan::TracedSpan(Trace& trace, std::string_view category, std::string_view name, std::size_t thread)
    : trace_(trace) {
    if (!trace_.has_everything()) return;
    span_.name = name;
    span_.category = category;
    span_.thread = thread + 1;
    span_.start = Trace::Clock::now();
}

TracedSpan::~TracedSpan() {
    if (!trace_.has_everything()) return;
    span_.length = Trace::Clock::now() - span_.start;
    trace_.add(std::move(span_));
}

}  // namespace byline::publish
