#!/usr/bin/python3
"""Render every template of the default theme with invented data, by Debian's python3-jinja2.

    tools/theme_preview.py FOLDER            write the pages to FOLDER
    tools/theme_preview.py FOLDER --serve    and show them at http://localhost:8011/

Three sites are written: English at /, Chinese at /zh/, and at /bare/ one that has neither portrait, links,
menu, tags nor works, to see the theme's empty states. A name that templates use and the engine does not
promise is an error here too (StrictUndefined). `--check` measures the palette's contrast and the size of
the style sheet, and finds phrases that a language lacks.
"""

import argparse
import functools
import http.server
import pathlib
import re
import shutil
import sys
import tomllib
from types import SimpleNamespace as Facts

import jinja2
import markupsafe

ROOT = pathlib.Path(__file__).resolve().parent.parent
THEME = ROOT / "themes/default"
FIXTURES = ROOT / "fixtures/theme"
ADDRESS = "https://example.org"
LANGUAGES = {"en": "English", "zh": "中文"}
KINDS = {"article": ("Articles", "文章"), "talk": ("Talks", "演讲"), "note": ("Notes", "笔记"), "project": ("Projects", "项目")}
ENGINE_PHRASES = {"feed_about", "home", "articles", "talks", "notes", "projects", "tags", "archive", "not_found"}
DATE_FORMATS = {
    "en": {"long": "%-d %B %Y", "short": "%-d %b %Y", "month": "%B %Y"},
    "zh": {"long": "%Y年%-m月%-d日", "short": "%Y-%m-%d", "month": "%Y年%-m月"},
}


def texts(language):
    return tomllib.loads((THEME / f"i18n/{language}.toml").read_text())


def slug_of(name):
    return re.sub(r"[^\w]+", "-", name.lower()).strip("-")


def inline_markdown(text, inline=True):
    html = str(markupsafe.escape(text))
    return markupsafe.Markup(re.sub(r"\*\*(.+?)\*\*", r"<strong>\1</strong>", html))


