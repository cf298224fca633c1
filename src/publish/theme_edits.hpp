// For tests: what is done to a theme: templates, partials, macros, components, assets, phrases, settings.
// Functions without state; see SiteEdit.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "publish/site_edit.hpp"
#include "site/theme.hpp"

namespace byline::publish::theme_edits {

inline const std::string& folder() {
    static const std::string path = "themes/mine/";
    return path;
}

// Something that a template of any page can say.
inline std::string any_expression(RandomChoice& random) {
    return random.of(
        {"{{ site.works | length }}",
         "{{ site.title }} {{ page.title }}",
         "{% for w in site.works[:2] %}{{ w.title }} {% endfor %}",
         "{% for w in site.featured %}{{ w.summary }} {% endfor %}",
         "{% for s in site.series %}{{ s.name }}={{ s.total }} {% endfor %}",
         "{% for t in site.tags %}{{ t.name }}:{{ t.count }} {% endfor %}",
         "{% for k in site.kinds %}{{ k.title }}{{ k.count }} {% endfor %}",
         "{{ data.numbers.p99 | default(0) }}",
         "{% if data.extra is defined %}{{ data.extra }}{% endif %}",
         "{{ data.more.rows | length }}",
         "{{ asset(\"style.css\") }}",
         "{{ site.menu | length }} {{ site.author.name }}",
         "{% for l in site.languages %}{{ l.name }} {{ l.url }} {% endfor %}",
         "{{ url_for(\"/about/\") }} {{ t(\"everything\") }}",
         "{{ site.notes[0].title if site.notes }}",
         "{{ site.articles[-1].date | date(\"iso\") if site.articles }}",
         "{{ site.pages | map(attribute=\"title\") | join(\", \") }}",
         "{% for m in site.works if m.draft %}{{ m.url }} {% endfor %}",
         "{{ site.works | sum(attribute=\"words\") }}",
         "{% for w in site.works[:2] %}{{ w.backlinks | length }}{{ w.related[0].title if w.related }} {% endfor %}",
         "{{ page.alternates | length }} {% for o in page.elsewhere %}{{ o.url }} {{ o.is_same }} {% endfor %}{{ "
         "page.breadcrumbs | length }}",
         "{% include \"partials/added.html\" ignore missing %}",
         "<i>plain</i>"});
}

// And of the page of one work.
inline std::string any_work_expression(RandomChoice& random) {
    if (random.one_in(3)) return any_expression(random);
    return random.of(
        {"{{ work.previous.title if work.previous }}", "{{ work.next.url if work.next }}",
         "{% for w in work.backlinks %}{{ w.title }} {{ w.date }} {% endfor %}",
         "{% for w in work.related %}{{ w.description }} {% endfor %}",
         "{% for o in work.translations %}{{ o.title }} {{ o.url }} {% endfor %}",
         "{% if work.series %}{{ work.series.next.title if work.series.next }}{{ work.series.position }}{% endif %}",
         "{{ work.extra.status | default(\"none\") }}",
         "{% for h in work.toc %}{{ h.title }}{{ h.children | length }} {% endfor %}",
         "{{ work.words }} {{ work.characters }} {{ work.reading_minutes }}",
         "{% for t in work.tags %}{{ t.works[0].title }} {% endfor %}",
         "{{ work.cover.url if work.cover }} {{ work.key }} {{ work.source_path }}",
         "{% for name, list in work.terms | items %}{{ name }} {{ list | length }} {% endfor %}"});
}

// The file of the site's theme, or the default theme's, which is then replaced.
inline std::string theme_text(const EditedSite& site, const std::string& path) {
    if (const std::string* own = site.find(folder() + path)) return *own;
    static const site::Theme embedded = [] {
        const disk::MemoryDisk nothing;
        return site::Theme::load(nothing, "site", site::Configuration{}).theme;
    }();
    const site::ThemeFile* file = embedded.find(path);
    return file == nullptr ? std::string() : file->bytes;
}

inline SiteEdit add_to_template(const EditedSite& site, RandomChoice& random) {
    const std::string path =
        random.of({"templates/partials/footer.html", "templates/partials/header.html", "templates/base.html",
                   "templates/partials/foot_line.html", "templates/partials/added.html"});
    return put_edit(folder() + path, theme_text(site, path) + any_expression(random) + "\n");
}

inline SiteEdit add_to_work_template(const EditedSite& site, RandomChoice& random) {
    const std::string path = random.of({"templates/partials/meta.html", "templates/partials/end_matter.html",
                                        "templates/partials/cite.html", "templates/partials/cover.html"});
    return put_edit(folder() + path, theme_text(site, path) + any_work_expression(random) + "\n");
}

// Lists of works show the loop variable `item`.
inline SiteEdit add_to_item(const EditedSite& site, RandomChoice& random) {
    const std::string path = random.of({"templates/partials/work_item.html", "templates/partials/work_line.html"});
    return put_edit(folder() + path,
                    theme_text(site, path) +
                        random.of({"{{ item.summary }}", "{{ item.words }}", "{{ item.tags | length }}",
                                   "{{ item.previous.title if item.previous }}", "{{ item.content | length }}",
                                   "{{ item.updated | date(\"iso\") }}", "{{ item.translations | length }}",
                                   "{{ item.backlinks | length }}", "{{ item.extra.status | default(\"\") }}"}) +
                        "\n");
}

inline SiteEdit replace_page_template(const EditedSite& site, RandomChoice& random) {
    const std::string name = random.of({"article", "talk", "note", "project", "page", "wide"});
    const std::string path = "templates/" + name + ".html";
    if (random.one_in(3)) return put_edit(folder() + path, theme_text(site, path) + "\n{# " + random.word() + " #}\n");
    return put_edit(folder() + path,
                    "{% extends \"" + random.of({"work.html", "base.html"}) +
                        "\" %}\n{% import \"macros.html\" as m %}\n{% block main %}<h1>{{ work.title }}"
                        "</h1>{{ work.content }}{{ m.stamp(" +
                        random.of({"work.url", "site.title"}) + ") }}" + any_work_expression(random) +
                        "{% endblock %}\n");
}

// Of the name of the default's, and extending it.
inline SiteEdit extend_default_template(const EditedSite&, RandomChoice& random) {
    const std::string name = random.of({"article", "note", "talk", "page"});
    return put_edit(folder() + "templates/" + name + ".html",
                    "{% extends \"default:" + name + ".html\" %}\n{% block after_content %}" +
                        any_work_expression(random) + "{% include \"default:partials/" +
                        random.of({"meta", "cite", "cover"}) + ".html\" %}{% endblock %}\n");
}

inline SiteEdit replace_list_template(const EditedSite& site, RandomChoice& random) {
    const std::string name = random.of({"list", "term", "series", "terms", "home", "404", "archive"});
    const std::string path = "templates/" + name + ".html";
    if (random.one_in(2)) return put_edit(folder() + path, theme_text(site, path) + "\n" + any_expression(random));
    const bool has_works = name == "list" || name == "term" || name == "series";
    return put_edit(folder() + path, "{% extends \"base.html\" %}\n{% block main %}" +
                                         std::string(has_works ? "{% for item in page.works %}{% include "
                                                                 "\"partials/work_line.html\" %}{% endfor %}{{ "
                                                                 "page.pager.total if page.pager }}"
                                                               : "") +
                                         any_expression(random) + "{% endblock %}\n");
}

inline SiteEdit edit_macros(const EditedSite&, RandomChoice& random) {
    return put_edit(folder() + "templates/macros.html",
                    "{% macro stamp(text) %}<i class=\"" + random.word() + "\">{{ text }}" +
                        random.of({"", "{{ text | upper }}", "{{ t(\"newest\") }}", "{{ site.title }}"}) +
                        "</i>{% endmacro %}\n");
}

inline SiteEdit edit_component(const EditedSite& site, RandomChoice& random) {
    const std::string path = "components/" + random.of({"badge", "rows", "latest", "card", "aside", "note"}) + ".html";
    if (random.one_in(3)) return put_edit(folder() + path, theme_text(site, path) + random.word());
    return put_edit(folder() + path, "<div>{{ label }}{{ content }}" + any_expression(random) +
                                         random.of({"", "{{ work.title }}", "{{ work.next.title if work.next }}",
                                                    "{{ attributes.to | default(\"-\") }}", "{{ page.url }}"}) +
                                         "</div>");
}

inline SiteEdit new_component(const EditedSite&, RandomChoice& random) {
    return put_edit(folder() + "components/nothing.html", "<b>{{ label }} " + random.word() + "</b>");
}

inline SiteEdit remove_theme_file(const EditedSite& site, RandomChoice& random) {
    return remove_edit(any_path_below(site, random, folder()));
}

inline SiteEdit edit_asset(const EditedSite&, RandomChoice& random) {
    const std::string name = random.of({"mine.css", "dot.svg", "style.css", "icon.svg", "added.css", "custom.css"});
    return put_edit(folder() + "assets/" + name, "/* " + random.word() + " */\n");
}

inline SiteEdit edit_phrase(const EditedSite&, RandomChoice& random) {
    const std::string path = folder() + "i18n/" + random.of({"en.toml", "zh.toml", "en.toml", "fr.toml"});
    const std::string key = random.of({"badge", "newest", "everything", "home", "articles", "tags", "previous",
                                       "alert_note", "made_with", "unused", "archive"});
    const std::string value = random.one_in(4) ? "" : "\"" + random.word() + random.of({"\"", " 词\""});
    return {fmt::format("{}: {} = {}", path, key, value), [=](EditedSite& edited) {
                const std::string* text = edited.find(path);
                edited.put(path, with_toml_key(text == nullptr ? "" : *text, "", key, value));
            }};
}

inline SiteEdit edit_theme_settings(const EditedSite&, RandomChoice& random) {
    switch (random.below(3)) {
        case 0: return toml_edit(folder() + "theme.toml", "settings", "stripe", random.of({"true", "false"}));
        case 1: return toml_edit(folder() + "theme.toml", "settings", "lines", std::to_string(random.below(6)));
        default: return toml_edit(folder() + "theme.toml", "settings", "unused", std::to_string(random.below(6)));
    }
}

inline SiteEdit break_template(const EditedSite& site, RandomChoice& random) {
    return append_edit(any_path_below(site, random, folder(), ".html"),
                       random.of({"{% if %}", "{{ wrok.title }}", "{{ t(\"no_such\") }}", "{{ asset(\"gone.css\") }}",
                                  "{% include \"gone.html\" %}", "{{ work.titel }}"}));
}

inline const std::vector<EditKind>& all() {
    static const std::vector<EditKind> kinds = {
        {3, add_to_template},       {4, add_to_work_template},    {2, add_to_item}, {3, replace_page_template},
        {3, replace_list_template}, {3, extend_default_template}, {2, edit_macros}, {4, edit_component},
        {1, new_component},         {4, remove_theme_file},       {3, edit_asset},  {4, edit_phrase},
        {2, edit_theme_settings},   {2, break_template}};
    return kinds;
}

}  // namespace byline::publish::theme_edits
