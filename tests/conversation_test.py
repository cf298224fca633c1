#!/usr/bin/python3
"""The conversation of a served site from outside, over HTTP: below a path, where the switch of a work says no, and where
there is no store."""

import contextlib
import html.parser
import os
import signal
import socket
import sqlite3
import subprocess
import tempfile
import time
import urllib.error
import urllib.parse
import urllib.request
from pathlib import Path

import blackbox

counts = blackbox.Counts("conversation")
byline = blackbox.program()

CONFIGURATION = """
title = "Talk"
base_url = "{base}"

[comments]
enabled = true
hold = "none"
least_seconds = 0

[comments.kinds]
note = "closed"
"""
WORKS = {
    "articles/open.md": "---\ntitle: Open\n---\nSay something.\n",
    "articles/closed.md": "---\ntitle: Closed\ncomments: closed\n---\nAll was said.\n",
    "articles/off.md": "---\ntitle: Off\ncomments: false\n---\nNothing to say.\n",
    "notes/short.md": "---\ntitle: Short\n---\nA note.\n",
    "notes/open.md": "---\ntitle: 开放\nlanguage: en\ncomments: true\n---\n笔记。\n",
}


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Fields(html.parser.HTMLParser):
    """The forms of a page: where each is sent, and what it holds."""

    def __init__(self, page):
        super().__init__()
        self.forms, self.text, self.hrefs = [], None, []
        self.feed(page)

    def handle_starttag(self, tag, attributes):
        said = dict(attributes)
        if tag == "a":
            self.hrefs.append(said.get("href", ""))
        if tag == "form":
            self.forms.append({"action": said.get("action", ""), "class": said.get("class") or "", "fields": {}})
        elif tag == "input" and self.forms and said.get("name"):
            self.forms[-1]["fields"][said["name"]] = said.get("value") or ""
        elif tag == "textarea" and self.forms:
            self.text = said.get("name")
            self.forms[-1]["fields"][self.text] = ""

    def handle_endtag(self, tag):
        if tag == "textarea":
            self.text = None

    def handle_data(self, data):
        if self.text:
            self.forms[-1]["fields"][self.text] += data

    def form(self, part):
        """The first form that is sent to an address with this part."""
        return next((form for form in self.forms if part in form["action"]), None)


class Site:
    def __init__(self, folder, path="/"):
        self.folder = Path(folder)
        self.port = free_port()
        self.origin = f"http://127.0.0.1:{self.port}"
        self.path = path
        (self.folder / "byline.toml").write_text(CONFIGURATION.format(base=self.origin + path), encoding="utf-8")
        for name, text in WORKS.items():
            self.write(name, text)
        self.process = None

    def write(self, name, text):
        file = self.folder / "content" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")

    def build(self):
        code, _, said = blackbox.run([byline, "build"], self.folder)
        counts.equal(code, 0, f"the site builds; it said:\n{said}")

    def start(self, **environment):
        self.process = subprocess.Popen([byline, "serve", str(self.folder), "--port", str(self.port), "--no-watch"],
                                        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
                                        env={**os.environ, "LC_ALL": "C.UTF-8", "NO_COLOR": "1", **environment})
        return self.said_until("SIGHUP")

    def said_until(self, words):
        said = ""
        for line in self.process.stdout:
            said += line
            if words in line:
                return said
        raise AssertionError(f"ended without saying '{words}': {said}")

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        self.process.stdout.read()
        return self.process.wait()

    def ask(self, path, fields=None, **headers):
        """(status, text, address in the end) of a path of the host."""
        data = None if fields is None else urllib.parse.urlencode(fields).encode()
        request = urllib.request.Request(self.origin + urllib.parse.quote(path, safe="/?=#%&"), data, headers)
        try:
            with urllib.request.urlopen(request, timeout=30) as answer:
                return answer.status, answer.read().decode(), answer.url
        except urllib.error.HTTPError as error:
            return error.code, error.read().decode(), error.url

    def send(self, page, **fields):
        """Previews and sends a comment as a reader would, by the forms that the pages have."""
        form = {"page": page, "parent": "", "name": "Ada", "email": "", "website": "", "subject": "", "body": "Well said.", **fields}
        status, text, _ = self.ask(f"{self.path}conversation/preview", form)
        sending = Fields(text).form("/send")
        if status != 200 or sending is None:
            return status, text, ""
        return self.ask(sending["action"], sending["fields"])


