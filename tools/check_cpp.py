#!/usr/bin/python3
"""What only a compiler can check, on as many cores as there are: each header alone, and clang-tidy.

    tools/check_cpp.py headers [--all] [FILE...]
    tools/check_cpp.py tidy [--tests] [FILE...]

Flags come from a CMake configuration for clang 14 (build/analysis, configured only, never built). What was found clean
before is not looked at again, in this clone or in another one: clang-tidy goes through ccache, headers are remembered in
${XDG_CACHE_HOME:-~/.cache}/byline/headers. Exit code 0 when nothing was found.
"""

import concurrent.futures
import functools
import hashlib
import itertools
import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BUILD = ROOT / "build/analysis"
COMPILER = "clang++-14"
# Only tidied with --tests: their macros triple the time, and they hold no code that ships.
NOT_TIDIED = ("_test.cpp", "_bench.cpp", "_fuzz.cpp")
# Sources that clang-tidy looks at in one go: enough to spread the headers' cost, few enough for two cores to share the work.
TOGETHER = 64
# What most headers include of the standard library, the most frequent first: parsed once in each length of this list.
PARSED = (("string", "string_view"), ("vector",), ("optional", "utility", "variant"), ("memory",), ("functional",), ("array", "span", "map"))
MOST_KEPT = 8000  # headers that were right; each takes a block of the disk


def configure():
    command = [
        "cmake", "-S", ROOT, "-B", BUILD, "-G", "Ninja", f"-DCMAKE_CXX_COMPILER={COMPILER}", "-DCMAKE_BUILD_TYPE=Debug",
        "-DCMAKE_CXX_FLAGS_DEBUG=-O0", "-DBYLINE_PRECOMPILED=OFF", "-DBYLINE_UNITY=nothing",
    ]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        sys.exit(f"cannot configure {BUILD}:\n{done.stdout}{done.stderr}")


def relative(argument):
    """Flags name the project by its full path; clang-tidy and ccache see it relative, the same in every clone."""
    return argument.replace(f"{ROOT}/", "") if argument != str(ROOT) else "."


def flags_by_source():
    """{src/module/file.cpp: flags}, without what names inputs and outputs."""
    result = {}
    for entry in json.loads((BUILD / "compile_commands.json").read_text(encoding="utf-8")):
        source = relative(entry["file"])
        if not source.startswith("src/"):
            continue
        words = shlex.split(entry["command"])
        words = words[next(i for i, word in enumerate(words) if Path(word).name.startswith("clang++")) + 1 :]
        flags, skip = [], False
        for word in words:
            if skip or word in ("-c", "-o", "-MD", "-MF", "-MT"):
                skip = word in ("-o", "-MF", "-MT", "-c") and not skip
                continue
            flags.append(relative(word))
        result[source] = flags
    return result


def paired(flags):
    """Each flag with the word that belongs to it, so that flags of several sources can be joined."""
    words = iter(flags)
    return [(word, next(words)) if word in ("-isystem", "-include", "-Xclang") else (word,) for word in words]


def ccache_environment(key):
    """`key` stands for the program that runs: another one finds other things."""
    own = {
        "CCACHE_BASEDIR": str(ROOT), "CCACHE_NOHASHDIR": "1", "CCACHE_COMPILERTYPE": "clang",
        "CCACHE_COMPILERCHECK": f"string:{key}", "CCACHE_DIRECT": "1", "CCACHE_CPP2": "1",
    }
    return {**os.environ, **own}


@functools.cache
def version_of(program):
    return subprocess.run([program, "--version"], capture_output=True, text=True, check=True).stdout


