// Works taken from their encoding, against the copying of the same works (the allocations that a Work consists of),
// and against the composing that it saves.
#include <benchmark/benchmark.h>

#include "site/sample_works.hpp"
#include "site/work_codec.hpp"
#include "site/work_fields.hpp"

namespace byline::site {
namespace {

// An article with front matter, summary, headings and links, of about 1 kB when encoded.
const Work& typical_work() {
    static const Work work = [] {
        std::string text =
            "---\ntitle: \"Why names lie: DNS explained\"\ndate: 2024-05-01\ntags: [dns, 网络]\nlayout: post\n---\n\n"
            "A resolver is a program that answers a question which it has never been asked before, and that is why it\n"
            "lies: it keeps what it once was told, for longer than the one who told it would like. This is the story\n"
            "of one such answer, and of the afternoon that it took from us.\n\n";
        for (const char* heading : {"What a cache keeps", "谁的缓存", "Time to live", "What we changed"}) {
            text += "## " + std::string(heading) +
                    "\n\nMore words, and [a link](../notes/resolver.md#cache).\n\n![Drawn](./resolver-drawn.svg)\n\n";
        }
        return *SiteFixture().composed("articles/2024/dns-explained.md", text).work;
    }();
    return work;
}

std::string typical_bytes() {
    std::string bytes;
    encode_work(typical_work(), bytes);
    return bytes;
}

void decode(benchmark::State& state) {
    const std::string bytes = typical_bytes();
    for (auto _ : state) benchmark::DoNotOptimize(decode_work(bytes));
    state.counters["encoded_bytes"] = static_cast<double>(bytes.size());
}
void copy(benchmark::State& state) {
    for (auto _ : state) {
        Work copied = typical_work();
        benchmark::DoNotOptimize(copied);
    }
}
void encode(benchmark::State& state) {
    std::string bytes;
    for (auto _ : state) {
        bytes.clear();
        encode_work(typical_work(), bytes);
        benchmark::DoNotOptimize(bytes);
    }
}
void compare(benchmark::State& state) {
    const auto twin = decode_work(typical_bytes());
    for (auto _ : state) benchmark::DoNotOptimize(changed_fields(typical_work(), *twin));
}

// All of a corpus, as a build does it: every work is kept.
void decode_corpus(benchmark::State& state, const char* corpus) {
    std::vector<std::string> encoded;
    for (const Work& work : works_of_corpus(corpus)) encode_work(work, encoded.emplace_back());
    for (auto _ : state) {
        std::vector<Work> works;
        works.reserve(encoded.size());
        for (const std::string& bytes : encoded) works.push_back(std::move(*decode_work(bytes)));
        benchmark::DoNotOptimize(works);
    }
    state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(encoded.size()));
}

BENCHMARK(decode);
BENCHMARK(copy);
BENCHMARK(encode);
BENCHMARK(compare);
BENCHMARK_CAPTURE(decode_corpus, english, "en-blog")->Unit(benchmark::kMicrosecond);
BENCHMARK_CAPTURE(decode_corpus, chinese, "zh-blog")->Unit(benchmark::kMicrosecond);

}  // namespace
}  // namespace byline::site
