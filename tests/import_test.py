#!/usr/bin/python3
"""Comments of other engines come into a site's store, to the pages that they belong to, and out again."""

import contextlib
import json
import os
import sqlite3
import struct
import tempfile
import zlib
from pathlib import Path

import blackbox

counts = blackbox.Counts("import")
byline = blackbox.program()
FIXTURES = Path(__file__).resolve().parent.parent / "fixtures/importing"


def run(folder, *words):
    return blackbox.run([byline, *words], folder)


def site_in(folder):
    run(folder, "new", "site", "notebook")
    site = folder / "notebook"
    article = site / "content/articles/tea.md"
    article.parent.mkdir(parents=True, exist_ok=True)
    article.write_text("---\ntitle: Tea\nslug: tea\naliases: [/notes/tea/]\n---\nTea.\n", encoding="utf-8")
    code, out, err = run(site, "build")
    counts.equal(code, 0, "the site is built")
    return site


def comments(site):
    code, out, err = run(site, "export", "comments", "out")
    counts.equal(code, 0, "comments are exported")
    return [json.loads(line) for line in (site / "out/comments.jsonl").read_text(encoding="utf-8").splitlines()]


def png(width, height):
    """A picture of one colour."""
    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
    rows = b"".join(b"\0" + b"\xc0\x40\x20" * width for _ in range(height))
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


def check_rules(folder):
    site = site_in(folder)
    configuration = site / "byline.toml"
    configuration.write_text(configuration.read_text(encoding="utf-8") + "\n[serve]\ndatabase = 'sqlite:kept/readers.db'\n"
                             "\n[comments]\nenabled = true\nblock_list = 'blocked.txt'\n", encoding="utf-8")
    (site / "blocked.txt").write_text("# words\nnotes\n", encoding="utf-8")
    disqus = FIXTURES / "disqus.xml"
    code, out, err = run(site, "import", disqus, "--dry-run")
    counts.check(code == 0 and "1 comments stand in the block list" in out, "the block list holds for what is imported", out + err)
    counts.check(not (site / "data").exists() and not (site / "kept").exists(), "a dry run makes no store")
    code, out, err = run(site, "import", disqus)
    counts.check(code == 0 and (site / "kept/readers.db").exists() and not (site / "data").exists(), "comments come into the store of [serve]", out + err)
    counts.check("once byline.toml" not in out, "comments that are on are not said to be off", out)
    counts.check("--undo 1" in out and run(site, "import", "--undo", "1")[0] == 0, "and out of it again", out)
    (site / "blocked.txt").unlink()
    code, out, err = run(site, "import", disqus)
    counts.check(code == 3 and "blocked.txt" in err, "a block list that is not there is told", err)


def check_faces(folder):
    site = site_in(folder)
    saved = folder / "saved"
    (saved / "page_files").mkdir(parents=True)
    (saved / "page_files/1.png").write_bytes(png(200, 200))
    (saved / "page_files/2.png").write_bytes(b"<svg onload='x'/>")
    (folder / "outside.png").write_bytes(png(20, 20))
    faces = {"山川": "./page_files/1.png", "甲": "page_files/2.png", "乙": "../outside.png", "丙": str(folder / "outside.png"),
             "丁": "http://127.0.0.1:9/face.png", "戊": "http://169.254.169.254/face.png", "己": "file:///etc/passwd"}
    items = "".join(f'<li><img src="{face}"><span>{name}</span> 👍（1）<div>好</div>2019-03-31</li>' for name, face in faces.items())
    page = saved / "page.html"
    page.write_text(f"<div><strong>精选留言（7）</strong></div><ul>{items}</ul>", encoding="utf-8")
    code, out, err = run(site, "import", page, "--page", "/articles/tea/")
    counts.check(code == 0 and "7 pictures of people" in out and "--faces" in out, "faces that are left are told", out + err)
    code, out, err = run(site, "import", page, "--page", "/articles/tea/", "--faces", "--dry-run")
    counts.check(not (site / "static/faces").exists(), "a dry run fetches nothing", out)
    code, out, err = run(site, "import", page, "--page", "/articles/tea/", "--faces")
    made = list((site / "static/faces").glob("*"))
    counts.check(code == 0 and len(made) == 1 and made[0].read_bytes()[8:12] == b"WEBP", "the one picture that may be had is kept, small", out + err)
    counts.equal(err.count("no face from"), 6, f"each of the others is told: {err}")
    counts.check("static/faces/" in out, "where faces lie is told", out)
    with contextlib.closing(sqlite3.connect(site / "data/byline.db")) as store:
        kept = dict(store.execute("SELECT name, face FROM person"))
    counts.equal(kept.get("山川"), f"/faces/{made[0].name}", "who came in without a face has one now")
    counts.equal({face for name, face in kept.items() if name != "山川"}, {""}, "and nobody else")
    # Another import has the same face: it stays until nobody has it.
    other = saved / "other.html"
    other.write_text('<div><strong>精选留言（1）</strong></div><ul><li><img src="page_files/1.png"><span>流水</span><div>也好</div></ul>', encoding="utf-8")
    code, out, err = run(site, "import", other, "--page", "/articles/tea/", "--faces")
    counts.check(code == 0 and "--undo 3" in out, "another one has the face too", out + err)
    code, out, err = run(site, "import", "--undo", "1")
    counts.check(code == 0 and made[0].exists(), "a face that somebody has stays", out + err)
    code, out, err = run(site, "import", "--undo", "3")
    counts.check(code == 0 and not made[0].exists() and "1 faces" in out, "one that nobody has goes", out + err)


