#!/usr/bin/env python3
"""Builds the same blog with Byline and its peers, and prints what each took. bench/README.md says what is equal."""

import argparse
import datetime
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import generators
import large
import tables
from measure import Measurement, RunFailed, measure, median_of, timed_run

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
CORPORA = ROOT.parent / "shared/corpora"
TMPFS = Path("/dev/shm")


PEERS = ("hugo", "eleventy")


def positive(word):
    number = int(word.replace(",", ""))
    if number < 1:
        raise argparse.ArgumentTypeError(f"{word} is less than 1")
    return number


def peer_names(words):
    names = [] if words == "none" else words.split(",")
    for name in names:
        if name not in PEERS:
            raise argparse.ArgumentTypeError(f"there is no peer {name!r}; there are {', '.join(PEERS)}, or none")
    return names


def multiples(words):
    return [] if words == "none" else [positive(word) for word in words.split(",")]


def arguments():
    parser = argparse.ArgumentParser(prog="./dev bench build", description=__doc__)
    parser.add_argument("--posts", type=positive, help="posts of the blog (10,000; 1,000 with --quick)")
    parser.add_argument("--runs", type=positive, help="runs of Byline and the floor; medians are shown (3; 1 with --quick)")
    parser.add_argument("--peer-runs", type=positive, help="runs of each peer (as --runs)")
    parser.add_argument("--peers", type=peer_names, default=list(PEERS), metavar="NAMES", help="hugo, eleventy, or none (all)")
    parser.add_argument("--where", choices=["disk", "tmpfs", "both"], help="where the site stands (both; tmpfs with --quick)")
    parser.add_argument("--scale", type=multiples, metavar="NUMBERS",
                        help="multiples of --posts to build too, as in 2,10, or none (2; none with --quick)")
    parser.add_argument("--large", type=multiples, metavar="NUMBERS", default=[],
                        help="measure Byline alone with as many posts, as in 100000,1000000, instead of all else")
    parser.add_argument("--large-base", type=positive, default=10000, metavar="N", help="posts that growth is told against (10,000)")
    parser.add_argument("--folder", type=Path, help="with --large: where the sites are written, and removed; a million posts want 30 GB (--where's)")
    parser.add_argument("--quick", action="store_true", help="a first look: small, once, in memory, not kept in bench/history")
    parser.add_argument("--name", default="build", help="of the file in bench/history (build)")
    parser.add_argument("--byline", type=Path, default=ROOT / "build/bench/byline", help="the program to measure")
    options = parser.parse_args()
    quick = options.quick
    options.posts = options.posts or (1000 if quick else 10000)
    options.runs = options.runs or (1 if quick else 3)
    options.peer_runs = options.peer_runs or options.runs
    options.where = options.where or ("tmpfs" if quick else "both")
    if options.scale is None:
        options.scale = [] if quick else [2]
    if options.large:
        options.peers = []
        options.posts = options.large_base
    options.byline = options.byline.resolve()
    return options


class Blog:
    """The blog's folder on one file system, with every generator set up in it; removed at the end."""

    def __init__(self, place, posts, all_generators):
        self.posts = posts
        self.past = 0
        self.folder = Path(tempfile.mkdtemp(prefix="byline-bench-", dir=place))
        # In a process of its own, so that its memory is not counted to the programs that are started from here.
        subprocess.run([sys.executable, "-B", str(HERE / "blog.py"), str(self.folder / "content"), str(posts), str(CORPORA)], check=True)
        for generator in all_generators:
            generator.set_up(self.folder)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        shutil.rmtree(self.folder, ignore_errors=True)

    def build(self, generator):
        os.sync()  # what was written before is not written back during this run
        return measure(generator.command(self.folder), generator.folder(self.folder), generator.output(self.folder))

    def set_aside(self, path):
        """Takes a folder away without deleting a file: for half a minute ext4 searches past the inodes of what was
        deleted, and would charge the next run for it."""
        if path.exists():
            self.past += 1
            path.rename(self.folder / f"past-{self.past}")

    def build_clean(self, generator):
        for path in generator.made(self.folder):
            self.set_aside(path)
        return self.build(generator)

    def write_floor(self, program, byline):
        target = self.folder / "floor"
        self.set_aside(target)
        os.sync()
        said = subprocess.run([str(program), str(byline.output(self.folder)), str(target), "2"], capture_output=True, text=True, check=True)
        wall, cpu, files, size = said.stdout.split()
        return Measurement(float(wall), float(cpu), 0, int(files), int(size), int(files))

    def edit_body(self, number):
        path = self.edited_post()
        path.write_text(path.read_text(encoding="utf-8") + f"\nOne more sentence, the {number}th. 再写一句。\n", encoding="utf-8")

    def edit_title(self, number):
        path = self.edited_post()
        text = re.sub(r'^title: "(?:Edited \d+: )?', f'title: "Edited {number}: ', path.read_text(encoding="utf-8"), count=1, flags=re.M)
        path.write_text(text, encoding="utf-8")

    def edited_post(self):
        return self.folder / f"content/articles/post-{self.posts // 2:07}.md"

    def edit_template(self, generator, number):
        path = self.folder / generator.template
        text = path.read_text(encoding="utf-8")
        path.write_text(re.sub(r"<main[^>]*>", f'<main id="edited-{number}">', text), encoding="utf-8")