def run_all(what, jobs, environment, when_clean=None):
    """Runs [(name, command)]; prints what they say, and returns how many failed. Clean ones are told to `when_clean`, else
    kept by ccache."""
    failed = 0
    launcher = ["ccache"] if shutil.which("ccache") and not when_clean else []

    def run(job):
        done = subprocess.run(launcher + job[1], cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
        return job[0], done.returncode, done.stdout + done.stderr

    with concurrent.futures.ThreadPoolExecutor(os.cpu_count() or 2) as pool:
        for name, code, output in pool.map(run, jobs):
            if code != 0:
                failed += 1
                print(f"{what}: {name}\n{output.strip()}\n", flush=True)
            elif when_clean:
                when_clean(name)
    print(f"{what}: {len(jobs)} files, {failed} faults")
    return failed


@dataclass(frozen=True)
class Includes:
    own: tuple  # "module/file.hpp"
    foreign: tuple  # of the standard library and of others
    are_plain: bool  # all before anything else, and under no condition


@functools.cache
def includes_of(path):
    text = re.sub(r"//[^\n]*|/\*.*?\*/", "", path.read_text(encoding="utf-8"), flags=re.S)
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    last = max((number for number, line in enumerate(lines) if line.startswith("#include")), default=-1)
    are_plain = all(re.match(r"#(pragma once|include\b)", line) for line in lines[: last + 1])
    return Includes(tuple(re.findall(r'^#include "([^"]+)"', text, re.M)), tuple(re.findall(r"^#include <([^>]+)>", text, re.M)), are_plain)


@functools.cache
def reached_from(header):
    """Headers of the project that it sees, itself among them."""
    seen, ahead = set(), [header]
    while ahead:
        path = ahead.pop()
        if path not in seen:
            seen.add(path)
            ahead += [ROOT / "src" / name for name in includes_of(path).own if (ROOT / "src" / name).is_file()]
    return frozenset(seen)


def parsed_before(header):
    """How many of PARSED may be parsed before it: those that it reaches anyway. Every header begins with its includes, and each
    that it includes is looked at alone too: so what comes first, comes no earlier than it would have."""
    reached = reached_from(header)
    foreign = {name for path in reached for name in includes_of(path).foreign}
    if not all(includes_of(path).are_plain for path in reached):
        return 0
    return next((count for count, names in enumerate(PARSED) if not foreign.issuperset(names)), len(PARSED))


def parse_headers(folder, flags):
    """Compiles the first headers of PARSED, the first two, and so on."""
    for count in range(1, len(PARSED) + 1):
        text = "".join(f"#include <{name}>\n" for names in PARSED[:count] for name in names)
        (folder / f"parsed_{count}.hpp").write_text(text, encoding="utf-8")
    commands = [
        [COMPILER, *flags, "-x", "c++-header", str(folder / f"parsed_{count}.hpp"), "-o", str(folder / f"parsed_{count}.pch")]
        for count in range(1, len(PARSED) + 1)
    ]
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count() or 2) as pool:
        for done in pool.map(lambda command: subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False), commands):
            if done.returncode != 0:
                sys.exit(f"cannot parse the standard headers:\n{done.stderr}")


def memory_of_headers():
    return Path(os.environ.get("XDG_CACHE_HOME") or os.path.expanduser("~/.cache"), "byline", "headers")


