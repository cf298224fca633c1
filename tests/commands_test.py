#!/usr/bin/python3
"""The commands as a newcomer types them: a site from nothing, works in two languages, build, check, help, wrong words."""

import json
import os
import subprocess
import tempfile
import time
from pathlib import Path

import blackbox

counts = blackbox.Counts("commands")
byline = blackbox.program()


def run(folder, *words):
    return blackbox.run([byline, *words], folder)


def first_site(folder):
    code, out, err = run(folder, "new", "site", "notebook")
    counts.equal(code, 0, "new site succeeds")
    counts.check("byline preview" in out, "new site says what comes next", out)
    site = folder / "notebook"
    ignored = (site / ".gitignore").read_text(encoding="utf-8").split("\n")
    counts.check("/public/" in ignored and "/.byline/" in ignored, "git is told to leave out what builds write", "\n".join(ignored))
    code, out, err = run(site, "check")
    counts.equal((code, err), (0, ""), "a new site has no faults")
    code, out, err = run(folder, "new", "site", "notebook")
    counts.equal(code, 2, "new site refuses a folder that is not empty")
    return site


def works(site):
    made = {
        ("article", "Why DNS TTLs lie"): "content/articles/why-dns-ttls-lie.md",
        ("talk", "重庆的火锅与缓存"): "content/talks/chong-qing-de-huo-guo-yu-huan-cun.zh.md",
        ("note", "It's a \"quoted\": title"): "content/notes/its-a-quoted-title.md",
        ("project", "C++ 银行"): "content/projects/cpp-yin-hang.zh.md",
        ("page", "Contact"): "content/contact.md",
    }
    for (kind, title), path in made.items():
        code, out, err = run(site, "new", kind, title)
        counts.equal((code, out.splitlines()[:1]), (0, [path]), f"new {kind} {title!r}")
        counts.check((site / path).is_file(), f"{path} is there", err)
    code, out, err = run(site, "new", "article", "Why DNS TTLs lie")
    counts.equal(code, 2, "new refuses to write over a work")
    code, out, err = run(site, "new", "artcle", "x")
    counts.equal(code, 2, "new refuses an unknown kind")
    counts.check("'article'" in err, "and names the nearest", err)
    code, out, err = run(site, "new", "article", "Second", "--language", "fr")
    counts.equal(code, 2, "new refuses a language that is not configured")
    code, out, err = run(site, "build", "--json")
    report = json.loads(out)
    counts.equal((code, report["ok"], report["hidden"]), (0, True, len(made)), "new works are drafts, and left out")
    code, out, err = run(site, "build", "--drafts", "--json")
    report = json.loads(out)
    counts.equal((code, report["hidden"], report["diagnostics"]), (0, 0, []), "--drafts shows them, titles read right")
    page = (site / "public/notes/its-a-quoted-title/index.html").read_text(encoding="utf-8")
    counts.check("It&#39;s a &quot;quoted&quot;: title" in page, "a title with quotes is escaped")


def rebuild(site):
    run(site, "build")
    before = {path: path.stat().st_mtime_ns for path in (site / "public").rglob("*") if path.is_file()}
    (site / "public/CNAME").write_text("mine")
    code, out, err = run(site, "build", "--json")
    report = json.loads(out)
    counts.equal((code, report["written"], report["removed"]), (0, 0, 0), "a second build writes nothing")
    after = {path: path.stat().st_mtime_ns for path in before}
    counts.equal(after, before, "files that stay the same are not touched")
    article = site / "content/articles/first.md"
    article.rename(site / "content/articles/renamed.md")
    code, out, err = run(site, "build", "--json")
    counts.check(json.loads(out)["removed"] >= 1, "a page that is gone is removed", out)
    counts.check(not (site / "public/articles/first").exists(), "with its empty folder")
    counts.equal((site / "public/CNAME").read_text(), "mine", "a file that Byline never made stays")


def two_times(site):
    """The same folder at two moments: what is scheduled appears."""
    later = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(time.time() + 86400))
    earlier = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(time.time() - 86400))
    (site / "content/articles/soon.md").write_text(f"---\ntitle: Soon\npublish_at: {later}\n---\nx\n")
    (site / "content/articles/now.md").write_text(f"---\ntitle: Now\npublish_at: {earlier}\n---\nx\n")
    run(site, "build")
    counts.check(not (site / "public/articles/soon").exists(), "a scheduled work is not shown before its time")
    counts.check((site / "public/articles/now/index.html").exists(), "and shown after it")


def markdown(folder):
    text = folder / "a.md"
    text.write_text("**粗体。**后文 ~~x~~ <b>raw</b>\n", encoding="utf-8")
    code, out, err = run(folder, "markdown", "a.md")
    counts.equal((code, out), (0, "<p><strong>粗体。</strong>后文 <del>x</del> <b>raw</b></p>\n"), "markdown FILE")
    code, out, err = run(folder, "markdown", "--commonmark", "a.md")
    counts.equal((code, out), (0, "<p>**粗体。**后文 ~~x~~ <b>raw</b></p>\n"), "markdown --commonmark FILE")
    code, out, err = run(folder, "markdown", "missing.md")
    counts.equal(code, 2, "markdown of a missing file")
    counts.check("missing.md" in err and "help:" in err, "names it and the remedy", err)


