#!/usr/bin/python3
"""Builds after builds of one site on a real disk, with edits, tricks with times and moved folders between them.

After each build the output is held against that of a fresh copy of the site, byte for byte. (Random edits by the thousand
are drawn in memory: src/publish/incremental_property_test.cpp.)
"""

import json
import os
import shutil
import subprocess
import tempfile
import time
from pathlib import Path

import blackbox
from two_version_site import STATE_OF_BUILDS, tree

counts = blackbox.Counts("incremental")
byline = blackbox.program()
DNS = "content/articles/dns.md"
# What is kept in .byline and knows of builds; the rest (pictures, formulas, diagrams) is found by what it was made of.
CLOCK_REALTIME_COARSE = 5  # of Linux: what files are stamped with; Python does not name it
NOT_BY_CONTENT = shutil.ignore_patterns(*STATE_OF_BUILDS)


class Site:
    def __init__(self, folder, like=None):
        """The example; with what the site `like` keeps by content, so that its pictures and cards are not made again."""
        self.folder = folder
        ignored = shutil.ignore_patterns("public", ".byline")
        shutil.copytree(blackbox.ROOT / "example", folder, ignore=ignored)
        if like:
            shutil.copytree(like.path(".byline"), folder / ".byline", ignore=NOT_BY_CONTENT)
        self.let_the_clock_tick()

    def path(self, name):
        return self.folder / name

    def read(self, name):
        return self.path(name).read_text(encoding="utf-8")

    def write(self, name, text):
        self.path(name).parent.mkdir(parents=True, exist_ok=True)
        self.path(name).write_text(text, encoding="utf-8")

    def replace(self, name, before, after):
        text = self.read(name)
        counts.check(before in text, f"{name} has {before!r}")
        self.write(name, text.replace(before, after, 1))

    def let_the_clock_tick(self):
        """What changed in the tick in which a build begins may change again in it, unseen: the next build reads it again."""
        newest = max(path.lstat().st_ctime_ns for path in self.folder.rglob("*"))
        while time.clock_gettime_ns(CLOCK_REALTIME_COARSE) <= newest:
            pass

    def run(self, *options):
        return blackbox.run([byline, "build", *options], self.folder)

    def build(self, what, *options):
        """The report of a build whose output is right."""
        code, out, err = self.run("--json", *options)
        counts.equal(code, 0, f"{what}: the build succeeds")
        self.expect_clean(what, *options)
        return json.loads(out) if out.startswith("{") else {}

    def expect_clean(self, what, *options, caches=True):
        """The output is that of a copy of the site that was never built before; unless said otherwise it has what is kept by content."""
        with tempfile.TemporaryDirectory() as folder:
            copy = Path(folder, "site")
            shutil.copytree(self.folder, copy, ignore=shutil.ignore_patterns("public", ".byline", "elsewhere"))
            if caches:
                shutil.copytree(self.path(".byline"), copy / ".byline", ignore=NOT_BY_CONTENT)
            options = [option for option in options if option != "--force"]
            code, out, err = blackbox.run([byline, "build", *options], copy)
            output = options[options.index("--output") + 1] if "--output" in options else "public"
            clean, made = tree(copy / output), tree(self.folder / output)
            wrong = [path for path in sorted({*clean, *made}) if clean.get(path) != made.get(path)]
            counts.check(code == 0 and not wrong, f"{what}: the same as a fresh build", f"  {len(wrong)} files: {wrong[:4]}")


def stamps(folder):
    return {str(path): (path.stat().st_mtime_ns, path.stat().st_ino) for path in folder.rglob("*") if path.is_file()}


def plain_edits(site):
    report = site.build("first")
    counts.equal(report["units_rendered"], report["units"], "the first build renders all")
    before = stamps(site.path("public"))
    report = site.build("nothing changed")
    done = (report["units_rendered"], report["written"], report["composed"], report.get("looked_because", ""))
    counts.equal(done, (0, 0, 0, ""), "nothing changed: nothing done")
    counts.equal(stamps(site.path("public")), before, "nothing changed: no file is touched")

    site.write(DNS, site.read(DNS) + "\nOne more word.\n")
    report = site.build("a body")
    counts.check(0 < report["units_rendered"] < 15, "a body: few pages are rendered", f"  {report['units_rendered']}")
    after = stamps(site.path("public"))
    changed = [path for path in after if after[path] != before.get(path)]
    counts.equal(len(changed), report["written"], "a body: as many files are touched as are told as written")

    site.write("content/notes/fresh.md", "---\ntitle: Fresh\ndate: 2026-01-02\n---\n\nNew, [[dns]].\n")
    site.build("a new work")
    site.path("content/notes/fresh.md").unlink()
    report = site.build("a work that is gone")
    counts.check(report["removed"] >= 1, "a work that is gone: its page is removed")
    site.replace("byline.toml", 'name = "Articles"', 'name = "Texts"')
    report = site.build("a menu")
    counts.equal(report.get("begun_anew"), "byline.toml changed", "a menu: everything is made, and it is said why")
    site.write("themes/field/templates/partials/footer.html", "<footer>{{ site.title }}</footer>\n")
    site.build("a partial")
    site.write("static/new.txt", "x")
    report = site.build("a static file")
    counts.equal((report["units_rendered"], report["written"]), (0, 1), "a static file: is copied, and that is all")
    site.expect_clean("without what is kept by content", caches=False)


