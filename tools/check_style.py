#!/usr/bin/python3
"""The rules of the house that a program can hold: names, sizes, headers, globals, tests, what must not be in a file.

    tools/check_style.py [ROOT]

Prints one line a fault (file:line: what; remedy). What may break a rule stands in tools/style_exceptions.txt, with its
reason; an exception that is no longer needed is a fault too.
"""

import re
import subprocess
import sys
from pathlib import Path

import cpp_scan

FILE_LINES = 400
FUNCTION_LINES = 70
CODE = {".hpp", ".cpp"}
SCRIPTS = {".py", ".mjs", ".sh", ".cmake"}
FORBIDDEN_WORDS = {"util", "utils", "utility", "utilities", "common", "manager", "helper", "helpers", "misc", "base", "impl"}
EXCEPTIONS = "tools/style_exceptions.txt"
CALLERS = "tools/safe_html_callers.txt"
# Inputs of tests and of the example are other people's bytes, or are meant to be wrong.
DATA_FOLDERS = ("fixtures/", "example/")

STANDS_FOR_LATER = re.compile(r"\b(?:TO" r"DO|FIX" r"ME|XX" r"X|HA" r"CK)\b")
CONFLICT = re.compile(r"^(?:<{7}|>{7}|={7})(?: |$)")
MACHINE_PATH = re.compile(r"(?<![\w.:/-])/(?:wo" r"rk|ro" r"ot|home/[a-z]+|Us" r"ers/\w+)/[\w.-]")
REGISTRY = re.compile(r'"resolved":\s*"http|registry\.npm' r"js\.org|registry\.yarn" r"pkg|npm" r"mirror\.|arti" r"factory", re.I)
SLEEP = re.compile(r"\b(?:sleep_for|sleep_until|usleep|nanosleep|time\.sleep|sleep)\s*\(")
OUTPUT = re.compile(r"\bstd::(?:cout|cerr|clog)\b|(?<![\w.:>])(?:std::)?(?:printf|puts|fprintf|putchar)\s*\(|\bfmt::print\s*\(")
NEVER_MUTABLE = re.compile(
    r"^(?:\[\[[^]]*\]\]\s*)?(?:using|typedef|template|class|struct|union|enum|friend|static_assert|namespace|extern|asm|"
    r"TEST|INSTANTIATE|TYPED_TEST|REGISTER|BENCHMARK|FUZZ|MATCHER|TRY|CHECK|case|default|return)\b|"
    r"\b(?:constexpr|constinit const)\b"
)


class Faults:
    def __init__(self, exceptions):
        self.lines = []
        self._exceptions = exceptions  # (rule, subject) -> line number
        self._used = set()

    def add(self, rule, subject, line, message):
        """`subject` is a path, or path:function; an exception for it silences the fault."""
        if (rule, subject) in self._exceptions:
            self._used.add((rule, subject))
            return
        self.lines.append(f"{subject.split(':')[0]}:{line}: {message} [{rule}]")

    def add_unused_exceptions(self):
        for key in sorted(set(self._exceptions) - self._used):
            self.lines.append(f"{EXCEPTIONS}:{self._exceptions[key]}: {' '.join(key)} is no longer needed; take it out [exceptions]")


def read_exceptions(root):
    """Lines `rule path[:function]: reason`; a line without a reason is not accepted."""
    exceptions, wrong = {}, []
    path = root / EXCEPTIONS
    if path.exists():
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            if not line.strip() or line.startswith("#"):
                continue
            matched = re.match(r"^([a-z-]+) (\S+): (\S.{9,})$", line)
            if matched:
                exceptions[matched[1], matched[2]] = number
            else:
                wrong.append(f"{EXCEPTIONS}:{number}: not understood; write `rule path[:function]: a reason` [exceptions]")
    return exceptions, wrong


def tracked_files(root):
    """What git has or would take; the whole folder where there is no git."""
    command = ["git", "-c", "safe.directory=*", "-C", str(root), "ls-files", "-z", "-co", "--exclude-standard"]
    listed = subprocess.run(command, capture_output=True, check=False)
    if listed.returncode == 0 and (root / ".git").exists():
        names = [name for name in listed.stdout.decode().split("\0") if name]
    else:
        names = [str(path.relative_to(root)) for path in root.rglob("*")]
    return sorted(name for name in set(names) if (root / name).is_file() and not (root / name).is_symlink())


def is_test(name):
    return bool(re.search(r"_(?:test|bench|fuzz)\.\w+$", name)) or name.startswith("tests/")


