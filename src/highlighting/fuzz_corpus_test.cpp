// Replays what the fuzzer once found interesting, or found wrong.
#include <filesystem>

#include <gtest/gtest.h>

#include "highlighting/code_samples.hpp"
#include "highlighting/fuzz_input.hpp"

namespace byline::highlighting {
namespace {

TEST(HighlightFuzzCorpus, KeepsItsPromises) {
    int count = 0;
    for (const auto& entry : std::filesystem::directory_iterator(BYLINE_ROOT "/fixtures/highlighting/fuzz_corpus")) {
        EXPECT_EQ(try_input(read_text(entry.path())), "") << entry.path();
        ++count;
    }
    EXPECT_GT(count, 10);
}

TEST(HighlightFuzzCorpus, HoldsTheProgramsOwnDefinitionsToo) {
    for (const char* name : {"c", "html", "markdown", "jinja"}) {
        EXPECT_EQ(try_input("\n" + read_text(BYLINE_ROOT "/languages/" + std::string(name) + ".toml")), "");
    }
}

}  // namespace
}  // namespace byline::highlighting
