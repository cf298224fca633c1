#include "site/data_file.hpp"

#include <gtest/gtest.h>

#include "site/fixture_folder.hpp"
#include "templating/json.hpp"
#include "templating/value_map.hpp"

namespace byline::site {
namespace {

std::string outcome_of_data_file(std::string_view bytes, const std::string& path) {
    const Result<templating::Value> value = parse_data_file(bytes, path);
    if (!value) return "error " + printed(value.error());
    const Result<std::string> json = templating::to_json(*value);
    return json ? *json + "\n" : "no JSON of it: " + json.error().message + "\n";
}

TEST(DataFile, ReadsEachFormat) {
    const auto inputs = fixtures_in("data_files");
    ASSERT_GE(inputs.size(), 20U);
    for (const auto& input : inputs)
        expect_fixture(input, outcome_of_data_file(read_whole(input), input.filename().string()));
}

TEST(DataFile, RefusesAnUnknownEnding) {
    EXPECT_FALSE(parse_data_file("a", "talks.ini"));
    EXPECT_FALSE(parse_data_file("a", "folder.json/talks"));
}

TEST(DataFile, PassesOverAByteOrderMark) {
    for (const auto& [path, bytes] : std::vector<std::pair<std::string, std::string>>{
             {"a.csv", "name\r\nA\r\n"}, {"a.json", "[{\"name\":\"A\"}]"}, {"a.yaml", "- name: A\n"}}) {
        EXPECT_EQ(outcome_of_data_file("\xEF\xBB\xBF" + bytes, path), "[{\"name\": \"A\"}]\n") << path;
    }
}

TEST(DataFile, RefusesBadUtf8) {
    for (const char* path : {"a.toml", "a.yaml", "a.json", "a.csv"}) {
        const auto value = parse_data_file("a\n\"\xFF\"", path);
        ASSERT_FALSE(value) << path;
        EXPECT_EQ(value.error().message, "not valid UTF-8") << path;
        EXPECT_EQ(value.error().place.line, 2U) << path;
    }
}

TEST(DataFile, BoundsNesting) {
    const auto nested = [](std::size_t depth, char open, char close) {
        return std::string(depth, open) + std::string(depth, close);
    };
    EXPECT_TRUE(parse_data_file(nested(60, '[', ']'), "a.json"));
    EXPECT_TRUE(parse_data_file(nested(60, '[', ']'), "a.yaml"));
    EXPECT_TRUE(parse_data_file("a = " + nested(60, '[', ']'), "a.toml"));
    const std::size_t deep = 100000;
    EXPECT_FALSE(parse_data_file(nested(deep, '[', ']'), "a.json"));
    EXPECT_FALSE(parse_data_file(nested(deep, '[', ']'), "a.yaml"));
    EXPECT_FALSE(parse_data_file("a = " + nested(deep, '[', ']'), "a.toml"));
    std::string dotted = "a";
    for (std::size_t i = 0; i < deep; ++i) dotted += ".a";
    EXPECT_FALSE(parse_data_file(dotted + " = 1", "a.toml"));
    EXPECT_FALSE(parse_data_file("[" + dotted + "]", "a.toml"));
    EXPECT_FALSE(parse_data_file("x = {" + dotted + " = 1}", "a.toml"));
}

TEST(DataFile, BoundsReferences) {
    std::string bytes = "a: &a [x, x, x, x, x, x, x, x, x, x]\n";
    for (char name = 'b'; name <= 'k'; ++name) {
        const std::string before(1, static_cast<char>(name - 1));
        bytes += std::string(1, name) + ": &" + name + " [";
        for (int i = 0; i < 10; ++i) bytes += (i > 0 ? ", *" : "*") + before;
        bytes += "]\n";
    }
    const auto value = parse_data_file(bytes, "a.yaml");
    ASSERT_FALSE(value);
    EXPECT_EQ(value.error().message, "references make more than ten times the file's size");
}

}  // namespace
}  // namespace byline::site