def check_name(name, faults):
    parts = name.split("/")
    if parts[0] not in ("src", "tools", "tests", "cmake"):
        return
    for part in parts:
        stem = part.split(".")[0]
        if part != "CMakeLists.txt" and not re.fullmatch(r"[a-z0-9_]+(?:\.[a-z0-9]+)*", part):
            faults.add("file-name", name, 1, f"{part} is not snake_case; rename it")
        for word in sorted(FORBIDDEN_WORDS & set(stem.split("_"))):
            faults.add("forbidden-name", name, 1, f"'{word}' says nothing about what is inside; name the noun")


def check_declared_names(name, code, faults):
    for number, line in enumerate(code.split("\n"), 1):
        for matched in re.finditer(r"\b(?:class|struct|enum class|enum|namespace|concept|using)\s+((?:\w+::)*\w+)", line):
            words = {word.lower() for word in re.findall(r"[A-Z]+(?![a-z])|[A-Z]?[a-z0-9]+", matched[1])}
            for word in sorted(FORBIDDEN_WORDS & words):
                faults.add("forbidden-name", name, number, f"{matched[1]}: '{word}' says nothing about what it is; name the noun")


def check_size(name, text, functions, root, faults):
    first = text.split("\n", 1)[0]
    generated = re.search(r"[Gg]enerated by (tools/[\w.]+)", first)
    if generated and (root / generated[1]).exists():
        return
    lines = text.count("\n")
    if lines > FILE_LINES:
        faults.add("file-length", name, FILE_LINES + 1, f"{lines} lines, more than {FILE_LINES}; split along a seam that means something")
    for function in functions:
        if function.length > FUNCTION_LINES:
            message = f"{function.name} has {function.length} lines, more than {FUNCTION_LINES}; split along a seam that means something"
            faults.add("function-length", f"{name}:{function.name}", function.line, message)


def check_header(name, text, faults):
    if not name.endswith(".hpp"):
        return
    lines = text.split("\n")
    if not re.match(r"// \S.*\w", lines[0]):
        faults.add("header-sentence", name, 1, "the first line must be a comment: one sentence that says what the type is")
    opening = []
    for line in lines:
        if not line.startswith("//"):
            break
        opening.append(line[2:].strip())
    if opening and not re.search(r"[.:;](?: |$)", " ".join(opening)):
        faults.add("header-sentence", name, 1, "the opening comment is no sentence; end it with a full stop")
    if len(lines) <= len(opening) or lines[len(opening)] != "#pragma once":
        faults.add("pragma-once", name, len(opening) + 1, "`#pragma once` must follow the opening comment")


def check_namespace(name, code, faults):
    module = name.split("/")[1]
    expected = "byline" if module == "result" else f"byline::{module}"
    if name.endswith(".hpp") and not re.search(rf"\bnamespace {expected}\b", code):
        faults.add("namespace", name, 1, f"a header of src/{module} declares in namespace {expected}")
    for number, line in enumerate(code.split("\n"), 1):
        if re.search(r"\busing\s+namespace\b", line):
            faults.add("using-namespace", name, number, "no `using namespace`; name what you use")


def before_initializer(declaration):
    """Up to the first `=` or brace that stands outside of parentheses."""
    depth = 0
    for offset, character in enumerate(declaration):
        depth += (character == "(") - (character == ")")
        if depth == 0 and character in "={":
            return declaration[:offset].strip()
    return declaration.strip()


def check_globals(name, declarations, faults):
    for declaration in declarations:
        head = before_initializer(declaration.text)
        initialized = head != declaration.text
        if NEVER_MUTABLE.search(head) or len(head.split()) < 2 or (head.endswith(")") and "(" in head and not initialized):
            continue
        if re.search(r"\)\s*(?:const|noexcept|override|=|$)", head) or "operator" in head:
            continue
        pointer = re.search(r"\*\s*(\w+\s+)?\w+(?:\[\w*\])?$", head)
        constant = re.search(r"\*\s*const\b", head) if pointer else re.search(r"\bconst\b", head)
        if not constant:
            kind = "static" if declaration.in_function else "global"
            faults.add("mutable-global", name, declaration.line, f"mutable {kind}: `{head}`; make it const, or pass it in")


def check_calls(name, code, faults):
    module = name.split("/")[1]
    for number, line in enumerate(code.split("\n"), 1):
        if module != "cli" and not is_test(name) and OUTPUT.search(line):
            faults.add("output", name, number, "only cli writes to the terminal; return a value or a Diagnostic")


