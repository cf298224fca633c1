"""What the tests of the built program share: finding it, running it, counting. Standard library only.

Each test is called as `NAME_test.py PROGRAM`, from anywhere; it prints what failed and a last line
`N passed, N failed, N skipped`, and leaves the same counts in $BYLINE_RESULTS for ./dev test.
"""

import json
import os
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared"


def program():
    path = Path(sys.argv[1] if len(sys.argv) > 1 else ROOT / "build/release/byline").resolve()
    if not path.is_file():
        sys.exit(f"there is no {path}; run ./dev build")
    return path


def run(arguments, folder, timeout_s=600):
    """Runs a command with a plain environment; (exit code, stdout, stderr)."""
    environment = {**os.environ, "LC_ALL": "C.UTF-8", "NO_COLOR": "1", "TZ": "UTC"}
    done = subprocess.run(
        [str(argument) for argument in arguments], cwd=folder, env=environment, stdin=subprocess.DEVNULL,
        capture_output=True, timeout=timeout_s, check=False,
    )
    return done.returncode, done.stdout.decode("utf-8", "replace"), done.stderr.decode("utf-8", "replace")


class Counts:
    """Counts checks by name, prints the ones that fail as they come."""

    SHOWN = 40

    def __init__(self, name):
        self.name = name
        self.passed = self.failed = self.skipped = 0

    def check(self, right, what, detail=""):
        if right:
            self.passed += 1
            return True
        self.failed += 1
        if self.failed <= self.SHOWN:
            print(f"failed: {what}" + (f"\n{detail}" if detail else ""), flush=True)
        elif self.failed == self.SHOWN + 1:
            print("further failures are counted, not shown", flush=True)
        return False

    def equal(self, found, expected, what):
        return self.check(found == expected, what, f"  expected {expected!r}\n  found    {found!r}")

    def skip(self, what, reason):
        self.skipped += 1
        print(f"skipped: {what}: {reason}", flush=True)

    def finish(self):
        """Prints the sum, leaves it for ./dev test, and ends the process."""
        if os.environ.get("BYLINE_RESULTS"):
            path = Path(os.environ["BYLINE_RESULTS"], f"{self.name}.counts.json")
            counts = {"passed": self.passed, "failed": self.failed, "skipped": self.skipped}
            path.write_text(json.dumps(counts), encoding="utf-8")
        print(f"{self.passed} passed, {self.failed} failed, {self.skipped} skipped")
        sys.exit(1 if self.failed or not self.passed + self.skipped else 0)


class Page(HTMLParser):
    """What the tests ask of an HTML page: links, ids, JSON-LD, metadata, first heading, visible text."""

    def __init__(self, text):
        super().__init__(convert_charrefs=True)
        self.links = []  # (element, attribute, value)
        self.ids = set()
        self.alternates = {}  # hreflang -> href
        self.metadata = {}
        self.canonical = ""
        self.is_redirect = False
        self.heading = None
        self.language = ""
        self.data = []  # JSON-LD, as text
        self.words = []
        self._open = []
        self._headings = 0
        self.feed(text)
        self.close()

    def handle_starttag(self, tag, attrs):
        attributes = {name: value or "" for name, value in attrs}
        if "id" in attributes:
            self.ids.add(attributes["id"])
        if tag == "a" and "name" in attributes:
            self.ids.add(attributes["name"])
        if tag == "html":
            self.language = attributes.get("lang", "")
        if tag == "meta":
            self.metadata[attributes.get("property") or attributes.get("name", "")] = attributes.get("content", "")
            self.is_redirect = self.is_redirect or attributes.get("http-equiv", "").lower() == "refresh"
        relations = attributes.get("rel", "").split()
        if tag == "link" and "canonical" in relations:
            self.canonical = attributes.get("href", "")
        if tag == "link" and "alternate" in relations and "hreflang" in attributes:
            self.alternates[attributes["hreflang"]] = attributes.get("href", "")
        for name in ("href", "src", "poster", "data", "action"):
            if name in attributes and not (tag == "link" and {"preconnect", "dns-prefetch"} & set(relations)):
                self.links.append((tag, name, attributes[name]))
        for part in attributes.get("srcset", "").split(","):
            if part.strip():
                self.links.append((tag, "srcset", part.split()[0]))
        if tag == "h1":
            self._headings += 1
            self.heading = self.heading or ""
        if tag == "script" and attributes.get("type") == "application/ld+json":
            self.data.append("")
        if tag in ("script", "style", "h1"):
            self._open.append((tag, attributes.get("type", "")))

    def handle_endtag(self, tag):
        if self._open and self._open[-1][0] == tag:
            self._open.pop()

    def handle_data(self, data):
        tag, kind = self._open[-1] if self._open else ("", "")
        if tag == "script" and kind == "application/ld+json":
            self.data[-1] += data
        elif tag not in ("script", "style"):
            self.words.append(data)
            if self._headings == 1 and tag == "h1":
                self.heading += data

    def text(self):
        return "".join(self.words)

    def graph(self):
        """All JSON-LD objects of the page, `@graph` opened."""
        objects = []
        for text in self.data:
            value = json.loads(text)
            for item in value if isinstance(value, list) else [value]:
                objects.extend(item.get("@graph", [item]))
        return objects


def types_of(item):
    kind = item.get("@type", [])
    return {kind} if isinstance(kind, str) else set(kind)
