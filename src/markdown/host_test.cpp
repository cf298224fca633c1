// What a host is asked, and what becomes of its answers.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "markdown/parse.hpp"
#include "markdown/render_html.hpp"

namespace byline::markdown {
namespace {

std::string at(const Position& position) {
    const Place place = position.place();
    return std::to_string(place.line) + ":" + std::to_string(place.column);
}

class RecordingHost : public Host {
  public:
    ResolvedLink link(std::string_view destination, Position position) override {
        calls.push_back("link " + std::string(destination) + " " + at(position));
        ResolvedLink resolved;
        resolved.url = "/r/" + std::string(destination) + "?a=1&b=中";
        resolved.rel = "nofollow";
        resolved.css_class = "out";
        resolved.more_attributes = text::SafeHtml::vouch("data-x=\"1\"");
        return resolved;
    }
    ResolvedImage image(std::string_view destination, Position position) override {
        calls.push_back("image " + std::string(destination) + " " + at(position));
        ResolvedImage resolved;
        resolved.url = "/i/" + std::string(destination);
        resolved.width = 40;
        resolved.height = 30;
        return resolved;
    }
    ResolvedWikilink wikilink(std::string_view target, std::string_view fragment, std::string_view label,
                              Position position) override {
        calls.push_back("wikilink " + std::string(target) + "#" + std::string(fragment) + "|" + std::string(label) +
                        " " + at(position));
        return {"/w/" + std::string(target), "标题 & co", WikilinkState::Found};
    }
    std::optional<text::SafeHtml> embed(std::string_view target, std::string_view /*fragment*/,
                                        std::string_view /*label*/, Position position) override {
        calls.push_back("embed " + std::string(target) + " " + at(position));
        return text::SafeHtml::vouch("<figure></figure>");
    }
    std::optional<text::SafeHtml> directive(const DirectiveCall& call) override {
        calls.push_back("directive " + std::string(call.name) + " [" + std::string(call.label.view()) + "] '" +
                        call.label_text + "' k=" + std::string(call.attributes.value("k")) + " <" +
                        std::string(call.inner.view()) + "> " + at(call.position));
        return text::SafeHtml::vouch("{" + std::string(call.name) + "}");
    }
    std::optional<text::SafeHtml> code_block(const CodeBlockCall& call) override {
        calls.push_back("code " + std::string(call.language) + "/" + std::string(call.info) + "/" +
                        std::string(call.literal) + "/" + std::string(call.attributes.value("class")) + " " +
                        at(call.position));
        return text::SafeHtml::vouch("<pre>x</pre>");
    }
    std::string alert_title(AlertKind /*kind*/) override { return "注意"; }
    std::optional<text::SafeHtml> math(std::string_view tex, MathStyle style, Position position) override {
        calls.push_back("math " + std::string(tex) + (style == MathStyle::Display ? " display " : " inline ") +
                        at(position));
        return text::SafeHtml::vouch("<math></math>");
    }

