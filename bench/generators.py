"""The site generators that are held against each other: how each is set up over the same content, and called."""

import re
import shutil
import subprocess
from pathlib import Path

HERE = Path(__file__).resolve().parent


class Generator:
    """One generator in the blog's folder. The output stands in a folder of its own."""

    name = ""
    template = ""  # the frame of all pages, below the blog's folder

    def output(self, blog):
        return blog / f"public-{self.key}"

    @property
    def key(self):
        return re.sub(r"\W+", "-", self.name.lower())

    def made(self, blog):
        """The folders that must not be there before a clean build."""
        return [self.output(blog)]

    def folder(self, blog):
        return blog


class Byline(Generator):
    name = "Byline"
    template = "themes/bench/templates/base.html"

    def __init__(self, program):
        self.program = program

    def version(self):
        """The commit that the checkout stands at; the program may hold changes that are not committed."""
        said = subprocess.run(["git", "-C", str(HERE), "rev-parse", "--short", "HEAD"], capture_output=True, text=True, check=False)
        return f"at commit {said.stdout.strip()}" if said.returncode == 0 else "from this folder"

    def set_up(self, blog):
        shutil.copy(HERE / "byline/byline.toml", blog)
        shutil.copytree(HERE / "byline/templates", blog / "themes/bench/templates")

    def command(self, blog):
        return [str(self.program), "build", str(self.folder(blog)), "--output", str(self.output(blog))]

    def made(self, blog):
        return [self.output(blog), self.folder(blog) / ".byline"]


class BylineFull(Byline):
    """Byline as people use it: the default theme with all that it says to search engines, feeds with whole texts; without social cards,
    which are drawn once and kept."""

    name = "Byline, default theme"
    template = ""

    def set_up(self, blog):
        folder = self.folder(blog)
        folder.mkdir()
        (folder / "byline.toml").write_text(
            'title = "Bench"\nbase_url = "https://bench.example/"\n[content]\nfolder = "../content"\n'
            "[cards]\nenabled = false\n")

    def folder(self, blog):
        return blog / "default_theme"


class Hugo(Generator):
    name = "Hugo"
    template = "layouts/_default/baseof.html"

    def version(self):
        said = subprocess.run(["hugo", "version"], capture_output=True, text=True, check=True).stdout
        return re.search(r"v([\d.]+)", said)[1]

    def set_up(self, blog):
        shutil.copy(HERE / "hugo/config.toml", blog)
        shutil.copytree(HERE / "hugo/layouts", blog / "layouts")

    def command(self, blog):
        return ["hugo", "--quiet", "--destination", self.output(blog).name]


class Eleventy(Generator):
    name = "Eleventy"
    template = "eleventy/base.njk"
    program = HERE / "node_modules/@11ty/eleventy/cmd.cjs"

    def version(self):
        package = (self.program.parent / "package.json").read_text(encoding="utf-8")
        return re.search(r'"version": "([^"]+)"', package)[1]

    def set_up(self, blog):
        shutil.copytree(HERE / "eleventy", blog / "eleventy")

    def command(self, blog):
        return ["node", str(self.program), "--config=eleventy/eleventy.config.mjs", "--quiet"]


def installed_peers(wanted):
    """The peers among the wanted names that are here, and a sentence for each that is not."""
    peers, absent = [], []
    if "hugo" in wanted:
        peers.append(Hugo()) if shutil.which("hugo") else absent.append("Hugo is not installed (Debian: hugo).")
    if "eleventy" in wanted:
        if shutil.which("node") and Eleventy.program.exists():
            peers.append(Eleventy())
        else:
            absent.append("Eleventy is not installed (npm ci, in bench/).")
    return peers, absent