def check_switch(site):
    closed, off = site.ask(f"{site.path}articles/closed/")[1], site.ask(f"{site.path}articles/off/")[1]
    counts.check("are closed" in closed and "said-form" not in closed, "a closed work shows that it is closed, and no form")
    counts.check("talk-back" not in off and "conversation.css" not in off, "a work without comments shows nothing of them")
    counts.check("are closed" in site.ask(f"{site.path}notes/short/")[1], "what [comments.kinds] says holds for the kind")
    counts.check("said-form" in site.ask(f"{site.path}notes/open/")[1], "a work's own switch comes before that of its kind")
    status, text, _ = site.send("/articles/closed/", body="Too *late* now.")
    counts.check(status == 403 and "<em>late</em>" in text, "a closed work takes nothing, and gives the text back", text[:300])
    for gone, wanted in [("/articles/none/", 404), ("/articles/off/", 403)]:
        status, text, _ = site.send(gone, body="Written *long*.")
        counts.check(status == wanted and "Written *long*." in text, f"{gone} takes none, and gives the text back", text[-500:])
    status, text, _ = site.ask(f"{site.path}articles/open/")
    token = Fields(text).form("conversation/like")["fields"]
    counts.equal(site.ask(f"{site.path}conversation/like/articles/off/", token)[0], 404, "nor likes")


def check_edit_and_delete(site):
    status, text, sent = site.send("/articles/open/", body="First.")
    counts.check(status == 200 and "/sent/" in sent, "a comment is stored", text[:300])
    links = [href for href in Fields(text).hrefs if "/edit/" in href]
    form = Fields(site.ask(links[0].split("#")[0])[1]).form("/edit/")
    status, text, _ = site.ask(form["action"], {**form["fields"], "body": "Second *thoughts*.", "step": "preview"})
    counts.check(status == 200 and "said-preview" in text and "<em>thoughts</em>" in text, "an edit is previewed")
    counts.check("First." in site.ask(sent[len(site.origin):])[1], "a preview stores nothing")
    again = Fields(text).form("/edit/")
    counts.equal(again["fields"]["body"].strip(), "Second *thoughts*.", "the previewed text stays in the form")
    status, text, _ = site.ask(again["action"], again["fields"])
    counts.check(status == 200 and "<em>thoughts</em>" in text and "First." not in text, "an edit is stored")
    # The writer takes the conversation off the work: who wrote can still delete.
    site.write("articles/open.md", WORKS["articles/open.md"].replace("title: Open", "title: Open\ncomments: false"))
    site.build()
    site.process.send_signal(signal.SIGHUP)
    site.said_until("Loaded again")
    status, text, _ = site.ask(sent[len(site.origin):])
    form = Fields(text).form("/delete/")
    counts.check(status == 200 and form is not None, "a comment below a page without comments can be deleted", text[-1500:])
    status, text, _ = site.ask(form["action"], form["fields"])
    counts.check(status == 200 and "was deleted" in text, "and is")
    site.write("articles/open.md", WORKS["articles/open.md"])
    site.build()
    site.process.send_signal(signal.SIGHUP)
    site.said_until("Loaded again")


def check_renaming(site):
    """A work gets another address, and its old one as an alias."""
    site.write("articles/旧名.md", "---\ntitle: 旧\nslug: 旧名\n---\n正文。\n")
    site.build()
    site.process.send_signal(signal.SIGHUP)
    site.said_until("Loaded again")
    status, text, sent = site.send("/articles/旧名/", body="Said before.")
    counts.check(status == 200 and "/sent/" in sent, "a page with a Chinese address takes comments", text[-500:])
    like = Fields(site.ask(f"{site.path}articles/旧名/")[1]).form("conversation/like")
    counts.equal(site.ask(urllib.parse.unquote(like["action"]), like["fields"])[0], 200, "and likes")
    form = Fields(site.ask(f"{site.path}articles/旧名/")[1]).form("/preview")
    (site.folder / "content/articles/旧名.md").unlink()
    site.write("articles/新名.md", "---\ntitle: 新\nslug: 新名\naliases: [/articles/旧名/]\n---\n正文。\n")
    site.build()
    site.process.send_signal(signal.SIGHUP)
    site.said_until("Loaded again")
    text, until = "", time.monotonic() + 60
    while "Said before." not in text and time.monotonic() < until:
        text = site.ask(f"{site.path}articles/新名/")[1]
    counts.check("Said before." in text, "what was said of a work follows it to its new address", text[-1500:])
    status, _, leads = site.ask(f"{site.path}articles/旧名/")
    counts.equal((status, urllib.parse.unquote(leads)), (200, f"{site.origin}{site.path}articles/新名/"), "whoever has a link to one comment is sent on by HTTP, which keeps #comment.7")
    status, text, _ = site.ask(sent[len(site.origin):])
    counts.check(status == 200 and "Said before." in text and "/edit/" in text, "the link of who wrote it goes on working", text[-500:])
    status, text, again = site.send("/articles/旧名/", body="From an old tab.")
    counts.check(status == 200 and "/sent/" in again, "a form of the old page sends to the new one", text[-500:])
    form["fields"].update(name="Ada", body="Liked.")
    counts.check("conversation/send" in site.ask(form["action"], form["fields"])[1], "so does its preview")
    exported = site.folder / "exported.jsonl"
    exported.write_text('[{"objectId": "7", "url": "/articles/旧名.html", "nick": "阿梅", "comment": "从前的话", "insertedAt": "2020-01-02T03:04:05Z"}]', encoding="utf-8")
    code, out, said = blackbox.run([byline, "import", "--site", site.folder, exported], site.folder)
    counts.check(code == 0 and "no such page" not in out, "an import finds the new address", out + said)
    text, until = "", time.monotonic() + 60
    while "从前的话" not in text and time.monotonic() < until:
        text = site.ask(f"{site.path}articles/新名/")[1]
    counts.check("从前的话" in text and "From an old tab." in text, "and what it brings in stands there", text[-1500:])


