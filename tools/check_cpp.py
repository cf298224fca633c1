#!/usr/bin/python3
"""What only a compiler can check, on as many cores as there are: each header alone, and clang-tidy.

    tools/check_cpp.py headers|tidy [FILE...]

Flags come from a CMake configuration for clang 14 (build/analysis, configured only, never built). Each file goes
through ccache as a compilation of its own, so that what was found clean before is not looked at again, in this clone
or in another one. Exit code 0 when nothing was found.
"""

import concurrent.futures
import hashlib
import itertools
import json
import os
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BUILD = ROOT / "build/analysis"
COMPILER = "clang++-14"
# Only tidied with --tests: their macros triple the time, and they hold no code that ships.
NOT_TIDIED = ("_test.cpp", "_bench.cpp", "_fuzz.cpp")
# Sources that clang-tidy looks at in one go: enough to spread the headers' cost, few enough for two cores to share the work.
TOGETHER = 32


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


def version_of(program):
    return subprocess.run([program, "--version"], capture_output=True, text=True, check=True).stdout


def run_all(what, jobs, environment):
    """Runs [(name, command)]; prints what they say, and returns how many failed."""
    failed = 0
    launcher = ["ccache"] if shutil.which("ccache") else []

    def run(job):
        done = subprocess.run(launcher + job[1], cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
        return job[0], done.returncode, done.stdout + done.stderr

    with concurrent.futures.ThreadPoolExecutor(os.cpu_count() or 2) as pool:
        for name, code, output in pool.map(run, jobs):
            if code != 0:
                failed += 1
                print(f"{what}: {name}\n{output.strip()}\n", flush=True)
    print(f"{what}: {len(jobs)} files, {failed} faults")
    return failed


def is_first_of_its_source(header):
    """Then every compilation of that source, clang-tidy's too, sees the header alone."""
    source = header.with_suffix(".cpp")
    if not source.exists():
        return False
    includes = (line for line in source.read_text(encoding="utf-8").splitlines() if line.startswith("#include"))
    return next(includes, "") == f'#include "{header.parent.name}/{header.name}"'


def check_headers(wanted):
    flags = flags_by_source()
    jobs = []
    folder = BUILD / "headers"
    folder.mkdir(parents=True, exist_ok=True)
    for header in sorted((ROOT / "src").glob("*/*.hpp")):
        name = str(header.relative_to(ROOT))
        if name not in wanted if wanted else is_first_of_its_source(header):
            continue
        module = header.parent.name
        own = [source for source in flags if Path(source).parent == Path("src", module) and not source.endswith(NOT_TIDIED)]
        chosen = [*(flags[own[0]] if own else ["-std=c++20", "-Isrc"]), '-DBYLINE_ROOT="."']  # what tests are built with
        alone = folder / f"{module}_{header.stem}.cpp"
        text = f'#include "{module}/{header.name}"\n#include "{module}/{header.name}"\n'
        if not alone.exists() or alone.read_text(encoding="utf-8") != text:
            alone.write_text(text, encoding="utf-8")
        source = str(alone.relative_to(ROOT))
        command = [COMPILER, *chosen, "-O0", "-g0", "-Wno-unused-const-variable", "-c", source, "-o", f"{source}.o"]
        jobs.append((name, command))
    return run_all("headers alone", jobs, ccache_environment(version_of(COMPILER)))


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
    jobs = []
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
    return run_all("clang-tidy", jobs, ccache_environment(digest.hexdigest()))


def main():
    arguments = sys.argv[1:]
    with_tests = "--tests" in arguments
    arguments = [argument for argument in arguments if argument != "--tests"]
    if not arguments or arguments[0] not in ("headers", "tidy"):
        sys.exit(__doc__)
    configure()
    failed = check_headers(arguments[1:]) if arguments[0] == "headers" else check_tidy(arguments[1:], with_tests)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
