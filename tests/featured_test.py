#!/usr/bin/python3
"""What the author chose of the comments goes into the page when it is built, and only into that page."""

import contextlib
import json
import os
import shutil
import sqlite3
import tempfile
from pathlib import Path

import blackbox
from two_version_site import tree

counts = blackbox.Counts("featured")
byline = blackbox.program()
SCRIPT = "<script>window.ran = 1</script>"


def comment(number, nick, text, **more):
    return {"objectId": str(number), "url": "/articles/tea/", "nick": nick, "comment": text, "insertedAt": f"2026-03-0{number}T10:00:00Z", **more}


CHOSEN = [
    comment(1, f"Ann {SCRIPT}", "Hot & *strong*. <script>window.ran = 1", sticky=True, like=7, link="https://ann.example/"),
    comment(2, "王小明", "我也喜欢喝茶，尤其是龙井。", sticky=True),
    comment(3, "Bob", "Never chosen."),
    comment(4, "Cat", "An answer.", pid="1", rid="1"),
]


def opened(file):
    """Closed at the end of `with`: left open, a later copy of the file by this process would end the locks on it, and Byline would
    remove the log that is written here."""
    return contextlib.closing(sqlite3.connect(file, isolation_level=None))


class Site:
    def __init__(self, folder):
        blackbox.run([byline, "new", "site", folder.name], folder.parent)
        self.folder = folder
        for name in ("tea", "dns", "names"):
            path = folder / f"content/articles/{name}.md"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(f"---\ntitle: {name}\nslug: {name}\ndate: 2026-01-02\n---\nOf {name}.\n", encoding="utf-8")
        self.configuration = (folder / "byline.toml").read_text(encoding="utf-8")
        self.set_comments("enabled = true")

    def set_comments(self, lines):
        (self.folder / "byline.toml").write_text(f"{self.configuration}\n[comments]\n{lines}\n", encoding="utf-8")

    def run(self, *words):
        return blackbox.run([byline, *words], self.folder)

    def bring_in(self, comments):
        (self.folder / "waline.json").write_text(json.dumps({"type": "waline", "data": {"Comment": comments}}), encoding="utf-8")
        code, out, err = self.run("import", "waline.json", "--format", "waline")
        counts.equal(code, 0, f"comments come in\n{out}{err}")

    def build(self, what):
        code, out, err = self.run("build", "--json", "--explain")
        counts.equal(code, 0, f"{what}: the build succeeds\n{err}")
        with tempfile.TemporaryDirectory() as folder:
            copy = Path(folder, "site")
            shutil.copytree(self.folder, copy, ignore=shutil.ignore_patterns("public", ".byline"))
            blackbox.run([byline, "build"], copy)
            clean, made = tree(copy / "public"), tree(self.folder / "public")
            wrong = [path for path in sorted({*clean, *made}) if clean.get(path) != made.get(path)]
            counts.equal(wrong, [], f"{what}: the same as a fresh build")
        return json.loads(out)

    def page(self, name="tea"):
        return (self.folder / f"public/articles/{name}/index.html").read_text(encoding="utf-8")


def check_pages(site):
    site.build("without a store")
    counts.check(not (site.folder / "data").exists(), "a build makes no store")
    counts.check("at.featured" not in site.page(), "nothing is featured yet")
    site.bring_in(CHOSEN)
    report = site.build("two comments are featured")
    counts.equal(report["units_rendered"], 1, "one page is rendered for them")
    counts.equal(report["written"], 1, "and one file written")
    counts.check("the featured comments on /articles/tea/" in json.dumps(report), "--explain names them", json.dumps(report)[:2000])
    page = site.page()
    counts.check(SCRIPT not in page and "&lt;script&gt;" in page, "what readers wrote is text")
    counts.check("王小明" in page and "我也喜欢喝茶" in page and "<em>strong</em>" in page, "the comments stand in the page")
    counts.check("Never chosen" not in page, "the others do not")
    counts.check("7 likes" in page and "1 answer" in page, "likes and answers are counted")
    counts.check('<svg class="said-face"' in page and 'src="http' not in page, "faces are drawn into the page")
    data = [json.loads(text) for text in blackbox.Page(page).data]
    works = [entity for whole in data for entity in whole["@graph"] if "comment" in entity]
    counts.equal([(work["commentCount"], [one["author"]["name"] for one in work["comment"]]) for work in works],
                 [(4, [f"Ann {SCRIPT}", "王小明"])], "structured data has them")
    counts.equal(works[0]["comment"][0]["text"], "Hot & strong. <script>window.ran = 1", "as plain text")
    counts.check("at.featured" not in site.page("dns"), "other pages have none")
    report = site.build("nothing changed")
    counts.equal((report["units_rendered"], report["written"]), (0, 0), "nothing is done when nothing changed")


def check_changes(site):
    with opened(site.folder / "data/byline.db") as store:
        store.execute("UPDATE comment SET likes = 8 WHERE body LIKE 'Hot%'")
    report = site.build("one like more")
    counts.equal(report["units_rendered"], 1, "a like on a featured comment renders its page")
    counts.check("8 likes" in site.page(), "and shows there")
    with opened(site.folder / "data/byline.db") as store:
        store.execute("UPDATE comment SET featured = 3 - featured, featured_note = '说得好 <b>' WHERE featured IS NOT NULL")
    site.build("another order, and why")
    page = site.page()
    counts.check(page.index("王小明") < page.index("strong"), "the author's order holds")
    counts.check("说得好 &lt;b&gt;" in page, "and why stands there")