def explanations(site):
    site.build("before the explanations")
    code, out, err = site.run("--explain")
    counts.check("nothing was rendered" in out, "--explain says that nothing was rendered", out)
    title = next(line for line in site.read(DNS).splitlines() if line.startswith("title:"))
    site.replace(DNS, title, "title: Names that lie")
    code, out, err = site.run("--explain")
    counts.check("the title of articles/dns.md" in out and "Names that lie" in out, "--explain names the title, and what it is now", out)
    counts.check("/articles/dns/" in out.splitlines(), "--explain names the page", out)
    site.expect_clean("a title")
    site.path(".byline/record").unlink()
    code, out, err = site.run("--explain")
    counts.check("there is no record" in out, "--explain says that there is no record", out)
    code, out, err = site.run("--stats")
    counts.check(all(word in out for word in ("units", "files", "memory", "cpu")), "--stats counts", out)
    code, out, err = site.run("--verify")
    counts.check(code == 0 and "verified" in out, "--verify agrees", out + err)
    site.replace(DNS, "Names that lie", "Names that lied")
    code, out, err = site.run("--trace", "../trace.json")
    events = json.loads((site.folder.parent / "trace.json").read_text(encoding="utf-8"))
    events = events["traceEvents"] if isinstance(events, dict) else events
    counts.check(any("/articles/dns/" in event.get("name", "") for event in events), "--trace has the page that was rendered")
    report = site.build("forced", "--force")
    counts.equal((report["units_rendered"], report["written"]), (report["units"], 0), "--force renders all, and writes what differs")


def tricks_with_times(site):
    """Edits that leave size and time of a file as they were, and times that change alone."""
    source = site.path(DNS)
    site.build("before the tricks")
    kept = source.stat()
    site.write(DNS, site.read(DNS).replace("name", "nome"))
    os.utime(source, ns=(kept.st_atime_ns, kept.st_mtime_ns))
    counts.equal(source.stat().st_size, kept.st_size, "the edit keeps the size")
    report = site.build("same size, same time")
    counts.check(report["units_rendered"] > 0, "same size, same time: is seen")

    other = site.folder.parent / "other.md"
    other.write_text(site.read(DNS).replace("nome", "nume"), encoding="utf-8")
    os.utime(other, ns=(kept.st_atime_ns, kept.st_mtime_ns))
    subprocess.run(["cp", "-p", other, source], check=True)
    report = site.build("cp -p")
    counts.check(report["units_rendered"] > 0, "cp -p: is seen")
    other.write_text(site.read(DNS).replace("nume", "neme"), encoding="utf-8")
    os.utime(other, ns=(kept.st_atime_ns, kept.st_mtime_ns))
    os.replace(other, source)
    report = site.build("mv over it")
    counts.check(report["units_rendered"] > 0, "another file moved over it: is seen")

    subprocess.run(["touch", "-d", "2001-01-01", source], check=True)
    report = site.build("touch -d")
    counts.equal((report["units_rendered"], report["written"]), (0, 0), "touch -d: nothing is rendered")
    for path in site.folder.glob("content/**/*.md"):
        path.touch()
    report = site.build("touch")
    counts.equal((report["units_rendered"], report["written"]), (0, 0), "touching all works renders nothing")

    # At once after a build, within one tick of the clock of files perhaps.
    for number in range(20):
        site.write(DNS, site.read(DNS) + f"{number % 10}")
        code, out, err = site.run()
        text = site.read(DNS)
        site.write(DNS, text[:-1] + "x")
        site.run()
    site.expect_clean("edits at once after builds")


