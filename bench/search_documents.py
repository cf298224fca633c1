#!/usr/bin/env python3
"""What stands in the pages of a built blog, as the documents that byline_search_index reads; both engines get the same pages.

    search_documents.py PUBLIC DOCUMENTS

Marks each post with its language and as what the peer is to index (`data-pagefind-body`), and writes the documents of all posts.
"""

import html.parser
import re
import sys
from pathlib import Path

SKIPPED = {"script", "style", "nav", "head"}
BLOCKS = {"p", "li", "pre", "blockquote", "td", "th", "tr", "br", "div", "h1", "h2", "h3", "h4", "h5", "h6", "dd", "dt"}
HEADING = re.compile(r"h[2-6]")
HAN = re.compile("[\u4e00-\u9fff]")


class Page(html.parser.HTMLParser):
    """Title, date, tags, and the text below each heading, of what is in <article>."""

    def __init__(self):
        super().__init__()
        self.inside = self.skipped = 0
        self.title, self.date, self.tags = "", "", []
        self.sections = [["", "", ""]]
        self.into = "text"

    def handle_starttag(self, tag, attributes):
        attributes = dict(attributes)
        self.inside += tag == "article"
        self.skipped += tag in SKIPPED
        if not self.inside or self.skipped:
            return
        if tag == "h1" and not self.title:
            self.into = "title"
        elif HEADING.fullmatch(tag):
            self.sections.append([attributes.get("id") or "", "", ""])
            self.into = "heading"
        elif tag == "time" and not self.date:
            self.date = attributes.get("datetime") or ""
            self.into = "nothing"
        elif tag == "a" and (attributes.get("href") or "").startswith("/tags/"):
            self.tags.append(attributes["href"].split("/")[2])
            self.into = "nothing"
        elif tag in BLOCKS:
            self.sections[-1][2] += "\n"

    def handle_endtag(self, tag):
        self.inside -= tag == "article"
        self.skipped -= tag in SKIPPED
        if tag in ("time", "a", "h1") or HEADING.fullmatch(tag):
            self.into = "text"

    def handle_data(self, data):
        if not self.inside or self.skipped:
            return
        if self.into == "title":
            self.title += data
        elif self.into == "heading":
            self.sections[-1][1] += data
        elif self.into == "text":
            self.sections[-1][2] += data


def one_line(text):
    return " ".join(text.split())


def is_chinese(text):
    return len(HAN.findall(text)) > len(text) / 20


def record_of(address, page, language):
    first = "\x1f".join([address, one_line(page.title), language, "article", page.date, "", "\x1d".join(page.tags)])
    sections = ["\x1f".join([anchor, one_line(heading), re.sub(r"\s*\n\s*", "\n", text).strip()]) for anchor, heading, text in page.sections]
    return "\x1e".join([first] + sections) + "\x1c"


def main(public, documents):
    with open(documents, "w", encoding="utf-8") as out:
        for path in sorted((public / "articles").glob("post-*/index.html")):
            text = path.read_text(encoding="utf-8")
            page = Page()
            page.feed(text)
            language = "zh" if is_chinese("".join(section[2] for section in page.sections)) else "en"
            out.write(record_of(f"/articles/{path.parent.name}/", page, language))
            text = text.replace('<html lang="en">', f'<html lang="{language}">').replace("<article>", "<article data-pagefind-body>")
            path.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
