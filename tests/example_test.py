#!/usr/bin/python3
"""Builds the example site and holds its output against readers that others wrote: the Nu HTML checker, feedparser,
xmllint, a microformats parser; and against itself: links, anchors, hreflang, JSON-LD.
"""

import collections
import json
import shutil
import subprocess
import tempfile
import urllib.parse
import xml.etree.ElementTree as ElementTree
from pathlib import Path

import feedparser

import blackbox

REQUIRED = {
    "Person": ["name", "url"],
    "WebSite": ["name", "url"],
    "BlogPosting": ["headline", "datePublished", "author", "url"],
    "TechArticle": ["headline", "datePublished", "author", "url"],
    "Event": ["name", "startDate", "location"],
    "VideoObject": ["name", "uploadDate", "thumbnailUrl"],
    "BreadcrumbList": ["itemListElement"],
}
VNU = blackbox.ROOT / "node_modules/vnu-jar/build/dist/vnu.jar"
HTML_LINK = "{http://www.w3.org/1999/xhtml}link"


class Site:
    def __init__(self, output, base_url):
        self.output = output
        self.base_url = base_url
        self.pages = {  # redirects included
            path.relative_to(output).as_posix(): blackbox.Page(path.read_text(encoding="utf-8"))
            for path in sorted(output.rglob("*.html"))
        }

    def works(self):
        """Pages that search engines are meant to show: no redirects, no 404, nothing whose canonical lies elsewhere."""
        for name, page in self.pages.items():
            elsewhere = page.canonical and not page.canonical.startswith(self.base_url)
            if not page.is_redirect and not elsewhere and not name.endswith("404.html"):
                yield name, page

    def url_of(self, name):
        return self.base_url + urllib.parse.quote(name.removesuffix("index.html"))

    def file_of(self, url):
        """The output file that a URL of this site names, or None."""
        path = urllib.parse.unquote(urllib.parse.urlsplit(url).path)
        base = urllib.parse.urlsplit(self.base_url).path
        if not path.startswith(base):
            return None
        path = path[len(base) :]
        found = self.output / (path + "index.html" if path == "" or path.endswith("/") else path)
        return found.relative_to(self.output).as_posix() if found.is_file() else None


def check_html(site, counts):
    if not VNU.is_file() or not shutil.which("java"):
        counts.skip("HTML", "vnu-jar or java is not here; ./dev test installs both")
        return
    files = [site.output / name for name in site.pages]
    done = subprocess.run(
        ["java", "-Xss4m", "-jar", str(VNU), "--format", "json", "--errors-only", "--no-langdetect", *map(str, files)],
        capture_output=True, text=True, check=False,
    )
    messages = json.loads(done.stderr)["messages"]
    faults = collections.defaultdict(list)
    for message in messages:
        line = message.get("lastLine", "")
        faults[message.get("url", "?").rsplit("/public/", 1)[-1]].append(f"  line {line}: {message.get('message')}")
    for name in site.pages:
        said = faults.pop(name, []) or faults.pop(urllib.parse.quote(name), [])
        counts.check(not said, f"HTML of {name}", "\n".join(said[:5]))
    counts.check(not faults, "the HTML checker", json.dumps(faults, ensure_ascii=False)[:1000])