def count_people(site):
    with contextlib.closing(sqlite3.connect(site / "data/byline.db")) as store:
        return store.execute("SELECT count(*) FROM person").fetchone()[0]


def check_own_export(site, said):
    """What was exported comes into an empty store as it was, and not a second time into its own."""
    folder, people = site.parent / "taken-along", count_people(site)
    code, out, err = run(site, "export", "comments", folder)
    counts.equal(code, 0, f"comments are exported\n{out}{err}")
    exported = folder / "comments.jsonl"
    code, out, err = run(site, "import", exported)
    counts.check(code == 0 and "0 comments came in" in out and f"{len(said)} there already" in out, "what is there does not come in again", out + err)
    counts.equal(count_people(site), people, "and makes no people")
    os.environ["BYLINE_STORE"] = f"sqlite:{site.parent / 'empty.db'}"
    code, out, err = run(site, "import", exported)
    counts.check(code == 0 and f"{len(said)} comments came in" in out, "an empty store takes them in", out + err)
    places = {one["id"]: number for number, one in enumerate(said)}
    again = comments(site)
    number_of = {one["id"]: number for number, one in enumerate(again)}

    def told(one, numbers):
        return {name: numbers.get(value) if name == "answers" else value for name, value in one.items() if name != "id"}

    counts.equal([told(one, number_of) for one in again], [told(one, places) for one in said], "as they were")
    del os.environ["BYLINE_STORE"]


def main():
    with tempfile.TemporaryDirectory() as temporary:
        check_rules(Path(temporary))
    with tempfile.TemporaryDirectory() as temporary:
        check_faces(Path(temporary))
    with tempfile.TemporaryDirectory() as temporary:
        site = site_in(Path(temporary))
        disqus = FIXTURES / "disqus.xml"
        code, out, err = run(site, "import", disqus, "--dry-run")
        counts.check(code == 0 and "4 comments would come in" in out and "/zh/cha/  (no such page" in out, "a dry run tells", out + err)
        counts.check("disqus.xml:50:1: warning" in err, "what is left out is told with its line", err)
        counts.equal(comments(site), [], "a dry run changes nothing")
        code, out, err = run(site, "import", disqus)
        counts.check("--undo 1" in out, "an import says how it is undone", out + err)
        read = comments(site)
        counts.equal([one["page"] for one in read[:2]], ["/articles/tea/"] * 2, "an alias leads to the page")
        counts.equal(read[1].get("answers"), read[0]["id"], "answers stay answers")
        code, out, err = run(site, "import", disqus)
        counts.check("0 comments came in" in out and "4 there already" in out, "nothing comes in twice", out)
        code, out, err = run(site, "import", "--undo", "1")
        counts.equal((code, comments(site)), (0, []), "undone is undone")
        code, out, err = run(site, "import", FIXTURES / "column.html", "--page", "/articles/tea/")
        read = comments(site)
        counts.equal([one["likes"] for one in read if one.get("featured")], [18, 5, 3, 0], "featured ones come in order, with likes")
        counts.equal({one["page"] for one in read}, {"/articles/tea/"}, "--page says which page")
        check_own_export(site, read)
        for name in ["broken_cut.xml", "broken_entities.xml", "broken_remark42.jsonl", "broken_text.txt", "broken_database.db"]:
            code, out, err = run(site, "import", FIXTURES / name)
            counts.check(code == 1 and name in err and "help:" in err, f"{name} is refused with a remedy", err)
        code, out, err = run(site, "import")
        counts.equal(code, 2, "a file is needed")
        code, out, err = run(site, "import", disqus, "--format", "discuss")
        counts.equal(code, 2, "an unknown format is refused")
    counts.finish()


main()
