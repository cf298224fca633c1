// Graphviz and programs in its place: drawing, and every way in which it can go wrong.
#include "diagrams/graphviz.hpp"

#include <array>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <thread>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include "diagrams/file_attributes.hpp"

namespace byline::diagrams {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

Program graphviz() {
    const char* path = std::getenv("PATH");
    return find_program(path == nullptr ? "" : path, "");
}

// A shell script that stands for dot; it ends with the test.
class FakeDot {
  public:
    explicit FakeDot(const std::string& script) {
        std::string name = (std::filesystem::temp_directory_path() / "byline-dot-XXXXXX").string();
        folder_ = ::mkdtemp(name.data());
        std::ofstream(folder_ / "dot") << "#!/bin/sh\n" << script << '\n';
        std::filesystem::permissions(folder_ / "dot", std::filesystem::perms::owner_all);
    }
    FakeDot(const FakeDot&) = delete;
    FakeDot& operator=(const FakeDot&) = delete;
    ~FakeDot() { std::filesystem::remove_all(folder_); }

    [[nodiscard]] Program program() const { return find_program(folder_.string(), ""); }

  private:
    std::filesystem::path folder_;
};

Error fault(const Program& program, std::string_view dot, const ChildLimits& limits = {}) {
    auto drawn = draw(program, {dot, Engine::Dot, {}}, limits);
    return drawn ? Error{} : std::move(drawn).error();
}

class Drawing : public testing::Test {
  protected:
    void SetUp() override {
        if (!program_.is_there()) GTEST_SKIP() << "Graphviz is not installed (package graphviz)";
    }
    [[nodiscard]] std::string svg(std::string_view dot, Engine engine = Engine::Dot) const {
        auto drawn = draw(program_, {dot, engine, {}});
        return drawn ? std::string(drawn->svg.view()) : "error: " + drawn.error().message;
    }
    const Program program_ = graphviz();
};

TEST_F(Drawing, MakesSvg) {
    EXPECT_THAT(svg("digraph { 客户端 -> 服务器 [label=\"请求\"] }"),
                AllOf(StartsWith("<svg "), HasSubstr(">客户端</text>"), HasSubstr(">请求</text>"),
                      HasSubstr("currentColor"), Not(HasSubstr("black")), Not(HasSubstr("Times"))));
}

TEST_F(Drawing, KnowsTheOtherEngines) {
    std::string before;
    for (const Engine engine : {Engine::Dot, Engine::Neato, Engine::Fdp, Engine::Circo, Engine::Twopi}) {
        EXPECT_EQ(engine_named(name_of(engine)), engine);
        const std::string made = svg("graph { a -- b -- c -- a -- d }", engine);
        EXPECT_THAT(made, StartsWith("<svg"));
        EXPECT_NE(made, before);
        before = made;
    }
}

TEST_F(Drawing, TellsTheLineOfAFault) {
    const Error error = fault(program_, "digraph {\n a -> b;\n\n c ->;\n}");
    EXPECT_EQ(error.message, "in the diagram: syntax error near ';'");
    EXPECT_EQ(error.place.line, 4U);
    EXPECT_EQ(error.code, ErrorCode::Content);
    EXPECT_THAT(fault(program_, "digraph { a [label=<<b>x</i>>] }").message, HasSubstr("mismatched tag"));
    auto drawn = draw(program_, {"digraph { a [color=nonsense, shape=foo] }", Engine::Dot, {}});
    ASSERT_TRUE(drawn);
    EXPECT_THAT(drawn->warnings, testing::ElementsAre(Fault{"using box for unknown shape foo", 0},
                                                      Fault{"nonsense is not a known color", 0}));
}

TEST_F(Drawing, ReadsNoFile) {
    const std::string picture = std::filesystem::absolute(BYLINE_ROOT "/example/static/portrait.svg").string();
    // Past our own check, Graphviz itself opens none.
    const std::string dot = "digraph { a [\"im\\\nage\"=\"" + picture + "\", shape=none, label=\"\"] }";
    const std::string made = svg(dot);
    EXPECT_THAT(made, AllOf(Not(HasSubstr("<image")), Not(HasSubstr("portrait"))));
    for (const std::string_view hostile : {"digraph { a [image=\"/etc/passwd\"] }", "digraph { node [ IMAGE = x ] }",
                                           "digraph { imagepath=\"/etc\" }", "digraph { a [\"ima\" + \"ge\"=x] }",
                                           "digraph { a [shapefile=<x>] }", "digraph { a [label=<<IMG SRC=\"x\"/>>] }",
                                           "digraph { stylesheet=\"http://example.org\" }", "graph { start=rand }"}) {
        EXPECT_THAT(fault(program_, hostile).message, HasSubstr("the attribute")) << hostile;
    }
}

TEST(FileAttributes, AreFoundWithTheirLineOnly) {
    EXPECT_EQ(find_file_attribute("digraph {\n a [\n image=x]}")->line, 3U);
    for (const std::string_view harmless :
         {"digraph { image -> stylesheet }", "digraph { a [label=\"image=x\"] } // image=x", "/* image=x */ digraph {}",
          "# image=x\ndigraph {}", "digraph { a [label=\"\", tooltip=image] }", "digraph { a [label=\"",
          "digraph { a [label=<<"})
        EXPECT_FALSE(find_file_attribute(harmless)) << harmless;
}

TEST_F(Drawing, IsBoundWhateverTheGraph) {
    std::string huge = "digraph {";
    for (int i = 0; i < 3000; ++i) huge += "n" + std::to_string(i) + "->n" + std::to_string(i * 7919 % 3001) + ";";
    const ChildLimits little{.time = std::chrono::milliseconds(60'000), .processor_seconds = 1};
    const Error slow = fault(program_, huge + "}", little);
    EXPECT_THAT(slow.message, HasSubstr("ended by signal"));
    EXPECT_EQ(slow.code, ErrorCode::System);
    EXPECT_THAT(fault(program_, "digraph { a [label=\"" + std::string(200'000, 'x') + "\"] }").message,
                HasSubstr("more than 131072 bytes"));
    EXPECT_THAT(fault(program_, "digraph { a -> b }", {.output_bytes = 100}).message, HasSubstr("more than 100 bytes"));
    EXPECT_THAT(svg("digraph { rankdir=LR; rankdir=TB; a -> a; subgraph { rankdir=LR; a -> b } }"), StartsWith("<svg"));
}

TEST_F(Drawing, IsTheSameFromEveryThread) {
    const std::string expected = svg("digraph { a -> b -> c; a -> c [label=\"边\"] }");
    std::array<std::string, 4> made;
    {
        std::vector<std::jthread> threads;
        threads.reserve(made.size());
        for (std::string& one : made)
            threads.emplace_back([&] { one = svg("digraph { a -> b -> c; a -> c [label=\"边\"] }"); });
    }
    for (const std::string& one : made) EXPECT_EQ(one, expected);
}

TEST(FakeGraphviz, ThatSleepsAndIgnoresSignalsIsKilledWithItsChildren) {
    const FakeDot fake("trap '' TERM INT HUP\nsleep 100 &\nexec 1>&-\nsleep 100");
    const Error error = fault(fake.program(), "digraph {}", {.time = std::chrono::milliseconds(200)});
    EXPECT_THAT(error.message, HasSubstr("not drawn within"));
    EXPECT_EQ(error.code, ErrorCode::System);
}

TEST(FakeGraphviz, ThatLeavesAChildBehindIsNotWaitedFor) {
    const FakeDot fake("sleep 100 &\necho '<svg></svg>'");
    const auto drawn = draw(fake.program(), {"digraph {}", Engine::Dot, {}});
    ASSERT_TRUE(drawn);
    EXPECT_THAT(drawn->svg.string(), HasSubstr("</svg>"));
}

TEST(FakeGraphviz, ThatFloodsCrashesOrFailsIsAnError) {
    EXPECT_THAT(fault(FakeDot("cat /dev/zero").program(), "digraph {}").message, HasSubstr("more than"));
    EXPECT_THAT(fault(FakeDot("kill -SEGV $$").program(), "digraph {}").message, HasSubstr("ended by signal 11"));
    EXPECT_THAT(fault(FakeDot("exit 3").program(), "digraph {}").message, HasSubstr("ended with code 3"));
    EXPECT_THAT(fault(FakeDot("echo hello").program(), "digraph {}").message, HasSubstr("no SVG"));
    EXPECT_THAT(fault(FakeDot("cat /dev/zero >&2").program(), "digraph {}",
                      {.time = std::chrono::milliseconds(200), .processor_seconds = 1})
                    .message,
                HasSubstr("drawn"));
    EXPECT_THAT(fault({"/nowhere/dot", "x", {}}, "digraph {}").message, HasSubstr("ended with code 127"));
}

TEST(FakeGraphviz, SeesNothingOfOurs) {
    const FakeDot fake(
        "echo '<svg><g class=\"graph\"><text>'; pwd; env | sort; ls /proc/self/fd; cat; echo '</text></g></svg>'");
    const auto drawn = draw(fake.program(), {"digraph {}", Engine::Dot, {}});
    ASSERT_TRUE(drawn);
    const std::string_view seen = drawn->svg.view();
    EXPECT_THAT(seen, AllOf(HasSubstr("/\nLC_ALL=C.UTF-8\n"), HasSubstr("SERVER_NAME=byline"), HasSubstr("digraph {}"),
                            Not(HasSubstr("HOME")), Not(HasSubstr("\n5\n"))));
}

TEST(FindProgram, LooksIntoAbsoluteFoldersOnly) {
    EXPECT_FALSE(find_program("", "").is_there());
    EXPECT_FALSE(find_program(".:relative:/nowhere", "").is_there());
    const FakeDot one("exit 0");
    const FakeDot other("exit 0");
    EXPECT_NE(one.program().identity, other.program().identity);
    EXPECT_EQ(one.program().identity, one.program().identity);
}

}  // namespace
}  // namespace byline::diagrams