def check_feeds(site, counts):
    feeds = [path for path in site.output.rglob("*") if path.suffix in (".xml", ".atom", ".rss") and path.is_file()]
    read = 0
    for path in feeds:
        data = path.read_bytes()
        if not any(mark in data[:600] for mark in (b"<feed", b"<rss")):
            continue
        read += 1
        name = path.relative_to(site.output)
        feed = feedparser.parse(data)
        counts.check(not feed.bozo, f"{name} is well formed", f"  {feed.get('bozo_exception')}")
        counts.check(feed.feed.get("title"), f"{name} has a title")
        counts.check(feed.entries, f"{name} has entries")
        counts.equal(len({entry.get("id") for entry in feed.entries}), len(feed.entries), f"{name}: every entry has an id of its own")
        for entry in feed.entries:
            right = entry.get("title") and site.file_of(entry.get("link", "")) and entry.get("published_parsed")
            counts.check(right, f"{name}: {entry.get('title')!r} has a date and links to a page ({entry.get('link')})")
    counts.check(read >= 4, f"there are feeds of the site and of parts of it: {read} were found")
    json_feeds = 0
    for path in site.output.rglob("*.json"):
        feed = json.loads(path.read_text(encoding="utf-8"))
        if isinstance(feed, dict) and str(feed.get("version", "")).startswith("https://jsonfeed.org/version/1"):
            json_feeds += 1
            for item in feed["items"]:
                right = item.get("id") and site.file_of(item.get("url", "")) and (item.get("content_html") or item.get("content_text") or item.get("summary"))
                counts.check(right, f"{path.relative_to(site.output)}: {item.get('title')!r} has an id, a page and content")
    counts.check(json_feeds, "there is a JSON Feed")


def check_xml(site, counts):
    files = [path for path in site.output.rglob("*") if path.suffix in (".xml", ".opml", ".atom", ".rss", ".svg") and path.is_file()]
    counts.check(any(path.suffix == ".opml" for path in files), "there is an OPML file")
    for path in files:
        code, _, said = blackbox.run(["xmllint", "--noout", "--nonet", path], site.output)
        counts.equal(code, 0, f"{path.relative_to(site.output)} is well formed: {said[:500]}")
    sitemap = site.output / "sitemap.xml"
    if not counts.check(sitemap.is_file(), "there is a sitemap.xml"):
        return
    namespace = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
    listed = {}
    for entry in ElementTree.parse(sitemap).getroot().iter(f"{namespace}url"):
        address = entry.findtext(f"{namespace}loc")
        listed[address] = {link.get("hreflang"): link.get("href") for link in entry.iter(HTML_LINK)}
        counts.check(site.file_of(address), f"sitemap.xml: {address} is a page")
    for name, page in site.works():
        if "noindex" not in page.metadata.get("robots", ""):
            alternates = listed.get(page.canonical)
            counts.check(alternates is not None, f"{name} is in sitemap.xml as {page.canonical}")
            if alternates is not None:
                counts.equal(alternates, page.alternates, f"{name}: language alternates of sitemap.xml are those of the page")


def check_data(site, counts):
    seen = collections.Counter()
    for name, page in site.pages.items():
        try:
            graph = page.graph()
        except ValueError as error:
            counts.check(False, f"{name}: JSON-LD does not parse: {error}")
            continue
        for item in graph:
            for kind in blackbox.types_of(item):
                seen[kind] += 1
                missing = [key for key in REQUIRED.get(kind, []) if not item.get(key)]
                counts.check(not missing, f"{name}: JSON-LD of {kind} lacks {missing}")
    for kind in set(REQUIRED) - {"TechArticle"}:  # a BlogPosting or a TechArticle, as its writer says
        counts.check(seen[kind], f"some page has JSON-LD of type {kind}")
    for name, page in site.works():
        for key in ("description", "og:title", "og:url", "og:type", "twitter:card"):
            counts.check(page.metadata.get(key), f"{name}: meta {key}")
        counts.equal(page.canonical, site.url_of(name), f"{name}: canonical")
        counts.check(page.language, f"{name}: html lang")


