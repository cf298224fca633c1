#include "site/diagnostics_codec.hpp"

#include <gtest/gtest.h>

namespace byline::site {
namespace {

Diagnostics sample() {
    return {{Severity::Warning,
             {ErrorCode::Content,
              "unknown key 'titel'",
              "did you mean 'title'?",
              {"content/中文.md", 2, 1},
              "titel: 域名",
              {{"first defined here", {"byline.toml", 300, 0}}, {"", {}}}}},
            {},
            {Severity::Error, system_error("cannot be read", "", {"a.md", 0, 0})},
            {Severity::Error, usage_error("no such option", "see --help")}};
}

std::string encoded(const Diagnostics& diagnostics) {
    std::string bytes;
    encode_diagnostics(diagnostics, bytes);
    return bytes;
}

TEST(DiagnosticsCodec, KeepsEveryMember) {
    EXPECT_EQ(decode_diagnostics(encoded(sample())), sample());
    EXPECT_EQ(decode_diagnostics(encoded({})), Diagnostics());
}

TEST(DiagnosticsCodec, RefusesBytesCutOffOrAdded) {
    const std::string bytes = encoded(sample());
    for (std::size_t size = 0; size < bytes.size(); ++size) {
        EXPECT_FALSE(decode_diagnostics(std::string_view(bytes).substr(0, size))) << size;
    }
    EXPECT_FALSE(decode_diagnostics(bytes + '\0'));
    EXPECT_FALSE(decode_diagnostics("\xff\xff\xff\xff\x0f"));
}

TEST(DiagnosticsCodec, ReadsNothingIntoChangedBytes) {
    const std::string whole = encoded(sample());
    std::string bytes = whole;
    for (std::size_t i = 0; i < bytes.size(); ++i) {
        for (const char c : {'\0', '\1', '\x7f', '\x80', '\xff'}) {
            bytes[i] = c;
            if (const auto diagnostics = decode_diagnostics(bytes)) {
                EXPECT_EQ(encoded(*diagnostics), bytes) << i;
            }
        }
        bytes[i] = whole[i];
    }
}

// A change here wants one in the codec.
static_assert(sizeof(Diagnostic) == sizeof(Severity) + 7 + sizeof(Error));
static_assert(sizeof(Note) == sizeof(std::string) + sizeof(Place) && sizeof(Place) == sizeof(std::string) + 8);

TEST(DiagnosticsCodec, KnowsEveryMember) {
    // Binding fails to compile when the number of members changes.
    const Diagnostic diagnostic;
    [[maybe_unused]] const auto& [severity, error] = diagnostic;
    [[maybe_unused]] const auto& [code, message, remedy, place, snippet, notes] = error;
    [[maybe_unused]] const auto& [file, line, column] = place;
    EXPECT_TRUE(notes.empty());
}

}  // namespace
}  // namespace byline::site
