#include "templating/environment.hpp"

#include <array>
#include <thread>

#include <gtest/gtest.h>

#include "templating/json.hpp"
#include "templating/object.hpp"
#include "templating/template.hpp"
#include "templating/template_case.hpp"

namespace byline::templating {
namespace {

std::unique_ptr<MemoryLoader> loader_of(std::map<std::string, std::string, std::less<>> templates) {
    return std::make_unique<MemoryLoader>(std::move(templates));
}

std::string render_text(Environment& environment, std::string_view name, const Value& context, Host* host = nullptr) {
    const auto found = environment.get(name);
    if (!found) return describe(found.error());
    std::string out;
    const auto rendered = render(**found, context, out, host);
    return rendered ? out : describe(rendered.error());
}

std::string render_one(std::string text, const Value& context = Value::map({}), EnvironmentOptions options = {}) {
    Environment environment(loader_of({{"t.html", std::move(text)}}), options);
    return render_text(environment, "t.html", context);
}

// A page that counts how often each attribute is read.
class CountingPage final : public Object {
  public:
    [[nodiscard]] Value get(std::string_view name) const override {
        ++reads[std::string(name)];
        if (name == "title") return Value::view("A & B");
        if (name == "cover") return Value::none();
        return {};
    }
    [[nodiscard]] std::span<const std::string_view> names() const override {
        static constexpr std::array<std::string_view, 2> all{"title", "cover"};
        return all;
    }
    [[nodiscard]] std::string_view type_name() const override { return "page"; }

