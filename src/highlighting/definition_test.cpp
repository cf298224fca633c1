// Definitions that are wrong, and what a site's own do.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "highlighting/code_samples.hpp"

namespace byline::highlighting {
namespace {

using Files = std::vector<DefinitionFile>;

Diagnostics faults_of(std::string text) {
    const Languages languages(Files{{"languages/own.toml", std::move(text)}});
    return languages.check();
}

std::string fault_of(std::string text) {
    const Diagnostics faults = faults_of(std::move(text));
    if (faults.empty()) return "nothing wrong";
    const Error& error = faults.front().error;
    EXPECT_NE(error.remedy, "");
    return error.place.file + ":" + std::to_string(error.place.line) + ":" + std::to_string(error.place.column) + ": " +
           error.message + "; " + error.remedy;
}

std::string with_rule(const std::string& rule) {
    return "[context.main]\nrules = [\n    " + rule + ",\n]\n";
}

TEST(Definition, ThatIsWrongSaysWhereAndWhatToDo) {
    EXPECT_EQ(fault_of("nam = \"x\"\n[context.main]\n"),
              "languages/own.toml:1:1: unknown key 'nam'; did you mean 'name'?");
    EXPECT_EQ(fault_of("[contxt.main]\n"),
              "languages/own.toml:1:2: unknown table [contxt.main]; known are [patterns], [words] and [context.NAME]");
    EXPECT_EQ(fault_of("name = \"x\"\n"),
              "languages/own.toml:1:1: no context 'main' to begin in; write a table [context.main]");
    EXPECT_EQ(fault_of("name = x\n"), "languages/own.toml:1:8: neither a string nor a list; put quotes around it");
    EXPECT_EQ(fault_of("name = \"x\n"),
              "languages/own.toml:1:9: a string does not end; close it with the quotes that it begins with");
    EXPECT_EQ(fault_of(with_rule("['a', 'keywrd']")),
              "languages/own.toml:3:12: unknown class 'keywrd'; did you mean 'keyword'?");
    EXPECT_EQ(fault_of(with_rule("['中(a', 'keyword']")),
              "languages/own.toml:3:8: a group does not end; close it with )");
    EXPECT_EQ(fault_of(with_rule("['a', 'keyword', 'push strin']")),
              "languages/own.toml:3:23: unknown context 'strin'; write a table [context.strin]");
    EXPECT_EQ(fault_of(with_rule("['a', 'keyword', 'psh main']")),
              "languages/own.toml:3:23: unknown action 'psh'; known are push, pop, goto, region, operand, operator, at "
              "and after");
    EXPECT_EQ(fault_of(with_rule("['a', 'words:nouns']")),
              "languages/own.toml:3:7: unknown list of words 'nouns'; write nouns = […] in [words]");
    EXPECT_EQ(fault_of(with_rule("['a', '', 'region cs:mian until x']")),
              "languages/own.toml:3:16: unknown context 'mian'; did you mean 'main'?");
}

TEST(Definition, HasTheGroupsThatItAsksFor) {
    for (const char* rule : {"['a', '', 'region main until $1']", "['(a)', '', 'region $2 until b']"})
        EXPECT_THAT(fault_of(with_rule(rule)), testing::HasSubstr("in the pattern; put what the region asks for"));
    EXPECT_THAT(
        fault_of("[words]\nmain = [[\"keyword\", \"a\", \"region main until $1\"]]\n" + with_rule("['(a)', 'words']")),
        testing::HasSubstr("no group 1"));
}

TEST(Definition, NamesTheNearest) {
    EXPECT_EQ(fault_of(with_rule("['a', '', 'push rustt:main']")),
              "languages/own.toml:3:16: unknown language 'rustt'; did you mean 'rust'?");
    EXPECT_EQ(fault_of("extends = \"pyton\"\n"),
              "languages/own.toml:1:1: unknown language 'pyton' behind extends; did you mean 'python'?");
}

TEST(Definition, MayNotGoInCircles) {
    EXPECT_EQ(fault_of("[context.main]\nrules = ['include a']\n[context.a]\nrules = ['include main']\n"),
              "languages/own.toml:4:19: the context 'main' includes itself; take the include out; a rule that pushes a "
              "context may name its own");
    const Languages languages(
        Files{{"languages/a.toml", "extends = \"b\"\n"}, {"languages/b.toml", "extends = \"a\"\n[context.main]\n"}});
    const Diagnostics faults = languages.check();
    ASSERT_FALSE(faults.empty());
    EXPECT_THAT(faults.front().error.message, testing::HasSubstr("extends itself"));
    EXPECT_EQ(languages.find("a"), nullptr);
    EXPECT_EQ(fault_of("[patterns]\na = 'x{b}'\nb = '{a}'\n[context.main]\n").substr(0, 25),
              "languages/own.toml:2:7: t");
}

TEST(Definition, IsBounded) {
    EXPECT_THAT(fault_of(with_rule("['" + std::string(5000, 'a') + "', 'keyword']")),
                testing::HasSubstr("longer than 4,096 bytes"));
    EXPECT_THAT(fault_of(with_rule("['(?:(?:(?:a{2,200}){2,200}){2,200})', 'keyword']")),
                testing::HasSubstr("too large"));
    EXPECT_THAT(fault_of(with_rule("['(?:a|b)*a(?:a|b){12,14}', 'keyword']")), testing::HasSubstr("too large"));
    EXPECT_THAT(fault_of(std::string(300000, '#')), testing::HasSubstr("larger than 256 KiB"));
    std::string groups;
    for (int i = 0; i < 40; ++i) groups += "(?:";
    EXPECT_THAT(fault_of(with_rule("['" + groups + "', 'keyword']")), testing::HasSubstr("32 deep"));
}

TEST(Definition, OfPatternsThatAreNotKnownSaysWhich) {
    for (const auto& [pattern, message] :
         std::initializer_list<std::pair<const char*, const char*>>{{"a*?", "lazy and possessive"},
                                                                    {"(?<=a)b", "only (?:…)"},
                                                                    {"a(?=b)c", "stands behind what has to follow"},
                                                                    {"a\\\\q", "unknown escape"},
                                                                    {"[^中]", "beyond ASCII"},
                                                                    {"[z-a]", "ends before it begins"},
                                                                    {"a{300}", "255 repetitions"},
                                                                    {"{nam}", "no pattern 'nam'"},
                                                                    {"*", "nothing before *"},
                                                                    {"a^b", "^ inside"},
                                                                    {"", "empty pattern"},
                                                                    {"(a)|b", "choice beside a group"}}) {
        EXPECT_THAT(fault_of(with_rule("[\"" + std::string(pattern) + "\", 'keyword']")), testing::HasSubstr(message))
            << pattern;
    }
}

std::string shown_as_own(const Languages& languages, const std::string& code) {
    const Language* language = languages.find("own");
    if (language == nullptr) return "none";
    return shown(code, highlight(languages, *language, code));
}

TEST(Definition, OfASiteTakesThePlaceOfOnes) {
    const Languages languages(
        Files{{"languages/own.toml", "aliases = [\"py\"]\nextends = \"c\"\n[words]\nmain = [[\"type\", \"if 数\"]]\n"},
              {"languages/json.toml", "[context.main]\nclass = \"heading\"\n"}});
    EXPECT_TRUE(languages.check().empty());
    EXPECT_EQ(shown_as_own(languages, "if (数) else \"\\n\""), "«t if» («t 数») «k else» «s \"»«e \\n»«s \"»");
    EXPECT_EQ(languages.find("PY")->name(), "own");
    EXPECT_EQ(languages.find("python")->name(), "python");
    EXPECT_EQ(shown("{}", highlight(languages, *languages.find("jsonc"), "{}")), "{}") << "the alias is the program's";
    EXPECT_EQ(shown("{}", highlight(languages, *languages.find("json"), "{}")), "«h {}»");
}

TEST(Definition, MayExtendTheOneOfItsName) {
    const Languages languages(
        Files{{"languages/c.toml", "extends = \"c\"\n[words]\nmain = [[\"keyword\", \"若\"]]\n"}});
    EXPECT_TRUE(languages.check().empty());
    EXPECT_EQ(shown("若 if", highlight(languages, *languages.find("c"), "若 if")), "«k 若» «k if»");
}

TEST(Definition, ThatIsWrongLeavesCodePlain) {
    const Languages languages(Files{{"languages/own.toml", with_rule("['a', 'keyword', 'push b']")}});
    EXPECT_EQ(shown_as_own(languages, "aab"), "aab");
}

TEST(Definition, HasADigestThatChangesWithIt) {
    const Languages none;
    const Languages one(Files{{"languages/own.toml", "[context.main]\n"}});
    const Languages other(Files{{"languages/own.toml", "[context.main]\nclass = \"string\"\n"}});
    EXPECT_NE(one.digest("own"), other.digest("own"));
    EXPECT_NE(none.digest("own"), one.digest("own"));
    EXPECT_EQ(one.digest("json"), other.digest("json")) << "nothing in JSON leads to it";
    EXPECT_EQ(none.digest("json"), other.digest("json"));
    EXPECT_NE(one.digest("markdown"), other.digest("markdown")) << "code in it may be anything";
    EXPECT_NE(none.digest("json"), none.digest("yaml"));
}

TEST(Action, ElseThatLeadsBackAndForthEnds) {
    const Languages languages(Files{{"languages/own.toml",
                                     "[context.main]\nelse = \"goto other\"\n[context.other]\nelse = \"goto main\"\n"
                                     "class = \"string\"\n"}});
    EXPECT_TRUE(languages.check().empty());
    EXPECT_EQ(shown_as_own(languages, "ab"), "ab");
}

}  // namespace
}  // namespace byline::highlighting
