#!/usr/bin/python3
"""`byline serve` with a real mail server: a reader proves an address by a letter, hears of an answer, and stops it by one click.

The mail server is ended on the way and comes back: letters wait for it. It speaks TLS and wants a log-in in one of the rounds.
"""

import json
import os
import re
import signal
import sqlite3
import subprocess
import tempfile
import urllib.error
import urllib.parse
import urllib.request
from pathlib import Path

import blackbox
import serve_test

HERE = Path(__file__).parent


class MailServer:
    def __init__(self, mode, folder=".", port=0):
        command = ["/usr/bin/python3", "-B", str(HERE / "smtp_server.py"), mode, str(folder), str(port)]
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                        stderr=subprocess.DEVNULL, text=True)
        self.port = int(self.process.stdout.readline())

    def letter(self):
        """The next one that it takes."""
        return json.loads(self.process.stdout.readline())

    def end(self):
        self.process.stdin.close()
        self.process.wait()


class Reader:
    def __init__(self, port):
        self.base = f"http://127.0.0.1:{port}"

    def ask(self, path, fields=None, origin=None):
        data = urllib.parse.urlencode(fields).encode() if fields is not None else None
        request = urllib.request.Request(self.base + path, data)
        request.add_header("Origin", origin or self.base)
        try:
            with urllib.request.urlopen(request, timeout=30) as answer:
                return answer.status, answer.geturl(), answer.read().decode()
        except urllib.error.HTTPError as error:
            return error.code, path, error.read().decode()

    def comment(self, name, email, body, parent=""):
        fields = {"page": "/articles/tea/", "parent": parent, "name": name, "email": email, "body": body}
        _, _, page = self.ask("/conversation/preview", fields)
        for field in ("age", "form_token"):
            fields[field] = re.search(f'class="said-form"[^\\0]*?name="{field}" value="([^"]*)"', page)[1]
        status, url, page = self.ask("/conversation/send", fields)
        assert status == 200, page
        return re.search(r"/comments/(\d+)/sent/", url)[1], page

    def press(self, path, what, **fields):
        """The button of the page at that path, by a word of where it leads."""
        _, _, page = self.ask(path)
        form = re.search(rf'<form method="post" action="([^"]*{what}[^"]*)"><input type="hidden" name="form_token" value="([^"]*)">', page)
        return self.ask(form[1], {"form_token": form[2], **fields})


def link(letter, words):
    text = letter["parts"]["text/plain"]
    return re.search(r"http://127\.0\.0\.1:\d+(/conversation/" + words + r"/\S+)", text)[1]


def publish(site, comment):
    """As the author does in the studio."""
    with sqlite3.connect(site.folder / "data/byline.db", timeout=30) as store:
        store.execute("UPDATE comment SET state = 'published' WHERE id = ?", (comment,))
        store.execute("INSERT INTO event (topic, subject) VALUES ('thread', '/articles/tea/')")


def make_site(folder, program, port, mail):
    site = serve_test.Site(folder, program)
    configuration = f"""title = "Tea"
base_url = "http://127.0.0.1:{port}/"
[author]
name = "Lin"
email = "lin@example.org"
[comments]
enabled = true
least_seconds = 0
[mail]
{mail}
from = "comments@example.org"
reply_to = "lin@example.org"
"""
    (site.folder / "byline.toml").write_text(configuration, encoding="utf-8")
    (site.folder / "content/articles").mkdir()
    (site.folder / "content/articles/tea.md").write_text("---\ntitle: Tea & 茶\ndate: 2024-03-18\n---\nHot.\n", encoding="utf-8")
    site.build()
    return site


def serve(site, port, environment):
    os.environ.update(environment)
    server = serve_test.Server.__new__(serve_test.Server)
    server.port = port
    server.process = subprocess.Popen([site.program, "serve", str(site.folder), "--port", str(port)], stdout=subprocess.PIPE,
                                      stderr=subprocess.STDOUT, text=True, env={**os.environ, "LC_ALL": "C.UTF-8", "NO_COLOR": "1"})
    server.said = []
    server.wait_for("SIGHUP")
    return server