    mutable std::map<std::string, int> reads;
};

TEST(Environment, ReadsAnAttributeOnlyWhenItIsNeededAndOnce) {
    const CountingPage page;
    const Value context = Value::map({{"page", Value::object(&page)}});
    EXPECT_EQ(
        render_one("{{ page.title }}{% if false %}{{ page.cover }}{% endif %}{{ page.cover or 'none' }}", context),
        "A &amp; Bnone");
    EXPECT_EQ(page.reads["title"], 1);
    EXPECT_EQ(page.reads["cover"], 1);
}

TEST(Environment, NamesTheNearestAttributeOfAnObject) {
    const CountingPage page;
    const Value context = Value::map({{"page", Value::object(&page)}});
    EXPECT_EQ(render_one("<p>{{ page.titel }}</p>", context),
              "t.html:1:12: page has no attribute 'titel'\n  | <p>{{ page.titel }}</p>\n  did you mean 'title'?\n");
    EXPECT_EQ(render_one("{{ page.titel is defined }}{{ page.titel | default('x') }}", context), "Falsex");
}

struct CountingHost final : Host {
    int calls = 0;
};

TEST(Environment, HandsTheHostToItsFunctions) {
    Environment environment(
        loader_of({{"t.html", "{{ url_for('a', lang='zh') }} {{ 'x' | shout(2) }} {% if 3 is big %}big{% endif %}"}}));
    environment.add_function("url_for", {"name!", "lang"}, [](Call& call) -> Result<Value> {
        ++static_cast<CountingHost*>(call.host())->calls;
        TRY(const std::string name, call.string_argument(0, "name"));
        TRY(const std::string language, call.string_argument(1, "lang", "en"));
        return Value::string("/" + language + "/" + name + "?a&b");
    });
    environment.add_filter("shout", {"times"}, [](Call& call) -> Result<Value> {
        TRY(const std::int64_t times, call.int_argument(0, "times", 1));
        return Value::string(call.input().to_string() + std::string(static_cast<std::size_t>(times), '!'));
    });
    environment.add_test("big", {}, [](Call& call) -> Result<bool> { return call.input().as_int() > 2; });
    CountingHost host;
    EXPECT_EQ(render_text(environment, "t.html", Value::map({}), &host), "/zh/a?a&amp;b x!! big");
    EXPECT_EQ(host.calls, 1);
}

TEST(Environment, PlacesTheErrorsOfHostFunctions) {
    Environment environment(loader_of({{"t.html", "a\n  {{ 1 | fails }}"}, {"u.html", "{{ url(x=1) }}"}}));
    environment.add_filter("fails", {}, [](Call& call) { return call.fail("it failed", "do not"); });
    environment.add_function("url", {"name!"}, [](Call&) -> Result<Value> { return Value::none(); });
    EXPECT_EQ(render_text(environment, "t.html", Value::map({})),
              "t.html:2:10: it failed\n  |   {{ 1 | fails }}\n  do not\n");
    EXPECT_EQ(render_text(environment, "u.html", Value::map({})),
              "u.html:1:4: 'url' has no argument 'x'\n  | {{ url(x=1) }}\n  known names: name\n");
}

TEST(Environment, KnowsWhatATemplateDependsOn) {
    Environment environment(
        loader_of({{"a.html", "{% extends 'base.html' %}{% block x %}{% include ['p.html', 'q.html'] %}{% endblock %}"},
                   {"base.html", "{% import 'm.html' as m %}{% from 'n.html' import f %}"},
                   {"p.html", "{% include 'p.html' %}"},
                   {"m.html", ""},
                   {"n.html", "{% macro f() %}{% include 'deep.html' %}{% endmacro %}"},
                   {"deep.html", ""},
                   {"other.html", ""}}));
    const auto names = environment.dependencies("a.html");
    ASSERT_TRUE(names.has_value());
    EXPECT_EQ(*names,
              (std::set<std::string>{"a.html", "base.html", "deep.html", "m.html", "n.html", "p.html", "q.html"}));
}

TEST(Environment, LeavesTheOutputAsItWasOnAnError) {
    Environment environment(loader_of({{"t.html", "text {{ nope }}"}}));
    const auto found = environment.get("t.html");
    std::string out = "before";
    EXPECT_FALSE(render(**found, Value::map({}), out).has_value());
    EXPECT_EQ(out, "before");
}

TEST(Environment, NamesCircles) {
    Environment environment(loader_of({{"a.html", "{% extends 'b.html' %}"},
                                       {"b.html", "{% extends 'c.html' %}"},
                                       {"c.html", "{% extends 'a.html' %}"},
                                       {"i.html", "{% include 'i.html' %}"}}));
    EXPECT_EQ(render_text(environment, "a.html", Value::map({})).substr(0, 84),
              "c.html:1:4: templates extend each other in a circle: a.html -> b.html -> c.html -> a");
    const std::string include = render_text(environment, "i.html", Value::map({}));
    EXPECT_NE(include.find("are more than 200 deep"), std::string::npos) << include;
    EXPECT_NE(include.find("included here"), std::string::npos);
}

TEST(Environment, BoundsWhatATemplateMayDo) {
    EnvironmentOptions options;
    options.limits = {
        .output_bytes = 1000, .string_bytes = 500, .list_items = 100, .loop_iterations = 1000, .call_depth = 20};
    const auto error = [&](std::string text) { return render_one(std::move(text), Value::map({}), options); };
    EXPECT_NE(error("{% for x in range(100) %}0123456789ABCDEF{% endfor %}").find("the output is larger than 1000"),
              std::string::npos);
    EXPECT_NE(error("{{ 'ab' * 1000000000 }}").find("a repeated string is too long"), std::string::npos);
    EXPECT_NE(error("{{ [1] * 101 }}").find("a repeated list is too long"), std::string::npos);
    EXPECT_NE(error("{{ range(101) }}").find("a range of 101 numbers is too long"), std::string::npos);
    EXPECT_NE(error("{% for x in range(90) %}{% for y in range(90) %}{% endfor %}{% endfor %}")
                  .find("loops ran more than 1000 times"),
              std::string::npos);
    EXPECT_NE(error("{% macro f() %}{{ f() }}{% endmacro %}{{ f() }}").find("more than 20 deep"), std::string::npos);
    EXPECT_NE(error("{% set s = 'x' * 400 %}{{ s ~ s }}").find("longer than 500 bytes"), std::string::npos);
    EXPECT_NE(error("{{ " + std::string(5000, '(') + "1" + std::string(5000, ')') + " }}").find("nested more than"),
              std::string::npos);
    EXPECT_NE(error("{{ 1" +
                    [] {
                        std::string s;
                        for (int i = 0; i < 5000; ++i) s += "|abs";
                        return s;
                    }() +
                    " }}")
                  .find("nested more than"),
              std::string::npos);
    EXPECT_NE(error("{{ 9223372036854775807 + 1 }}").find("too large"), std::string::npos);
    EXPECT_NE(error("{{ 'x'|center(99999999999) }}").find("too large"), std::string::npos);
}

TEST(Environment, RendersFromSeveralThreadsAtOnce) {
    Environment environment(loader_of({{"t.html",
                                        "{% extends 'b.html' %}{% block x %}{% for i in range(50) %}{% include "
                                        "'p.html' %}{% endfor %}{% endblock %}"},
                                       {"b.html", "<{% block x %}{% endblock %}>"},
                                       {"p.html", "{{ i }},"}}));
    const Value context = Value::map({{"shared", Value::list({Value::integer(1)})}});
    std::array<std::string, 4> outputs;
    std::vector<std::thread> threads;
    for (std::string& output : outputs) {
        threads.emplace_back([&] {
            for (int i = 0; i < 50; ++i) output = render_text(environment, "t.html", context);
        });
    }
    for (std::thread& thread : threads) thread.join();
    for (const std::string& output : outputs) EXPECT_EQ(output, outputs[0]);
    EXPECT_EQ(outputs[0].substr(0, 7), "<0,1,2,");
}

TEST(Environment, EscapesByFileName) {
    Environment environment(
        loader_of({{"a.html", "{{ x }}"}, {"a.txt", "{{ x }}"}, {"a.xml", "{{ x }}"}, {"a.json", "{{ x }}"}}));
    const Value context = Value::map({{"x", Value::view("<")}});
    EXPECT_EQ(render_text(environment, "a.html", context), "&lt;");
    EXPECT_EQ(render_text(environment, "a.xml", context), "&lt;");
    EXPECT_EQ(render_text(environment, "a.txt", context), "<");
    EXPECT_EQ(render_text(environment, "a.json", context), "<");
}

TEST(Json, WritesValuesInTheirOrder) {
    const Value value = Value::map({{"@context", Value::view("https://schema.org")},
                                    {"b", Value::list({Value::integer(1), Value::number(0.5), Value::none()})},
                                    {"a", Value::view("中\"\n")}});
    EXPECT_EQ(*to_json(value), R"({"@context": "https://schema.org", "b": [1, 0.5, null], "a": "中\"\n"})");
    EXPECT_FALSE(to_json(Value::undefined()).has_value());
}

TEST(Value, FindsEntriesOfLargeMaps) {
    ValueMap map;
    for (int i = 0; i < 1000; ++i) map.set("key" + std::to_string(i), Value::integer(i));
    map.set("key7", Value::integer(-7));
    EXPECT_EQ(map.size(), 1000U);
    EXPECT_EQ(*map.find("key999"), Value::integer(999));
    EXPECT_EQ(*map.find("key7"), Value::integer(-7));
    EXPECT_EQ(map.find("none"), nullptr);
}

}  // namespace
}  // namespace byline::templating
