#!/usr/bin/python3
"""Two blogs that were written for other generators build whole, with the titles and dates of their front matter.

What is expected is read by Python's own YAML and TOML readers; what was made is read from the pages' JSON-LD and text.
"""

import collections
import datetime
import html
import re
import tempfile
import tomllib
from pathlib import Path

import yaml

import blackbox

CONFIGURATION = """title = "{title}"
base_url = "https://corpus.example.org/"
language = "{language}"

[languages.{language}]
name = "{language}"

[author]
name = "Corpus"

[content]
folder = "{folder}"
default_kind = "article"
ignore = [{ignore}]

[cards]
enabled = false

[permalinks]
article = "{permalink}"
"""
ARTICLE_TYPES = {"BlogPosting", "TechArticle", "Article"}
Post = collections.namedtuple("Post", "path title date body")


def read_front_matter(text):
    """(keys, body) of a post with TOML between +++ or YAML between ---."""
    for fence, read in (("+++", tomllib.loads), ("---", yaml.safe_load)):
        matched = re.match(rf"{re.escape(fence)}\s*\n(.*?)\n{re.escape(fence)}\s*(?:\n|$)", text, re.S)
        if matched:
            return read(matched[1]) or {}, text[matched.end() :]
    return {}, text


def date_of(keys, path):
    """The day as its writer gave it: the key `date`, else the beginning of Zola's `path` or of the file name; or None."""
    value = keys.get("date")
    if isinstance(value, (datetime.date, datetime.datetime)):
        return value.strftime("%Y-%m-%d")
    in_path = re.search(r"(?:^|/)(\d{4}/\d{2}/\d{2})(?:/|$)", str(keys.get("path", "")))
    written = str(value) if value else in_path[1] if in_path else path.name
    named = re.match(r"(\d{4})[-/](\d{1,2})[-/](\d{1,2})", written)
    return f"{int(named[1]):04}-{int(named[2]):02}-{int(named[3]):02}" if named else None


def read_posts(folder):
    """Every published post of the corpus; drafts, section pages and pages that are only a template are none."""
    posts = []
    for path in sorted(folder.rglob("*.md")):
        if path.name.startswith("_index"):
            continue
        keys, body = read_front_matter(path.read_text(encoding="utf-8"))
        if not keys.get("draft") and "title" in keys:
            posts.append(Post(path.relative_to(folder), str(keys["title"]), date_of(keys, path), body))
    return posts


def bare(text):
    """Letters, digits and braces only: what neither typography nor line breaks change."""
    return re.sub(r"[^\w{}%]", "", html.unescape(text))


def read_pages(output):
    """{(title, day): [(path, page)]} of all pages whose JSON-LD is an article."""
    pages = collections.defaultdict(list)
    for path in sorted(output.rglob("*.html")):
        page = blackbox.Page(path.read_text(encoding="utf-8"))
        for item in page.graph():
            if blackbox.types_of(item) & ARTICLE_TYPES and "headline" in item and page.canonical:
                pages[" ".join(item["headline"].split())].append((item.get("datePublished", "")[:10] or None, path, page))
                break
    return pages


def braces_of(body):
    return [chunk for chunk in re.findall(r"\{\{[^\n{}]+\}\}|\{%[^\n{}]+%\}", body) if len(bare(chunk)) > 4]


def check_posts(posts, pages, name, counts):
    undated = 0
    for post in posts:
        title = " ".join(post.title.split())
        candidates = pages.get(title, [])
        if not counts.check(bool(candidates), f"{name}/{post.path}: no page has the title {title!r}"):
            continue
        if post.date is None:
            undated += 1
            chosen = candidates[0]
        else:
            chosen = next((candidate for candidate in candidates if candidate[0] == post.date), None)
            if not counts.check(chosen, f"{name}/{post.path}: {title!r} has {[c[0] for c in candidates]}, not {post.date}"):
                continue
        heading = " ".join((chosen[2].heading or "").split())
        counts.check(bare(heading) == bare(title) or bare(heading) == bare(re.sub(r"[`*_\\]", "", title)),
                     f"{name}/{post.path}: the page's heading is {heading!r}, not {title!r}")
        text = None
        for chunk in braces_of(post.body):
            text = text or [bare(candidate[2].text()) for candidate in candidates]
            counts.check(any(bare(chunk) in one for one in text), f"{name}/{post.path}: {chunk!r} is not in the page as it is")
    expected = collections.Counter(" ".join(post.title.split()) for post in posts)
    for title, number in expected.items():
        if number > 1:
            counts.equal(len(pages.get(title, [])), number, f"{name}: pages with the title {title!r}")
    print(f"{name}: {len(posts)} posts, {undated} of them without a date in their front matter or name")


def check_corpus(name, language, permalink, ignore, program, counts):
    corpus = blackbox.SHARED / "corpora" / name
    if not corpus.is_dir():
        counts.skip(name, "there is no ../shared/corpora beside the project")
        return
    with tempfile.TemporaryDirectory(prefix="byline-corpora-") as folder:
        values = {"title": name, "language": language, "folder": corpus, "permalink": permalink, "ignore": ignore}
        Path(folder, "byline.toml").write_text(CONFIGURATION.format(**values), encoding="utf-8")
        code, _, said = blackbox.run([program, "build"], folder)
        errors = "\n".join(line for line in said.splitlines() if ": error:" in line)
        if not counts.equal(code, 0, f"{name}: exit code of build; errors it told of:\n{errors[:4000]}"):
            return
        posts = read_posts(corpus)
        counts.check(len(posts) > 700, f"{name}: only {len(posts)} posts were found by the test")
        check_posts(posts, read_pages(Path(folder, "public")), name, counts)


def main():
    counts = blackbox.Counts("corpora")
    program = blackbox.program()
    check_corpus("zh-blog", "zh", "/{year}/{month}/{day}/{slug}/", "", program, counts)
    # Two files without text, which only name a template of the generator that they were written for.
    templates = '"releases/_index.md", "releases/latest.md"'
    check_corpus("en-blog", "en", "/{folder}/{slug}/", templates, program, counts)
    counts.finish()


if __name__ == "__main__":
    main()
