#include <cstdio>
#include <filesystem>
#include <fstream>
#include <functional>
#include <iterator>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "json/parse.hpp"
#include "mention/endpoint.hpp"
#include "mention/mention_text.hpp"
#include "mention/microformats.hpp"
#include "mention/read_mention.hpp"

namespace byline::mention {
namespace {

const std::string mention_fixtures = BYLINE_ROOT "/fixtures/mention/";
constexpr std::string_view page_url = "https://other.example/page";

std::string file_bytes(const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

std::vector<std::string> fixture_names() {
    std::vector<std::string> names;
    for (const auto& entry : std::filesystem::directory_iterator(mention_fixtures)) {
        if (entry.path().extension() == ".html") names.push_back(entry.path().filename());
    }
    std::sort(names.begin(), names.end());
    return names;
}

// BYLINE_WRITE_EXPECTED=1 writes down what is read, for people to look at.
TEST(Mention, IsReadOfEachFixtureAsExpected) {
    EXPECT_GE(fixture_names().size(), 7U);
    for (const std::string& name : fixture_names()) {
        const std::string read =
            text_of(read_mention(file_bytes(mention_fixtures + name), page_url, "https://site.example/articles/tea/"));
        const std::string expected = mention_fixtures + name + ".expected";
        if (std::getenv("BYLINE_WRITE_EXPECTED") != nullptr) std::ofstream(expected) << read;
        EXPECT_EQ(read, file_bytes(expected)) << name;
    }
}

TEST(Mention, LinksCountInAnyFormThatLeadsThere) {
    const auto links = [](std::string_view html) {
        return links_to(*html::read(html, "", {}), "https://site.example/a/", "https://site.example/b/?q=1");
    };
    EXPECT_TRUE(links("<a href='../b/?q=1#x'>"));
    EXPECT_TRUE(links("<video><source src='HTTPS://Site.Example/b/?q=1'></video>"));
    EXPECT_TRUE(links("<link class='u-like-of' href='/b/?q=1'>"));
    EXPECT_FALSE(links("<a href='/b/?q=2'>https://site.example/b/?q=1"));
    EXPECT_FALSE(links("<!-- <a href='/b/?q=1'> -->"));
    EXPECT_FALSE(links("<link rel=canonical href='/b/?q=1'>"));
}

TEST(Endpoint, IsFoundByTheRules) {
    const auto in_link = [](std::vector<std::string_view> headers) {
        return endpoint_in_links(headers, page_url).value_or("none");
    };
    EXPECT_EQ(in_link({"</wm>; rel=webmention"}), "https://other.example/wm");
    EXPECT_EQ(
        in_link({"<https://a.example/>; rel=\"other\", <wm?x=1,2>; title=\"a, b; rel=c\"; REL=\"next WebMention\""}),
        "https://other.example/wm?x=1,2");
    EXPECT_EQ(in_link({"<>; rel=webmention"}), "https://other.example/page");
    EXPECT_EQ(in_link({"</a>; rel=not-webmention", "</b>; rel=\"webmention\""}), "https://other.example/b");
    for (const std::string_view broken :
         {"", "<", "<a", "<a>", "<a>;", "rel=webmention", "<a>; rel=\"webmention", ",,,<a>;rel=webmentions"}) {
        EXPECT_EQ(in_link({broken}), "none") << broken;
    }
    const auto in_page = [](std::string_view html) { return discover_endpoint({}, html, page_url).value_or("none"); };
    EXPECT_EQ(in_page("<!-- <a rel=webmention href=/wrong> --><link rel='webmention' href=/first><a rel=webmention "
                      "href=/second>"),
              "https://other.example/first");
    EXPECT_EQ(in_page("<a rel='me webmention' href='/a'>"), "https://other.example/a");
    EXPECT_EQ(in_page("<link rel=webmention><a rel=webmention href=''>"), "https://other.example/page");
    EXPECT_EQ(in_page("<p>&lt;a rel=webmention href=/x&gt;</p><area rel=webmention href=/y>"), "none");
    EXPECT_EQ(in_page("<base href='https://b.example/x/'><link rel=webmention href=wm>"), "https://b.example/x/wm");
    EXPECT_EQ(discover_endpoint({"</header>; rel=webmention"}, "<link rel=webmention href=/page>", page_url),
              "https://other.example/header");
}

using Lines = std::vector<std::string>;

void add_lines(const Item& item, const std::string& indent, Lines& lines) {
    for (const std::string& type : item.types) lines.push_back(indent + type);
    for (const Property& property : item.properties) {
        lines.push_back(indent + property.name + "=" + html::collapsed(property.value));
        for (const Item& inner : property.items) add_lines(inner, indent + "  ", lines);
    }
}

// Of the oracle's JSON: values are texts, or objects with `value`, which may be items themselves.
void add_lines(const json::Value& item, const std::string& indent, Lines& lines) {
    for (const json::Value& type : item.find("type")->items) lines.push_back(indent + type.text);
    for (const json::Member& property : item.find("properties")->members) {
        for (const json::Value& value : property.value.items) {
            const std::string_view text =
                value.kind == json::Kind::String ? std::string_view(value.text) : value.text_of("value");
            lines.push_back(indent + property.name + "=" + html::collapsed(text));
            if (value.find("properties") != nullptr) add_lines(value, indent + "  ", lines);
        }
    }
}

void add_children(const json::Value& item, Lines& lines) {
    add_lines(item, "", lines);
    const bool is_feed = !item.find("type")->items.empty() && item.find("type")->items.front().text == "h-feed";
    if (const json::Value* children = item.find("children"); children != nullptr && is_feed) {
        for (const json::Value& child : children->items) add_children(child, lines);
    }
}

Lines sorted(Lines lines) {
    std::sort(lines.begin(), lines.end());
    return lines;
}

TEST(Microformats, AreThoseOfTheOracle) {
    if (!std::filesystem::exists(BYLINE_ROOT "/node_modules/microformats-parser")) {
        GTEST_SKIP() << "microformats-parser is not installed (npm ci)";
    }
    std::string paths;
    for (const std::string& name : fixture_names()) paths += mention_fixtures + name + "\\n";
    const std::string command = "printf '" + paths + "' | node tests/microformats.mjs " + std::string(page_url);
    const std::unique_ptr<FILE, int (*)(FILE*)> oracle(popen(command.c_str(), "r"), pclose);
    std::string said;
    for (int c = std::fgetc(oracle.get()); c != EOF; c = std::fgetc(oracle.get())) said += static_cast<char>(c);
    std::size_t pages = 0;
    while (!said.empty()) {
        const std::size_t end = said.find('\n');
        const auto page = json::parse(said.substr(0, end), "oracle");
        said.erase(0, end + 1);
        ASSERT_TRUE(page);
        const std::string path(page->text_of("path"));
        Lines expected;
        for (const json::Value& item : page->find("items")->items) add_children(item, expected);
        const auto document = html::read(file_bytes(path), path, {});
        ASSERT_TRUE(document);
        Lines found;
        for (const Item& item : items_of(*document, base_of(*document, page_url))) add_lines(item, "", found);
        EXPECT_EQ(sorted(found), sorted(expected)) << path;
        ++pages;
    }
    EXPECT_EQ(pages, fixture_names().size());
}

TEST(Mention, IsSoundForDamagedPages) {
    unsigned seed = 3;
    const auto next = [&seed] { return seed = seed * 1664525U + 1013904223U; };
    for (const std::string& name : fixture_names()) {
        const std::string bytes = file_bytes(mention_fixtures + name);
        for (int round = 0; round < 15; ++round) {
            std::string damaged = bytes;
            for (int change = 0; change < 8; ++change) damaged[next() % damaged.size()] = "<>\"'&\xFF/a ="[next() % 10];
            EXPECT_TRUE(is_sound_mention(damaged)) << name << " round " << round;
        }
    }
    std::string deep;
    for (int index = 0; index < 1000; ++index) deep += "<div class='h-entry p-author'>";
    for (int index = 0; index < 8; ++index)
        deep += "<i class='h-x p-a p-b p-c p-d p-e p-f p-g p-h p-i p-j p-k p-l p-m p-n p-o'>";
    EXPECT_TRUE(
        is_sound_mention(deep + std::string(300'000, 'x') + "<a href='https://site.example/articles/tea/'>x</a>"));
}

}  // namespace
}  // namespace byline::mention
