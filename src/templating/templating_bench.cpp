// A typical article page: a layout with blocks, a menu, an include and a list of 20 related posts; some 10 KB.
// BM_Copy is the floor (the page's bytes appended once), BM_Jinja2 what Debian's jinja2 takes in the same run.
#include <array>
#include <cstdio>
#include <memory>
#include <string>

#include <benchmark/benchmark.h>

#include "templating/environment.hpp"
#include "templating/value_map.hpp"

namespace byline::templating {
namespace {

constexpr const char* layout = R"(<!doctype html>
<html lang="{{ page.language }}"><head><title>{% block title %}{{ page.title }}{% endblock %} - {{ site.title }}</title>
<meta name="description" content="{{ page.summary }}">{% block head %}{% endblock %}</head>
<body><nav>{% for item in site.menu %}<a href="{{ item.url }}"{% if item.url == page.section %} aria-current="page"{% endif %}>{{ item.name }}</a>{% endfor %}</nav>
<main>{% block main %}{% endblock %}</main>{% include "footer.html" %}</body></html>
)";
constexpr const char* article = R"({% extends "layout.html" %}
{% block head %}{{ super() }}<link rel="canonical" href="{{ page.url }}">{% endblock %}
{% block main %}<article><h1>{{ page.title }}</h1><p>{{ page.date }} · {{ page.words }} words</p>
{% for tag in page.tags %}<a class="tag" href="/tags/{{ tag | lower }}/">{{ tag }}</a>{% if not loop.last %}, {% endif %}{% endfor %}
{{ page.body }}
<ul>{% for post in page.related %}<li class="{{ loop.cycle('odd', 'even') }}"><a href="{{ post.url }}">{{ post.title }}</a> {{ post.date }} <p>{{ post.summary | default("") }}</p></li>
{% endfor %}</ul></article>{% endblock %}
)";
constexpr const char* footer = "<footer>{{ site.title }}, {{ site.author }}</footer>";

Value make_context() {
    std::vector<Value> related;
    for (int i = 0; i < 20; ++i) {
        related.push_back(Value::map(
            {{"url", Value::view("/articles/some-related-post/")},
             {"title", Value::view("Resolving names & addresses 域名解析")},
             {"date", Value::view("2024-05-06")},
             {"summary", Value::view("What happens between typing a name and seeing a page, in some detail.")}}));
    }
    std::vector<Value> menu;
    for (const char* name : {"Articles", "Talks", "Notes", "Projects", "About"}) {
        menu.push_back(
            Value::map({{"name", Value::view(name)}, {"url", Value::string("/" + std::string(name) + "/")}}));
    }
    std::string body;
    while (body.size() < 5000)
        body += "<p>The text of the article is already HTML, and is copied as it is. 正文已经是 HTML。</p>\n";
    return Value::map(
        {{"site",
          Value::map(
              {{"title", Value::view("A blog")}, {"author", Value::view("Somebody")}, {"menu", Value::list(menu)}})},
         {"page", Value::map({{"title", Value::view("How DNS <works>")},
                              {"language", Value::view("en")},
                              {"summary", Value::view("A summary \"quoted\"")},
                              {"section", Value::view("/Articles/")},
                              {"url", Value::view("https://example.org/articles/dns/")},
                              {"date", Value::view("2024-01-01")},
                              {"words", Value::integer(1234)},
                              {"tags", Value::list({Value::view("DNS"), Value::view("Network"), Value::view("中文")})},
                              {"body", Value::safe(text::SafeHtml::vouch(body))},
                              {"related", Value::list(related)}})}});
}

std::unique_ptr<MemoryLoader> make_loader() {
    auto loader = std::make_unique<MemoryLoader>();
    loader->add("layout.html", layout);
    loader->add("article.html", article);
    loader->add("footer.html", footer);
    return loader;
}

void BM_Page(benchmark::State& state) {
    Environment environment(make_loader());
    const Value context = make_context();
    const Template* page = *environment.get("article.html");
    std::string out;
    for (auto _ : state) {
        out.clear();
        if (!render(*page, context, out)) state.SkipWithError("the page does not render");
        benchmark::DoNotOptimize(out.data());
    }
    state.counters["page_bytes"] = static_cast<double>(out.size());
}
BENCHMARK(BM_Page)->Unit(benchmark::kMicrosecond);

void BM_Copy(benchmark::State& state) {
    Environment environment(make_loader());
    std::string page;
    if (!render(**environment.get("article.html"), make_context(), page))
        state.SkipWithError("the page does not render");
    std::string out;
    for (auto _ : state) {
        out.clear();
        out.append(page);
        benchmark::DoNotOptimize(out.data());
    }
}
BENCHMARK(BM_Copy)->Unit(benchmark::kMicrosecond);

void BM_Compile(benchmark::State& state) {
    for (auto _ : state) {
        Environment environment(make_loader());
        benchmark::DoNotOptimize(environment.get("article.html").has_value());
    }
}
BENCHMARK(BM_Compile)->Unit(benchmark::kMicrosecond);

// Time is what the script measures inside of its own process.
void BM_Jinja2(benchmark::State& state) {
    const std::string script = std::string("/usr/bin/python3 ") + BYLINE_ROOT + "/src/templating/jinja_bench.py";
    for (auto _ : state) {
        const std::unique_ptr<FILE, int (*)(FILE*)> pipe(popen(script.c_str(), "r"), pclose);
        double seconds = 0;
        if (pipe == nullptr || std::fscanf(pipe.get(), "%lf", &seconds) != 1) {
            state.SkipWithError("python3-jinja2 is not installed");
            break;
        }
        state.SetIterationTime(seconds);
    }
}
BENCHMARK(BM_Jinja2)->UseManualTime()->Iterations(1)->Unit(benchmark::kMicrosecond);

}  // namespace
}  // namespace byline::templating
