// Families of texts on which careless parsers take quadratic time, each for any size n.
// Pure functions; for tests and benchmarks.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace byline::markdown {

struct HostileFamily {
    std::string name;
    std::function<std::string(std::size_t n)> make;  // a text of a size proportional to n
};

[[nodiscard]] inline std::string repeated(std::string_view piece, std::size_t count) {
    std::string text;
    text.reserve(piece.size() * count);
    for (std::size_t i = 0; i < count; ++i) text += piece;
    return text;
}

// Pieces that hurt when repeated.
inline constexpr std::pair<std::string_view, std::string_view> repeated_pieces[] = {
    {"open brackets", "["},
    {"open images", "!["},
    {"close brackets", "]"},
    {"](", "]("},
    {"[](", "[]("},
    {"[a](<b", "[a](<b"},
    {"[a](b", "[a](b"},
    {"[a](b \"", "[a](b \""},
    {"[a][", "[a]["},
    {"[a [b", "[a [b"},
    {"*a_ ", "*a_ "},
    {"a**b", "a**b"},
    {"a*b ", "*a "},
    {"_a ", "_a "},
    {"a_ ", "a_ "},
    {"*_* _", "*_* _"},
    {"~a~~", "~a~~ "},
    {"***", "*** "},
    {"stars and underscores", "**x [a*b**c*](d)"},
    {"mixed openers and closers", "a**b_c* "},
    {"<?", "<?"},
    {"<!", "<!A "},
    {"<!--", "<!--"},
    {"<![CDATA[", "a <![CDATA["},
    {"<a href=\"", "<a href=\""},
    {"<a b ", "<a b "},
    {"<", "<"},
    {"</", "</a "},
    {"<a:", "<a:b"},
    {"html comments in lines", "a <!--\n"},
    {"www._", "www._"},
    {"www.a", "www.a"},
    {"www.a_", "www.a_b."},
    {"http://", "http://"},
    {"http://a_", " http://a_b"},
    {"[http://a", "[http://a "},
    {"a@b", "a@b."},
    {"a@", "a@"},
    {"&", "&"},
    {"&a", "&a"},
    {"&#", "&#1"},
    {"backslashes", "\\"},
    {"backticks", "` "},
    {"dollars", "$a "},
    {"dollar pairs", "$$a "},
    {"$$ lines", "$$\n"},
    {"$$ lines with text", "a $$\nb\n"},
    {"[[", "[["},
    {"[[a", "[[a"},
    {"![[a|", "![[a|"},
    {":a[", " :a["},
    {":a[b]{", " :a[b]{c=\""},
    {":a{", " :a{b"},
    {"{", "[a](b){"},
    {"attributes without end", "[a](b){.c .d "},
    {":::", ":::\n"},
    {":::a", ":::a\n"},
    {"::a[", "::a[\n"},
    {"^[", "^["},
    {"^[a]", "^[a]"},
    {"[^", "[^"},
    {"[^a]:", "[^a]:\n"},
    {"[a]:", "[a]:\n"},
    {"[a]: b", "[a]: b\n"},
    {"[a]: b \"", "[a]: b \"\n"},
    {"empty lines", "\n"},
    {"hard breaks", "a  \n"},
    {"spaces", " "},
    {"tabs", "\t"},
    {"quoted fences", "> ```\n"},
    {"setext", "a\n=\n"},
    {"quotes and text", "> a\nb\n"},
    {"empty items", "-\n\n"},
    {"ordered items", "1. a\n2. b\n"},
    {"Chinese lines", "中文\n"},
    {"alerts", "> [!NOTE]\n\n"},
    {"heading attributes", "# a {#b\n"},
    {"pipes", "|"},
    {"pipe lines", "|\n-\n"},
};

inline void add_family(std::vector<HostileFamily>& families, std::string name,
                       std::function<std::string(std::size_t)> make) {
    families.push_back({std::move(name), std::move(make)});
}

