#!/usr/bin/python3
"""`byline serve` from outside: under load while the site is built again and signals come, with TLS, and with wrong settings.

Clients ask without a pause while the site is built again, loaded again by SIGHUP, and stopped by SIGTERM; a request that is
not answered whole is a failure, and there may be none.
"""

import http.client
import os
import shutil
import signal
import socket
import ssl
import subprocess
import tempfile
import threading
import urllib.request
from pathlib import Path

import blackbox

CONFIGURATION = """
title = "Served"
base_url = "https://localhost/"
"""


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Site:
    def __init__(self, folder, program):
        self.folder, self.program = Path(folder), program
        (self.folder / "content").mkdir(parents=True)
        (self.folder / "byline.toml").write_text(CONFIGURATION, encoding="utf-8")
        self.write("one")

    def write(self, text):
        (self.folder / "content/index.md").write_text(f"---\ntitle: Home\n---\nHere is {text}.\n", encoding="utf-8")
        for number in range(20):
            (self.folder / f"content/page-{number}.md").write_text(f"---\ntitle: Page {number}\n---\n{text}\n", encoding="utf-8")

    def build(self):
        code, _, errors = blackbox.run([self.program, "build"], self.folder)
        assert code == 0, errors


class Server:
    """A running `byline serve`; what it says is read as it comes."""

    def __init__(self, site, *options):
        self.port = free_port()
        command = [site.program, "serve", str(site.folder), "--port", str(self.port), *map(str, options)]
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
                                        env={**os.environ, "LC_ALL": "C.UTF-8", "NO_COLOR": "1"})
        self.said = []
        self.wait_for("SIGHUP")

    def wait_for(self, words):
        """Reads lines until one has these words."""
        for line in self.process.stdout:
            self.said.append(line)
            if words in line:
                return
        raise AssertionError(f"ended without saying '{words}': {''.join(self.said)}")

    def get(self, path):
        with urllib.request.urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=30) as answer:
            return answer.read().decode()

    def signal(self, number):
        self.process.send_signal(number)

    def end(self):
        """The exit code, once it has ended by itself."""
        self.process.stdout.read()
        return self.process.wait()


class Load:
    """Threads that ask for pages without a pause, on connections that stay open, until told to stop."""

    def __init__(self, port, threads=4):
        self.port = port
        self.stopping = threading.Event()
        self.answered = 0
        self.failures = []
        self.lock = threading.Lock()
        self.threads = [threading.Thread(target=self.ask) for _ in range(threads)]
        for thread in self.threads:
            thread.start()

    def ask(self):
        while not self.stopping.is_set():
            try:
                connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
                connection.connect()
            except OSError:
                if not self.stopping.is_set():
                    self.note("no connection")
                return
            served = 0
            try:
                while not self.stopping.is_set():
                    connection.request("GET", "/page-7/")
                    answer = connection.getresponse()
                    body = answer.read()
                    whole = answer.status == 200 and body.rstrip().endswith(b"</html>")
                    self.note(None if whole else f"{answer.status} {len(body)} bytes")
                    served += 1
                    if answer.getheader("Connection") == "close":
                        break
            except (OSError, http.client.HTTPException) as error:
                # The system's own queue ends with the server's socket: nobody had taken that connection.
                self.note("no connection" if served == 0 and isinstance(error, ConnectionResetError) else repr(error))
            finally:
                connection.close()

    def note(self, failure):
        with self.lock:
            self.answered += 1
            if failure:
                self.failures.append(failure)

    def wait_for_more(self, count):
        wanted = self.answered + count
        while self.answered < wanted and not self.failures and any(thread.is_alive() for thread in self.threads):
            threading.Event().wait(0.002)

    def stop(self):
        self.stopping.set()
        for thread in self.threads:
            thread.join()


