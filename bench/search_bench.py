#!/usr/bin/env python3
"""Makes the search index of the same posts with Byline and with Pagefind, asks both for posts that are there, and prints
what it took. bench/README.md says what is equal."""

import argparse
import datetime
import itertools
import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import blog as blogs
import generators
import tables
from measure import RunFailed, measure, median_of

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
CORPORA = ROOT.parent / "shared/corpora"
PAGEFIND = HERE / "node_modules/.bin/pagefind"
LANGUAGES = ("en", "zh")
SEEDS = {42: "", 7: ", held out"}  # what was looked at when the ranking was made, and what never was


def arguments():
    parser = argparse.ArgumentParser(prog="./dev bench search", description=__doc__)
    parser.add_argument("--posts", type=int, default=10000, help="posts of the blog (10,000)")
    parser.add_argument("--runs", type=int, default=3, help="runs of Byline; medians are shown (3)")
    parser.add_argument("--peer-runs", type=int, default=1, help="runs of Pagefind (1)")
    parser.add_argument("--queries", type=int, default=200, help="queries of each kind and language (200)")
    parser.add_argument("--no-peer", action="store_true", help="Byline alone")
    parser.add_argument("--quick", action="store_true", help="a first look: 1,000 posts, 50 queries, not kept in bench/history")
    parser.add_argument("--byline", type=Path, default=ROOT / "build/bench/byline", help="the program that builds the blogs")
    parser.add_argument("--indexer", type=Path, default=ROOT / "build/bench/byline_search_index", help="the program that makes the index")
    options = parser.parse_args()
    if options.quick:
        options.posts, options.runs, options.queries = 1000, 1, 50
    options.byline, options.indexer = options.byline.resolve(), options.indexer.resolve()
    return options


def write_corpora(articles):
    """Each text of the corpora as one post, made plain as in blog.py; both languages in one blog."""
    articles.mkdir(parents=True)
    chinese, english = blogs.read_corpora(CORPORA)
    for number, source in enumerate(chinese + english):
        body = "\n\n".join(source.blocks) + "\n\n" + "\n".join(source.definitions.values()) + "\n"
        title = json.dumps(source.title.replace("{", "(").replace("\\", ""), ensure_ascii=False)
        text = f"---\ntitle: {title}\ndate: 2024-01-01\nslug: {blogs.name_of(number)}\ntags: [corpus]\n---\n\n{body}"
        (articles / f"{blogs.name_of(number)}.md").write_text(text, encoding="utf-8")


