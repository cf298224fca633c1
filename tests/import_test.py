#!/usr/bin/python3
"""Comments of other engines come into a site's store, to the pages that they belong to, and out again."""

import json
import tempfile
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


def main():
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
        for name in ["broken_cut.xml", "broken_entities.xml", "broken_remark42.jsonl", "broken_text.txt", "broken_database.db"]:
            code, out, err = run(site, "import", FIXTURES / name)
            counts.check(code == 1 and name in err and "help:" in err, f"{name} is refused with a remedy", err)
        code, out, err = run(site, "import")
        counts.equal(code, 2, "a file is needed")
        code, out, err = run(site, "import", disqus, "--format", "discuss")
        counts.equal(code, 2, "an unknown format is refused")
    counts.finish()


main()