def environment(language, site, prefix):
    env = jinja2.Environment(
        loader=jinja2.FileSystemLoader([THEME / "templates", THEME, FIXTURES]),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    phrases = texts("en") | texts(language)

    def translate(key, **values):
        phrase = phrases[key]
        if isinstance(phrase, dict):
            phrase = phrase["one"] if values["count"] == 1 and "one" in phrase else phrase["other"]
        return phrase.format(**values)

    env.globals.update(
        t=translate,
        asset=lambda path: "/" + path,
        url_for=lambda target, language=None: target if isinstance(target, str) else target.url,
        data=Facts(),
        site=site,
        language=language,
    )
    env.filters["date"] = lambda value, form="long": value.strftime(
        "%Y-%m-%d" if form == "iso" else DATE_FORMATS[language].get(form, form)
    )
    env.filters["rfc3339"] = lambda value: value.isoformat()
    env.filters["number"] = lambda value: f"{value:,}"
    env.filters["markdown"] = inline_markdown
    env.filters["absolute_url"] = lambda path: ADDRESS + path if path.startswith("/") else path
    return env


def render_body(env, site, page, language, margin):
    """The fixture text is a template in which directive() stands for the Markdown renderer's call."""

    def directive(name, form, label="", caller=None, **attributes):
        template = env.get_template(f"components/{name}.html")
        return markupsafe.Markup(
            template.render(
                name=name, form=form, label=markupsafe.Markup(label), attributes=attributes,
                content=caller() if caller else "", site=site, page=page, language=language,
            )
        )

    return markupsafe.Markup(env.get_template(f"content.{language}.html").render(directive=directive, margin=margin))


def outline_of(html):
    entries = []
    for level, anchor, title in re.findall(r'<h([23]) id="([^"]+)">(.*?)</h', html):
        entry = Facts(id=anchor, title=markupsafe.Markup(title), level=int(level), children=[])
        (entries if level == "2" else entries[-1].children).append(entry)
    return entries


def make_works(raw, language, prefix):
    works = []
    for source in raw["works"]:
        said = source[language]
        url = f"{prefix}/{source['key']}/"
        talk = source["kind"] == "talk"
        works.append(
            Facts(
                key=source["key"], kind=source["kind"], title=said["title"], url=url, permalink=ADDRESS + url,
                language=language, date=source.get("date"), updated=source.get("updated"),
                description=said["description"], summary=inline_markdown(said["description"]), content="", toc=[],
                tags=source.get("tags", []), terms={}, series=source.get("series"), previous=None, next=None, related=[],
                translations=[], words=1840, reading_minutes=9 if source.get("rich") else 1, draft=False,
                cover=Facts(url=source["cover"], alt="") if "cover" in source else None,
                authors=[], canonical="", maturity=source.get("maturity", ""), featured=said.get("featured", ""),
                event=said.get("event", ""), event_url=source.get("event_url", ""), place=said.get("place", ""),
                slides=Facts(url=source["slides"], title="") if "slides" in source else None,
                video=Facts(url=source["video"], title="") if "video" in source else None,
                source="", source_author="", source_license="", extra=source.get("extra", {}), source_path="",
                backlinks=[], upcoming=talk and source.get("upcoming", False),
            )
        )
    return works


def connect(works, language, prefix):
    """Gives every work its neighbours, terms, series and translations; returns tags and series by name."""
    tags, series = {}, {}
    for work in works:
        for name in work.tags:
            tags.setdefault(name, Facts(name=name, url=f"{prefix}/tags/{slug_of(name)}/", count=0, works=[]))
            tags[name].works.append(work)
            tags[name].count += 1
        if work.series:
            series.setdefault(work.series, Facts(name=work.series, url=f"{prefix}/series/{slug_of(work.series)}/", works=[]))
            series[work.series].works.insert(0, work)
    for work in works:
        work.tags = [tags[name] for name in work.tags]
        if work.series:
            whole = series[work.series]
            place = whole.works.index(work)
            work.series = Facts(name=whole.name, url=whole.url, works=whole.works, position=place + 1,
                                total=len(whole.works), previous=None, next=None)
        kin = [other for other in works if other.kind == work.kind]
        place = kin.index(work)
        work.previous = kin[place + 1] if place + 1 < len(kin) else None
        work.next = kin[place - 1] if place else None
        work.related = [other for other in works if other is not work and other.kind != "page"][:4]
        work.backlinks = [other for other in works if other.kind == "note" and other is not work]
        if prefix != "/bare":
            other = "zh" if language == "en" else "en"
            path = work.url.removeprefix("/zh") if language == "zh" else "/zh" + work.url
            work.translations = [Facts(language=other, name=LANGUAGES[other], url=path, title=work.title)]
    return list(tags.values()), list(series.values())


def make_site(raw, language, prefix, bare):
    said = raw["sites"][language]
    works = [] if bare else make_works(raw, language, prefix)
    tags, series = connect(works, language, prefix)
    author = dict(said["author"])
    if bare:
        author = {name: "" for name in author}
    author |= dict(
        email="" if bare else "lin@example.org", url="" if bare else ADDRESS + "/", portrait="" if bare else "/portrait.svg",
        biography=markupsafe.Markup(author["biography"]),
        links=[] if bare else [Facts(name=n, url=f"https://example.org/{n}", icon="") for n in ("GitHub", "Mastodon", "LinkedIn")],
    )
    listed = [work for work in works if work.kind != "page"]
    dated = sorted((w for w in listed if w.date), key=lambda w: w.date, reverse=True) + [w for w in listed if not w.date]
    of_kind = lambda kind: [work for work in dated if work.kind == kind]
    kinds = [Facts(name=k, title=titles[language == "zh"], url=f"{prefix}/{k}s/", count=len(of_kind(k))) for k, titles in KINDS.items()]
    settings = tomllib.loads((THEME / "theme.toml").read_text())["settings"]
    return Facts(
        title=said["title"], description=said["description"], url=ADDRESS + "/", home_url=prefix + "/",
        languages=[] if bare else [
            Facts(code=c, name=n, url="/" if c == "en" else "/zh/", current=c == language) for c, n in LANGUAGES.items()
        ],
        author=Facts(**author), menus={},
        menu=[] if bare else [Facts(name=k.title, url=k.url, current=False, active=False) for k in kinds]
        + [Facts(name="About" if language == "en" else "关于", url=f"{prefix}/about/", current=False, active=False)],
        taxonomies=[], tags=tags, feeds=[] if bare else [
            Facts(title="Atom", url=prefix + "/feed.atom", type="application/atom+xml"),
            Facts(title="RSS", url=prefix + "/feed.rss", type="application/rss+xml"),
            Facts(title="JSON", url=prefix + "/feed.json", type="application/feed+json"),
        ],
        copyright="" if bare else "© 2008–2026 Lin Yao", license_url="" if bare else "https://creativecommons.org/licenses/by/4.0/",
        settings=Facts(**settings), generator="Byline 0.1.0", archive_url=prefix + "/archive/", search_url="",
        works=dated, articles=of_kind("article"), talks=of_kind("talk"), notes=of_kind("note"), projects=of_kind("project"),
        featured=[work for work in dated if work.featured], series=series, kinds=kinds, pages=[w for w in works if w.kind == "page"],
    )


def make_page(site, language, kind, url, title, crumbs=(), **more):
    home = Facts(title=site.title, url=site.home_url)
    trail = [home, *crumbs, Facts(title=title, url=url)] if kind != "home" else []
    facts = dict(
        url=url, permalink=ADDRESS + url, title=title, full_title=f"{title} · {site.title}", description=site.description,
        language=language, kind=kind, alternates=[], breadcrumbs=trail, works=[], pager=None, years=[], terms=[],
        term=None, taxonomy=None, series=None, content="", feeds=[],
        head=markupsafe.Markup(f"<title>{markupsafe.escape(title)}</title>"),
    )
    return Facts(**(facts | more))


def pages_of(site, language, prefix):
    """Every page as (template, page, work)."""
    yield "home.html", make_page(site, language, "home", site.home_url, site.title), None
    for kind in site.kinds:
        works = [work for work in site.works if work.kind == kind.name]
        pager = Facts(number=2, total=24, count=3, previous_url=kind.url, next_url=kind.url, first_url=kind.url, last_url=kind.url, pages=[])
        yield "list.html", make_page(site, language, "list", kind.url, kind.title, works=works, pager=pager if works else None, feeds=site.feeds[:1]), None
    crumbs = {kind.name: [Facts(title=kind.title, url=kind.url)] for kind in site.kinds}
    for work in site.works + site.pages:
        yield f"{work.kind}.html", make_page(site, language, work.kind, work.url, work.title, crumbs.get(work.kind, [])), work
    years = {}
    for work in site.works:
        years.setdefault(work.date.year if work.date else None, []).append(work)
    title = "归档" if language == "zh" else "Archive"
    yield "archive.html", make_page(site, language, "archive", site.archive_url, title, years=[Facts(year=y, works=w) for y, w in years.items()]), None
    taxonomy = Facts(name="tags", singular="tag", title="主题" if language == "zh" else "Topics", url=prefix + "/tags/", terms=site.tags)
    yield "terms.html", make_page(site, language, "terms", taxonomy.url, taxonomy.title, terms=site.tags, taxonomy=taxonomy), None
    for tag in site.tags:
        crumb = [Facts(title=taxonomy.title, url=taxonomy.url)]
        yield "term.html", make_page(site, language, "term", tag.url, tag.name, crumb, works=tag.works, term=tag, taxonomy=taxonomy, feeds=site.feeds[:1]), None
    for series in site.series:
        yield "series.html", make_page(site, language, "series", series.url, series.name, series=series, works=series.works), None
    yield "404.html", make_page(site, language, "404", prefix + "/404.html", "404"), None


def write_site(raw, output, language, prefix, bare=False):
    site = make_site(raw, language, prefix, bare)
    env = environment(language, site, prefix)
    count = 0
    for template, page, work in pages_of(site, language, prefix):
        if work:
            work.content = render_body(env, site, page, language, margin=work.key == "articles/lease")
            work.toc = outline_of(work.content) if work.kind != "page" else []
            page.alternates = work.translations
        path = output / page.url.strip("/")
        path = path if path.suffix == ".html" else path / "index.html"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(env.get_template(template).render(page=page, work=work))
        count += 1
    return count


def luminance(colour):
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one, other):
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def compact(css):
    """Nearly what the engine serves (src/site/style_sheet.cpp)."""
    css = re.sub(r"\s+", " ", re.sub(r"/\*.*?\*/", " ", css, flags=re.S))
    return re.sub(r" ?([{};,>]) ?", r"\1", css).replace(": ", ":").replace(";}", "}")


