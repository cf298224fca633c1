#!/usr/bin/python3
"""Three `byline serve` over one PostgreSQL: what one takes, all show; one is killed, then the store goes away and comes back."""

import concurrent.futures
import ctypes
import http.client
import os
import pwd
import signal
import statistics
import subprocess
import tempfile
import threading
import time
import urllib.parse
from pathlib import Path

import blackbox
import conversation_test
import serve_test

HANGS_AFTER_S = 120  # no test of speed: what takes this long does not come at all
REPLICAS = 3
ROUNDS = 5  # in each of which every server takes one comment
WRITERS = 2  # for each server
LOAD = 12  # comments that each server takes at least, before one is killed and after it
PAGE = "/articles/open/"
CONFIGURATION = """
title = "Talk"
base_url = "http://127.0.0.1/"

[comments]
enabled = true
hold = "none"
least_seconds = 0
most_a_minute = 100000
most_a_day = 100000
"""


class Postgresql:
    """A server of its own on a private socket, which ends with this process. It refuses root, so root lends it an account."""

    def __init__(self, folder):
        self.programs = max(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parent.name), default=None)
        self.folder = folder
        self.data = folder / "data"
        self.account = {}
        if self.programs and os.geteuid() == 0:
            account = pwd.getpwnam("postgres")
            os.chown(folder, account.pw_uid, account.pw_gid)
            self.account = {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []}
        self.process = None
        self.address = f"postgresql:host={folder} user=byline dbname=postgres"

    def command(self, name, *arguments):
        libc = ctypes.CDLL(None)
        end_with_parent, at_once = 1, int(signal.SIGQUIT)
        return subprocess.Popen([self.programs / name, *arguments], cwd=self.folder, stdout=subprocess.DEVNULL,
                                preexec_fn=lambda: libc.prctl(end_with_parent, at_once), **self.account)

    def initialise(self):
        made = self.command("initdb", "-D", self.data, "-A", "trust", "-U", "byline", "--no-sync", "-E", "UTF8", "--locale=C",
                            "--no-instructions")
        return made.wait() == 0

    def start(self, syncing="off"):
        self.process = self.command("postgres", "-D", self.data, "-k", self.folder, "-c", "listen_addresses=", "-c", f"fsync={syncing}",
                                    "-c", "log_min_messages=panic", "-c", "max_connections=100")
        while self.command("pg_isready", "-q", "-h", self.folder, "-U", "byline", "-d", "postgres", "-t", "1").wait() != 0:
            if self.process.poll() is not None:
                raise AssertionError("PostgreSQL ended while it was started, see above")

    def stop(self):
        """As a crash does: no goodbye to anybody."""
        if self.process and self.process.poll() is None:
            self.process.send_signal(signal.SIGQUIT)
            self.process.wait()


