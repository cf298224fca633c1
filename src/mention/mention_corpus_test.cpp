// Replays what the fuzzer found worth keeping: fixtures/mention/fuzz_corpus.
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

#include <gtest/gtest.h>

#include "mention/endpoint.hpp"
#include "mention/mention_text.hpp"

namespace byline::mention {
namespace {

TEST(Mention, IsSoundOnTheCorpus) {
    std::size_t files = 0;
    for (const auto& entry : std::filesystem::directory_iterator(BYLINE_ROOT "/fixtures/mention/fuzz_corpus")) {
        std::ifstream file(entry.path(), std::ios::binary);
        const std::string bytes{std::istreambuf_iterator<char>(file), {}};
        ++files;
        EXPECT_TRUE(is_sound_mention("<a href='https://site.example/articles/tea/'></a>" + bytes)) << entry.path();
        const auto endpoint = discover_endpoint({bytes}, bytes, "https://other.example/page");
        EXPECT_TRUE(!endpoint || text::is_web_url(*endpoint)) << entry.path();
    }
    EXPECT_GE(files, 40U);
}

}  // namespace
}  // namespace byline::mention
