// Our output beside cmark-gfm's for every article of the corpora. Where they differ for a known reason, the file
// fixtures/markdown/corpus_differences.txt says so; anything else fails.
#include <map>
#include <sstream>

#include <gtest/gtest.h>

#include "markdown/corpora.hpp"
#include "markdown/parse.hpp"
#include "markdown/peer_parsers.hpp"
#include "markdown/render_html.hpp"

namespace byline::markdown {
namespace {

// Lines of `dialect file: reason`.
std::map<std::string, std::string> explained_differences() {
    std::map<std::string, std::string> explained;
    std::ifstream file(std::filesystem::path(BYLINE_ROOT) / "fixtures/markdown/corpus_differences.txt");
    for (std::string line; std::getline(file, line);) {
        const std::size_t colon = line.find(": ");
        if (line.empty() || line[0] == '#' || colon == std::string::npos) continue;
        explained[line.substr(0, colon)] = line.substr(colon + 2);
    }
    return explained;
}

std::string first_difference(const std::string& ours, const std::string& theirs) {
    std::istringstream our_lines(ours);
    std::istringstream their_lines(theirs);
    std::string our_line;
    std::string their_line;
    while (std::getline(our_lines, our_line)) {
        if (!std::getline(their_lines, their_line)) their_line = "(end)";
        if (our_line != their_line) return "ours:   " + our_line + "\ntheirs: " + their_line;
    }
    return "theirs goes on";
}

// Replaces each piece from `begin` to `end` by `by`.
void replace_pieces(std::string& html, std::string_view begin, std::string_view end, std::string_view by) {
    for (std::size_t at = html.find(begin); at != std::string::npos; at = html.find(begin, at + by.size())) {
        const std::size_t stop = html.find(end, at + begin.size());
        if (stop == std::string::npos) return;
        html.replace(at, stop + end.size() - at, by);
    }
}

// The library names the ids of footnotes by their labels; its own examples, which we follow, by their numbers.
std::string without_footnote_ids(std::string html) {
    replace_pieces(html, "<sup class=\"footnote-ref\"><a ", ">", "<sup><a>");
    replace_pieces(html, "<section class=\"footnotes\"", ">", "<section>");
    replace_pieces(html, "<li id=\"fn", ">", "<li>");
    // Links back: <a href="#fnref1" …>↩</a>, one for each use.
    replace_pieces(html, " <a href=\"#fnref", "</a>", "");
    replace_pieces(html, "<a href=\"#fnref", "</a>", "");
    return html;
}

class CorpusDifference : public testing::TestWithParam<std::string> {};

TEST_P(CorpusDifference, IsExplained) {
    const std::vector<CorpusFile> files = read_corpus(GetParam());
    if (files.empty()) GTEST_SKIP() << "the corpora are not there";
    const std::map<std::string, std::string> explained = explained_differences();
    for (const Dialect dialect : {Dialect::CommonMark, Dialect::Gfm}) {
        ParseOptions options;
        options.dialect = dialect;
        for (const CorpusFile& file : files) {
            const std::string ours = without_footnote_ids(std::string(render_html(parse(file.body, options)).view()));
            const std::string theirs = without_footnote_ids(render_with_cmark_gfm(file.body, dialect));
            const std::string key = (dialect == Dialect::Gfm ? "gfm " : "commonmark ") + file.name;
            if (explained.count(key) != 0) {
                EXPECT_NE(ours, theirs) << key << " is said to differ, and does not";
            } else {
                EXPECT_EQ(ours == theirs, true) << key << "\n" << first_difference(ours, theirs);
            }
        }
    }
}

INSTANTIATE_TEST_SUITE_P(Blogs, CorpusDifference, testing::Values("en-blog", "zh-blog"),
                         [](const auto& parameter) { return parameter.param.substr(0, 2); });

}  // namespace
}  // namespace byline::markdown
