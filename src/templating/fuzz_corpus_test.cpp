// Replays what the fuzzer once found interesting, or found wrong.
#include <filesystem>

#include <gtest/gtest.h>

#include "templating/fuzz_template.hpp"
#include "templating/template_case.hpp"

namespace byline::templating {
namespace {

TEST(TemplateFuzzCorpus, EndsWithinItsBounds) {
    int count = 0;
    for (const auto& entry : std::filesystem::directory_iterator(BYLINE_ROOT "/fixtures/templating/fuzz_corpus")) {
        SCOPED_TRACE(entry.path().string());
        fuzz_template(read_text(entry.path()));
        ++count;
    }
    EXPECT_GT(count, 10);
}

}  // namespace
}  // namespace byline::templating
