// Replays what the fuzzers found worth keeping: fixtures/markdown/fuzz_corpus.
#include <gtest/gtest.h>

#include "markdown/differential_check.hpp"
#include "markdown/spec_examples.hpp"
#include "markdown/tree_invariants.hpp"

namespace byline::markdown {
namespace {

std::vector<std::string> read_folder(const char* name) {
    std::vector<std::string> texts;
    for (const auto& entry : std::filesystem::directory_iterator(std::filesystem::path(BYLINE_ROOT) /
                                                                 "fixtures/markdown/fuzz_corpus" / name)) {
        texts.push_back(read_whole_file(entry.path()));
    }
    return texts;
}

TEST(FuzzCorpus, ParsesSoundly) {
    const std::vector<std::string> texts = read_folder("parse");
    EXPECT_GE(texts.size(), 20u);
    for (const std::string& text : texts) {
        for (const Dialect dialect : {Dialect::CommonMark, Dialect::Gfm, Dialect::Byline}) {
            ParseOptions options;
            options.dialect = dialect;
            options.raw_html = RawHtml::Escape;
            const Document document = parse(text, options);
            EXPECT_EQ(check_tree(document), "") << text;
            EXPECT_EQ(check_balance(render_html(document).view()), "") << text;
        }
    }
}

TEST(FuzzCorpus, AgreesWithThePeers) {
    const std::vector<std::string> texts = read_folder("differential");
    EXPECT_GE(texts.size(), 20u);
    for (const std::string& text : texts) EXPECT_EQ(difference_from_peers(text), "");
}

}  // namespace
}  // namespace byline::markdown
