#!/usr/bin/env python3
"""Saves a post of a blog that `byline preview` serves, again and again, and measures from before the write until the event
that tells open pages what changed has arrived."""

import argparse
import datetime
import re
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import generators
import tables

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
CORPORA = ROOT.parent / "shared/corpora"
PATIENCE_S = 300  # until an event has to have come
QUIET_S = 0.3  # without processor time, after which the preview has nothing left to do


def positive(word):
    number = int(word.replace(",", ""))
    if number < 1:
        raise argparse.ArgumentTypeError(f"{word} is less than 1")
    return number


def arguments():
    parser = argparse.ArgumentParser(prog="./dev bench preview", description=__doc__)
    parser.add_argument("--posts", type=positive, help="posts of the blog (10,000; 1,000 with --quick)")
    parser.add_argument("--edits", type=positive, default=20, help="of each kind (20)")
    parser.add_argument("--folder", type=Path, default=ROOT / "build/bench", help="where the site is written, and removed (build/bench)")
    parser.add_argument("--quick", action="store_true", help="a first look: small, not kept in bench/history")
    parser.add_argument("--byline", type=Path, default=ROOT / "build/bench/byline", help="the program to measure")
    options = parser.parse_args()
    options.posts = options.posts or (1000 if options.quick else 10000)
    options.byline = options.byline.resolve()
    return options


class Events:
    """The server-sent events of a preview, as a browser gets them."""

    def __init__(self, host, port):
        self.connection = socket.create_connection((host, port), timeout=PATIENCE_S)
        self.connection.sendall(f"GET /-/byline/events HTTP/1.1\r\nHost: localhost:{port}\r\nAccept: text/event-stream\r\n\r\n".encode())
        self.buffer = b""

    def wait_for(self, wanted):
        """The moment, of time.monotonic(), at which the first event of the wanted names was whole."""
        while True:
            while (end := self.buffer.find(b"\n\n")) >= 0:
                event, self.buffer = self.buffer[:end], self.buffer[end + 2:]
                name = re.search(rb"^event: ?(\w+)", event, re.M)
                if name and name[1].decode() in wanted:
                    return arrived, name[1].decode()
            got = self.connection.recv(65536)
            arrived = time.monotonic()
            if not got:
                sys.exit("the preview closed the events")
            self.buffer += got


class Preview:
    """`byline preview` of one site, ended when it is left."""

    def __init__(self, program, folder):
        self.process = subprocess.Popen([str(program), "preview", str(folder)], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        self.said = []

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.terminate()
        self.process.wait()

    def read_until(self, pattern):
        for line in self.process.stdout:
            self.said.append(line)
            if found := re.search(pattern, line):
                return found
        sys.exit("the preview ended:\n" + "".join(self.said[-20:]))

    def processor_ticks(self):
        fields = Path(f"/proc/{self.process.pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
        return int(fields[11]) + int(fields[12])

    def wait_until_quiet(self):
        """What a save leaves to be done when the event has been sent belongs to no measurement, and must not disturb the next."""
        ticks, since = self.processor_ticks(), time.monotonic()
        while time.monotonic() - since < QUIET_S:
            time.sleep(0.02)
            if (now := self.processor_ticks()) != ticks:
                ticks, since = now, time.monotonic()


def append_sentence(path, number):
    with open(path, "a", encoding="utf-8") as post:
        post.write(f"\nOne more sentence, the {number}th. 再写一句。\n")


def change_title(path, number):
    text = path.read_text(encoding="utf-8")
    path.write_text(re.sub(r'^title: "(?:Edited \d+: )?', f'title: "Edited {number}: ', text, count=1, flags=re.M), encoding="utf-8")


def latencies(preview, events, path, edits, change):
    """Of each edit, in milliseconds."""
    taken = []
    for number in range(edits):
        preview.wait_until_quiet()
        began = time.monotonic()
        change(path, number)
        arrived, _ = events.wait_for({"change"})
        taken.append((arrived - began) * 1000)
    return taken


def measure(options, folder):
    blog = [sys.executable, "-B", str(HERE / "blog.py"), str(folder / "content"), str(options.posts), str(CORPORA)]
    subprocess.run(blog, check=True)
    generators.Byline(options.byline).set_up(folder)
    path = folder / f"content/articles/post-{options.posts // 2:07}.md"
    rows = []
    with Preview(options.byline, folder) as preview:
        port = int(preview.read_until(r"Preview at http://[^/]*:(\d+)/")[1])
        preview.read_until(r"pages of")
        events = Events("localhost", port)
        events.wait_for({"hello"})
        for what, change in (("one body", append_sentence), ("one title", change_title)):
            taken = latencies(preview, events, path, options.edits, change)
            rows.append([what, str(len(taken)), f"{statistics.median(taken):.1f}", f"{max(taken):.1f}", f"{min(taken):.1f}"])
    return tables.table(["what changed", "edits", "median ms", "maximum ms", "minimum ms"], rows)


def main():
    options = arguments()
    if not options.byline.exists():
        sys.exit(f"{options.byline.name} is not built: ./dev build bench")
    options.folder.mkdir(parents=True, exist_ok=True)
    text = (f"# Preview of {options.posts:,} posts, {datetime.date.today()}\n\n{tables.machine()}. Byline"
            f" {generators.Byline(options.byline).version()}. From before a post is written to the arrival of the event `change` on"
            f" {tables.file_system_of(options.folder)}. `./dev bench preview --posts {options.posts}`; bench/README.md says how.")
    print(text)
    began = tables.load()
    folder = Path(tempfile.mkdtemp(prefix="byline-preview-", dir=options.folder))
    try:
        measured = f"{measure(options, folder)}\n\nLoad average {began} before and {tables.load()} after."
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    print("\n" + measured)
    if not options.quick:
        tables.keep(text + "\n\n" + measured, "preview")


if __name__ == "__main__":
    main()