    std::vector<std::string> calls;
};

std::string render(const std::string& markdown, RecordingHost& host) {
    return std::string(render_html(parse(markdown), host).view());
}

TEST(Host, ResolvesLinksAndImages) {
    RecordingHost host;
    EXPECT_EQ(
        render("中 [a](b \"t\"){.c} ![d](e.png)\n", host),
        "<p>中 <a href=\"/r/b?a=1&amp;b=%E4%B8%AD\" title=\"t\" rel=\"nofollow\" class=\"out c\" data-x=\"1\">a</a> "
        "<img src=\"/i/e.png\" alt=\"d\" width=\"40\" height=\"30\" /></p>\n");
    EXPECT_THAT(host.calls, testing::ElementsAre("link b 1:3", "image e.png 1:18"));
}

TEST(Host, SizesGivenByTheWriterWin) {
    RecordingHost host;
    EXPECT_EQ(render("![d](e.png){width=7}\n", host), "<p><img src=\"/i/e.png\" alt=\"d\" width=\"7\" /></p>\n");
}

TEST(Host, ResolvesWikilinksAndEmbeds) {
    RecordingHost host;
    EXPECT_EQ(render("[[页#节]] [[a|b]] ![[c]]\n", host),
              "<p><a href=\"/w/%E9%A1%B5\" class=\"wikilink\">标题 &amp; co</a> <a href=\"/w/a\" "
              "class=\"wikilink\">b</a> <figure></figure></p>\n");
    EXPECT_THAT(host.calls, testing::ElementsAre("wikilink 页#节| 1:1", "wikilink a#|b 1:9", "embed c 1:17"));
}

TEST(Host, RendersDirectivesFromTheInside) {
    RecordingHost host;
    EXPECT_EQ(render("::::outer[L *x*]{k=v}\n:::inner\ntext\n:::\n::::\n\n::leaf[m]\n\nA :text[n]{k=1}.\n", host),
              "{outer}\n{leaf}\n<p>A {text}.</p>\n");
    EXPECT_THAT(host.calls,
                testing::ElementsAre("directive inner [] '' k= <<p>text</p>\n> 2:1",
                                     "directive outer [L <em>x</em>] 'L x' k=v <{inner}\n> 1:1",
                                     "directive leaf [m] 'm' k= <> 7:1", "directive text [n] 'n' k=1 <> 9:3"));
}

TEST(Host, RendersCodeAndMathAndTitles) {
    RecordingHost host;
    EXPECT_EQ(render("```js title {.n}\nx\n```\n\n$a$ and\n\n$$\nb\n$$\n\n> [!NOTE]\n> c\n", host),
              "<pre>x</pre>\n<p><math></math> and</p>\n<math></math>\n<div class=\"alert alert-note\" "
              "role=\"note\">\n<p class=\"alert-title\">注意</p>\n<p>c</p>\n</div>\n");
    EXPECT_THAT(host.calls,
                testing::ElementsAre("code js/js title/x\n/n 1:1", "math a inline 5:1", "math b display 7:1"));
}

TEST(Host, PlacesCountTheFrontMatter) {
    RecordingHost host;
    const std::string source = "---\ntitle: 题\n---\n\n中[a](b)\n";
    ParseOptions options;
    options.body_offset = static_cast<std::uint32_t>(source.find("\n\n") + 1);
    options.file = "content/a.md";
    const Document document = parse(source, options);
    static_cast<void>(render_html(document, host));
    EXPECT_THAT(host.calls, testing::ElementsAre("link b 5:2"));
    EXPECT_EQ(document.root().first_child().place(), (Place{"content/a.md", 5, 1}));
    EXPECT_EQ(document.body(), "\n中[a](b)\n");
}

TEST(RenderOptions, LeaveOutTheTitleAndCutOutARun) {
    const Document document = parse("# T\n\na\n\nb\n\nc\n");
    RenderOptions options;
    options.omitted_block = document.root().first_child().index();
    EXPECT_EQ(render_html(document, options).view(), "<p>a</p>\n<p>b</p>\n<p>c</p>\n");
    const Node a = document.root().first_child().next_sibling();
    options.first_block = a.index();
    options.end_block = a.next_sibling().next_sibling().index();
    EXPECT_EQ(render_html(document, options).view(), "<p>a</p>\n<p>b</p>\n");
}

TEST(RenderOptions, PrefixFootnoteIds) {
    RenderOptions options;
    options.id_prefix = "dns-";
    EXPECT_THAT(std::string(render_html(parse("a^[b]\n"), options).view()),
                testing::AllOf(testing::HasSubstr("href=\"#dns-fn1\" id=\"dns-fnref1\""),
                               testing::HasSubstr("<li id=\"dns-fn1\">"), testing::HasSubstr("href=\"#dns-fnref1\"")));
}

TEST(Document, CanBeMoved) {
    Document first = parse("short *a* &amp;\n");
    const Document second = std::move(first);
    EXPECT_EQ(render_html(second).view(), "<p>short <em>a</em> &amp;</p>\n");
}

}  // namespace
}  // namespace byline::markdown