def checkouts(site):
    """git checkout of another version and back."""
    def git(*words):
        subprocess.run(["git", "-c", "user.name=t", "-c", "user.email=t@example.org", *words], cwd=site.folder, check=True,
                       capture_output=True)

    site.write(".gitignore", "public/\n.byline/\n")
    git("init", "-q", "-b", "main")
    git("add", "-A")
    git("commit", "-q", "-m", "one")
    site.build("a commit")
    site.replace("content/about.md", "\n\n", "\n\nAnother beginning. ")
    site.path("content/notes/timeouts.md").unlink()
    git("add", "-A")
    git("commit", "-q", "-m", "two")
    site.build("another commit")
    git("checkout", "-q", "HEAD~1")
    site.build("checked out the one before")
    git("checkout", "-q", "main")
    site.build("and back")
    shutil.rmtree(site.path(".git"))


def places(site, root):
    """The folder is moved, copied, cloned; the output goes elsewhere in between."""
    site.build("before the moves")
    site.folder = site.folder.rename(root / "moved")
    report = site.build("a moved folder")
    counts.equal(report["written"], 0, "a moved folder: nothing is written")

    clone = Site(root / "clone")
    shutil.rmtree(clone.folder)
    shutil.copytree(site.folder, clone.folder, copy_function=shutil.copy)
    clone.build("a copy with output and .byline, all with new times")
    shutil.rmtree(clone.path("public"))
    clone.build("the same without its output")
    clone.replace(DNS, "\n\n", "\n\nChanged in the clone. ")
    shutil.rmtree(clone.path("public"))
    shutil.copytree(site.path("public"), clone.path("public"), copy_function=shutil.copy2)
    clone.build("another's output")
    shutil.rmtree(clone.folder)

    site.build("elsewhere", "--output", "elsewhere")
    site.replace(DNS, "\n\n", "\n\nSeen elsewhere first. ")
    site.build("elsewhere again", "--output", "elsewhere")
    site.build("and back")
    outside = root / "outside"
    site.replace(DNS, "Seen elsewhere first", "Seen outside first")
    code, out, err = site.run("--output", outside)
    counts.equal(code, 0, "a build to a folder outside")
    site.build("back from outside")
    code, out, err = site.run("--output", outside)
    counts.check(tree(outside) == tree(site.path("public")), "outside is the same site")


def options(site):
    site.write("content/notes/hidden.md", "---\ntitle: Hidden\ndraft: true\ndate: 2026-01-01\n---\n\nNot yet.\n")
    site.build("a draft")
    site.build("shown", "--drafts")
    counts.check(site.path("public/notes/hidden/index.html").exists(), "--drafts shows it")
    site.build("not shown again")
    counts.check(not site.path("public/notes/hidden/index.html").exists(), "and without, it is gone again")
    site.build("another address", "--base-url", "https://preview.example.net/x/")
    site.build("the same address again", "--base-url", "https://preview.example.net/x/")
    report = site.build("and back")
    counts.check(report["written"] > 0, "another address is on the pages")


def damage(site):
    """What is kept, or what was made, is taken away or spoilt."""
    site.write("byline.toml", site.read("byline.toml") + "\n[cards]\nenabled = false\n")  # --verify would draw them each time
    site.build("before the damage")
    site.write(DNS, site.read(DNS) + "\nOne more sentence.\n")
    site.let_the_clock_tick()
    site.build("a text")
    (site.path("public") / "CNAME").write_text("mine")
    state = site.path(".byline")
    for name in ("amendment", "record", "outputs"):
        good = (state / name).read_bytes()
        for what, data in (("empty", b""), ("cut", good[: len(good) // 2]), ("another's", b"hello\n" * 100),
                           ("one bit", good[:200] + bytes([good[200] ^ 4]) + good[201:]), ("longer", good + b"more")):
            (state / name).write_bytes(data)
            code, out, err = site.run("--verify")
            counts.check(code == 0 and "verified" in out, f"{what} .byline/{name}: the build is right", out + err)
    page = site.path("public/articles/dns/index.html")
    kept = page.stat()
    data = page.read_bytes()
    page.write_bytes(data[:-2] + b"x\n")
    os.utime(page, ns=(kept.st_atime_ns, kept.st_mtime_ns))
    site.run()
    counts.equal(page.read_bytes(), data, "a page that somebody spoilt is written again")
    page.unlink()
    site.run()
    counts.equal(page.read_bytes(), data, "and one that somebody deleted")
    shutil.rmtree(state)
    code, out, err = site.run("--verify")
    counts.check(code == 0, "without .byline the build is right", out + err)
    counts.equal((site.path("public") / "CNAME").read_text(), "mine", "a file that Byline never made stays")


with tempfile.TemporaryDirectory() as folder_name:
    root = Path(folder_name)
    first = Site(root / "site0")
    plain_edits(first)
    for number, part in enumerate((explanations, tricks_with_times, checkouts, options, damage), 1):
        part(Site(root / f"site{number}", like=first))
    places(Site(root / "site", like=first), root)
counts.finish()
