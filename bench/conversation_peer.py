#!/usr/bin/python3
"""Comments over HTTP: `byline serve` and Waline (npm @waline/vercel), each over a PostgreSQL of its own, in one run.

    /usr/bin/python3 -B bench/conversation_peer.py PROGRAM [--writers N] [--each N] [--reads N]

The same client sends to both: so many at a time, each waits for its answer. Timed is the request that stores the comment (Byline's
preview before it is not), and the one that gives a thread: Byline's whole page, Waline's JSON. The two take turns.
"""

import argparse
import concurrent.futures
import contextlib
import http.client
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
WALINE = ROOT / "bench/waline/node_modules/@waline/vercel"
TEXT = "TTL 不是承诺，只是**建议**。We measured it, and [wrote it down](https://www.rfc-editor.org/rfc/rfc8767).\n\n> 缓存是分布式系统里最容易被误解的部分。\n\n"
THREADS = (10, 100, 1000)
START_S = 120
NO_SERVICES = """require("http").createServer((_, answer) => answer.end('{"services":[]}')).listen(process.argv[1], "127.0.0.1")"""
MOST_AT_ONCE = 100  # threads that Waline gives

# What Waline's own description of its tables says, for PostgreSQL.
TABLES = """
CREATE TABLE wl_comment (id serial PRIMARY KEY, user_id int, comment text, insertedat timestamp DEFAULT now(), ip varchar(100),
    link varchar(255), mail varchar(255), nick varchar(255), pid int, rid int, sticky numeric, status varchar(50), "like" int, ua text,
    url varchar(255), createdat timestamp DEFAULT now(), updatedat timestamp DEFAULT now());
CREATE TABLE wl_users (id serial PRIMARY KEY, display_name varchar(255), email varchar(255), type varchar(50), url varchar(255),
    avatar varchar(255), label varchar(255));
"""


class CannotStart(Exception):
    pass


class Waline:
    """Asks a sign-in service before each answer: here one on this machine says that there is none. Its spam filter would ask another host."""

    name = "Waline"

    def __init__(self, store, port):
        if not WALINE.is_dir() or shutil.which("node") is None:
            raise CannotStart("Waline is not installed (npm ci --prefix bench/waline)")
        self.port = port
        services_port = serve_test.free_port()
        self.services = subprocess.Popen(["node", "-e", NO_SERVICES, str(services_port)])
        subprocess.run([store.programs / "psql", "-q", "-h", store.folder, "-U", "byline", "postgres"], input=TABLES, text=True, check=True)
        environment = {"PATH": os.environ["PATH"], "HOME": str(store.folder), "PG_DB": "postgres", "PG_HOST": str(store.folder),
                       "PG_USER": "byline", "PG_PASSWORD": "none", "JWT_TOKEN": "none", "IPQPS": "0", "DISABLE_AUTHOR_NOTIFY": "1",
                       "OAUTH_URL": f"http://127.0.0.1:{services_port}/", "AKISMET_KEY": "false"}
        self.process = subprocess.Popen(["node", "vanilla.js", str(port)], cwd=WALINE, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def end(self):
        for process in (self.process, self.services):
            process.kill()
            process.wait()

    def ask(self, path, body=None):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=START_S)
        try:
            connection.request("POST" if body else "GET", path, json.dumps(body) if body else None, {"Content-Type": "application/json"})
            answer = connection.getresponse()
            return answer.status, answer.read()
        finally:
            connection.close()

    def ready(self):
        return self.ask("/api/comment?path=/none/&pageSize=10&page=1")[0] == 200

    def prepared(self, page, number):
        return {"nick": f"Reader {number % 50}", "comment": f"{TEXT}{number}", "url": page, "ua": "bench"}

    def store(self, body):
        status, answer = self.ask("/api/comment", body)
        return status == 200 and json.loads(answer)["errno"] == 0

    def read(self, page, comments):
        """As its script reads them all: it gives no more than so many at a time."""
        found, number = 0, 1
        while found < comments:
            status, answer = self.ask(f"/api/comment?path={page}&pageSize={min(comments, MOST_AT_ONCE)}&page={number}")
            threads = json.loads(answer).get("data", {}).get("data") if status == 200 else None
            if not threads:
                return False
            found, number = found + len(threads), number + 1
        return True


