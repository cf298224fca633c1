// Front matter, against what its parsers alone take in the same run.
#include <benchmark/benchmark.h>

#include "site/front_matter.hpp"
#include "site/front_matter_block.hpp"
#include "site/toml_reading.hpp"
#include "site/yaml_reading.hpp"

namespace byline::site {
namespace {

constexpr std::string_view yaml =
    "---\ntitle: \"Rust: 一次旅行\"\ndate: '2007-08-12'\nslug: prevent-lower-case\ntags: [rust, 编程]\n"
    "categories: Notes\ndraft: false\n---\n\nText.\n";
constexpr std::string_view toml =
    "+++\ntitle = \"Rust: 一次旅行\"\ndate = 2007-08-12\nslug = \"prevent-lower-case\"\ntags = [\"rust\", \"编程\"]\n"
    "categories = \"Notes\"\ndraft = false\n+++\n\nText.\n";

void yaml_parser(benchmark::State& state) {
    const FrontMatterBlock block = find_front_matter(yaml);
    for (auto _ : state) benchmark::DoNotOptimize(parse_yaml(block.text, "a.md", block.first_line));
}
void yaml_front_matter(benchmark::State& state) {
    const Configuration configuration;
    for (auto _ : state) benchmark::DoNotOptimize(read_front_matter(yaml, "a.md", configuration));
}
void toml_parser(benchmark::State& state) {
    const FrontMatterBlock block = find_front_matter(toml);
    for (auto _ : state) benchmark::DoNotOptimize(parse_toml(block.text, "a.md", block.first_line));
}
void toml_front_matter(benchmark::State& state) {
    const Configuration configuration;
    for (auto _ : state) benchmark::DoNotOptimize(read_front_matter(toml, "a.md", configuration));
}
BENCHMARK(yaml_parser);
BENCHMARK(yaml_front_matter);
BENCHMARK(toml_parser);
BENCHMARK(toml_front_matter);

}  // namespace
}  // namespace byline::site