def check_store_left_alone(site):
    """A build reads, whoever writes at that moment, and leaves the tables as they are."""
    file = site.folder / "data/byline.db"
    before = (site.folder / "public/articles/tea/index.html").read_bytes()
    with opened(file) as writer:
        writer.execute("BEGIN IMMEDIATE")
        code, out, err = site.run("build")
        counts.equal(code, 0, f"a build succeeds while another program writes\n{out}{err}")
        writer.execute("ROLLBACK")
        newest = writer.execute("SELECT max(number) FROM migration").fetchone()[0]
        writer.execute("DROP INDEX comment_featured")
        writer.execute("DROP INDEX comment_parent")
        row = writer.execute("SELECT * FROM migration WHERE number = ?", [newest]).fetchone()
        writer.execute("DELETE FROM migration WHERE number = ?", [newest])
        code, out, err = site.run("build")
        counts.equal((code, writer.execute("SELECT max(number) FROM migration").fetchone()[0]), (0, newest - 1), f"a build migrates nothing\n{err}")
        writer.execute("INSERT INTO migration VALUES (?, ?, ?, ?)", [newest + 1, "", "", 0])
        (site.folder / "featured-comments.jsonl").write_text("", encoding="utf-8")
        code, out, err = site.run("build")
        counts.check(code != 0 and "newer Byline" in err, "a store of a newer program stops the build, whatever file is there", err)
        (site.folder / "featured-comments.jsonl").unlink()
        writer.execute("DELETE FROM migration WHERE number = ?", [newest + 1])
        writer.execute("CREATE INDEX comment_featured ON comment (thread, featured) WHERE featured IS NOT NULL")
        writer.execute("CREATE INDEX comment_parent ON comment (parent, thread) WHERE parent IS NOT NULL")
        writer.execute("INSERT INTO migration VALUES (?, ?, ?, ?)", row)
    counts.equal((site.folder / "public/articles/tea/index.html").read_bytes(), before, "the page stays as it is")


def check_copy_without_store(site):
    """What a clone has: the folder, without the store and without the record."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder, "clone")
        ignored = shutil.ignore_patterns("public", ".byline", "data")
        shutil.copytree(site.folder, copy, ignore=ignored)
        code, out, err = blackbox.run([byline, "build"], copy)
        counts.check(code == 0 and "without featured comments" in out, "a copy without its store says so", out + err)
        code, out, err = blackbox.run([byline, "check"], copy)
        counts.check(code == 0 and not err, "which is nobody's fault", out + err)
        code, out, err = site.run("export", "featured")
        counts.equal(code, 0, f"what is featured can be taken along\n{out}{err}")
        exported = (site.folder / "featured-comments.jsonl").read_text(encoding="utf-8")
        counts.check("Never chosen" not in exported and "email" not in exported, "and nothing else", exported)
        shutil.copy(site.folder / "featured-comments.jsonl", copy)
        for command in ("build", "check"):
            code, out, err = blackbox.run([byline, command], copy)
            counts.check(code == 0 and "store" not in out + err, f"{command}: the copy has them from the file", out + err)
        counts.equal(tree(copy / "public"), tree(site.folder / "public"), "and its pages are the same")
        os.environ["BYLINE_STORE"] = "postgresql:///none?host=/nowhere"
        code, out, err = blackbox.run([byline, "build"], copy)
        counts.check(code == 0 and "does not answer" in err and "featured-comments.jsonl" in err, "nor does it need a server that is away", out + err)
        counts.equal(tree(copy / "public"), tree(site.folder / "public"), "for the same pages")
        (copy / "featured-comments.jsonl").unlink()
        code, out, err = blackbox.run([byline, "build"], copy)
        counts.check(code != 0 and "cannot be read" in err and "does not answer" in err, "without the file it does", out + err)
        del os.environ["BYLINE_STORE"]
        (copy / "featured-comments.jsonl").write_text(exported + "{\n", encoding="utf-8")
        code, out, err = blackbox.run([byline, "build"], copy)
        counts.check(code != 0 and f"featured-comments.jsonl:{exported.count(chr(10)) + 1}" in err, "a fault is told with its line", out + err)
    (site.folder / "featured-comments.jsonl").unlink()


def check_faults(site):
    before = tree(site.folder / "public")
    (site.folder / "data").rename(site.folder / "away")
    code, out, err = site.run("build")
    counts.check(code != 0 and "their store is not there any more" in err, "a store that is gone is told", out + err)
    counts.equal(tree(site.folder / "public"), before, "and the featured comments stay")
    (site.folder / "away").rename(site.folder / "data")
    good = (site.folder / "data/byline.db").read_bytes()
    for leftover in (site.folder / "data").glob("byline.db-*"):
        leftover.unlink()
    (site.folder / "data/byline.db").write_bytes(b"no database" * 1000)
    code, out, err = site.run("build")
    counts.check(code != 0 and "the featured comments cannot be read" in err and "featured = false" in err, "a store that cannot be read is told", out + err)
    counts.equal(tree(site.folder / "public"), before, "and the site stays as it is")
    site.set_comments("enabled = true\nfeatured = false")
    site.build("without featured comments")
    counts.check("at.featured" not in site.page() and "byline:conversation" in site.page(), "featured = false leaves them to the server")
    (site.folder / "data/byline.db").write_bytes(good)
    site.set_comments("enabled = true\nfeatured = 3")
    code, out, err = site.run("build")
    counts.check(code != 0 and "byline.toml:" in err and "featured" in err, "a value that it cannot have is told with its place", err)
    site.set_comments("enabled = true")
    site.build("with them again")
    counts.check("at.featured" in site.page(), "they are back")


with tempfile.TemporaryDirectory() as folder_name:
    notebook = Site(Path(folder_name, "notebook"))
    check_pages(notebook)
    check_changes(notebook)
    check_store_left_alone(notebook)
    check_copy_without_store(notebook)
    check_faults(notebook)
counts.finish()