class SearchBench:
    def __init__(self, options, folder):
        self.options = options
        self.folder = folder
        self.with_peer = PAGEFIND.exists() and not options.no_peer
        self.text = ""

    def say(self, paragraph):
        self.text += paragraph + "\n\n"
        print(paragraph + "\n", flush=True)

    def build_blog(self, name):
        """The pages of a blog, and the documents that stand in them."""
        folder = self.folder / name
        generator = generators.Byline(self.options.byline)
        generator.set_up(folder)
        subprocess.run(generator.command(folder), check=True, stdout=subprocess.DEVNULL)
        public = generator.output(folder)
        shutil.rmtree(folder / "content")
        subprocess.run([sys.executable, "-B", str(HERE / "search_documents.py"), str(public), str(folder / "documents")], check=True)
        return public, folder / "documents"

    def index_ours(self, documents, output):
        shutil.rmtree(output, ignore_errors=True)
        output.mkdir()
        os.sync()
        return measure([str(self.options.indexer), "build", str(documents), str(output), str(os.cpu_count())], self.folder, output)

    def index_pagefind(self, public, output):
        shutil.rmtree(output, ignore_errors=True)
        output.mkdir()
        os.sync()
        return measure([str(PAGEFIND), "--site", str(public), "--output-path", str(output)], self.folder, output)

    def measure_indexing(self):
        subprocess.run([sys.executable, "-B", str(HERE / "blog.py"), str(self.folder / "blog/content"), str(self.options.posts), str(CORPORA)], check=True)
        public, documents = self.build_blog("blog")
        ours, peer = [], []
        for number in range(max(self.options.runs, self.options.peer_runs)):
            if number < self.options.runs:
                ours.append(self.index_ours(documents, self.folder / "ours"))
            if self.with_peer and number < self.options.peer_runs:
                peer.append(self.index_pagefind(public, self.folder / "pagefind"))
        rows = [("Byline", median_of(ours))] + ([("Pagefind", median_of(peer))] if peer else [])
        table = ["| | wall | CPU | memory | files | bytes |", "|---|---|---|---|---|---|"]
        for name, took in rows:
            table.append(f"| {name} | {took.wall_s:.2f} s | {took.cpu_s:.2f} s | {took.memory_mb:.0f} MB | {took.files:,.0f} | {took.bytes / 1e6:.1f} MB |")
        if peer:
            a, b = rows[0][1], rows[1][1]
            table.append(f"| ratio | {b.wall_s / a.wall_s:.1f} | {b.cpu_s / a.cpu_s:.1f} | {b.memory_mb / a.memory_mb:.1f} | {b.files / a.files:.2f} | {b.bytes / a.bytes:.2f} |")
        self.say(f"## Making the index of {self.options.posts:,} posts\n\n" + "\n".join(table))
        self.measure_edit(documents)
        self.ask("blog", documents, self.folder / "ours", self.folder / "pagefind" if peer else None)

    def measure_edit(self, documents):
        """One post with a sentence more: how many files the index's update writes."""
        records = documents.read_text(encoding="utf-8").split("\x1c")
        edited = self.folder / "edited"
        edited.write_text(records[len(records) // 2] + " One more sentence was added here, 再写一句。\x1c", encoding="utf-8")
        log = subprocess.run([str(self.options.indexer), "update", str(edited), str(self.folder / "ours")], capture_output=True, text=True, check=True)
        self.say(f"One post edited: {log.stdout.strip()}.")

    def ask(self, name, documents, ours, peer):
        for language, seed in itertools.product(LANGUAGES, SEEDS):
            said = subprocess.run(["node", str(HERE / "search_queries.mjs"), str(documents), str(ours), str(peer or "none"), language, str(self.options.queries), str(seed)],
                                  capture_output=True, text=True, check=False)
            if said.returncode != 0:
                raise RunFailed(said.stderr[-2000:])
            told = json.loads(said.stdout)
            table = ["| | rare words: MRR | found | title without a word: MRR | found | bytes: median | 95 % | most | gzip: median | requests |", "|" + "---|" * 10]
            for engine, one in told.items():
                table.append(f"| {engine} | {one['rare']['mrr'] or 0:.3f} | {one['rare']['found']} of {one['rare']['queries']} | {one['title']['mrr'] or 0:.3f}"
                             f" | {one['title']['found']} of {one['title']['queries']} | {one['bytes']['median'] / 1000:.1f} kB | {one['bytes']['p95'] / 1000:.1f} kB | {one['bytes']['most'] / 1000:.1f} kB"
                             f" | {one['gzip']['median'] / 1000:.1f} kB | {one['requests']['median']} |")
            self.say(f"## Asking the {name}, {language}{SEEDS[seed]}\n\n" + "\n".join(table) + f"\n\nOurs fetched most for `{told['ours']['costliest']}`.")

    def measure_retrieval(self):
        write_corpora(self.folder / "corpora/content/articles")
        public, documents = self.build_blog("corpora")
        self.index_ours(documents, self.folder / "corpora-ours")
        if self.with_peer:
            self.index_pagefind(public, self.folder / "corpora-pagefind")
        self.ask("corpora", documents, self.folder / "corpora-ours", self.folder / "corpora-pagefind" if self.with_peer else None)


def main():
    options = arguments()
    for program in (options.byline, options.indexer):
        if not program.exists():
            sys.exit(f"{program.name} is not built: ./dev bench search")
    folder = Path(tempfile.mkdtemp(prefix="byline-search-bench-", dir=ROOT / "build"))
    try:
        bench = SearchBench(options, folder)
        bench.say(f"# Search, {datetime.date.today()}\n\n{tables.machine()}. `./dev bench search --posts {options.posts}`; bench/README.md says what is equal."
                  + ("" if bench.with_peer else " Pagefind is left out.") + f" Load average {tables.load()} before.")
        bench.measure_indexing()
        if CORPORA.is_dir():
            bench.measure_retrieval()
        if not options.quick:
            tables.keep(bench.text, "search")
    except RunFailed as failed:
        sys.exit(str(failed))
    finally:
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main()
