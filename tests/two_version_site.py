"""A site in two versions in which nearly every output file differs: what a build must end as, whatever happens to it."""

import os
import random
import shutil
import subprocess
import sys
import time

import blackbox

STATE_OF_BUILDS = ("record*", "amendment*", "outputs*", "lock", "staging", "commit*", "elsewhere")  # in .byline
ADDRESSES = ("https://one.example/", "https://other.example/")


def tree(folder):
    """Every file below a folder with its bytes."""
    found = {}
    for path, _, names in os.walk(folder):
        for name in names:
            file = os.path.join(path, name)
            with open(file, "rb") as stream:
                found[os.path.relpath(file, folder)] = stream.read()
    return found


class Site:
    """A site in two versions, in which nearly every output file differs, and what clean builds of them are."""

    def __init__(self, counts, program, folder):
        self.counts, self.program, self.folder = counts, program, folder
        self.public, self.state = folder / "public", folder / ".byline"
        self.configuration = (folder / "byline.toml").read_text(encoding="utf-8")
        self.clean = []
        self.took_s = 0
        for version in range(2):
            self.become(version)
            started = time.monotonic()
            code, _, said = self.build("--output", folder.parent / f"clean{version}")
            self.took_s = time.monotonic() - started  # the second finds pictures and cards made
            if code != 0:
                sys.exit(f"the site cannot be built:\n{said}")
            self.clean.append(tree(folder.parent / f"clean{version}"))
            shutil.rmtree(folder.parent / f"clean{version}")
        self.forget()
        # The search index and the social cards name no host.
        made = {path: data for path, data in self.clean[0].items() if not path.startswith(("search/", "cards/"))}
        same = sum(1 for path, data in made.items() if self.clean[1].get(path) == data)
        counts.check(same * 4 < len(made), f"most of {len(made)} files change, {same} do not")

    def become(self, version):
        lines = self.configuration.splitlines(keepends=True)
        lines = [f'base_url = "{ADDRESSES[version]}"\n' if line.startswith("base_url") else line for line in lines]
        text = "".join(lines)
        (self.folder / "byline.toml").write_text(text, encoding="utf-8")
        # A page that is in one version only, a file where the other has a folder.
        for number, (mine, other) in enumerate((("only", "thing/below.txt"), ("just", "thing"))):
            page, file = self.folder / f"content/{mine}.md", self.folder / "static" / other
            page.unlink(missing_ok=True)
            if file.is_file():
                file.unlink()
            if number == version:
                page.write_text(f"---\ntitle: {mine}\n---\n{mine}\n", encoding="utf-8")
            elif (self.folder / "static/thing").is_dir():
                (self.folder / "static/thing").rmdir()
        file = self.folder / "static" / ("thing/below.txt", "thing")[version]
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text("a thing\n")

    def forget(self, caches=True):
        """The next build begins from nothing, with or without what is kept by content."""
        shutil.rmtree(self.public, ignore_errors=True)
        for pattern in STATE_OF_BUILDS if caches else ("*",):
            for path in self.state.glob(pattern):
                shutil.rmtree(path) if path.is_dir() else path.unlink()

    def build(self, *words, **more):
        return run([self.program, "build", *words], self.folder, **more)

    def start(self):
        return subprocess.Popen([self.program, "build"], cwd=self.folder, stdin=subprocess.DEVNULL,
                                stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def check_whole(self, what):
        """Every file of the output folder has the bytes of the one version or the other."""
        for path, data in tree(self.public).items():
            if data != self.clean[0].get(path) and data != self.clean[1].get(path):
                self.counts.check(False, f"{what}: {path} is whole", f"  {len(data)} bytes")
                return
        self.counts.check(True, what)

    def check_build(self, version, what):
        code, _, said = self.build()
        if self.counts.equal(code, 0, f"{what}: the next build succeeds; it said:\n{said[:2000]}"):
            self.check_tree(version, f"{what}: the next build is right")

    def check_tree(self, version, what):
        found = tree(self.public)
        wrong = sorted(path for path in found.keys() | self.clean[version].keys() if found.get(path) != self.clean[version].get(path))
        self.counts.check(not wrong, what, f"  {len(wrong)} files differ, such as {wrong[:5]}")

    def check_fails(self, what, part, remedy, before, **more):
        """A build that cannot be done: the machine's fault, said with a remedy, and nothing of the site is touched."""
        code, _, said = self.build(**more)
        self.counts.equal(code, 3, f"{what}: exit code; it said:\n{said[:2000]}")
        self.counts.check(part in said and "help:" in said and remedy in said, f"{what}: says '{part}' and what helps", said[:2000])
        self.counts.check(tree(self.public) == before, f"{what}: the last good site is untouched")


def run(arguments, folder, before_start=None):
    environment = {**os.environ, "LC_ALL": "C.UTF-8", "NO_COLOR": "1", "TZ": "UTC"}
    done = subprocess.run([str(word) for word in arguments], cwd=folder, env=environment, stdin=subprocess.DEVNULL,
                          capture_output=True, check=False, preexec_fn=before_start)
    return done.returncode, done.stdout.decode("utf-8", "replace"), done.stderr.decode("utf-8", "replace")


def example_site(counts, program, folder):
    shutil.copytree(blackbox.ROOT / "example", folder, ignore=shutil.ignore_patterns("public", ".byline"))
    return Site(counts, program, folder)


def generated_site(counts, program, folder, posts):
    code, _, said = blackbox.run([program, "new", "site", folder], folder.parent)
    if code != 0:
        sys.exit(said)
    words = "cache queue latency name 缓存 队列 延迟 域名 writing 写作 reader 读者 time 时间".split()
    chosen = random.Random(3)
    for number in range(posts):
        body = "\n\n".join(" ".join(chosen.choices(words, k=40)) for _ in range(6))
        text = f"---\ntitle: Post {number} 文章\ndate: {2010 + number % 15}-{1 + number % 12:02}-{1 + number % 28:02}\ntags: [t{number % 9}]\n---\n\n{body}\n"
        (folder / f"content/articles/post-{number}.md").write_text(text, encoding="utf-8")
    return Site(counts, program, folder)