def words(folder):
    for arguments in (["--help"], ["help"], ["build", "--help"], ["new", "--help"], ["help", "preview"], []):
        code, out, err = run(folder, *arguments)
        counts.equal((code, err), (0, ""), f"byline {' '.join(arguments)}")
        counts.check("Usage" in out, f"byline {' '.join(arguments)} shows how it is used", out)
    counts.check("preview" in run(folder, "help")[1], "help lists the commands", run(folder, "help")[1])
    for arguments in (["biuld"], ["build", "--nothing"], ["new"], ["help", "nothing"], ["markdown"]):
        code, out, err = run(folder, *arguments)
        counts.equal(code, 2, f"byline {' '.join(arguments)} is wrong usage")
        counts.check(err, f"byline {' '.join(arguments)} says why")
    code, out, err = run(folder, "build")
    counts.equal(code, 2, "build where there is no site")
    counts.check("byline new site" in err, "says how to make one", err)


def garden(folder):
    site = folder / "garden"
    notes = site / "content/notes"
    notes.mkdir(parents=True)
    (site / "byline.toml").write_text('title = "G"\n[languages.en]\nname = "English"\n[languages.zh]\nname = "中文"\n')

    def note(name, front, text):
        (notes / name).write_text(f"---\n{front}\n---\n\n{text}\n")

    note("alone.md", "title: All alone\ndate: 2020-01-01\nmaturity: seedling", "Nothing.")
    note("from.md", "title: From here\nupdated: 2020-01-01\nmaturity: evergreen", "See [[Well known]]. All Alone is said.")
    note("known.md", "title: Well known\naliases: [famous one]", "No way out.")
    note("又.zh.md", "title: 又一篇笔记", "见[[famous one]]。")
    note("说.zh.md", "title: 说说", "上次的又一篇笔记里有。")
    code, out, err = run(site, "garden", "--json")
    report = json.loads(out)
    paths = lambda key: [work["path"].removeprefix("content/notes/") for work in report[key]]
    counts.equal((code, err, report["ok"], report["works"], report["links"]), (0, "", True, 5, 2), "garden reads the site")
    counts.equal(paths("orphans"), ["alone.md", "说.zh.md"], "orphans have no links at all")
    counts.equal(paths("dead_ends"), ["known.md"], "dead ends have none out")
    counts.equal(paths("unlinked"), ["from.md", "又.zh.md"], "works that nobody links to")
    counts.equal(paths("seedlings"), ["alone.md"], "seedlings that nobody tends; what is grown needs no care")
    counts.equal([(work["title"], work["links_in"]) for work in report["most_linked"]], [("Well known", 2)], "the most linked, by an alias too")
    mentions = {(mention["title"], mention["words"]) for mention in report["mentions"]}
    wanted = {("All alone", "See Well known. All Alone is said."), ("又一篇笔记", "上次的又一篇笔记里有。")}
    counts.equal(mentions, wanted, "titles that texts say without a link")
    note("from.md", "title: From here", "See [[Well known]], [[nothing here]]\nand [[Nothing  here]].")
    code, out, err = run(site, "garden", "--json", "--days", "999999")
    report = json.loads(out)
    counts.equal((code, report["ok"], report["seedlings"]), (1, False, []), "a wikilink to nothing is a fault; --days is patience")
    places = [(place["line"], place["column"]) for place in report["missing"][0]["places"]]
    counts.equal((len(report["missing"]), places), (1, [(5, 21), (6, 5)]), "told once, with its places")
    code, out, err = run(site, "garden")
    counts.equal((code, err), (1, ""), "garden for people has the same exit code")
    counts.check("[[nothing here]]  content/notes/from.md:5:21, content/notes/from.md:6:5" in out, "and says where", out)
    counts.check("Orphans: no links to them or from them (2)" in out, "and how many", out)
    counts.equal(run(folder, "garden")[0], 2, "garden where there is no site")


def last_good_site(site):
    run(site, "build")
    before = {path: path.read_bytes() for path in (site / "public").rglob("*") if path.is_file()}
    broken = site / "content/articles/broken.md"
    broken.write_text("---\ntitle: [\n---\n")
    code, out, err = run(site, "build")
    counts.equal(code, 1, "a fault stops the build")
    after = {path: path.read_bytes() for path in (site / "public").rglob("*") if path.is_file()}
    counts.equal(after == before, True, "and the last good site stays")
    counts.check(not (site / ".byline/staging").exists(), "nothing is left of the attempt")
    broken.unlink()
    if os.geteuid() != 0:
        (site / "public").chmod(0o500)
        counts.equal(run(site, "build", "--drafts")[0], 3, "a folder that cannot be written is the machine's fault")
        (site / "public").chmod(0o700)


def libraries_that_the_guide_names():
    """On a machine with these packages, and what a Debian 12 always has, the program starts."""
    always_there = {"libc6", "libstdc++6", "libgcc-s1", "zlib1g"}
    linked = subprocess.run(["ldd", byline], capture_output=True, text=True, check=True).stdout
    files = [Path(line.split()[2]).resolve() for line in linked.splitlines() if " => /" in line]
    owners = subprocess.run(["dpkg", "-S", *(f"*/{file.parent.name}/{file.name}" for file in files)], capture_output=True, text=True, check=True).stdout
    packages = {line.split(":")[0] for line in owners.splitlines()} - always_there
    counts.check(len(packages) > 5, "packages are found", owners)
    for page in ("install.md", "install.zh.md", "deploy.md", "deploy.zh.md"):
        text = (blackbox.ROOT / "example/content/articles/guide" / page).read_text(encoding="utf-8")
        missing = sorted(package for package in packages if package not in text)
        counts.equal(missing, [], f"{page} names what the program needs to start")


libraries_that_the_guide_names()
with tempfile.TemporaryDirectory() as folder_name:
    root = Path(folder_name)
    words(root)
    markdown(root)
    garden(root)
    started = first_site(root)
    works(started)
    rebuild(started)
    two_times(started)
    last_good_site(started)
counts.finish()
