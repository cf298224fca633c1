#!/usr/bin/python3
"""Runs one test in a folder that has only what it declares, unless it passed before with exactly the same inputs.

    tools/run_test.py NAME FOLDER [READ...] -- COMMAND...     ctest calls it so, from the project root
    tools/run_test.py --inputs              the digest of what every test may read, for BYLINE_TEST_INPUTS

READ is a file or folder of the project. FOLDER/project is made anew with these (hard links), and the command runs
there, with ../shared and node_modules beside: a test that reads more than it declares does not find it, and fails. So
the bytes of what is declared, of each file that the command names, the environment that is heeded, and
BYLINE_TEST_INPUTS (../shared, the versions of all Debian and npm packages) tell whether a test passed before. Without that
variable every test runs. What passed is kept beside the compiler's cache, in ${XDG_CACHE_HOME:-~/.cache}/byline/passed;
a failure never is.
"""

import hashlib
import json
import os
import resource
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
MOST_KEPT = 4000  # tests that passed; each takes a block of the disk
HEEDED = ("BYLINE_", "ASAN_", "UBSAN_", "LSAN_", "TSAN_", "GTEST_FILTER", "GTEST_SHUFFLE", "GTEST_REPEAT", "GTEST_TOTAL_SHARDS", "GTEST_SHARD_INDEX", "CHROMIUM")
NOT_HEEDED = ("BYLINE_RESULTS", "BYLINE_DEV")
# What stands behind every test: this file, what sanitizers are told, and programs that may come from elsewhere than Debian.
BEHIND_ALL = ("tools/run_test.py", "tools/leaks_of_others.txt")
PROGRAMS = ("node", "chromium", "java", "dot", "openssl", "git")


def digest_of_file(path):
    with open(path, "rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def declared_files(reads):
    """Of the project below `reads`: the files that git has, and those that it would take."""
    if not reads:
        return []
    command = ["git", "ls-files", "-coz", "--exclude-standard", "--", *reads]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, check=False)
    if listed.returncode != 0:
        sys.exit(f"{' '.join(command)}: {listed.stderr.decode()}")
    names = sorted(set(listed.stdout.decode().split("\0")) - {""})
    return [name for name in names if (ROOT / name).is_symlink() or (ROOT / name).is_file()]


def files_below(folder):
    return sorted(path for path in folder.rglob("*") if path.is_file()) if folder.is_dir() else []


def digest_of(paths):
    digest = hashlib.sha256()
    for path in paths:
        if path.is_symlink():
            digest.update(f"{path.name} -> {os.readlink(path)}\n".encode())
        elif path.is_file():
            digest.update(f"{os.path.relpath(path, ROOT)} {digest_of_file(path)} {os.access(path, os.X_OK)}\n".encode())
    return digest.hexdigest()


def digest_of_inputs():
    packages = [Path("/var/lib/dpkg/status"), ROOT / "node_modules/.package-lock.json"]
    digest = hashlib.sha256(digest_of([*files_below(ROOT.parent / "shared"), *packages, *(ROOT / name for name in BEHIND_ALL)]).encode())
    for program in PROGRAMS:
        if found := shutil.which(program):
            known = os.stat(found)
            digest.update(f"{os.path.realpath(found)} {known.st_size} {known.st_mtime_ns}\n".encode())
    return digest.hexdigest()


def make_project(folder, files):
    """FOLDER/project with these files of the project and nothing else, and ../shared beside it."""
    shutil.rmtree(folder, ignore_errors=True)
    project = Path(folder, "project")
    project.mkdir(parents=True)
    for name in files:
        target = project / name
        target.parent.mkdir(parents=True, exist_ok=True)
        try:
            os.link(ROOT / name, target, follow_symlinks=False)
        except OSError:  # another file system
            shutil.copy2(ROOT / name, target, follow_symlinks=False)
    for name, origin in (("project/node_modules", ROOT / "node_modules"), ("shared", ROOT.parent / "shared")):
        if origin.is_dir():
            Path(folder, name).symlink_to(origin.resolve())
    return project


def key_of(command, inputs, files):
    digest = hashlib.sha256(f"{inputs} {digest_of(ROOT / name for name in files)}".encode())
    for word in command:
        digest.update(f"{word.replace(str(ROOT), '.')}\0".encode())
        if os.path.isfile(word):
            digest.update(digest_of_file(word).encode())
    for name, value in sorted(os.environ.items()):
        if name.startswith(HEEDED) and name not in NOT_HEEDED:
            digest.update(f"{name}={value.replace(str(ROOT), '.')}\0".encode())
    return digest.hexdigest()


def run(command, folder, files, reads):
    project = make_project(folder, files)
    own = {str(ROOT / name): str(project / name) for name in files}
    command = [own.get(word, word) for word in command]
    code = subprocess.run(command, cwd=project, env={**os.environ, "PWD": str(project)}, check=False).returncode
    spent = resource.getrusage(resource.RUSAGE_CHILDREN)
    print(f"processor time: {spent.ru_utime:.1f} s, and {spent.ru_stime:.1f} s of the system's")
    if code != 0:
        print(f"It ran in {project}, which has of the project only what the test declares to read "
              f"(tests/CMakeLists.txt, test_reads in libraries.cmake): {' '.join(reads) or 'nothing'}")
    else:
        shutil.rmtree(folder, ignore_errors=True)
    return code if code >= 0 else 128 - code


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
    separator = sys.argv.index("--")
    (name, folder, *reads), command = sys.argv[1:separator], sys.argv[separator + 1 :]
    files = declared_files(reads)
    if missing := [read for read in reads if not any(f"{file}/".startswith(f"{read}/") for file in files)]:
        sys.exit(f"{name} declares to read what is not there: {' '.join(missing)}")
    results, inputs = os.environ.get("BYLINE_RESULTS"), os.environ.get("BYLINE_TEST_INPUTS")
    if not results or not inputs:
        return run(command, folder, files, reads)
    kept = memory() / key_of(command, inputs, files)
    if kept.is_file():
        counts = json.loads(kept.read_text(encoding="utf-8"))
        os.utime(kept)
        counts["before"] = True
        Path(results, f"{name}.counts.json").write_text(json.dumps(counts), encoding="utf-8")
        print(f"{name} passed before with the same inputs")
        return 0
    code = run(command, folder, files, reads)
    if code == 0 and not (counts := counts_left(results, name))["failed"]:
        remember(kept, name, counts)
    return code


if __name__ == "__main__":
    sys.exit(main())