def compiled_floor():
    source = HERE / "write_floor.cpp"
    program = ROOT / "build/bench/write_floor"
    if not program.exists() or program.stat().st_mtime < source.stat().st_mtime:
        program.parent.mkdir(parents=True, exist_ok=True)
        subprocess.run(["c++", "-std=c++20", "-O2", "-pthread", "-o", str(program), str(source)], check=True)
    return program


class Bench:
    """All the measurements of one call, and the text that tells them."""

    def __init__(self, options):
        self.options = options
        self.byline = generators.Byline(options.byline)
        self.peers, absent = generators.installed_peers(options.peers)
        self.floor_program = compiled_floor()
        names = ", ".join(f"{peer.name} {peer.version()}" for peer in self.peers) or "no peer"
        most = f" to {max(options.large):,}" if options.large else ""
        called = f"--large {','.join(map(str, options.large))}" if options.large else f"--posts {options.posts}"
        self.text = (f"# {options.posts:,}{most} posts, {datetime.date.today()}\n\n{tables.machine()}. Byline {self.byline.version()}"
                     f" against {names}. Runs in alternation, medians shown: {options.runs} of Byline and the"
                     f" floor, {options.peer_runs} of each peer. `./dev bench build {called}`; bench/README.md says what is equal.")
        if not CORPORA.is_dir():
            self.text += " The posts are invented text: the corpora are not there."
        print(self.text)
        for sentence in absent:
            self.say(sentence)

    def say(self, paragraph):
        self.text += "\n\n" + paragraph
        print("\n" + paragraph, flush=True)

    def note(self, words):
        print(f"  {words}", file=sys.stderr, flush=True)

    def run(self, generator, how):
        result = how(generator)
        self.note(f"{generator.name}: {result.wall_s:.2f} s, CPU {result.cpu_s:.2f} s, {result.memory_mb:.0f} MB, load {tables.load()}")
        return result

    def measure_clean(self, blog):
        """Median of each generator's clean builds, and of the floor's, in alternation."""
        all_generators = [self.byline, generators.BylineFull(self.options.byline)] + self.peers
        taken = {generator.name: [] for generator in all_generators}
        floors = []
        for number in range(max(self.options.runs, self.options.peer_runs)):
            for generator in all_generators:
                if number < (self.options.peer_runs if generator in self.peers else self.options.runs):
                    taken[generator.name].append(self.run(generator, blog.build_clean))
            floors.append(blog.write_floor(self.floor_program, self.byline))
        return [(name, median_of(measured)) for name, measured in taken.items()], median_of(floors)

    def measure_rebuilds(self, blog, clean):
        results = []

        def add(generator, what, runs, change=lambda number: None):
            taken = []
            for number in range(runs):
                change(number)
                taken.append(self.run(generator, blog.build))
            results.append((generator.name, what, median_of(taken), clean[generator.name].wall_s))
            return results[-1][2]

        for generator in [self.byline] + self.peers:
            runs = 1 if generator in self.peers else self.options.runs
            nothing = add(generator, "nothing", runs)
            if nothing.written > nothing.files / 2:
                continue  # it makes everything again whatever changed
            add(generator, "one body", runs, blog.edit_body)
            add(generator, "one title", runs, blog.edit_title)
            add(generator, "one template", runs, lambda number, generator=generator: blog.edit_template(generator, number))
        return results

    def measure_phases(self, blog):
        """What Byline itself says of its phases, once for each kind of change."""
        def phases_after(change):
            change(self.options.runs)
            os.sync()
            log = blog.folder / "phases.json"
            timed_run(self.byline.command(blog.folder) + ["--json", "--stats"], blog.folder, log)
            told = json.loads(log.read_text(encoding="utf-8"))["phases"]
            return {phase["name"]: phase["microseconds"] / 1000 for phase in told}

        def make_clean(_):
            for path in self.byline.made(blog.folder):
                blog.set_aside(path)

        changes = [("clean build", make_clean), ("nothing", lambda _: None), ("one body", blog.edit_body), ("one title", blog.edit_title),
                   ("one template", lambda number: blog.edit_template(self.byline, number))]
        return [(what, phases_after(change)) for what, change in changes]

    def measure_place(self, place):
        kind = tables.file_system_of(place)
        began = tables.load()
        with Blog(place, self.options.posts, [self.byline, generators.BylineFull(self.options.byline)] + self.peers) as blog:
            clean, floor = self.measure_clean(blog)
            self.say(f"## On {kind}{', in memory' if kind == 'tmpfs' else ''}\n\n{tables.clean_table(clean, floor)}")
            rebuilds = self.measure_rebuilds(blog, dict(clean))
            self.say(tables.rebuild_table(rebuilds))
            self.say(f"What Byline says of its phases, one more run each:\n\n{tables.phase_table(self.measure_phases(blog))}")
        self.say(f"Load average {began} before and {tables.load()} after.")
        return dict(clean)

    def measure_scaling(self, place, clean):
        measured = [generator for generator in [self.byline] + self.peers if not isinstance(generator, generators.Eleventy)]
        results = [(generator.name, self.options.posts, clean[generator.name]) for generator in measured]
        for factor in self.options.scale:
            posts = self.options.posts * factor
            with Blog(place, posts, measured) as blog:
                for generator in measured:
                    results.append((generator.name, posts, self.run(generator, blog.build_clean)))
        results.sort(key=lambda row: row[0])
        self.say(f"## Growth, on {tables.file_system_of(place)}\n\n{tables.scaling_table(results)}")
        self.say(f"Each larger number was built once. Load average {tables.load()} after.")

    def measure_large(self, place):
        began = tables.load()
        results = []
        for posts in sorted({self.options.large_base, *self.options.large}):
            with large.LargeBlog(place, posts, CORPORA, self.byline) as blog:
                self.note(f"{posts:,} posts are written")
                for what, measured in blog.measure_all(self.options.runs):
                    results.append((posts, what, measured))
                    self.note(f"{posts:,}, {what}: {measured.wall_s:.3f} s, CPU {measured.cpu_s:.3f} s, {measured.memory_mb:.0f} MB, load {tables.load()}")
        self.say(f"## Very many posts, on {tables.file_system_of(place)}\n\n{tables.large_table(results)}")
        self.say(f"Each clean build ran once; the others are medians of {self.options.runs}. Load average {began} before and {tables.load()} after.")


def places_of(where):
    disk = ROOT / "build/bench"
    disk.mkdir(parents=True, exist_ok=True)
    tmpfs = TMPFS if TMPFS.is_dir() and tables.file_system_of(TMPFS) == "tmpfs" else None
    if tmpfs is None and where != "disk":
        print("There is no tmpfs here: on the disk only.", file=sys.stderr)
    wanted = {"disk": [disk], "tmpfs": [tmpfs], "both": [disk, tmpfs]}[where]
    return [place for place in wanted if place is not None] or [disk]


def main():
    options = arguments()
    if not options.byline.exists():
        sys.exit(f"{options.byline.name} is not built: ./dev build bench")
    bench = Bench(options)
    try:
        if options.large:
            bench.measure_large(options.folder or places_of(options.where)[0])
        else:
            for place in places_of(options.where):
                clean = bench.measure_place(place)
            if options.scale:
                bench.measure_scaling(place, clean)
    except RunFailed as failed:
        sys.exit(str(failed))
    if not options.quick:
        tables.keep(bench.text, options.name)


if __name__ == "__main__":
    main()