def test_letters(counts, program, folder):
    mail = MailServer("open")
    port = serve_test.free_port()
    site = make_site(folder / "open", program, port, f'server = "127.0.0.1"\nport = {mail.port}\nsecurity = "none"')
    server = serve(site, port, {})
    reader = Reader(port)
    first, page = reader.comment("王小明", "ming@example.org", "第一条")
    counts.check("A letter goes to your address" in page, "who wrote is told of the letter", page[-3000:])
    letters = {letter["to"][0]: letter for letter in (mail.letter(), mail.letter())}
    counts.equal(sorted(letters), ["lin@example.org", "ming@example.org"], "the reader and the author get one letter each")
    headers = dict(letters["ming@example.org"]["headers"])
    counts.check(headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click", "one click stops letters", str(headers))
    counts.check("第一条" in letters["lin@example.org"]["parts"]["text/plain"], "the author reads what waits")
    status, _, page = reader.press(link(letters["ming@example.org"], "verify"), "verify", choice="yes")
    counts.check(status == 200 and "verified" in page, "the link verifies", page)
    publish(site, first)

    # The mail server goes away; what is to be sent waits, and goes when it is back.
    mail.end()
    answer, _ = reader.comment("Ada", "", "An *answer*", first)
    publish(site, answer)
    server.wait_for("Mail: letters wait")
    mail = MailServer("open", ".", mail.port)
    server.signal(signal.SIGHUP)
    letter = mail.letter()
    counts.equal((letter["to"], dict(letter["headers"])["Subject"]), (["ming@example.org"], "Ada answered you: Tea & 茶 · Tea"),
                 "the answer is told of")
    counts.check("> An *answer*" in letter["parts"]["text/plain"] and f"#comment.{answer}" in letter["parts"]["text/plain"],
                 "with its text and its place", letter["parts"]["text/plain"])
    html = letter["parts"]["text/html"]
    counts.check("An *answer*</blockquote>" in html and f'#comment.{answer}">' in html and "src=" not in html, "in HTML as well", html)
    stop = dict(letter["headers"])["List-Unsubscribe"].strip("<>").removeprefix(reader.base)
    status, _, _ = reader.ask(stop, {"List-Unsubscribe": "One-Click"}, "https://mail.example")
    counts.equal(status, 200, "a mail program stops it")
    unheard, _ = reader.comment("Ada", "", "nobody is told", first)
    publish(site, unheard)
    reader.comment("Bo", "bo@example.org", "after it")
    counts.equal(mail.letter()["to"], ["bo@example.org"], "who stopped letters gets none")
    # Erased by the link of a letter.
    status, _, page = reader.press(link(letter, "mine"), "erase")
    counts.check(status == 200 and "gone" in page, "the same letter leads to what erases all", page)
    with sqlite3.connect(site.folder / "data/byline.db", timeout=30) as store:
        left = "\n".join(store.iterdump())
    counts.check("ming@example.org" not in left and "第一条" not in left, "nothing of it is left")
    server.signal(signal.SIGTERM)
    counts.equal(server.end(), 0, "it ends well")
    mail.end()


def test_log_in(counts, program, folder):
    """Over TLS, with a certificate of one's own; the password comes from a file, or from the environment."""
    certificates = folder / "certificates"
    certificates.mkdir()
    mail = MailServer("starttls", certificates)
    port = serve_test.free_port()
    site = make_site(folder / "tls", program, port, f'server = "localhost"\nport = {mail.port}\nauthorities_file = "{certificates}/certificate.pem"')
    server = serve(site, port, {})
    Reader(port).comment("Ada", "ada@example.org", "under TLS")
    counts.check(mail.letter()["tls"] and mail.letter()["tls"], "letters go under TLS")
    server.signal(signal.SIGTERM)
    counts.equal(server.end(), 0, "it ends well")
    mail.end()
    mail = MailServer("login")
    (site.folder / "byline.toml").write_text((site.folder / "byline.toml").read_text(encoding="utf-8").replace(
        'server = "localhost"', 'server = "localhost"\nuser = "byline"\nsecurity = "none"').replace(
            re.search("port = .*", (site.folder / "byline.toml").read_text(encoding="utf-8"))[0], f"port = {mail.port}"), encoding="utf-8")
    server = serve(site, port, {"BYLINE_MAIL_PASSWORD": "geheim"})
    Reader(port).comment("Bo", "bo@example.org", "with a password")
    counts.equal(mail.letter()["to"], ["bo@example.org"], "the password of the environment opens the mail server")
    # One that the server never takes is told, and not tried again.
    Reader(port).comment("Eve", "nobody@example.org", "no such mailbox")
    server.wait_for("cannot be delivered")
    counts.check("n…@example.org" in server.said[-1], "the log does not name the reader", server.said[-1])
    Reader(port).comment("Eve", "no.body+again@example.org", "the same inbox")
    Reader(port).comment("Cy", "cy@example.org", "after it")
    counts.equal(mail.letter()["to"], ["cy@example.org"], "nothing more goes where the mail server refuses the reader")
    counts.check(sum("cannot be delivered" in line for line in server.said) == 1, "and is not tried", "".join(server.said))
    server.signal(signal.SIGTERM)
    counts.equal(server.end(), 0, "it ends well")
    mail.end()


def main():
    counts = blackbox.Counts("letters")
    program = blackbox.program()
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        test_letters(counts, program, folder)
        test_log_in(counts, program, folder)
    counts.finish()


if __name__ == "__main__":
    main()