def test_builds_under_load(counts, program, folder):
    site = Site(folder / "load", program)
    site.build()
    log = folder / "access.log"
    server = Server(site, "--access-log", log, "--threads", "2")
    counts.check("Here is one" in server.get("/"), "the site is served")
    load = Load(server.port)
    for text in ("two", "three", "four"):
        site.write(text)
        site.build()
        server.wait_for("A new build is served")
        while f"Here is {text}" not in server.get("/"):
            server.wait_for("A new build is served")
        load.wait_for_more(50)
    # A whole other folder in its place, as a first build or a deployment puts it there.
    shutil.copytree(site.folder / "public", site.folder / "next")
    index = site.folder / "next/index.html"
    index.write_text(index.read_text(encoding="utf-8").replace("Here is four", "Here is five"), encoding="utf-8")
    (site.folder / "public").rename(site.folder / "old")
    (site.folder / "next").rename(site.folder / "public")
    while "Here is five" not in server.get("/"):
        server.wait_for("A new build is served")
    for _ in range(5):
        server.signal(signal.SIGHUP)
        server.wait_for("Loaded again")
        load.wait_for_more(50)
    # The log has been moved away; SIGHUP makes a new one.
    log.rename(folder / "access.log.1")
    server.signal(signal.SIGHUP)
    server.wait_for("Loaded again")
    load.wait_for_more(50)
    load.stop()
    counts.equal(load.failures, [], f"no request of {load.answered} is lost while builds and signals come")
    counts.check(load.answered > 400, "there was load", str(load.answered))
    server.signal(signal.SIGTERM)
    counts.equal(server.end(), 0, "SIGTERM ends it well")
    lines = log.read_text(encoding="utf-8").splitlines()
    counts.check(lines and all(line.startswith("127.0.0.0 - - [") for line in lines), "the new log is written, addresses shortened")


def test_stop_under_load(counts, program, folder):
    site = Site(folder / "stop", program)
    site.build()
    for _ in range(3):
        server = Server(site, "--threads", "2")
        load = Load(server.port)
        load.wait_for_more(50)
        load.stopping.is_set = lambda load=load: False  # they ask until they are told to go
        note = load.note
        load.note = lambda failure, note=note: note(failure) if failure != "no connection" else None
        server.signal(signal.SIGTERM)
        counts.equal(server.end(), 0, "SIGTERM under load ends it well")
        for thread in load.threads:
            thread.join()
        counts.equal(load.failures, [], f"no request of {load.answered} is lost while it stops")


def make_certificate(folder, name, common_name):
    certificate, key = folder / f"{name}.pem", folder / f"{name}.key"
    subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2",
                    "-subj", f"/CN={common_name}", "-addext", "subjectAltName=DNS:localhost", "-keyout", str(key), "-out", str(certificate)],
                   check=True, capture_output=True)
    return certificate, key


