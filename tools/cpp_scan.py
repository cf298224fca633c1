"""Reads C++ well enough for style rules: text without comments and literals, functions and their lengths,
declarations at namespace scope. It expects code that clang-format has laid out; it is no compiler.
"""

import re
from dataclasses import dataclass

RAW_STRING = re.compile(r'R"([^()\\\s]{0,16})\(')
TOKEN = re.compile(r'//[^\n]*|/\*.*?\*/|(?:u8|u|U|L)?R"[^()\\\s]{0,16}\(|"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])+\'', re.S)
SCOPE_HEAD = re.compile(r'^(?:template\s*<.*>\s*)?(?:typedef\s+|inline\s+)?(?:namespace|class|struct|union|enum|extern\s*"")', re.S)
FUNCTION_TAIL = re.compile(r"\)\s*(?:const|noexcept(?:\([^)]*\))?|override|final|mutable|&&?|\s|->[^;{}]*)*$")
CONSTRUCTOR = re.compile(r"\)\s*(?:noexcept\s*)?:(?!:)")


def _blank(text):
    return re.sub(r"[^\n]", " ", text)


def without_comments_and_literals(text):
    """The same text with comments, strings and characters blanked; every offset stays where it was."""
    out = []
    position = 0
    while True:
        matched = TOKEN.search(text, position)
        if not matched:
            out.append(text[position:])
            return "".join(out)
        token = matched[0]
        out.append(text[position : matched.start()])
        end = matched.end()
        raw = RAW_STRING.search(token) if token.endswith("(") else None
        if raw:
            close = text.find(f'){raw[1]}"', end)
            end = len(text) if close < 0 else close + len(raw[1]) + 2
        elif token[0] == "'" and matched.start() > 0 and (text[matched.start() - 1].isalnum()):
            end = matched.start() + 1  # a digit separator
        piece = text[matched.start() : end]
        is_literal = piece[-1] in "\"'" and len(piece) > 1 and not piece.startswith(("//", "/*"))
        out.append(piece[-1] + _blank(piece[1:-1]) + piece[-1] if is_literal else _blank(piece))
        position = end


def without_preprocessor(code):
    """Blanks directives with their continuation lines."""
    out = []
    inside = False
    for line in code.split("\n"):
        inside = inside or line.lstrip().startswith("#")
        out.append(_blank(line) if inside else line)
        inside = inside and line.rstrip().endswith("\\")
    return "\n".join(out)


@dataclass
class Function:
    name: str
    line: int  # of the first line of its declaration
    length: int  # in lines, declaration and braces included


@dataclass
class Declaration:
    text: str  # without its initializer
    line: int
    in_function: bool  # a `static` of a function, else at namespace scope


def _name_of(head):
    before = head.split("(", 1)
    words = re.findall(r"[\w:~]+", before[0])
    name = words[-1] if words else "?"
    if name in ("TEST", "TEST_F", "TEST_P", "BENCHMARK_DEFINE_F"):
        return name + "(" + " ".join(before[1].split(")")[0].split()) + ")"
    return name


class _Scanner:
    def __init__(self, code):
        self.code = code
        self.functions = []
        self.declarations = []
        self.stack = []  # (kind, head offset); kinds: scope, type, function, block, braces
        self.head = 0

    def _line(self, offset):
        return self.code.count("\n", 0, offset) + 1

    def _kind(self, head):
        within = self.stack[-1][0] if self.stack else "scope"
        if within in ("function", "block"):
            return "block"
        if within == "braces":
            return "braces"
        if SCOPE_HEAD.match(head) and not FUNCTION_TAIL.search(head):
            return "scope" if re.match(r"(?:inline\s+)?namespace|extern", head) else "type"
        if "operator" not in head and re.search(r"(?<![=!<>])=(?!=)[^()]*$", head) and "[" not in head.split("=")[-1]:
            return "braces"
        if CONSTRUCTOR.search(head):
            return "function" if head.rstrip().endswith((")", "}")) else "braces"
        if FUNCTION_TAIL.search(head) and "(" in head:
            return "function"
        return "braces"

    def _head_text(self, end):
        text = self.code[self.head : end]
        stripped = text.lstrip()
        access = re.match(r"(?:(?:public|private|protected)\s*:\s*)+", stripped)
        if access:
            stripped = stripped[access.end() :]
        return stripped, self.head + len(text) - len(stripped)

    def _declare(self, end):
        within = self.stack[-1][0] if self.stack else "scope"
        if within == "type" or within == "braces":
            return
        text, start = self._head_text(end)
        in_function = within in ("function", "block")
        if text.strip() and (not in_function or re.match(r"(?:static|thread_local)\b", text)):
            self.declarations.append(Declaration(" ".join(text.split()), self._line(start), in_function))

    def run(self):
        code = self.code
        depth = 0  # of parentheses
        for matched in re.finditer(r"[(){};]", code):
            offset, token = matched.start(), matched[0]
            if token == "(":
                depth += 1
            elif token == ")":
                depth -= 1
            elif token == "{":
                head, start = self._head_text(offset)
                kind = "braces" if depth > 0 and not self._in_code() else self._kind(head)
                self.stack.append((kind, start, self.head, depth))
                if kind != "braces":
                    self.head = offset + 1
                depth = 0
            elif token == "}" and self.stack:
                kind, start, head, depth = self.stack.pop()
                if kind == "function":
                    length = self._line(offset) - self._line(start) + 1
                    self.functions.append(Function(_name_of(code[start:offset]), self._line(start), length))
                self.head = head if kind == "braces" else offset + 1
            elif token == ";" and depth == 0 and not (self.stack and self.stack[-1][0] == "braces"):
                self._declare(offset)
                self.head = offset + 1
        return self

    def _in_code(self):
        return bool(self.stack) and self.stack[-1][0] in ("function", "block")


def scan(text):
    """Functions (outermost only) and declarations of a source file."""
    scanner = _Scanner(without_preprocessor(without_comments_and_literals(text))).run()
    return scanner.functions, scanner.declarations
