#include "cli/report.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "disk/memory_disk.hpp"

namespace byline::cli {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

class ReportTest : public ::testing::Test {
  protected:
    std::string told(Place place, std::string message = "wrong") {
        return format_error(content_error(std::move(message), "mend it", std::move(place)), Severity::Error, style_,
                            disk_);
    }
    disk::MemoryDisk disk_;
    ReportStyle style_{
        .colour = Colour::Plain, .most_warnings = SIZE_MAX, .site_folder = "site", .warnings_as = Severity::Warning};
};

TEST_F(ReportTest, PointsAtTheColumn) {
    disk_.put("site/a.md", "one\nkind: artcle\n");
    EXPECT_EQ(told({"a.md", 2, 7}),
              "a.md:2:7: error: wrong\n"
              "  2 | kind: artcle\n"
              "    |       ^\n"
              "  help: mend it\n");
}

TEST_F(ReportTest, CountsWideCharactersAsTwoCells) {
    disk_.put("site/a.md", "中文 [[x]]\n");
    EXPECT_THAT(told({"a.md", 1, 4}), HasSubstr("  1 | 中文 [[x]]\n    |      ^\n"));
}

TEST_F(ReportTest, CutsLongLinesAroundTheColumn) {
    disk_.put("site/a.md", std::string(5000, 'a') + "X" + std::string(5000, 'b'));
    const std::string text = told({"a.md", 1, 5001});
    EXPECT_LT(text.size(), 600U);
    EXPECT_THAT(text, HasSubstr("aX" + std::string(39, 'b') + "…"));
    const std::size_t line = text.find("…a");
    const std::size_t caret = text.find('^');
    const std::size_t caret_line = text.rfind('\n', caret);
    // The ellipsis takes three bytes and one cell.
    EXPECT_EQ(text.find('X') - 2 - text.rfind('\n', line), caret - caret_line);
}

TEST_F(ReportTest, KeepsTerminalsSafe) {
    disk_.put("site/a.md", "a\x1b[31mb\xff\n");
    const std::string text = told({"a.md", 1, 1}, "title '\x1b]0;x\x07'");
    EXPECT_THAT(text, Not(HasSubstr("\x1b")));
    EXPECT_THAT(text, Not(HasSubstr("\x07")));
    EXPECT_THAT(text, Not(HasSubstr("\xff\n")));
}

TEST_F(ReportTest, LimitsWarningsButNotErrors) {
    Diagnostics found;
    for (int i = 0; i < 5; ++i) found.push_back({Severity::Warning, content_error("w", "", {})});
    for (int i = 0; i < 5; ++i) found.push_back({Severity::Error, content_error("e", "", {})});
    style_.most_warnings = 2;
    const std::string text = format_diagnostics(found, style_, disk_);
    EXPECT_THAT(text, HasSubstr("… and 3 more warnings"));
    std::size_t errors = 0;
    for (std::size_t at = text.find("error: e"); at != std::string::npos; at = text.find("error: e", at + 1)) ++errors;
    EXPECT_EQ(errors, 5U);
}

TEST_F(ReportTest, WritesJsonForMachines) {
    publish::BuildReport report;
    report.works = 3;
    report.diagnostics.push_back({Severity::Warning, content_error("no \"picture\"", "put it there", {"a.md", 2, 3})});
    EXPECT_EQ(
        json_report(report, 0.0425, true),
        "{\"ok\":true,\"errors\":0,\"warnings\":1,\"works\":3,\"hidden\":0,\"pages\":0,\"composed\":0,\"units\":0,"
        "\"units_rendered\":0,\"written\":0,\"unchanged\":0,"
        "\"removed\":0,\"bytes\":0,\"milliseconds\":42,\"diagnostics\":[{\"severity\":\"warning\",\"code\":\"content\","
        "\"file\":\"a.md\",\"line\":2,\"column\":3,\"message\":\"no \\\"picture\\\"\",\"remedy\":\"put it "
        "there\"}],\"rendered\":[]}\n");
}

}  // namespace
}  // namespace byline::cli
