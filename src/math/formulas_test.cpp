// Formulas as the writer writes them: what becomes of good, bad and hostile ones.
#include "math/formulas.hpp"

#include <array>
#include <string>
#include <thread>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace byline::math {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

std::string mathml(Formulas& formulas, std::string_view tex, Style style = Style::Inline) {
    auto made = formulas.render(tex, style);
    return made ? std::move(made)->string() : "fault: " + made.error().message;
}

Error fault(Formulas& formulas, std::string_view tex) {
    auto made = formulas.render(tex, Style::Display);
    return made ? Error{} : std::move(made).error();
}

TEST(Formulas, BecomeMathMl) {
    Formulas formulas;
    EXPECT_EQ(mathml(formulas, "x^2"), "<math><msup><mi>x</mi><mn class=\"tml-sml-pad\">2</mn></msup></math>");
    EXPECT_THAT(mathml(formulas, "x^2", Style::Display), StartsWith("<math display=\"block\""));
}

TEST(Formulas, KeepChineseAndCharactersBeyondTheFirstPlane) {
    Formulas formulas;
    EXPECT_THAT(mathml(formulas, "v = \\frac{\\text{路程}}{\\text{时间 𠮷}}"),
                AllOf(HasSubstr("<mtext>路程</mtext>"), HasSubstr("时间"), HasSubstr("𠮷")));
    EXPECT_THAT(mathml(formulas, "\\mathfrak{g}"), HasSubstr("𝔤"));
}

TEST(Formulas, KnowTheMacrosOfTheSite) {
    Formulas formulas({{"\\RR", "\\mathbb{R}"}, {"\\norm", "\\lVert #1 \\rVert"}});
    EXPECT_THAT(mathml(formulas, "\\norm{x} \\in \\RR"), AllOf(HasSubstr("ℝ"), HasSubstr("‖")));
    EXPECT_NE(formulas.digest(), Formulas().digest());
}

TEST(Formulas, ForgetWhatOneOfThemDefines) {
    Formulas formulas;
    EXPECT_THAT(mathml(formulas, "\\gdef\\mine{x}\\mine"), StartsWith("<math"));
    EXPECT_THAT(mathml(formulas, "\\mine"), HasSubstr("\\mine"));
    EXPECT_FALSE(formulas.render("\\mine", Style::Inline));
}

TEST(Formulas, TellWhatIsWrongAndWhere) {
    Formulas formulas;
    const Error error = fault(formulas, "a +\n\\text{中} \\wrong b");
    EXPECT_EQ(error.message, "in the formula 'a + \\text{中} \\wrong b': Unsupported function name: \\wrong");
    EXPECT_EQ(error.place, (Place{"", 2, 10}));
    EXPECT_EQ(error.snippet, "\\text{中} \\wrong b");
    EXPECT_THAT(error.remedy, HasSubstr("\\$"));
    EXPECT_THAT(fault(formulas, "\\frac{1}{").message, HasSubstr("'}'"));
}

TEST(Formulas, OfAnyKindOfNonsenseIsAFault) {
    Formulas formulas;
    for (const std::string_view tex : {"a^", "\\left( a", "}", "{", "\\begin{matrix}", "a & b", "\\", "x^^2",
                                       "\\end{x}", "\\begin{foo}\\end{foo}", "#1", "\\frac", "\\sqrt[", "\x01"}) {
        EXPECT_THAT(fault(formulas, tex).message, StartsWith("in the formula '")) << tex;
    }
}

TEST(Formulas, CannotPutAnythingElseIntoThePage) {
    Formulas formulas;
    for (const std::string_view tex :
         {"\\href{javascript:alert(1)}{x}", "\\url{javascript:alert(1)}", "\\includegraphics{http://example.org/a.png}",
          "\\class{a\" onclick=\"alert(1)}{x}", "\\htmlData{a=b}{x}", "\\htmlStyle{color:red}{x}", "\\data{a=b}{x}",
          "\\htmlId{a}{x}", "\\id{a}{x}", "\\style{background:url(http://example.org)}{x}", "\\htmlStyle{a:'b'}{x}",
          "\\ref{a}", "\\eqref{a}", "\\color{red\" onclick=\"alert(1)}x", "\\textcolor{red;background:url(//a)}{x}",
          "\\def\\a{\\href}\\a{x}{y}", "\\colorbox{\"}{x}", "\\begin{array}{c\"<b>}x\\end{array}"}) {
        EXPECT_FALSE(formulas.render(tex, Style::Inline)) << tex << '\n' << mathml(formulas, tex);
    }
    for (const std::string_view tex :
         {"\\text{<script>alert(1)</script>}", "a<b>c", "\\mathrm{\"'<}", "\\label{\"><script>}x", "\\tag{<b>\"}x",
          "\\rule{1em\"}{1em}", "\\operatorname{<i>}", "\\char\"3C \\text{script}",
          "\\text{\\char\"3C script\\char\"3E}"}) {
        const std::string made = mathml(formulas, tex, Style::Display);
        EXPECT_THAT(made,
                    AllOf(StartsWith("<math"), Not(HasSubstr("<script")), Not(HasSubstr("<b>")), Not(HasSubstr("<i>"))))
            << tex;
    }
}

