// Replays what the fuzzer found worth keeping: fixtures/conversation/comments.
#include <filesystem>
#include <fstream>
#include <iterator>

#include <gtest/gtest.h>

#include "conversation/comment_properties.hpp"

namespace byline::conversation {
namespace {

TEST(Comment, HoldsItsPropertiesOnTheCorpus) {
    std::size_t files = 0;
    for (const auto& entry : std::filesystem::directory_iterator(BYLINE_ROOT "/fixtures/conversation/comments")) {
        std::ifstream file(entry.path(), std::ios::binary);
        const std::string lines{std::istreambuf_iterator<char>(file), {}};
        ++files;
        EXPECT_EQ(fault_in_comment(lines), "") << entry.path();
    }
    EXPECT_GE(files, 12U);
}

// So that the reader of the properties is known to see what it is for.
TEST(Comment, IsHeldAgainstAStrictSubset) {
    for (const char* html :
         {"<script>", "<p>", "<p></em>", "<img src=x>", "<a href=\"javascript:x\" rel=\"nofollow ugc noopener\">x</a>",
          "<p class=\"x\"></p>", "a > b", "&nbsp;", "<p", "<a href=\"https://a.example/\">x</a>",
          "<ol start=\"x\"></ol>"}) {
        EXPECT_NE(SafeSubset(html).fault(), "") << html;
    }
    EXPECT_EQ(
        SafeSubset("<p>a &lt; b<br><a href=\"https://a.example/\" rel=\"nofollow ugc noopener\">x</a></p>").fault(),
        "");
}

}  // namespace
}  // namespace byline::conversation
