// Byline's parser beside cmark-gfm and md4c, on the same texts in the same run; and its growth on hostile input.
#include <cmath>
#include <ctime>

#include <benchmark/benchmark.h>

#include "markdown/corpora.hpp"
#include "markdown/hostile_inputs.hpp"
#include "markdown/parse.hpp"
#include "markdown/peer_parsers.hpp"
#include "markdown/render_html.hpp"

namespace byline::markdown {
namespace {

const std::vector<CorpusFile>& corpus(const std::string& name) {
    static const std::vector<CorpusFile> english = read_corpus("en-blog");
    static const std::vector<CorpusFile> chinese = read_corpus("zh-blog");
    return name == "en-blog" ? english : chinese;
}

template <typename Work>
void over_corpus(benchmark::State& state, const std::string& name, Work work) {
    const std::vector<CorpusFile>& files = corpus(name);
    if (files.empty()) return state.SkipWithError("the corpora are not there");
    std::int64_t bytes = 0;
    for (auto _ : state) {
        for (const CorpusFile& file : files) {
            work(file.body);
            bytes += static_cast<std::int64_t>(file.body.size());
        }
    }
    state.SetBytesProcessed(bytes);
}

ParseOptions options_for(Dialect dialect) {
    ParseOptions options;
    options.dialect = dialect;
    return options;
}

void parse_only(benchmark::State& state, const std::string& name, Dialect dialect) {
    over_corpus(state, name, [&](const std::string& body) {
        const Document document = parse(body, options_for(dialect));
        benchmark::DoNotOptimize(document.node_count());
    });
}

void parse_and_render(benchmark::State& state, const std::string& name, Dialect dialect) {
    over_corpus(state, name, [&](const std::string& body) {
        const Document document = parse(body, options_for(dialect));
        benchmark::DoNotOptimize(render_html(document).view().data());
    });
}

void cmark_gfm(benchmark::State& state, const std::string& name, Dialect dialect) {
    over_corpus(state, name, [&](const std::string& body) {
        benchmark::DoNotOptimize(render_with_cmark_gfm(body, dialect).data());
    });
}

void md4c(benchmark::State& state, const std::string& name, Dialect dialect) {
    over_corpus(state, name,
                [&](const std::string& body) { benchmark::DoNotOptimize(render_with_md4c(body, dialect).data()); });
}

void memory(benchmark::State& state, const std::string& name) {
    const std::vector<CorpusFile>& files = corpus(name);
    std::size_t source = 0;
    std::size_t document = 0;
    for (auto _ : state) {
        source = document = 0;
        for (const CorpusFile& file : files) {
            source += file.body.size();
            document += parse(file.body).memory_size();
        }
    }
    state.counters["bytes_per_source_byte"] = static_cast<double>(document) / static_cast<double>(source);
}

// Prints what each doubling of n costs: about 2 is linear, 4 is quadratic.
void hostile(benchmark::State& state, const HostileFamily& family) {
    constexpr int doublings = 5;
    std::vector<double> seconds(doublings, 1e9);
    for (auto _ : state) {
        for (int step = 0; step < doublings; ++step) {
            const std::string text = family.make(4000u << step);
            const std::clock_t begin = std::clock();
            const Document document = parse(text);
            benchmark::DoNotOptimize(render_html(document).view().data());
            // Time of this process only: other work on the machine must not look like growth.
            const double taken = static_cast<double>(std::clock() - begin) / CLOCKS_PER_SEC;
            seconds[static_cast<std::size_t>(step)] = std::min(seconds[static_cast<std::size_t>(step)], taken);
        }
    }
    state.counters["growth"] = std::pow(seconds.back() / seconds[1], 1.0 / (doublings - 2));
    state.counters["last_ms"] = seconds.back() * 1e3;
}

[[maybe_unused]] const bool registered = [] {
    for (const std::string name : {"zh-blog", "en-blog"}) {
        const auto add = [&](const std::string& title, auto function, Dialect dialect) {
            benchmark::RegisterBenchmark((title + "/" + name).c_str(),
                                         [=](benchmark::State& state) { function(state, name, dialect); });
        };
        add("byline parse, Byline", parse_only, Dialect::Byline);
        add("byline parse+render, Byline", parse_and_render, Dialect::Byline);
        add("byline parse+render, GFM", parse_and_render, Dialect::Gfm);
        add("byline parse+render, CommonMark", parse_and_render, Dialect::CommonMark);
        add("cmark-gfm parse+render, GFM", cmark_gfm, Dialect::Gfm);
        add("md4c render, GFM", md4c, Dialect::Gfm);
        add("md4c render, CommonMark", md4c, Dialect::CommonMark);
        benchmark::RegisterBenchmark(("memory of documents/" + name).c_str(), [=](benchmark::State& state) {
            memory(state, name);
        })->Iterations(1);
    }
    for (const HostileFamily& family : hostile_families()) {
        benchmark::RegisterBenchmark(("hostile/" + family.name).c_str(), [=](benchmark::State& state) {
            hostile(state, family);
        })->Iterations(5);
    }
    return true;
}();

}  // namespace
}  // namespace byline::markdown