def check_addresses(site):
    """Every address that a page of the conversation names leads somewhere of the site."""
    site.send("/articles/open/", name="王小明", website="example.org", body="# 好\n\n> 引用")
    text, until = "", time.monotonic() + 60
    # The server has to hear of it, and of the one that was deleted before.
    while ("王小明" not in text or "thoughts" in text) and time.monotonic() < until:
        text = site.ask(f"{site.path}articles/open/")[1]
    counts.check("u-comment" in text, "the comment is on its page")
    section = text[text.index("talk-back"):]
    page = Fields(section)
    own = [href for href in page.hrefs if href.startswith("/")] + [form["action"] for form in page.forms]
    own += [part.split('"')[0] for part in section.split('src="')[1:]]
    counts.check(own and all(href.startswith(site.path) for href in own), "all addresses lie below the site's path", str(own))
    for href in own:
        if "like" in href or "preview" in href:
            continue
        counts.equal(site.ask(href.split("#")[0])[0], 200, f"{href} is there")


def check_without_store(site):
    """The store cannot be opened when the server starts, and comes later; then another writer keeps it for himself."""
    blocked = site.folder / "data"
    blocked.write_text("in the way", encoding="utf-8")
    said = site.start()
    counts.check("waits for its store" in said and "served without it" in said, "a server without its store says so", said)
    status, text, _ = site.ask(f"{site.path}articles/open/")
    counts.check(status == 200 and "Say something" in text and "said-form" not in text, "its pages are served as they were built")
    typed = {"page": "/articles/open/", "parent": "", "name": "Ada", "email": "", "website": "example.org", "subject": "", "body": "Kept <b>whole</b>."}
    status, text, _ = site.ask(f"{site.path}conversation/preview", typed)
    form = Fields(text).form("/preview")
    counts.check(status == 503 and "talk-back" in text and "could not be stored" in text, "a form is told that it cannot be stored", text[-2000:])
    counts.equal({name: form["fields"][name].strip() for name in typed}, typed, "and comes back with all that was typed")
    status, text, _ = site.ask(f"{site.path}conversation/comments/1/edit/token", {"form_token": "x", "body": "An *edit*."})
    counts.check(status == 503 and "An *edit*." in text, "so does an edit", text[-2000:])
    for path in ["conversation/comments/1/answer", "conversation/verify/x?language=en", "studio/", "studio"]:
        status, text, _ = site.ask(site.path + path)
        counts.check(status == 503 and "cannot be reached" in text, f"{path} says that it is away", text[-500:])
    status, _, _ = site.ask(f"{site.path}conversation/preview", typed, Origin="https://elsewhere.example")
    counts.equal(status, 403, "another site's page is told nothing")
    blocked.unlink()
    site.said_until("The store is there")
    status, text, sent = site.send("/articles/open/", body=form["fields"]["body"])
    counts.check(status == 200 and "/sent/" in sent, "what came back is stored once the store is there", text[-500:])
    counts.check("said-form" in site.ask(f"{site.path}articles/open/")[1], "and pages have their form")
    with contextlib.closing(sqlite3.connect(site.folder / "data/byline.db", isolation_level=None)) as writer:
        writer.execute("BEGIN IMMEDIATE")
        status, text, _ = site.send("/articles/open/", body="While it is locked.")
        counts.check(status == 503 and "While it is locked." in text, "a form that meets a locked store keeps its text", text[-500:])
        counts.equal(site.ask(f"{site.path}articles/open/")[0], 200, "and readers get pages")
        writer.execute("ROLLBACK")
    form = Fields(text).form("/send")
    status, text, sent = site.ask(form["action"], form["fields"])
    counts.check(status == 200 and "/sent/" in sent, "the same form is stored afterwards", text[-500:])


def check_wrong_address(site):
    code, _, said = blackbox.run(["env", "BYLINE_STORE=mysql:x", byline, "serve", site.folder, "--port", site.port], site.folder)
    counts.check(code == 2 and "mysql" in said, "an address that is none ends the server", said)


def main():
    with tempfile.TemporaryDirectory(prefix="byline-conversation-") as folder:
        site = Site(folder, "/blog/")
        site.build()
        check_wrong_address(site)
        try:
            check_without_store(site)
        finally:
            counts.equal(site.stop(), 0, "it stops")
    for path in ["/", "/blog/"]:
        with tempfile.TemporaryDirectory(prefix="byline-conversation-") as folder:
            site = Site(folder, path)
            site.build()
            site.start()
            try:
                check_switch(site)
                check_edit_and_delete(site)
                check_addresses(site)
                check_renaming(site)
            finally:
                counts.equal(site.stop(), 0, "it stops")
    counts.finish()


if __name__ == "__main__":
    main()