TEST(Formulas, OfHostileWritersEndWithAFault) {
    Formulas formulas;
    const std::string megabyte(std::size_t{1} << 20, 'x');
    EXPECT_THAT(fault(formulas, megabyte).message, HasSubstr("more than 32768 bytes"));
    EXPECT_THAT(fault(formulas, "\\def\\x{\\x\\x}\\x").message, HasSubstr("expansions"));
    EXPECT_THAT(fault(formulas,
                      "\\def\\a{xxxxxxxxxx}\\def\\b{\\a\\a\\a\\a\\a\\a\\a\\a\\a\\a}\\def\\c{\\b\\b\\b\\b\\b\\b"
                      "\\b\\b\\b\\b}\\def\\d{\\c\\c\\c\\c\\c\\c\\c\\c\\c\\c}\\d\\d\\d\\d\\d\\d\\d\\d\\d\\d")
                    .message,
                HasSubstr("expansions"));
    std::string deep;
    for (int i = 0; i < 5000; ++i) deep += "{";
    EXPECT_THAT(fault(formulas, deep + "x" + std::string(5000, '}')).message, HasSubstr("nested too deeply"));
    std::string fractions;
    for (int i = 0; i < 3000; ++i) fractions += "\\frac{1}{";
    EXPECT_THAT(fault(formulas, fractions).message, StartsWith("in the formula"));
    // The engine is as good as before.
    EXPECT_THAT(mathml(formulas, "x"), StartsWith("<math"));
}

TEST(Formulas, MeetTheirLimits) {
    const std::string sum = "a+b+c+d+e+f+g+h+i+j+k+l+m+n+o+p+q+r+s+t+u+v+w+x+y+z";
    EXPECT_TRUE(Formulas().render(sum, Style::Inline));
    Formulas few_steps({}, {.steps = 500});
    EXPECT_THAT(fault(few_steps, sum).message, HasSubstr("too many steps"));
    EXPECT_TRUE(few_steps.render("x", Style::Inline));
    Formulas little_output({}, {.output_bytes = 200});
    EXPECT_THAT(fault(little_output, sum).message, HasSubstr("MathML is too long"));
    Formulas small_heap({}, {.heap_bytes = std::size_t{2} << 20});
    std::string long_sum;
    for (int i = 0; i < 200; ++i) long_sum += sum + "+";
    EXPECT_THAT(fault(small_heap, long_sum).message, HasSubstr("too much memory"));
}

TEST(Formulas, AreTheSameFromEveryThreadAndInEveryOrder) {
    const std::vector<std::string> all = {"\\sum_{i=1}^n i",
                                          "\\def\\x{\\x\\x}\\x",
                                          "\\begin{pmatrix}a&b\\\\c&d\\end{pmatrix}",
                                          "\\ce{H2O}",
                                          "\\text{中文}",
                                          "\\wrong",
                                          "\\begin{align}a&=b\\\\c&=d\\end{align}"};
    Formulas formulas;
    std::vector<std::string> expected;
    expected.reserve(all.size());
    for (const std::string& tex : all) expected.push_back(mathml(formulas, tex));
    std::array<std::vector<std::string>, 4> made;
    {
        std::vector<std::jthread> threads;
        for (std::size_t t = 0; t < made.size(); ++t) {
            threads.emplace_back([&, t] {
                made[t].resize(all.size());
                for (std::size_t i = 0; i < all.size(); ++i) {
                    const std::size_t at = (i * 3 + t) % all.size();
                    made[t][at] = mathml(formulas, all[at]);
                }
            });
        }
    }
    for (const auto& one : made) EXPECT_EQ(one, expected);
}

}  // namespace
}  // namespace byline::math