def check_shared_ownership(name, text, faults):
    lines = text.split("\n")
    for number, line in enumerate(lines, 1):
        declares = re.search(r"\bshared_ptr<.*>\s+\w+_?\s*(?:;|=|\{)|using \w+ = std::shared_ptr<", line)
        if declares and "//" not in line and "//" not in lines[max(0, number - 2)] and not is_test(name):
            faults.add("shared-ptr", name, number, "a shared_ptr carries a comment that says who shares it, and why")


def check_test(name, text, code, faults):
    if not re.search(r"_test\.\w+$", name):
        return
    for number, line in enumerate(code.split("\n"), 1):
        if SLEEP.search(line):
            faults.add("sleep", name, number, "nothing sleeps in a test; wait on a condition")
    for matched in re.finditer(r"\bGTEST_SKIP\(\)\s*(<<)?", code):
        if not matched[1]:
            number = code.count("\n", 0, matched.start()) + 1
            faults.add("skip-reason", name, number, "a skipped test says why: GTEST_SKIP() << \"...\"")
    for number, line in enumerate(text.split("\n"), 1):
        if re.search(r"\bDISABLED_\w", line):
            faults.add("skip-reason", name, number, "a test runs or says why not: GTEST_SKIP() << \"...\"")


def check_vouching(root, files, faults):
    """SafeHtml::vouch stands in listed files only: there, a reader checks that the text is safe."""
    listed = {}
    path = root / CALLERS
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines() if path.exists() else [], 1):
        if line.strip() and not line.startswith("#"):
            name, _, reason = line.partition(": ")
            listed[name] = number
            if len(reason) < 10:
                faults.add("vouch", CALLERS, number, f"{name}: say why its text is safe")
    for name, code in files.items():
        calls = [number for number, line in enumerate(code.split("\n"), 1) if re.search(r"\bvouch\s*\(", line)]
        if not calls or is_test(name) or name == "src/text/safe_html.hpp":
            continue
        if listed.pop(name, None) is None:
            for number in calls:
                faults.add("vouch", name, number, f"not on the list of callers; escape the text, or add the file to {CALLERS} with a reason")
    for name, number in listed.items():
        faults.add("vouch", CALLERS, number, f"{name} no longer calls SafeHtml::vouch; take the line out")


def check_every_line(name, text, faults):
    data = name.startswith(DATA_FOLDERS)
    for number, line in enumerate(text.split("\n"), 1):
        if REGISTRY.search(line):
            faults.add("registry", name, number, "a registry's address; lock files are written without it (.npmrc)")
        if data:
            continue
        if CONFLICT.match(line) and not name.endswith((".md", ".txt")):
            faults.add("conflict", name, number, "a merge conflict was left; resolve it")
        if STANDS_FOR_LATER.search(line):
            faults.add("later", name, number, "work that is put off belongs in an issue, not in a file")
        if MACHINE_PATH.search(line):
            faults.add("machine-path", name, number, "a path of one machine; make it relative to the project")


def check(root):
    """All faults of the tree at `root`, and how many files were read."""
    exceptions, wrong = read_exceptions(root)
    faults = Faults(exceptions)
    faults.lines.extend(wrong)
    names = tracked_files(root)
    sources = {}
    for name in names:
        check_name(name, faults)
        data = (root / name).read_bytes()
        if b"\0" in data[:4096]:
            continue
        text = data.decode("utf-8", errors="replace")
        check_every_line(name, text, faults)
        suffix = Path(name).suffix
        if suffix in SCRIPTS and not name.startswith(DATA_FOLDERS):
            check_size(name, text, [], root, faults)
            check_test(name, text, text, faults)
        if suffix in CODE and name.startswith("src/"):
            code = cpp_scan.without_comments_and_literals(text)
            functions, declarations = cpp_scan.scan(text)
            sources[name] = code
            check_size(name, text, functions, root, faults)
            check_declared_names(name, code, faults)
            check_header(name, text, faults)
            check_namespace(name, code, faults)
            check_globals(name, declarations, faults)
            check_calls(name, code, faults)
            check_shared_ownership(name, text, faults)
            check_test(name, text, code, faults)
    check_vouching(root, sources, faults)
    faults.add_unused_exceptions()
    return faults.lines, len(names)


def main():
    root = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).resolve().parent.parent
    faults, count = check(root)
    for fault in faults:
        print(fault)
    print(f"style: {count} files, {len(faults)} faults")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