class Byline:
    name = "Byline"

    def __init__(self, replica):
        self.replica = replica
        replica.start()
        self.process = replica.process

    def end(self):
        self.replica.end()

    def ready(self):
        return "</form>" in self.replica.ask("/articles/t0/")[1]

    def prepared(self, page, number):
        typed = {"page": page, "parent": "", "name": f"Reader {number % 50}", "email": "", "website": "", "subject": "", "body": f"{TEXT}{number}"}
        status, text, _ = self.replica.ask("/conversation/preview", typed)
        form = conversation_test.Fields(text).form("/send")
        if form is None:
            raise SystemExit(f"Byline gives no form to send, but {status}")
        return form

    def store(self, form):
        return self.replica.send(form)[0]

    def read(self, page, comments):
        return self.replica.ask(page)[1].count('id="comment.') >= comments


def wait_until_ready(server):
    end = time.monotonic() + START_S
    while time.monotonic() < end:
        if server.process.poll() is not None:
            raise CannotStart(f"{server.name} ended with code {server.process.returncode} while it started")
        with contextlib.suppress(OSError):
            if server.ready():
                return
        time.sleep(0.2)
    raise CannotStart(f"{server.name} does not answer")


def timed(calls, writers):
    """(calls a second, sorted latencies in ms)"""
    def one(call):
        start = time.perf_counter()
        if not call():
            raise SystemExit("a request failed")
        return (time.perf_counter() - start) * 1000

    start = time.perf_counter()
    with concurrent.futures.ThreadPoolExecutor(writers) as pool:
        latencies = sorted(pool.map(one, calls))
    return len(calls) / (time.perf_counter() - start), latencies


def row(what, server, rate, latencies):
    p99 = latencies[min(len(latencies) - 1, len(latencies) * 99 // 100)]
    print(f"| {what} | {server.name} | {rate:.0f} | {statistics.median(latencies):.1f} ms | {p99:.1f} ms |", flush=True)


def write_site(site, program):
    (site / "content/articles").mkdir(parents=True)
    (site / "byline.toml").write_text(replicas_test.CONFIGURATION, encoding="utf-8")
    for number in (0, *THREADS):
        (site / f"content/articles/t{number}.md").write_text(f"---\ntitle: T{number}\ndate: 2026-01-01\n---\nText.\n", encoding="utf-8")
    subprocess.run([program, "build"], cwd=site, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def start_all(folder, running):
    """The servers that are to be measured; `running` gets whatever is to be ended."""
    servers = []
    for start in (lambda store: Waline(store, serve_test.free_port()), lambda store: Byline(replicas_test.Replica(folder / "site", store.address))):
        (folder / str(len(running))).mkdir()
        store = replicas_test.Postgresql(folder / str(len(running)))
        if not store.programs or not store.initialise():
            raise SystemExit("there is no PostgreSQL (postgresql)")
        running.append(store.stop)
        store.start("on")
        try:
            server = start(store)
            running.append(server.end)
            wait_until_ready(server)
            servers.append(server)
        except CannotStart as reason:
            print(f"left out: {reason}\n")
    return servers


def measure(servers, options):
    print(f"load average {os.getloadavg()[0]:.1f}; {options.writers} at a time\n\n| | | a second | p50 | p99 |\n|---|---|---|---|---|")
    for server in servers:
        bodies = [server.prepared("/articles/t0/", number) for number in range(options.each)]
        row("store a comment", server, *timed([lambda body=body: server.store(body) for body in bodies], options.writers))
    for comments in THREADS:
        page = f"/articles/t{comments}/"
        for server in servers:
            bodies = [server.prepared(page, 10_000 * comments + number) for number in range(comments)]
            timed([lambda body=body: server.store(body) for body in bodies], options.writers)
        for server in servers:
            row(f"read a thread of {comments:,}", server, *timed([lambda: server.read(page, comments)] * options.reads, 1))


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("program")
    parser.add_argument("--writers", type=int, default=16)
    parser.add_argument("--each", type=int, default=400, help="comments stored in the timed part")
    parser.add_argument("--reads", type=int, default=50)
    options = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="byline-peer-"))
    folder.chmod(0o755)
    running = []
    try:
        write_site(folder / "site", str(blackbox.program()))
        measure(start_all(folder, running), options)
    finally:
        for end in reversed(running):
            end()
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    # The servers of the tests are started as there; the program that they start is the first argument.
    sys.path.insert(0, str(ROOT / "tests"))
    import blackbox
    import conversation_test
    import replicas_test
    import serve_test

    main()
