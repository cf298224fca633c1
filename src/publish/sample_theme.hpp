// For tests: the theme, components and phrases of the sample site; they read all that a template can read.
// Functions without state.
#pragma once

#include <array>
#include <map>
#include <string>
#include <string_view>

namespace byline::publish {

// What the text of a work asks of the components.
inline std::string_view sample_directive(std::size_t number) {
    constexpr std::array<std::string_view, 9> directives = {
        "Text with :badge[a *label*]{to=\"<all>\"} inside.",
        "",
        ":::aside[A digression]\nInside, [[About me]].\n:::",
        "::rows{of=\"first\"}",
        "> [!NOTE]\n> Mind the gap.",
        "::latest",
        "",
        ":::card[Card]\n:badge[in a card]\n:::",
        "::nothing[A component that is not there]",
    };
    return directives[number % directives.size()];
}

// What pages of the sample site show of every listed work, one each: a page that reads a field, and no other, tells
// whether an edit of that field is seen.
inline constexpr std::array<std::string_view, 42> shown_fields = {
    "w.title",
    "w.url",
    "w.kind",
    "w.language",
    "w.slug",
    "w.key",
    "w.source_path",
    "w.date | date(\"iso\")",
    "w.updated | date(\"iso\")",
    "w.publish_at | date(\"iso\")",
    "w.expires | date(\"iso\")",
    "w.summary",
    "w.description",
    "w.words",
    "w.characters",
    "w.draft",
    "w.authors | join(\",\")",
    "w.canonical",
    "w.maturity",
    "w.comments",
    "w.featured",
    "w.weight",
    "w.event ~ w.place",
    "w.cover.url if w.cover",
    "w.slides.url if w.slides",
    "w.source",
    "w.upcoming",
    "w.has_summary",
    "w.series.position if w.series",
    "w.tags | map(attribute=\"name\") | join(\",\")",
    "w.previous.url if w.previous",
    "w.next.title if w.next",
    "w.related | map(attribute=\"url\") | join(\",\")",
    "w.backlinks | map(attribute=\"url\") | join(\",\")",
    "w.translations | map(attribute=\"url\") | join(\",\")",
    "w.behind",
    "w.deck.url if w.deck",
    "w.extra.status | default(\"\")",
    "w.toc | map(attribute=\"id\") | join(\",\")",
    "w.terms.categories | map(attribute=\"url\") | join(\",\") if w.terms.categories is defined",
    "w.series.name if w.series",
    "\"\" }}{% for b in w.backlinks %}{% for e in b.excerpts %}{{ e.before }}[{{ e.words }}]{{ e.after }} {{ e.url }} "
    "{% endfor "
    "%}{% endfor %}{{ \"\""};

inline void add_field_pages(std::map<std::string, std::string>& files) {
    for (std::size_t i = 0; i < shown_fields.size(); ++i) {
        const std::string name = "field" + std::to_string(i);
        files["content/fields/" + name + ".md"] = "---\ntitle: Field\ntemplate: " + name + "\n---\n";
        files["themes/mine/templates/" + name + ".html"] =
            "{% for w in site.works %}{{ " + std::string(shown_fields[i]) + " }}|{% endfor %}\n";
    }
}

inline void add_sample_theme(std::map<std::string, std::string>& files) {
    const auto add = [&](std::string_view path, std::string_view text) {
        files["themes/mine/" + std::string(path)] = text;
    };
    add("theme.toml", "name = \"mine\"\n[settings]\nstripe = true\nlines = 3\n");
    add("i18n/en.toml",
        "badge = \"Badge\"\nnewest = \"Newest\"\n[note_words]\none = \"{count} word\"\n"
        "other = \"{count} words\"\n");
    add("i18n/zh.toml", "badge = \"徽章\"\n[note_words]\nother = \"{count} 字\"\n");
    add("assets/mine.css", "p { color: red }\n");
    add("assets/dot.svg", "<svg><circle/></svg>\n");
    add("templates/macros.html", "{% macro stamp(text) %}<i class=\"stamp\">{{ text }}</i>{% endmacro %}\n");
    add("templates/note.html",
        "{% extends \"work.html\" %}\n{% import \"macros.html\" as m %}\n{% block meta %}<p>{{ t(\"note_words\", "
        "count=work.words) }} {{ m.stamp(work.title) }}{% if work.next %} {{ work.next.date | date(\"long\") }}{% "
        "endif "
        "%}</p>{% endblock %}\n");
    add("templates/wide.html",
        "{% extends \"base.html\" %}\n{% block main %}<h1>{{ work.title }}</h1>{{ work.content }}\n"
        "{% for item in site.works[:3] %}{% include \"partials/work_line.html\" %}{% endfor %}\n"
        "{% for w in work.related %}{{ w.title }}|{% endfor %}{% for w in work.backlinks %}{{ w.summary }}|{% for e in "
        "w.excerpts %}{{ e.text }}{% endfor %}{% endfor "
        "%}\n"
        "{{ data.tools.shell | join(\", \") }} {{ data.numbers.p99 }}{% endblock %}\n");
    add("templates/partials/foot_line.html",
        "<p class=\"foot\">{% for talk in data.talks.talk %}{{ talk.name }} {{ talk.year }} {% endfor %}"
        "{% if site.menus.foot is defined %}{% for entry in site.menus.foot %}<a href=\"{{ entry.url }}\">{{ "
        "entry.name }}"
        "</a>{% endfor %}{% endif %}{% if site.settings.stripe %}<hr>{% endif %}</p>\n");
    add("templates/project.html",
        "{% extends \"work.html\" %}\n{% block after_content %}{% include \"partials/foot_line.html\" %}"
        "<link href=\"{{ asset(\"mine.css\") }}\">{{ work.extra.status | default(\"unknown\") }} {{ site.tags | length "
        "}}"
        "{% for term in work.tags %} {{ term.name }} {{ term.count }}{% endfor %}{% endblock %}\n");
    add("templates/archive.html",
        "{% extends \"base.html\" %}\n{% block main %}{% for year in page.years %}<h2>{{ year.year or \"-\" }}</h2>\n"
        "{% for w in year.works %}<a href=\"{{ w.url }}\">{{ w.title }}</a>{{ w.date | date(\"iso\") }}\n{% endfor %}"
        "{% endfor %}{% for s in site.series %}{{ s.name }} {{ s.total }} {% endfor %}{% endblock %}\n");
    add("components/badge.html",
        "{# a badge -#}\n<b class=\"badge\" data-to=\"{{ attributes.to | default(\"\") }}\">{{ "
        "label }} ({{ t(\"badge\") }})</b>");
    add("components/rows.html",
        "<ul>{% for row in data.more.rows %}<li{% if row.name == attributes.of %} class=\"it\""
        "{% endif %}>{{ row.name }}: {{ row.value }}</li>{% endfor %}</ul>\n");
    add("components/latest.html",
        "<p>{{ t(\"newest\") }}{% for w in site.works[:site.settings.lines] %} <a href=\"{{ w.url"
        " }}\">{{ w.title }}</a>{% endfor %}</p>\n");
    add("components/card.html",
        "<div class=\"card\"><img src=\"{{ asset(\"dot.svg\") }}\">{{ label }}: {{ work.title }} "
        "({{ work.backlinks | length }} {{ work.date | date(\"%Y\") }})\n{{ content }}</div>\n");
}

}  // namespace byline::publish
