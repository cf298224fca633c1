#!/usr/bin/python3
"""Each folder of fixtures/invalid_sites is a small site with one fault, and what byline must say of it.

    NAME/site/          the site; `byline COMMAND` runs inside a copy of it
    NAME/expected.txt   the whole of stderr, the copy's path written as SITE
    NAME/exit_code      the expected exit code
    NAME/command        words after `byline`; `build` when absent
    NAME/setup.sh       runs inside the copy first: links, permissions, bytes that git would not keep
    NAME/unprivileged   when there: root runs byline as nobody, for whom permissions mean something

A build that fails must leave the last good output as it was: a sentinel in public/ proves it, and once more a site
that is built, broken, and compared byte for byte.
`invalid_sites_test.py PROGRAM --write` writes expected.txt and exit_code from what the program says now.
"""

import os
import shutil
import sys
import tempfile
from pathlib import Path

import blackbox

SENTINEL = "<!doctype html><title>the last good output</title>\n"


def runner_of(case, folder, program):
    """The command's beginning, or None when this machine cannot run the case."""
    if not (case / "unprivileged").exists() or os.geteuid() != 0:
        return [program]
    if not shutil.which("setpriv"):
        return None
    # nobody may not reach the place where the program lies, nor read the copy of the site.
    own = folder / "byline"
    shutil.copy2(program, own)
    for path in [folder, own, *(folder / "site").rglob("*")]:
        if not path.is_symlink():
            os.chown(path, 65534, 65534)
    os.chown(folder / "site", 65534, 65534)
    return ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", own]


def run_case(case, program, counts, write):
    with tempfile.TemporaryDirectory(prefix="byline-invalid-") as name:
        folder = Path(name)
        folder.chmod(0o755)
        site = folder / "site"
        shutil.copytree(case / "site", site, symlinks=True)
        sentinel = site / "public/sentinel.html"
        sentinel.parent.mkdir(exist_ok=True)
        sentinel.write_text(SENTINEL, encoding="utf-8")
        runner = runner_of(case, folder, program)
        if runner is None:
            counts.skip(case.name, "setpriv is not here, and root reads everything")
            return
        if (case / "setup.sh").exists():
            code, _, said = blackbox.run(["sh", "-eu", case / "setup.sh"], site)
            if not counts.equal(code, 0, f"{case.name}: setup.sh ({said.strip()})"):
                return
        command = (case / "command").read_text().split() if (case / "command").exists() else ["build"]
        code, _, said = blackbox.run([*runner, *command], site)
        said = said.replace(str(site.resolve()), "SITE").replace(str(site), "SITE")
        if write:
            (case / "expected.txt").write_text(said, encoding="utf-8")
            (case / "exit_code").write_text(f"{code}\n", encoding="utf-8")
        counts.equal(code, int((case / "exit_code").read_text()), f"{case.name}: exit code; it said:\n{said}")
        expected = (case / "expected.txt").read_text(encoding="utf-8")
        counts.check(said == expected, f"{case.name}: message", f"--- expected\n{expected}--- found\n{said}---")
        if code != 0:
            kept = sentinel.is_file() and sentinel.read_text(encoding="utf-8") == SENTINEL
            counts.check(kept, f"{case.name}: the last good output is no longer there")


def bytes_below(folder):
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def check_last_good_output(cases, program, counts):
    """Built well once, then with the files of each broken site laid over it: the output must not change by a byte."""
    with tempfile.TemporaryDirectory(prefix="byline-invalid-") as name:
        site = Path(name, "site")
        (site / "content/articles").mkdir(parents=True)
        configuration = 'title = "Kept"\nbase_url = "https://example.org/"\n'
        (site / "byline.toml").write_text(configuration, encoding="utf-8")
        (site / "content/articles/kept.md").write_text("# 留下来\n\nKept.\n", encoding="utf-8")
        code, _, said = blackbox.run([program, "build"], site)
        counts.equal(code, 0, f"the good site builds; it said:\n{said}")
        good = bytes_below(site / "public")
        counts.check("articles/kept/index.html" in good, "the good site has its page")
        for case in cases:
            is_wrong = (case / "exit_code").read_text().strip() == "1" and not (case / "setup.sh").exists()
            if not is_wrong or (case / "command").exists() or not (case / "site/content").exists():
                continue
            broken = Path(name, case.name)
            shutil.copytree(site, broken)
            shutil.copytree(case / "site", broken, dirs_exist_ok=True)
            code, _, said = blackbox.run([program, "build"], broken)
            counts.equal(code, 1, f"{case.name} over a good site: exit code; it said:\n{said}")
            counts.check(bytes_below(broken / "public") == good, f"{case.name} over a good site: public/ has changed")


def check_full_disk(program, counts):
    """A bound on the size of files stands in for a full disk: the write fails midway, with a reason, and harms nothing."""
    with tempfile.TemporaryDirectory(prefix="byline-invalid-") as name:
        site = Path(name)
        (site / "content").mkdir()
        (site / "byline.toml").write_text('title = "Full"\nbase_url = "https://example.org/"\n', encoding="utf-8")
        (site / "content/a.md").write_text("# A\n", encoding="utf-8")
        counts.equal(blackbox.run([program, "build"], site)[0], 0, "full disk: the first build")
        good = bytes_below(site / "public")
        (site / "content/a.md").write_text("# A\n\n" + "word " * 4000, encoding="utf-8")
        bounded = ["sh", "-c", "trap '' XFSZ; ulimit -f 8; exec \"$0\" build", program]
        code, _, said = blackbox.run(bounded, site)
        counts.equal(code, 3, f"full disk: exit code; it said:\n{said}")
        counts.check("cannot write: File too large" in said, "full disk: the message says why", said)
        counts.check(bytes_below(site / "public") == good, "full disk: public/ has changed")
        counts.equal(blackbox.run([program, "build"], site)[0], 0, "full disk: the build after it")


def main():
    counts = blackbox.Counts("invalid_sites")
    program = blackbox.program()
    cases = sorted(path.parent for path in (blackbox.ROOT / "fixtures/invalid_sites").glob("*/site"))
    counts.check(bool(cases), "fixtures/invalid_sites is empty")
    for case in cases:
        run_case(case, program, counts, "--write" in sys.argv)
    check_last_good_output(cases, program, counts)
    check_full_disk(program, counts)
    counts.finish()


if __name__ == "__main__":
    main()