inline void add_families_of_many_parts(std::vector<HostileFamily>& families) {
    const auto add = [&](std::string name, std::function<std::string(std::size_t)> make) {
        add_family(families, std::move(name), std::move(make));
    };
    add("wide table, few cells", [](std::size_t n) {
        const std::size_t columns = n / 2;
        return repeated("|a", columns) + "|\n" + repeated("|-", columns) + "|\n" + repeated("|b|\n", n / 2);
    });
    add("table of short rows",
        [](std::size_t n) { return repeated("|a", 900) + "|\n" + repeated("|-", 900) + "|\n" + repeated("|b|\n", n); });
    add("tables one after the other", [](std::size_t n) { return repeated("|a|b|\n|-|-|\n|c|d|\n\n", n / 4); });
    add("almost delimiter rows", [](std::size_t n) { return repeated("a|b\n:-|-|-\n", n); });
    add("one long reference, many uses",
        [](std::size_t n) { return "[a]: /" + std::string(n, 'x') + "\n\n" + repeated("[a] ", n); });
    add("many references", [](std::size_t n) {
        std::string text;
        for (std::size_t i = 0; i < n; ++i) text += "[" + std::to_string(i) + "]: x\n";
        text += '\n';
        for (std::size_t i = 0; i < n; ++i) text += "[" + std::to_string(i) + "] ";
        return text;
    });
    add("footnote storm", [](std::size_t n) { return "[^a]: b\n\n" + repeated("[^a]", n); });
    add("many footnotes", [](std::size_t n) {
        std::string text;
        for (std::size_t i = 0; i < n; ++i) text += "[^" + std::to_string(i) + "] ";
        text += "\n\n";
        for (std::size_t i = 0; i < n; ++i) text += "[^" + std::to_string(i) + "]: x\n";
        return text;
    });
    add("equal headings", [](std::size_t n) { return repeated("# a\n", n); });
    add("long host of segments", [](std::size_t n) { return "http://" + repeated("a_b.", n); });
    add("closing parentheses after a URL", [](std::size_t n) { return "http://a.b/" + repeated(")", n); });
    add("closing directives",
        [](std::size_t n) { return repeated(":::a\n", 90) + repeated("b\n", n) + repeated(":::\n", 90); });
}

[[nodiscard]] inline std::vector<HostileFamily> hostile_families() {
    std::vector<HostileFamily> families;
    const auto add = [&](std::string name, std::function<std::string(std::size_t)> make) {
        add_family(families, std::move(name), std::move(make));
    };
    add("nested brackets", [](std::size_t n) { return repeated("[", n) + "a" + repeated("]", n); });
    add("nested links", [](std::size_t n) { return repeated("[", n) + "a" + repeated("](b)", n); });
    add("nested images", [](std::size_t n) { return repeated("![", n) + "a" + repeated("](b)", n); });
    add("nested strong", [](std::size_t n) { return repeated("*a **a ", n) + "b" + repeated(" a** a*", n); });
    add("deep quotes", [](std::size_t n) { return repeated("> ", n) + "a"; });
    add("deep lists", [](std::size_t n) { return repeated("- ", n) + "a"; });
    add("stairs of lists", [](std::size_t n) {
        std::string text;
        for (std::size_t i = 0; text.size() < n * 8; ++i) text += std::string(i % 300, ' ') + "* a\n";
        return text;
    });
    add("many lines in deep quotes", [](std::size_t n) { return repeated(repeated("> ", 60) + "a\n", n / 60 + 1); });
    add("backticks of many lengths", [](std::size_t n) {
        std::string text;
        for (std::size_t i = 1; text.size() < n * 4; ++i) text += "e" + std::string(i, '`');
        return text;
    });
    add_families_of_many_parts(families);
    for (const auto& [name, piece] : repeated_pieces) {
        add(std::string(name), [text = piece](std::size_t n) { return repeated(text, n); });
    }
    return families;
}

}  // namespace byline::markdown
