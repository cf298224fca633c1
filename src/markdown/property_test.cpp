// What must hold for every text: random texts of Markdown's characters, random bytes, hostile families, the corpora.
#include <random>

#include <gtest/gtest.h>

#include "markdown/anchors.hpp"
#include "markdown/corpora.hpp"
#include "markdown/hostile_inputs.hpp"
#include "markdown/outline.hpp"
#include "markdown/parse.hpp"
#include "markdown/plain_text.hpp"
#include "markdown/references.hpp"
#include "markdown/render_html.hpp"
#include "markdown/summary.hpp"
#include "markdown/tree_invariants.hpp"

namespace byline::markdown {
namespace {

// Parses, checks, and uses every function once; returns what is wrong.
std::string check_everything(const std::string& text, Dialect dialect) {
    ParseOptions options;
    options.dialect = dialect;
    const Document document = parse(text, options);
    if (std::string wrong = check_tree(document); !wrong.empty()) return wrong;
    static_cast<void>(render_html(document));
    static_cast<void>(outline(document));
    static_cast<void>(plain_text(document));
    static_cast<void>(references(document));
    static_cast<void>(anchors(document));
    static_cast<void>(render_html(document, render_options(summary(document))));
    options.raw_html = RawHtml::Escape;
    return check_balance(render_html(parse(text, options)).view());
}

void expect_everything(const std::string& text) {
    for (const Dialect dialect : {Dialect::CommonMark, Dialect::Gfm, Dialect::Byline}) {
        EXPECT_EQ(check_everything(text, dialect), "") << testing::PrintToString(text);
    }
}

const std::vector<std::string> pieces = {"*",
                                         "**",
                                         "_",
                                         "`",
                                         "``",
                                         "[",
                                         "]",
                                         "(",
                                         ")",
                                         "![",
                                         "](",
                                         "\n",
                                         "\n\n",
                                         "> ",
                                         "- ",
                                         "1. ",
                                         "    ",
                                         "\t",
                                         "# ",
                                         "```\n",
                                         "~~~",
                                         "~~",
                                         "<b>",
                                         "</b>",
                                         "<!--",
                                         "-->",
                                         "&amp;",
                                         "\\",
                                         "a",
                                         "b c",
                                         "中",
                                         "文。",
                                         "，",
                                         "\r\n",
                                         "|",
                                         "|-|-|\n",
                                         "---\n",
                                         "===\n",
                                         "[^1]",
                                         "[^1]: ",
                                         "^[",
                                         "$",
                                         "$$",
                                         "[[",
                                         "]]",
                                         "![[",
                                         ":::",
                                         ":::a\n",
                                         ":::\n",
                                         "::b[",
                                         ":c[",
                                         "{.d}",
                                         "{#e f=g}",
                                         "{",
                                         "}",
                                         "\"",
                                         "'",
                                         "http://a.b",
                                         "www.c.d",
                                         "e@f.gh",
                                         "[x]: y\n",
                                         "[x]",
                                         "> [!NOTE]\n",
                                         "- [ ] ",
                                         "\xef\xb8\x8f",
                                         "\xff",
                                         std::string(1, '\0'),
                                         "<script>\n",
                                         "  \n",
                                         "!"};

TEST(MarkdownProperties, HoldForRandomMarkdown) {
    std::mt19937 random(20240229);
    for (int round = 0; round < 4000 && !testing::Test::HasFailure(); ++round) {
        std::string text;
        const std::size_t length = random() % 40;
        for (std::size_t i = 0; i < length; ++i) text += pieces[random() % pieces.size()];
        expect_everything(text);
    }
}

TEST(MarkdownProperties, HoldForRandomBytes) {
    std::mt19937 random(7);
    for (int round = 0; round < 500 && !testing::Test::HasFailure(); ++round) {
        std::string text(random() % 300, '\0');
        for (char& c : text) c = static_cast<char>(random());
        expect_everything(text);
    }
}

TEST(MarkdownProperties, HoldForTheCorpora) {
    for (const std::string corpus : {"en-blog", "zh-blog"}) {
        for (const CorpusFile& file : read_corpus(corpus)) {
            EXPECT_EQ(check_everything(file.body, Dialect::Byline), "") << file.name;
        }
    }
}

// Memory and output stay in proportion. A step that were repeated for every other would take minutes here.
TEST(MarkdownProperties, HostileTextsCostInProportionToTheirSize) {
    for (const HostileFamily& family : hostile_families()) {
        const std::string text = family.make(60'000);
        const Document document = parse(text);
        EXPECT_EQ(check_tree(document), "") << family.name;
        EXPECT_LE(document.node_count(), 2 * text.size() + 110'000) << family.name;
        EXPECT_LE(document.memory_size(), 150 * text.size() + (8u << 20)) << family.name;
        EXPECT_LE(render_html(document).view().size(), 400 * text.size() + 4'000'000) << family.name;
    }
}

TEST(MarkdownProperties, DepthIsBounded) {
    for (const std::string piece : {"> ", "- ", ":::a\n", "[^a]: "}) {
        const Document document = parse(repeated(piece, 5000) + "x\n");
        std::size_t deepest = 0;
        for (NodeIndex node = 0; node < document.node_count(); ++node) {
            std::size_t depth = 0;
            for (Node up = document.node(node); up; up = up.parent()) ++depth;
            deepest = std::max(deepest, depth);
        }
        EXPECT_LE(deepest, 104u) << piece;
        EXPECT_FALSE(document.diagnostics().empty()) << piece;
    }
}

}  // namespace
}  // namespace byline::markdown