def check():
    css = (THEME / "assets/style.css").read_text()
    faults = []
    size = len(compact(css).encode())
    print(f"style.css {size} bytes as served, nearly")
    if size > 15_000:
        faults.append(f"style.css has {size} bytes; 15,000 is the most")
    pairs = dict(re.findall(r"--(paper|ink|soft|tint): (light-dark\(.*?\))", css))
    sides = {name: re.findall(r"#[0-9a-f]{6}", value) for name, value in pairs.items()}
    named = tomllib.loads((THEME / "theme.toml").read_text())["settings"]["accents"]
    accents = [(accent["accent-light"], accent["accent-dark"]) for accent in named.values()]
    code = re.findall(r"--(plum|blue|green|rust): light-dark\((#\w{6}), (#\w{6})\)", css)
    for ground in ("paper", "tint"):
        for side in (0, 1):
            colours = [("ink", sides["ink"][side]), ("soft", sides["soft"][side])]
            colours += [("accent " + accent[0], accent[side]) for accent in accents]
            colours += [("code " + each[0], each[1 + side]) for each in code]
            for name, colour in colours:
                ratio = contrast(sides[ground][side], colour)
                needed = 4.5 if name.startswith("code") or (name == "soft" and ground == "tint") else 7
                if ratio < needed:
                    faults.append(f"{name} on {ground} ({'dark' if side else 'light'}): {ratio:.2f}, needs {needed}")
    missing = texts("en").keys() ^ texts("zh").keys()
    faults += [f"phrase {key} is not in every language" for key in sorted(missing)]
    used = set()
    for template in [*THEME.glob("templates/**/*.html"), *THEME.glob("components/*.html")]:
        used |= set(re.findall(r'\bt\("(\w+)"[,)]', template.read_text()))
    known = texts("en").keys()
    faults += [f"phrase {key} is used but not written" for key in sorted(used - known)]
    faults += [f"phrase {key} is written but not used" for key in sorted(known - used) if not key.startswith(("maturity_", "alert_")) and key not in ENGINE_PHRASES]
    print("\n".join(faults) or "contrast, size and phrases are as they should be")
    return 1 if faults else 0


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=pathlib.Path, nargs="?")
    parser.add_argument("--serve", action="store_true", help="serve the folder at localhost:8011")
    parser.add_argument("--check", action="store_true", help="measure palette, size and phrases instead")
    arguments = parser.parse_args()
    if arguments.check:
        return check()
    if not arguments.folder:
        parser.error("FOLDER is missing")
    raw = tomllib.loads((FIXTURES / "mock.toml").read_text())
    output = arguments.folder
    count = write_site(raw, output, "en", "") + write_site(raw, output, "zh", "/zh") + write_site(raw, output, "en", "/bare", bare=True)
    for path in [*THEME.glob("assets/*"), *FIXTURES.glob("*.svg")]:
        shutil.copy(path, output)
    print(f"{count} pages in {output}")
    if arguments.serve:
        handler = functools.partial(http.server.SimpleHTTPRequestHandler, directory=output)
        http.server.ThreadingHTTPServer(("localhost", 8011), handler).serve_forever()
    return 0


if __name__ == "__main__":
    sys.exit(main())