class Replica:
    """One `byline serve` of the site, and what a reader does there. Nothing is sent twice unless the test says so."""

    def __init__(self, folder, store):
        self.folder, self.store, self.port, self.process = folder, store, serve_test.free_port(), None
        self.log = folder.parent / f"serve-{self.port}.log"

    def start(self):
        with self.log.open("ab") as log:
            self.process = subprocess.Popen([blackbox.program(), "serve", str(self.folder), "--port", str(self.port), "--no-watch"],
                                            stdout=log, stderr=subprocess.STDOUT,
                                            env={**os.environ, "LC_ALL": "C.UTF-8", "NO_COLOR": "1", "BYLINE_STORE": self.store})

    def end(self, by=signal.SIGTERM):
        if self.process and self.process.poll() is None:
            self.process.send_signal(by)
            self.process.wait()

    def ask(self, path, fields=None):
        """(status, text, where it leads); the connection's errors are the caller's."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=HANGS_AFTER_S)
        try:
            path = path.split("#")[0]
            if fields is None:
                connection.request("GET", path)
            else:
                connection.request("POST", path, urllib.parse.urlencode(fields), {"Content-Type": "application/x-www-form-urlencoded"})
            answer = connection.getresponse()
            return answer.status, answer.read().decode(), answer.headers.get("Location", "")
        finally:
            connection.close()

    def page(self):
        return self.ask(PAGE)[1]

    def form(self, body):
        """The form that a preview gives to send."""
        typed = {"page": PAGE, "parent": "", "name": "Ada", "email": "", "website": "", "subject": "", "body": body}
        status, text, _ = self.ask("/conversation/preview", typed)
        form = conversation_test.Fields(text).form("/send")
        if form is None:
            raise AssertionError(f"no form to send, but {status}: {text[-500:]}")
        return form

    def send(self, form):
        """(is acknowledged, status, text)"""
        status, text, location = self.ask(form["action"], form["fields"])
        return status == 303 and "/sent/" in location, status, text


def until(is_so, what):
    """Asks until it is so; how long that took, in seconds."""
    start = time.monotonic()
    while not is_so():
        if time.monotonic() - start > HANGS_AFTER_S:
            raise AssertionError(f"{what} did not come")
    return time.monotonic() - start


def serves(replica):
    """Whether its page has a form, so that it is there and has its store."""
    if replica.process.poll() is not None:
        raise AssertionError(f"byline ended: {replica.log.read_text(encoding='utf-8')}")
    try:
        return "said-form" in replica.page()
    except OSError:
        return False


def check_shown(counts, taker, others, body, form=None):
    """A comment that one takes comes onto the pages of the others; how long each time was."""
    acknowledged, status, text = taker.send(form or taker.form(body))
    if not counts.check(acknowledged, f"'{body}' is taken", f"{status}: {text[-500:]}"):
        return []
    start = time.monotonic()
    times, waiting = [], list(others)
    while waiting:
        for other in list(waiting):
            if body in other.page():
                times.append(time.monotonic() - start)
                waiting.remove(other)
        if time.monotonic() - start > HANGS_AFTER_S:
            counts.check(False, f"'{body}' is on the pages of all", f"not on {len(waiting)} of {len(others)}")
            return times
    counts.check(True, "it is on the pages of all")
    return times


class Load:
    """Readers who write to one server, each as soon as the comment before was taken."""

    def __init__(self, replica, name):
        self.replica, self.name = replica, name
        self.acknowledged, self.errors = [], []
        self.ends = threading.Event()

    def write(self, writer):
        number = 0
        while not self.ends.is_set():
            number += 1
            body = f"load {self.name}.{writer}.{number}."
            try:
                taken, status, text = self.replica.send(self.replica.form(body))
            except (OSError, http.client.HTTPException) as error:
                self.errors.append(repr(error))
                return
            if not taken:
                self.errors.append(f"{status}: {text[-300:]}")
                return
            self.acknowledged.append(body)


def check_killed(counts, replicas):
    loads = [Load(replica, name) for name, replica in enumerate(replicas)]
    *left, killed = loads
    with concurrent.futures.ThreadPoolExecutor(REPLICAS * WRITERS) as threads:
        try:
            for load in loads:
                for writer in range(WRITERS):
                    threads.submit(load.write, writer)
            until(lambda: all(len(load.acknowledged) >= LOAD or load.errors for load in loads), "the load")
            killed.replica.end(signal.SIGKILL)
            before = [len(load.acknowledged) for load in left]
            until(lambda: all(len(load.acknowledged) >= count + LOAD or load.errors for load, count in zip(left, before)),
                  "the load on those that are left")
        finally:
            for load in loads:
                load.ends.set()
    counts.equal([load.errors for load in left], [[], []], "the others take comments on")
    counts.equal(len(killed.errors), WRITERS, "who wrote to the killed one is told by the connection")
    acknowledged = [body for load in loads for body in load.acknowledged]
    print(f"{len(acknowledged)} comments were acknowledged, {len(killed.acknowledged)} by the server that was killed")
    for load in left:
        until(lambda load=load: acknowledged[-1] in load.replica.page(), "the last comment")
        check_all(counts, load.replica, acknowledged, "one that is left")
    killed.replica.start()
    until(lambda: serves(killed.replica), "the killed one")
    check_all(counts, killed.replica, acknowledged, "the killed one, started again,")
    return acknowledged


def check_all(counts, replica, acknowledged, name):
    """What was acknowledged is there, once; the events of the last comments may still be under way."""
    times = {}

    def is_whole():
        page = replica.page()
        times.update({body: page.count(body) for body in acknowledged})
        return all(times.values())

    until(is_whole, f"all comments on the page of {name}: {[body for body, count in times.items() if not count]}")
    counts.equal([body for body, count in times.items() if count != 1], [], f"{name} shows each acknowledged comment once")


def check_store_away(counts, postgresql, replicas):
    bodies = [f"While it is away, {name}." for name in range(REPLICAS)]
    forms = [replica.form(body) for replica, body in zip(replicas, bodies)]
    postgresql.stop()
    for replica, form, body in zip(replicas, forms, bodies):
        counts.check("Round 0 by 0." in replica.page(), "a page comes without the store")
        acknowledged, status, text = replica.send(form)
        counts.check(not acknowledged and status == 503, "a comment without the store is not taken", f"{status}")
        typed = conversation_test.Fields(text).form("/send") or conversation_test.Fields(text).form("/preview")
        counts.equal(typed and typed["fields"]["body"].strip(), body, "and comes back with its text")
    postgresql.start()
    for replica, form, body in zip(replicas, forms, bodies):
        check_shown(counts, replica, replicas, body, form)
    counts.equal([replica.process.poll() for replica in replicas], [None] * REPLICAS, "no server had to be started again")


def check_replicas(counts, folder):
    (folder / "store").mkdir()
    folder.chmod(0o755)  # the store's account goes through it
    postgresql = Postgresql(folder / "store")
    if postgresql.programs is None:
        counts.skip("replicas", "PostgreSQL is not installed (postgresql)")
        return
    counts.check(postgresql.initialise(), "initdb makes a cluster")
    site = folder / "site"
    (site / "content/articles").mkdir(parents=True)
    (site / "byline.toml").write_text(CONFIGURATION, encoding="utf-8")
    (site / "content/articles/open.md").write_text("---\ntitle: Open\n---\nSay something.\n", encoding="utf-8")
    code, _, said = blackbox.run([blackbox.program(), "build"], site)
    counts.equal(code, 0, f"the site builds; it said:\n{said}")
    replicas = [Replica(site, postgresql.address) for _ in range(REPLICAS)]
    try:
        postgresql.start()
        for replica in replicas:  # at once, so that one makes the tables and the others wait
            replica.start()
        for replica in replicas:
            until(lambda replica=replica: serves(replica), "a server")
        times = []
        for number in range(ROUNDS):
            for name, taker in enumerate(replicas):
                others = [replica for replica in replicas if replica is not taker]
                times += check_shown(counts, taker, others, f"Round {number} by {name}.")
        print(f"on the page of another server after {1000 * statistics.median(times):.0f} ms (median), "
              f"{1000 * max(times):.0f} ms (longest)")
        acknowledged = check_killed(counts, replicas)
        check_store_away(counts, postgresql, replicas)
        for replica in replicas:
            check_all(counts, replica, acknowledged, "each server in the end")
    finally:
        for replica in replicas:
            replica.end()
        postgresql.stop()
    counts.equal([replica.process.returncode for replica in replicas], [0] * REPLICAS, "they end well")


def main():
    counts = blackbox.Counts("replicas")
    with tempfile.TemporaryDirectory(prefix="byline-replicas-") as folder:
        check_replicas(counts, Path(folder))
    counts.finish()


if __name__ == "__main__":
    main()