def check_microformats(site, counts):
    if not shutil.which("node") or not (blackbox.ROOT / "node_modules/microformats-parser").is_dir():
        counts.skip("microformats", "node or microformats-parser is not here; ./dev test installs both")
        return
    names = [name for name, page in site.pages.items() if not page.is_redirect]
    done = subprocess.run(
        ["node", str(blackbox.ROOT / "tests/microformats.mjs"), site.base_url], capture_output=True, text=True, check=False,
        input="\n".join(str(site.output / name) for name in names),
    )
    if not counts.equal(done.returncode, 0, f"microformats.mjs: {done.stderr[:500]}"):
        return
    parsed = {}
    for line in done.stdout.splitlines():
        item = json.loads(line)
        parsed[Path(item["path"]).relative_to(site.output).as_posix()] = item
    kinds = {name: {kind for item in found["items"] for kind in item["type"]} for name, found in parsed.items()}
    counts.check("h-card" in kinds.get("index.html", ()), "the home page has an h-card")
    counts.check(parsed.get("index.html", {}).get("rels", {}).get("me"), "the home page has rel=me links")
    for name in names:
        articles = {kind for item in site.pages[name].graph() for kind in blackbox.types_of(item)} & {"BlogPosting", "TechArticle"}
        if not articles:
            continue
        entries = [item for item in parsed[name]["items"] if "h-entry" in item["type"]]
        if counts.check(len(entries) == 1, f"{name} has one h-entry at its top, not {len(entries)}"):
            properties = entries[0]["properties"]
            missing = [key for key in ("name", "published", "content", "author", "url") if not properties.get(key)]
            counts.check(not missing, f"{name}: its h-entry lacks {missing}")


def check_links(site, counts):
    """Whatever points into the site points to a file, and to an element when it has a fragment."""
    for name, page in site.pages.items():
        here = site.url_of(name)
        for tag, attribute, value in page.links:
            url = urllib.parse.urljoin(here, value.strip())
            if not url.startswith(site.base_url):
                third_party = tag in ("script", "img", "iframe", "video", "audio", "source") and url.startswith("http")
                counts.check(not third_party, f"{name}: <{tag} {attribute}> asks a third party: {value}")
                continue
            target = site.file_of(url)
            if not counts.check(target, f"{name}: <{tag} {attribute}={value!r}> leads nowhere"):
                continue
            fragment = urllib.parse.unquote(urllib.parse.urlsplit(url).fragment)
            if fragment and target in site.pages and fragment != "top":
                counts.check(fragment in site.pages[target].ids, f"{name}: {value!r}: there is no element of that id")


def check_languages(site, counts):
    """hreflang is mutual, names the page itself, and has an x-default."""
    translated = 0
    for name, page in site.works():
        if not page.alternates:
            continue
        translated += 1
        counts.check("x-default" in page.alternates, f"{name}: there is no x-default")
        counts.check(page.canonical in page.alternates.values(), f"{name}: its alternates lack the page itself")
        for language, url in page.alternates.items():
            target = site.file_of(url)
            if counts.check(target in site.pages, f"{name}: the alternate {language} is no page: {url}"):
                counts.equal(site.pages[target].alternates, page.alternates, f"{name}: alternates of its {language} page")
                if language != "x-default":
                    counts.equal(site.pages[target].language, language, f"{target}: its language, as {name} has it")
    counts.check(translated, "some pages have translations")


def main():
    counts = blackbox.Counts("example")
    program = blackbox.program()
    with tempfile.TemporaryDirectory(prefix="byline-example-") as name:
        folder = Path(name, "example")
        shutil.copytree(blackbox.ROOT / "example", folder, ignore=shutil.ignore_patterns("public", ".byline"))
        code, _, said = blackbox.run([program, "build", "--strict"], folder)
        counts.equal(code, 0, f"exit code of build --strict; it said:\n{said[:4000]}")
        code, _, said = blackbox.run([program, "build"], folder)
        if counts.equal(code, 0, f"exit code of build; it said:\n{said[:4000]}"):
            base_url = next(line.split('"')[1] for line in (folder / "byline.toml").read_text(encoding="utf-8").splitlines() if line.startswith("base_url"))
            site = Site(folder / "public", base_url)
            counts.check(len(site.pages) > 50, f"{len(site.pages)} pages")
            for check in (check_html, check_feeds, check_xml, check_data, check_microformats, check_links, check_languages):
                check(site, counts)
    counts.finish()


if __name__ == "__main__":
    main()
