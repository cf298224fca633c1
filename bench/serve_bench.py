#!/usr/bin/python3
"""Requests a second and processor time a request of `byline serve` and nginx, over the same built site in one run.

    ./dev bench serve [--rounds N] [--seconds S] [--connections C] [--program FILE] [--markdown FILE]
    ./dev bench serve --slow       # instead: slowhttptest's clients against byline, and how a quick one fares meanwhile

Each has one worker, held to the first core; wrk runs on the second. The two take turns, round by round, so that whatever else the
machine does falls on both; the ratio is the figure to look at. nginx serves files by sendfile from open_file_cache, with keep-alive,
without a log; compressed ones by gzip_static. Both send the same security headers unless --plain-nginx leaves nginx without.
"""

import argparse
import gzip
import http.client
import os
import pathlib
import re
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent
TICKS = os.sysconf("SC_CLK_TCK")

NGINX = """
worker_processes 1;
daemon off;
pid {folder}/nginx.pid;
error_log {folder}/error.log;
events {{ worker_connections 4096; multi_accept on; }}
http {{
    include /etc/nginx/mime.types;
    default_type application/octet-stream;
    access_log off;
    sendfile on;
    tcp_nopush on;
    tcp_nodelay on;
    keepalive_requests 100000000;
    keepalive_timeout 65;
    open_file_cache max=10000 inactive=600s;
    open_file_cache_valid 600s;
    open_file_cache_min_uses 1;
    gzip_static on;
    gzip_vary on;
    charset utf-8;
    client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy; fastcgi_temp_path {folder}/fcgi;
    uwsgi_temp_path {folder}/uwsgi; scgi_temp_path {folder}/scgi;
    server {{
        listen 127.0.0.1:{port} reuseport backlog=4096;
        root {site};
        index index.html;
{headers}    }}
}}
"""

HEADERS = """        add_header Cache-Control no-cache;
        add_header Content-Security-Policy "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";
        add_header X-Content-Type-Options nosniff;
        add_header Referrer-Policy strict-origin-when-cross-origin;
        add_header Cross-Origin-Opener-Policy same-origin;
        add_header Permissions-Policy "camera=(), geolocation=(), microphone=(), payment=(), usb=()";
"""


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_for(port, process):
    while True:
        if process.poll() is not None:
            sys.exit(f"a server ended with {process.returncode}")
        with socket.socket() as probe:
            probe.settimeout(1)
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return


def get(port, path, headers=None):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    connection.request("GET", path, headers=headers or {})
    answer = connection.getresponse()
    return answer, answer.read()


def processor_seconds(pids):
    """User and system time of all these, to the kernel's tick."""
    ticks = 0
    for pid in pids:
        fields = pathlib.Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
        ticks += int(fields[11]) + int(fields[12])
    return ticks / TICKS


def children(pid):
    listed = subprocess.run(["ps", "-o", "pid=", "--ppid", str(pid)], capture_output=True, text=True, check=False)
    return [int(word) for word in listed.stdout.split()]


class Server:
    def __init__(self, name, process, port, pids):
        self.name, self.process, self.port, self.pids = name, process, port, pids

    def stop(self):
        self.process.terminate()
        self.process.wait()


def start_byline(program, site, folder, more=()):
    port = free_port()
    command = ["taskset", "-c", "0", str(program), "serve", "--output", str(site), "--port", str(port), "-j", "1", "--no-watch",
               "-s", str(folder), *more]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    wait_for(port, process)
    return Server("byline", process, port, [process.pid])


def start_nginx(site, folder, headers):
    port = free_port()
    config = folder / "nginx.conf"
    config.write_text(NGINX.format(folder=folder, site=site, port=port, headers=headers))
    process = subprocess.Popen(["taskset", "-c", "0", "nginx", "-p", str(folder), "-c", str(config)], stderr=subprocess.DEVNULL)
    wait_for(port, process)
    return Server("nginx", process, port, [process.pid] + children(process.pid))


def milliseconds(text):
    number, unit = re.fullmatch(r"([\d.]+)(us|ms|s)", text).groups()
    return float(number) * {"us": 0.001, "ms": 1, "s": 1000}[unit]


def one_round(server, path, headers, options):
    command = ["taskset", "-c", "1", "wrk", "-t1", f"-c{options.connections}", f"-d{options.seconds}", "--latency"]
    for name, value in headers.items():
        command += ["-H", f"{name}: {value}"]
    before = processor_seconds(server.pids)
    said = subprocess.run([*command, f"http://127.0.0.1:{server.port}{path}"], capture_output=True, text=True, check=True).stdout
    spent = processor_seconds(server.pids) - before
    requests = int(re.search(r"(\d+) requests in", said)[1])
    if "Socket errors" in said or ("Non-2xx" in said and "If-None-Match" not in headers):
        print(said, file=sys.stderr)
    return {"rate": float(re.search(r"Requests/sec:\s+([\d.]+)", said)[1]),
            "cpu": spent / requests * 100_000,
            "p50": milliseconds(re.search(r"(?m)^\s+50%\s+(\S+)", said)[1]),
            "p99": milliseconds(re.search(r"(?m)^\s+99%\s+(\S+)", said)[1])}


