#!/usr/bin/python3
"""Webmentions of `byline serve` and `byline mention` from outside: what names the endpoint, what is refused at once, and that nobody
has the server ask hosts that are not public. (That mentions of public hosts arrive is tested in src/discussion, where a
test may say what is public.)"""

import http.server
import signal
import tempfile
import threading
import urllib.error
import urllib.parse
import urllib.request
from pathlib import Path

import blackbox
import serve_test


class Inside(http.server.ThreadingHTTPServer):
    """A server of the machine's own that nobody is to reach."""

    def __init__(self):
        super().__init__(("127.0.0.1", 0), http.server.SimpleHTTPRequestHandler)
        self.asked = 0
        threading.Thread(target=self.serve_forever, daemon=True).start()

    def process_request(self, request, client_address):
        self.asked += 1
        super().process_request(request, client_address)


def post(address, fields):
    request = urllib.request.Request(address, urllib.parse.urlencode(fields).encode(), {"Origin": "https://other.example", "Cookie": "a=b"})
    try:
        with urllib.request.urlopen(request, timeout=30) as answer:
            return answer.status, answer.headers, answer.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, error.headers, error.read().decode()


def main():
    counts = blackbox.Counts("mentions")
    program = blackbox.program()
    with tempfile.TemporaryDirectory() as made:
        site = serve_test.Site(Path(made) / "site", program)
        (site.folder / "byline.toml").write_text('title = "T"\nbase_url = "https://site.example/blog/"\n[comments]\nenabled = true\n', encoding="utf-8")
        (site.folder / "content/articles").mkdir()
        tea = site.folder / "content/articles/tea.md"
        tea.write_text("---\ntitle: 茶\nslug: tea\ndate: 2024-03-18\n---\n[a](https://other.example/茶) [b](/own)\n", encoding="utf-8")
        site.build()
        code, said, errors = blackbox.run([program, "mention", "--dry-run"], site.folder)
        counts.check(code == 0 and "/articles/tea/ -> https://other.example/%E8%8C%B6\n1 links on" in said, "a dry run says who would be told", said + errors)
        counts.check(not (site.folder / "data").exists(), "and makes nothing")
        server = serve_test.Server(site)
        base = f"http://127.0.0.1:{server.port}/blog/"
        with urllib.request.urlopen(urllib.request.Request(base + "articles/tea/", method="HEAD"), timeout=30) as page:
            counts.equal(page.headers["Link"], '</blog/conversation/webmention>; rel="webmention"', "the head names the endpoint")
        with urllib.request.urlopen(base + "articles/tea/", timeout=30) as page:
            counts.check('<link rel="webmention" href="/blog/conversation/webmention">' in page.read().decode(), "so does the page")
        endpoint, target = base + "conversation/webmention", "https://site.example/blog/articles/tea/"
        for fields in ({}, {"source": target, "target": target}, {"source": "https://other.example/", "target": "https://site.example/blog/no/"},
                       {"source": "file:///etc/passwd", "target": target}):
            counts.equal(post(endpoint, fields)[0], 400, f"{fields} is refused at once")
        inside = Inside()
        for host in ("127.0.0.1", "localhost", "[::1]", "2130706433", "[::ffff:127.0.0.1]"):
            status, headers, text = post(endpoint, {"source": f"http://{host}:{inside.server_port}/{host}", "target": target})
            counts.equal(status, 201, f"{host} is looked at later")
            place = base.removesuffix("/blog/") + urllib.parse.urlsplit(headers["Location"]).path
            progress = "waiting"
            while progress.startswith("waiting"):
                with urllib.request.urlopen(place, timeout=30) as answer:
                    progress = answer.read().decode()
            counts.check("no public address" in progress, f"and {host} is not asked", progress)
        counts.equal(inside.asked, 0, "nobody came in")
        inside.shutdown()
        server.signal(signal.SIGTERM)
        counts.equal(server.end(), 0, "it ends well")
    counts.finish()


if __name__ == "__main__":
    main()
