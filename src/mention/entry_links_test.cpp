#include "mention/entry_links.hpp"

#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace byline::mention {
namespace {

EntryLinks links_in(const std::string& html) {
    const auto page = html::read(html, "page.html", {});
    return page ? entry_links(*page, "https://example.org/树/", 3) : EntryLinks{};
}

const std::string before_text =
    "<nav><a href='https://menu.example/'>m</a></nav><article class=h-entry><h1 class=p-name>T</h1>"
    "<a class=u-url href='https://example.org/%E6%A0%91/'></a>"
    "<a class=u-in-reply-to href='https://asked.example/q#1'>q</a><div class='prose e-content'>";
const std::string after_text =
    "</div><a href='https://aside.example/'>not text</a><section><article class='h-cite u-comment'><p class=e-content>"
    "<a href='https://reader.example/'>spam</a></p></article></section></article>";

TEST(EntryLinks, AreThoseOfTheText) {
    const EntryLinks links =
        links_in(before_text + "<a href='/own'>a</a><a href=' https://a.example/文#x '>b</a><a href=mailto:x@y>c</a>" +
                 after_text);
    const std::vector<std::string> expected = {"https://asked.example/q", "https://a.example/%E6%96%87"};
    EXPECT_EQ(links.targets, expected);
    EXPECT_EQ(
        links_in(before_text + "<a href=//b.example></a><a href=//c.example></a><a href=//d.example></a>" + after_text)
            .targets.size(),
        3U);
}

TEST(EntryLinks, ChangeWithTheTextAlone) {
    const auto digest = [](const std::string& html) { return links_in(html).digest; };
    EXPECT_EQ(digest(before_text + "text" + after_text),
              digest("<nav>another frame</nav>" + before_text + "text" + after_text + "<p>foot"));
    EXPECT_NE(digest(before_text + "text" + after_text), digest(before_text + "text!" + after_text));
    EXPECT_NE(digest(before_text + "<a href='/a'>x</a>" + after_text),
              digest(before_text + "<a href='/b'>x</a>" + after_text));
}

TEST(EntryLinks, OfAListAreNone) {
    EXPECT_TRUE(links_in("<div class=h-feed><article class=h-entry><a class=u-url href='/other/'></a><div "
                         "class=e-content><a href='https://a.example/'>a</a></div></article></div>")
                    .targets.empty());
    EXPECT_TRUE(links_in("<div class=h-entry><div class=e-content><a href='https://a.example/'>a</a></div></div>")
                    .targets.empty());
}

}  // namespace
}  // namespace byline::mention
