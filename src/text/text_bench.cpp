// Ratios to a floor of the same run: memchr for scans, memcpy for escapes.
#include <cstring>
#include <string>

#include <benchmark/benchmark.h>

#include "text/digest.hpp"
#include "text/html_escape.hpp"
#include "text/json.hpp"
#include "text/slug.hpp"
#include "text/timestamp.hpp"
#include "text/utf8.hpp"
#include "text/word_count.hpp"
#include "text/xml.hpp"

namespace byline::text {
namespace {

std::string repeated(std::string_view part) {
    std::string text;
    while (text.size() < 1 << 20) text += part;
    return text;
}

const std::string& english() {
    static const std::string text = repeated("It's a quick brown fox, and 3.14 lazy dogs jump over it. ");
    return text;
}
const std::string& chinese() {
    static const std::string text = repeated("重庆是一座山城，人们用 Rust 写程序，也用 C++。");
    return text;
}

template <typename Function>
void scan(benchmark::State& state, Function function) {
    const std::string& text = state.range(0) == 0 ? english() : chinese();
    for (auto _ : state) benchmark::DoNotOptimize(function(text));
    state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(text.size()));
    state.SetLabel(state.range(0) == 0 ? "english" : "chinese");
}

void floor_memchr(benchmark::State& state) {
    scan(state, [](const std::string& text) { return std::memchr(text.data(), 0, text.size()); });
}
void validate(benchmark::State& state) {
    scan(state, [](const std::string& text) { return find_invalid(text).has_value(); });
}
void words(benchmark::State& state) {
    scan(state, [](const std::string& text) { return count_words(text).words; });
}
void digest(benchmark::State& state) {
    scan(state, [](const std::string& text) { return digest_of(text).low; });
}
void json(benchmark::State& state) {
    scan(state, [](const std::string& text) { return json_string(text).size(); });
}
void xml(benchmark::State& state) {
    scan(state, [](const std::string& text) { return escape_xml(text).size(); });
}
void html(benchmark::State& state) {
    scan(state, [](const std::string& text) { return escape_html(text).view().size(); });
}
BENCHMARK(floor_memchr)->Arg(0)->Arg(1);
BENCHMARK(validate)->Arg(0)->Arg(1);
BENCHMARK(words)->Arg(0)->Arg(1);
BENCHMARK(digest)->Arg(0)->Arg(1);
BENCHMARK(json)->Arg(0)->Arg(1);
BENCHMARK(xml)->Arg(0)->Arg(1);
BENCHMARK(html)->Arg(0)->Arg(1);

void slug_english(benchmark::State& state) {
    const Slugger slugger;
    for (auto _ : state) benchmark::DoNotOptimize(slugger.slug("Announcing Rust 1.94.1 and C++20"));
}
void slug_chinese(benchmark::State& state) {
    const Slugger slugger;
    for (auto _ : state) benchmark::DoNotOptimize(slugger.slug("重庆的长江大桥与银行业务重构"));
}
void slugger_made(benchmark::State& state) {
    for (auto _ : state) benchmark::DoNotOptimize(Slugger().slug("重庆"));
}
void date_parsed(benchmark::State& state) {
    for (auto _ : state) benchmark::DoNotOptimize(parse_timestamp("2008-01-31 12:30:05 +0800"));
}
void date_written(benchmark::State& state) {
    const Timestamp moment{.seconds = 1201753805, .offset_seconds = 28800, .date_only = false};
    for (auto _ : state) benchmark::DoNotOptimize(format_rfc3339(moment));
}
BENCHMARK(slug_english);
BENCHMARK(slug_chinese);
BENCHMARK(slugger_made);
BENCHMARK(date_parsed);
BENCHMARK(date_written);

}  // namespace
}  // namespace byline::text