def what_tells_of(header, command):
    """The digest of all that a compilation of the header depends on; of nothing where packages are not Debian's."""
    status = Path("/var/lib/dpkg/status")
    if not status.is_file():
        return None
    digest = hashlib.sha256(f"{digest_of_packages(status)} {version_of(COMPILER)} {' '.join(command)}".encode())
    for path in sorted(reached_from(header)):
        digest.update(path.relative_to(ROOT).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()


@functools.cache
def digest_of_packages(status):
    return hashlib.sha256(status.read_bytes()).hexdigest()


def is_first_of_its_source(header):
    """Then `./dev build`, which compiles that source alone, sees the header alone."""
    source = header.with_suffix(".cpp")
    if not source.exists():
        return False
    includes = (line for line in source.read_text(encoding="utf-8").splitlines() if line.startswith("#include"))
    return next(includes, "") == f'#include "{header.parent.name}/{header.name}"'


def check_headers(wanted, is_whole):
    """Each header by itself, unless its source begins with it and not all are asked for. What it reaches of the standard library is parsed once for all."""
    flags = flags_by_source()
    folder = BUILD / "headers"
    folder.mkdir(parents=True, exist_ok=True)
    memory = memory_of_headers()
    memory.mkdir(parents=True, exist_ok=True)
    jobs, kept = [], {}
    common = ["-std=c++20", "-O0", "-g0", "-Wno-unused-const-variable"]
    headers = [
        header for header in sorted((ROOT / "src").glob("*/*.hpp"))
        if (str(header.relative_to(ROOT)) in wanted if wanted else is_whole or not is_first_of_its_source(header))
    ]
    for header in headers:
        name = str(header.relative_to(ROOT))
        module = header.parent.name
        own = [source for source in flags if Path(source).parent == Path("src", module) and not source.endswith(NOT_TIDIED)]
        chosen = [*(flags[own[0]] if own else ["-Isrc"]), '-DBYLINE_ROOT="."', *common]  # what tests are built with
        alone = folder / f"{module}_{header.stem}.cpp"
        alone.write_text(f'#include "{module}/{header.name}"\n#include "{module}/{header.name}"\n', encoding="utf-8")
        count = parsed_before(header)
        parsed = ["-include-pch", str((folder / f"parsed_{count}.pch").relative_to(ROOT))] if count else []
        command = [COMPILER, *chosen, *parsed, "-fsyntax-only", str(alone.relative_to(ROOT))]
        key = what_tells_of(header, command)
        if key and (memory / key).exists():
            os.utime(memory / key)
            continue
        jobs.append((name, command))
        kept[name] = memory / key if key else None
    if jobs:
        parse_headers(folder, [*common, "-Xclang", "-fno-pch-timestamp"])
    print(f"headers alone: {len(headers) - len(jobs)} are known to be right")
    failed = run_all("headers alone", jobs, os.environ, lambda name: kept[name] and kept[name].touch())
    if len(all_kept := list(memory.iterdir())) > MOST_KEPT:
        for old in sorted(all_kept, key=lambda path: path.stat().st_mtime)[: MOST_KEPT // 2]:
            old.unlink(missing_ok=True)
    return failed


def bundles(sources):
    """Neighbours in the alphabet, TOGETHER at most; a module that fits whole into none of them begins one of its own."""
    modules = {}
    for source in sources:
        modules.setdefault(source if source.endswith(("/main.cpp", *NOT_TIDIED)) else Path(source).parent.name, []).append(source)
    bundle = []
    for name, own in modules.items():
        for first in range(0, len(own), TOGETHER):
            some = own[first : first + TOGETHER]
            if bundle and (name.endswith(".cpp") or len(bundle) + len(some) > TOGETHER):
                yield bundle
                bundle = []
            bundle = bundle + some
        if name.endswith(".cpp"):
            yield bundle
            bundle = []
    if bundle:
        yield bundle


def check_tidy(wanted, with_tests):
    """Looks at many sources at a time, also of several modules: clang-tidy walks the standard library's headers once for
    all of them, which takes three seconds, as long as a module. So no two sources of a module may give one name to
    different things, not in unnamed namespaces either."""
    digest = hashlib.sha256(version_of("clang-tidy-14").encode())
    for name in (".clang-tidy", "tools/tidy_compiler"):
        digest.update((ROOT / name).read_bytes())
    flags = flags_by_source()
    chosen = [source for source in sorted(flags) if (source in wanted if wanted else with_tests or not source.endswith(NOT_TIDIED))]
    jobs, sizes = [], {}
    folder = BUILD / "tidy"
    folder.mkdir(parents=True, exist_ok=True)
    for number, some in enumerate(bundles(chosen)):
        together = folder / f"bundle_{number}.cpp"
        text = "".join(f'#include "../../../{source}"\n' for source in some)
        if not together.exists() or together.read_text(encoding="utf-8") != text:
            together.write_text(text, encoding="utf-8")
        unity = str(together.relative_to(ROOT))
        all_flags = list(dict.fromkeys(itertools.chain.from_iterable(paired(flags[source]) for source in some)))
        command = [str(ROOT / "tools/tidy_compiler"), *itertools.chain.from_iterable(all_flags), "-c", unity, "-o", f"{unity}.o"]
        jobs.append((f"{some[0]} to {some[-1]}", command))
        sizes[jobs[-1][0]] = len(some)
    jobs.sort(key=lambda job: -sizes[job[0]])  # a short one is last
    return run_all("clang-tidy", jobs, ccache_environment(digest.hexdigest()))


def main():
    arguments = sys.argv[1:]
    with_tests = "--tests" in arguments
    is_whole = "--all" in arguments
    arguments = [argument for argument in arguments if argument not in ("--tests", "--all")]
    if not arguments or arguments[0] not in ("headers", "tidy"):
        sys.exit(__doc__)
    configure()
    failed = check_headers(arguments[1:], is_whole) if arguments[0] == "headers" else check_tidy(arguments[1:], with_tests)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
