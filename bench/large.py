"""Byline with very many posts: the clean build, nothing changed, one body edited. No peer is asked."""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import blog
from measure import median_of, timed_run

HERE = Path(__file__).resolve().parent


class LargeBlog:
    """A site of many posts in a folder of its own, removed at the end."""

    def __init__(self, place, posts, corpora, byline):
        self.posts = posts
        self.byline = byline
        self.folder = Path(tempfile.mkdtemp(prefix="byline-large-", dir=place))
        try:
            # In a process of its own, so that its memory is not counted to the programs that are started from here.
            subprocess.run([sys.executable, "-B", str(HERE / "blog.py"), str(self.folder / "content"), str(posts), str(corpora), "large"], check=True)
            byline.set_up(self.folder)
        except BaseException:
            self.remove()
            raise

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.remove()

    def remove(self):
        shutil.rmtree(self.folder, ignore_errors=True)

    def build(self):
        """Files are not counted by walking them: there are millions. The program says how many it wrote."""
        os.sync()
        log = self.folder / "run.json"
        result = timed_run(self.byline.command(self.folder) + ["--json"], self.folder, log)
        said = json.loads(log.read_text(encoding="utf-8"))
        result.written, result.files, result.bytes = said["written"], said["written"] + said["unchanged"], said["bytes"]
        return result

    def edit_body(self, number):
        path = self.folder / "content/articles" / blog.path_in_large_blog(self.posts // 2)
        with open(path, "a", encoding="utf-8") as post:
            post.write(f"\nOne more sentence, the {number}th. 再写一句。\n")

    def measure_all(self, runs):
        """Yields what changed, and what the build took."""
        yield "clean build", self.build()
        yield "nothing", median_of([self.build() for _ in range(runs)])
        edited = []
        for number in range(runs):
            self.edit_body(number)
            edited.append(self.build())
        yield "one body", median_of(edited)