def scenarios(site):
    """Name, path, headers; the small page is a redirect page or the like, the large one the largest page."""
    pages = sorted(site.rglob("index.html"), key=lambda file: file.stat().st_size)

    def path_of(file):
        return "/" + str(file.relative_to(site).parent).replace(".", "", 1).lstrip("/") + "/"

    small, large = path_of(pages[len(pages) // 8]), path_of(pages[-1])
    sizes = {path_of(file): file.stat().st_size for file in pages}
    encoded = {"Accept-Encoding": "gzip"}
    return [(f"small page, {sizes[small]:,} bytes", small, {}), (f"large page, {sizes[large]:,} bytes", large, {}),
            ("large page, not modified (304)", large, {"If-None-Match": None}), ("large page, gzip", large, encoded)]


def measure(servers, name, path, headers, options):
    rounds = {server.name: [] for server in servers}
    for index in range(options.rounds):
        for server in servers if index % 2 == 0 else servers[::-1]:
            sent = dict(headers)
            if "If-None-Match" in sent:
                sent["If-None-Match"] = get(server.port, path)[0].headers["ETag"]
            rounds[server.name].append(one_round(server, path, sent, options))
    medians = {key: {field: statistics.median(one[field] for one in value) for field in value[0]} for key, value in rounds.items()}
    ours, theirs = medians["byline"], medians["nginx"]
    ratio_cpu = statistics.median(a["cpu"] / b["cpu"] for a, b in zip(rounds["byline"], rounds["nginx"]))
    ratio_rate = statistics.median(a["rate"] / b["rate"] for a, b in zip(rounds["byline"], rounds["nginx"]))
    return [name] + [f"{who[field]:,.0f}" if field == "rate" else f"{who[field]:.2f}" for field in ("rate", "cpu", "p50", "p99")
                     for who in (ours, theirs)] + [f"{ratio_rate:.2f}", f"{ratio_cpu:.2f}"]


SLOW = {"slow heads": ["-H"], "slow bodies": ["-B"], "slow readers": ["-X", "-w", "512", "-y", "1024", "-n", "5", "-z", "32", "-k", "3"]}


def slow_clients(program, site, folder, options):
    """A quick client beside a thousand slow ones: how long its requests take, and what the server counts."""
    rows = []
    for name, mode in SLOW.items():
        metrics = free_port()
        server = start_byline(program, site, folder, ["--metrics-port", str(metrics)])
        try:
            attack = subprocess.Popen(
                ["slowhttptest", "-c", "1000", *mode, "-i", "2", "-r", "500", "-l", str(options.seconds * 10), "-x", "24", "-p", "3",
                 "-u", f"http://127.0.0.1:{server.port}/"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=folder)
            times, open_most = [], 0
            while attack.poll() is None:
                began = time.monotonic()
                answer, _ = get(server.port, "/")
                times.append((time.monotonic() - began) * 1000)
                assert answer.status == 200, answer.status
                text = get(metrics, "/metrics")[1].decode()
                open_most = max(open_most, int(re.search(r"(?m)^byline_http_connections (\d+)", text)[1]))
            late = re.search(r"(?m)^byline_http_timeouts_total (\d+)", text)[1]
            rows.append([name, str(open_most), f"{len(times):,}", f"{statistics.median(times):.2f}", f"{max(times):.2f}", late])
        finally:
            server.stop()
    heads = ["1,000 slow clients", "open at once", "quick requests, all answered", "median ms", "longest ms", "clients left for slowness"]
    return "\n".join(["| " + " | ".join(row) + " |" for row in [heads, ["---"] * len(heads), *rows]])


def table(rows):
    heads = ["", "requests/s", "nginx", "CPU s per 100,000", "nginx", "p50 ms", "nginx", "p99 ms", "nginx", "requests ratio", "CPU ratio"]
    lines = ["| " + " | ".join(heads) + " |", "|" + "---|" * len(heads)]
    return "\n".join(lines + ["| " + " | ".join(row) + " |" for row in rows])


def prepare(program, folder):
    """The example, built, with a gzip form beside each file that nginx may send."""
    site = folder / "site"
    shutil.copytree(ROOT / "example", site)
    subprocess.run([program, "build", site], check=True, stdout=subprocess.DEVNULL)
    built = site / "public"
    # All clients are of this machine.
    (folder / "byline.toml").write_text("title = \"Served\"\n[serve]\nconnections_per_network = 4000\n", encoding="utf-8")
    for file in built.rglob("*"):
        if file.suffix in {".html", ".css", ".js", ".xml", ".svg"}:
            file.with_name(file.name + ".gz").write_bytes(gzip.compress(file.read_bytes(), 6))
    return built


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=int, default=2)
    parser.add_argument("--connections", type=int, default=32)
    parser.add_argument("--program", type=pathlib.Path, default=ROOT / "build/bench/byline")
    parser.add_argument("--markdown", type=pathlib.Path, help="write the table there, too")
    parser.add_argument("--plain-nginx", action="store_true", help="nginx without the security headers")
    parser.add_argument("--slow", action="store_true")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as made:
        folder = pathlib.Path(made)
        folder.chmod(0o755)
        built = prepare(options.program, folder)
        if options.slow:
            print(slow_clients(options.program, built, folder, options))
            return
        servers = [start_byline(options.program, built, folder),
                   start_nginx(built, folder, "" if options.plain_nginx else HEADERS)]
        try:
            rows = [measure(servers, *scenario, options) for scenario in scenarios(built)]
        finally:
            for server in servers:
                server.stop()
        text = table(rows)
        print(text)
        if options.markdown:
            options.markdown.write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
