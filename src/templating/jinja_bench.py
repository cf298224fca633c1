"""Prints the seconds that jinja2 takes for the page of templating_bench.cpp, whose templates it reads from there."""

import pathlib
import re
import time

import jinja2
import markupsafe

source = (pathlib.Path(__file__).parent / "templating_bench.cpp").read_text()
layout, article = re.findall(r'R"\((.*?)\)";', source, re.S)[:2]
footer = "<footer>{{ site.title }}, {{ site.author }}</footer>"
related = [
    {
        "url": "/articles/some-related-post/",
        "title": "Resolving names & addresses 域名解析",
        "date": "2024-05-06",
        "summary": "What happens between typing a name and seeing a page, in some detail.",
    }
] * 20
body = "<p>The text of the article is already HTML, and is copied as it is. 正文已经是 HTML。</p>\n" * 53
page = {
    "title": "How DNS <works>", "language": "en", "summary": 'A summary "quoted"', "section": "/Articles/",
    "url": "https://example.org/articles/dns/", "date": "2024-01-01", "words": 1234,
    "tags": ["DNS", "Network", "中文"], "body": markupsafe.Markup(body), "related": related,
}
menu = [{"name": name, "url": f"/{name}/"} for name in ("Articles", "Talks", "Notes", "Projects", "About")]
site = {"title": "A blog", "author": "Somebody", "menu": menu}
environment = jinja2.Environment(
    loader=jinja2.DictLoader({"layout.html": layout, "article.html": article, "footer.html": footer}),
    autoescape=True,
    undefined=jinja2.StrictUndefined,
)
template = environment.get_template("article.html")
template.render(page=page, site=site)
best = float("inf")
for _ in range(5):
    start = time.perf_counter()
    for _ in range(500):
        template.render(page=page, site=site)
    best = min(best, (time.perf_counter() - start) / 500)
print(best)
