#!/usr/bin/env python3
"""Writes unicode_table.inc, case_folding_table.inc and entity_table.inc beside this file.

Sources: Python's unicodedata and html.entities; node's regular expressions for the two properties that
Python lacks (Script=Hangul, Emoji_Presentation). Run by hand when Unicode moves on; the results are committed.
"""
import html.entities
import json
import pathlib
import subprocess
import unicodedata

HERE = pathlib.Path(__file__).parent
WHITESPACE, PUNCTUATION, CJK, HANGUL, WORD, UPPER = 1, 2, 4, 8, 16, 32
BLOCK = 128
NOTE = "// Written by generate_tables.py (Unicode %s); do not edit.\n"


def node_set(expression):
    script = (
        "const o=[];for(let c=0;c<0x110000;c++){if(c>=0xd800&&c<0xe000)continue;"
        f"if(/{expression}/u.test(String.fromCodePoint(c)))o.push(c)}}console.log(JSON.stringify(o))"
    )
    return set(json.loads(subprocess.check_output(["node", "-e", script])))


def classes():
    hangul = node_set(r"\p{Script=Hangul}")
    emoji = node_set(r"\p{Emoji_Presentation}")
    for code in range(0x110000):
        character = chr(code)
        category = unicodedata.category(character)
        value = 0
        if category == "Zs" or character in "\t\n\f\r":
            value |= WHITESPACE
        if category[0] in "PS":
            value |= PUNCTUATION
        if (unicodedata.east_asian_width(character) in "WFH" and code not in emoji) or code in hangul:
            value |= CJK
        if code in hangul:
            value |= HANGUL
        if category[0] in "LMN" or category == "Pc":
            value |= WORD
        if category in ("Lu", "Lt"):
            value |= UPPER
        yield value


def rows(values, width):
    lines, line = [], ""
    for value in values:
        if len(line) + len(value) + 2 > width:
            lines.append(line.rstrip())
            line = ""
        line += value + ", "
    lines.append(line.rstrip())
    return "\n".join("    " + line for line in lines) + "\n"


def write_unicode():
    values = list(classes())
    blocks, index = {}, []
    for start in range(0, len(values), BLOCK):
        block = tuple(values[start : start + BLOCK])
        index.append(blocks.setdefault(block, len(blocks)))
    text = NOTE % unicodedata.unidata_version
    text += "// clang-format off\n"
    text += f"constexpr unsigned unicode_block_size = {BLOCK};\n"
    text += f"constexpr std::uint8_t unicode_index[{len(index)}] = {{\n" + rows(map(str, index), 112) + "};\n"
    flat = [value for block in blocks for value in block]
    assert len(blocks) < 256
    text += f"constexpr std::uint8_t unicode_classes[{len(flat)}] = {{\n" + rows(map(str, flat), 112) + "};\n"
    (HERE / "unicode_table.inc").write_text(text + "// clang-format on\n")


def literal(text):
    return '"' + "".join(f"\\{byte:03o}" for byte in text.encode()) + '"'


def write_case_folding():
    entries = []
    for code in range(0x80, 0x110000):
        if 0xD800 <= code < 0xE000:
            continue
        folded = chr(code).casefold()
        if folded != chr(code):
            entries.append(f"{{{code}, {literal(folded)}}}")
    text = NOTE % unicodedata.unidata_version
    text += "// clang-format off\n"
    text += f"constexpr CaseFolding case_foldings[{len(entries)}] = {{\n" + rows(entries, 112) + "};\n"
    (HERE / "case_folding_table.inc").write_text(text + "// clang-format on\n")


def write_entities():
    names = sorted(name[:-1] for name in html.entities.html5 if name.endswith(";"))
    entries = [f'{{"{name}", {literal(html.entities.html5[name + ";"])}}}' for name in names]
    text = "// Written by generate_tables.py from the HTML standard's list; do not edit.\n"
    text += "// clang-format off\n"
    text += f"constexpr NamedEntity named_entities[{len(entries)}] = {{\n" + rows(entries, 112) + "};\n"
    (HERE / "entity_table.inc").write_text(text + "// clang-format on\n")


if __name__ == "__main__":
    write_unicode()
    write_case_folding()
    write_entities()
