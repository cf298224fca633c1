#!/usr/bin/python3
"""Runs one test, unless it passed before with exactly the same inputs.

    tools/run_test.py NAME COMMAND...       ctest calls it so, from the project root
    tools/run_test.py --inputs              the digest of what every test may read, for BYLINE_TEST_INPUTS

A test is known by its command, by the bytes of each file that the command names, by the environment that it heeds, and
by BYLINE_TEST_INPUTS: every file of the project but C++ sources (what these say is in the programs), ../shared, the
versions of all Debian and npm packages. Without that variable every test runs. What passed is kept beside the
compiler's cache, in ${XDG_CACHE_HOME:-~/.cache}/byline/passed; a failure never is.
"""

import hashlib
import json
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
MOST_KEPT = 4000  # tests that passed; each takes a block of the disk
HEEDED = ("BYLINE_", "ASAN_", "UBSAN_", "LSAN_", "TSAN_", "GTEST_FILTER", "GTEST_SHUFFLE", "GTEST_REPEAT")
NOT_HEEDED = ("BYLINE_RESULTS", "BYLINE_DEV")


def digest_of_file(path):
    with open(path, "rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def listed_files():
    """Of the project: those that git has, and those that it would take."""
    names = subprocess.run(["git", "ls-files", "-coz", "--exclude-standard"], cwd=ROOT, capture_output=True, check=True).stdout
    for name in sorted(set(names.decode().split("\0")) - {""}):
        if not (name.startswith("src/") and name.endswith((".cpp", ".hpp"))):
            yield ROOT / name


def shared_files():
    folder = ROOT.parent / "shared"
    return sorted(path for path in folder.rglob("*") if path.is_file()) if folder.is_dir() else []


def digest_of_inputs():
    digest = hashlib.sha256()
    packages = [Path("/var/lib/dpkg/status"), ROOT / "node_modules/.package-lock.json"]
    for path in [*listed_files(), *shared_files(), *packages]:
        if path.is_symlink():
            digest.update(f"{path.name} -> {os.readlink(path)}\n".encode())
        elif path.is_file():
            digest.update(f"{os.path.relpath(path, ROOT)} {digest_of_file(path)} {os.access(path, os.X_OK)}\n".encode())
    return digest.hexdigest()


def key_of(command, inputs):
    digest = hashlib.sha256(inputs.encode())
    for word in command:
        digest.update(f"{word.replace(str(ROOT), '.')}\0".encode())
        if os.path.isfile(word):
            digest.update(digest_of_file(word).encode())
    for name, value in sorted(os.environ.items()):
        if name.startswith(HEEDED) and name not in NOT_HEEDED:
            digest.update(f"{name}={value.replace(str(ROOT), '.')}\0".encode())
    return digest.hexdigest()


def memory():
    cache = os.environ.get("XDG_CACHE_HOME") or os.path.expanduser("~/.cache")
    return Path(cache, "byline", "passed")


def counts_left(results, name):
    """What the test left behind for tools/sum_results.py, as counts; a test that leaves nothing counts as one."""
    sys.path.insert(0, str(ROOT / "tools"))
    from sum_results import counts_of_file

    for path in (Path(results, f"{name}.counts.json"), Path(results, f"{name}.json")):
        if path.is_file():
            return dict(zip(("passed", "failed", "skipped"), counts_of_file(path)))
    return {"passed": 1, "failed": 0, "skipped": 0}


def remember(kept, name, counts):
    try:
        kept.parent.mkdir(parents=True, exist_ok=True)
        if len(all_kept := list(kept.parent.iterdir())) >= MOST_KEPT:
            for old in sorted(all_kept, key=lambda path: path.stat().st_mtime)[: MOST_KEPT // 2]:
                old.unlink(missing_ok=True)
        being_written = kept.with_suffix(f".{os.getpid()}")
        being_written.write_text(json.dumps({"name": name, **counts}), encoding="utf-8")
        being_written.rename(kept)
    except OSError as error:
        print(f"what passed is not kept: {error}")


def main():
    if sys.argv[1:] == ["--inputs"]:
        print(digest_of_inputs())
        return 0
    name, command = sys.argv[1], sys.argv[2:]
    results, inputs = os.environ.get("BYLINE_RESULTS"), os.environ.get("BYLINE_TEST_INPUTS")
    if not results or not inputs:
        os.execvp(command[0], command)
    kept = memory() / key_of(command, inputs)
    if kept.is_file():
        counts = json.loads(kept.read_text(encoding="utf-8"))
        os.utime(kept)
        counts["before"] = True
        Path(results, f"{name}.counts.json").write_text(json.dumps(counts), encoding="utf-8")
        print(f"{name} passed before with the same inputs")
        return 0
    code = subprocess.run(command, check=False).returncode
    if code == 0 and not (counts := counts_left(results, name))["failed"]:
        remember(kept, name, counts)
    return code if code >= 0 else 128 - code


if __name__ == "__main__":
    sys.exit(main())
