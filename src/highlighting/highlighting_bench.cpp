// Highlighting of real code on one core: the project's own sources, the code blocks of the corpora when they are there,
// and each language on its case. The floor of the same run is a copy of the bytes with only < > & " ' escaped.
#include <map>
#include <optional>

#include <benchmark/benchmark.h>

#include "highlighting/code_html.hpp"
#include "highlighting/code_samples.hpp"
#include "text/html_escape.hpp"

namespace byline::highlighting {
namespace {

struct Code {
    const Language* language = nullptr;
    std::string text;
};

const Languages& languages() {
    static const Languages all;
    return all;
}

constexpr std::size_t enough_bytes = 4U << 20U;

std::string repeated(const std::string& text) {
    std::string all;
    while (!text.empty() && all.size() < 1U << 18U) all += text;
    return all;
}

void add(std::vector<Code>& codes, std::string_view name, std::string text) {
    const Language* language = languages().find(name);
    if (language != nullptr && language->name() != "text" && !text.empty())
        codes.push_back({language, std::move(text)});
}

// C++, Python, TOML, CMake, shell, Markdown, CSS, HTML of this tree: mixed as it is mixed here.
std::vector<Code> of_this_tree() {
    const std::map<std::string, const char*> names = {
        {".cpp", "cpp"},   {".hpp", "cpp"},     {".py", "python"}, {".toml", "toml"}, {".cmake", "cmake"},
        {".sh", "bash"},   {".md", "markdown"}, {".css", "css"},   {".js", "js"},     {".mjs", "js"},
        {".json", "json"}, {".html", "jinja"},  {".yaml", "yaml"}};
    std::vector<Code> codes;
    std::size_t bytes = 0;
    for (const char* folder : {"src", "tools", "tests", "cmake", "languages", "themes", "example", "docs"}) {
        for (const auto& entry :
             std::filesystem::recursive_directory_iterator(BYLINE_ROOT + std::string("/") + folder)) {
            const auto name = names.find(entry.path().extension().string());
            if (name == names.end() || !entry.is_regular_file() || bytes > enough_bytes) continue;
            add(codes, name->second, read_text(entry.path()));
            bytes += codes.empty() ? 0 : codes.back().text.size();
        }
    }
    return codes;
}

void add_blocks(std::string_view text, std::vector<Code>& codes) {
    for (std::size_t at = text.find("\n```"); at != std::string_view::npos; at = text.find("\n```", at)) {
        const std::size_t line = text.find('\n', at + 4);
        const std::size_t end = line == std::string_view::npos ? line : text.find("\n```", line);
        if (end == std::string_view::npos) return;
        std::string_view name = text.substr(at + 4, line - at - 4);
        name = name.substr(0, name.find_first_of(" ,{"));
        add(codes, name, std::string(text.substr(line + 1, end - line)));
        at = end + 4;
    }
}

std::vector<Code> of_corpora() {
    std::vector<Code> codes;
    const std::filesystem::path root = BYLINE_ROOT "/../shared/corpora";
    if (!std::filesystem::exists(root)) return codes;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(root)) {
        if (entry.path().extension() == ".md") add_blocks(read_text(entry.path()), codes);
    }
    return codes;
}

const std::vector<Code>& mixed() {
    static const std::vector<Code> codes = [] {
        std::vector<Code> all = of_this_tree();
        for (Code& code : of_corpora()) all.push_back(std::move(code));
        return all;
    }();
    return codes;
}

std::int64_t size_of(const std::vector<Code>& codes) {
    std::size_t bytes = 0;
    for (const Code& code : codes) bytes += code.text.size();
    return static_cast<std::int64_t>(bytes);
}

void floor_of_escapes(benchmark::State& state) {
    for (auto _ : state) {
        for (const Code& code : mixed()) benchmark::DoNotOptimize(text::escape_html(code.text));
    }
    state.SetBytesProcessed(state.iterations() * size_of(mixed()));
}
BENCHMARK(floor_of_escapes);

void spans_of_mixed_code(benchmark::State& state) {
    for (const Code& code : mixed()) benchmark::DoNotOptimize(highlight(languages(), *code.language, code.text));
    for (auto _ : state) {
        for (const Code& code : mixed()) benchmark::DoNotOptimize(highlight(languages(), *code.language, code.text));
    }
    state.SetBytesProcessed(state.iterations() * size_of(mixed()));
}
BENCHMARK(spans_of_mixed_code);

void html_of_mixed_code(benchmark::State& state) {
    for (auto _ : state) {
        for (const Code& code : mixed()) benchmark::DoNotOptimize(to_html(languages(), code.language, code.text, {}));
    }
    state.SetBytesProcessed(state.iterations() * size_of(mixed()));
}
BENCHMARK(html_of_mixed_code);

// What the first block of a language costs more than the next one.
void first_use(benchmark::State& state) {
    for (auto _ : state) {
        const Languages fresh;
        benchmark::DoNotOptimize(highlight(fresh, *fresh.find("rust"), "fn main() { let x = \"a\"; }\n"));
    }
}
BENCHMARK(first_use)->Unit(benchmark::kMicrosecond);

void each_language(benchmark::State& state) {
    static const std::vector<CodeSample> samples = code_samples();
    const CodeSample& sample = samples[static_cast<std::size_t>(state.range(0))];
    const Language* language = languages().find(sample.language);
    const std::string code = repeated(sample.code);
    benchmark::DoNotOptimize(highlight(languages(), *language, code));
    for (auto _ : state) benchmark::DoNotOptimize(highlight(languages(), *language, code));
    state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(code.size()));
    state.SetLabel(sample.language);
}
BENCHMARK(each_language)->DenseRange(0, static_cast<std::int64_t>(code_samples().size()) - 1);

}  // namespace
}  // namespace byline::highlighting