def serial_and_version(port, version=None):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    context.set_alpn_protocols(["h2", "http/1.1"])
    if version:
        context.minimum_version = context.maximum_version = version
    with socket.create_connection(("127.0.0.1", port), timeout=30) as plain, context.wrap_socket(plain) as secure:
        secure.sendall(b"GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
        answer = b""
        while chunk := secure.recv(65536):
            answer += chunk
        return secure.getpeercert(binary_form=True), secure.version(), secure.selected_alpn_protocol(), answer


def test_tls(counts, program, folder):
    if not shutil.which("openssl"):
        return counts.skip("TLS", "there is no openssl to make a certificate")
    site = Site(folder / "tls", program)
    site.write("large " + "x" * 300_000)
    site.build()
    certificate, key = make_certificate(folder, "live", "first")
    other, other_key = make_certificate(folder, "other", "second")
    plain_port = free_port()
    server = Server(site, "--tls-certificate", certificate, "--tls-key", key, "--address", "127.0.0.1", "--redirect-port", plain_port)
    first, version, protocol, answer = serial_and_version(server.port)
    counts.equal((version, protocol), ("TLSv1.3", "http/1.1"), "the newest TLS is spoken")
    counts.check(answer.startswith(b"HTTP/1.1 200 OK\r\n") and answer.rstrip().endswith(b"</html>"), "a page comes over TLS", str(answer[:300]))
    counts.check(b"\r\nStrict-Transport-Security: " in answer, "with TLS the browser is told to stay with it")
    counts.equal(serial_and_version(server.port, ssl.TLSVersion.TLSv1_2)[1], "TLSv1.2", "TLS 1.2 is spoken, too")
    try:
        serial_and_version(server.port, ssl.TLSVersion.TLSv1_1)
        counts.check(False, "TLS 1.1 is refused")
    except (OSError, ValueError):
        counts.check(True, "TLS 1.1 is refused")
    plain = http.client.HTTPConnection("127.0.0.1", plain_port, timeout=30)
    plain.request("GET", "/page-1/?a=b")
    moved = plain.getresponse()
    moved.read()
    counts.equal((moved.status, moved.getheader("Location")), (308, "https://localhost/page-1/?a=b"), "plain requests are sent on")
    # A key that does not belong to it leaves the old certificate; the right pair takes its place.
    shutil.copy(other, certificate)
    server.signal(signal.SIGHUP)
    server.wait_for("Certificate and log stay as they were")
    server.wait_for("Loaded again")
    counts.equal(serial_and_version(server.port)[0], first, "a certificate with another's key changes nothing")
    shutil.copy(other_key, key)
    server.signal(signal.SIGHUP)
    server.wait_for("Loaded again")
    counts.check(serial_and_version(server.port)[0] != first, "SIGHUP loads the new certificate")
    server.signal(signal.SIGINT)
    counts.equal(server.end(), 0, "Ctrl+C ends it well")
    return None


def test_wrong_settings(counts, program, folder):
    site = Site(folder / "wrong", program)

    def said(*options, configuration=""):
        (site.folder / "byline.toml").write_text(CONFIGURATION + configuration, encoding="utf-8")
        code, _, errors = blackbox.run([program, "serve", site.folder, *options], site.folder)
        return code, errors

    code, errors = said()
    counts.check(code == 2 and "byline build" in errors, "a site that was never built says how to build it", errors)
    site.build()
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        code, errors = said("--port", taken.getsockname()[1])
        counts.check(code == 3 and "--port" in errors, "a port that is taken says so", errors)
    for options, configuration, words in (
            (["--trusted-proxy", "10.0.0.1/8"], "", "neither an IP address nor a network"),
            ([], '[serve]\ntrusted_proxies = ["nobody"]\n', "byline.toml:5:20"),
            ([], '[serve]\nprot = 80\n', "did you mean 'port'"),
            ([], '[serve]\nport = 99999\n', "byline.toml:5:8"),
            ([], '[serve]\naccess_log_form = "xml"\n', "\"combined\", \"json\""),
            (["--tls-certificate", "a.pem"], "", "--tls-key"),
            (["--tls-certificate", "a.pem", "--tls-key", "b.pem"], "", "a.pem"),
            (["--redirect-port", "80"], "", "TLS"),
            (["--address", "example.org"], "", "is not an IP address"),
            (["--access-log", "no/such/folder/log"], "", "no/such/folder/log"),
            (["--output", "nowhere"], "", "nowhere")):
        code, errors = said(*options, configuration=configuration)
        counts.check(code in (1, 2, 3) and words in errors, f"{options or configuration} is told", errors)


def start_with_socket(site, listening):
    """As systemd does: the socket becomes descriptor 3, and the program is told so with its own number."""
    script = 'LISTEN_PID=$$ LISTEN_FDS=1 exec "$0" serve "$1" --no-watch'
    return subprocess.Popen(["sh", "-c", script, str(site.program), str(site.folder)], stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                            text=True, pass_fds=(3,), preexec_fn=lambda: os.dup2(listening, 3, inheritable=True))


def ended(process):
    process.send_signal(signal.SIGTERM)
    process.stdout.read()
    return process.wait()


def test_inherited_socket(counts, program, folder):
    site = Site(folder / "inherited", program)
    site.build()
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port = listening.getsockname()[1]

        def ask():
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
            connection.connect()
            connection.request("GET", "/")
            return connection

        process = start_with_socket(site, listening.fileno())
        counts.check(b"Here is one" in ask().getresponse().read(), "a socket that is given is served")
        counts.equal(ended(process), 0, "it stops")
        waiting = ask()
        process = start_with_socket(site, listening.fileno())
        counts.check(b"Here is one" in waiting.getresponse().read(), "a request that came between two processes is answered")
        counts.equal(ended(process), 0, "it stops again")
    with socket.socket() as deaf:
        process = start_with_socket(site, deaf.fileno())
        said = process.stdout.read()
        counts.check(process.wait() == 2 and "ListenStream" in said, "a socket that does not listen is told", said)


def main():
    counts = blackbox.Counts("serve")
    program = blackbox.program()
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        test_builds_under_load(counts, program, folder)
        test_stop_under_load(counts, program, folder)
        test_tls(counts, program, folder)
        test_wrong_settings(counts, program, folder)
        test_inherited_socket(counts, program, folder)
    counts.finish()


if __name__ == "__main__":
    main()
