#!/usr/bin/python3
"""Holds every #include of src/ against tools/layers.txt, the only list of allowed edges.

    tools/check_layers.py [ROOT]

Exit code 0 when the tree is as drawn, 1 with one line a fault (file:line: what; remedy) when it is not.
"""

import re
import sys
from pathlib import Path

LINE = re.compile(r"^(\d+) ([a-z][a-z0-9_]*):((?: [a-z][a-z0-9_]*)*)$")
INCLUDE = re.compile(r'^\s*#\s*include\s*(?:"([^"]+)"|<([^>]+)>)')
SOURCES = {".hpp", ".cpp", ".h", ".cc", ".hxx", ".cxx", ".ipp"}


class Module:
    def __init__(self, layer, allowed, line):
        self.layer = layer
        self.allowed = allowed
        self.line = line


def read_layers(path, faults):
    """The modules by name; faults in the list itself are appended to `faults`."""
    modules = {}
    name_of_file = "tools/layers.txt"
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        matched = LINE.match(line.rstrip())
        where = f"{name_of_file}:{number}"
        if not matched:
            faults.append(f"{where}: not understood: {line!r}; write `layer name: modules`")
            continue
        layer, name, allowed = int(matched[1]), matched[2], matched[3].split()
        if name in modules:
            faults.append(f"{where}: {name} is listed twice (line {modules[name].line}); keep one line")
            continue
        modules[name] = Module(layer, allowed, number)
    for name, module in modules.items():
        where = f"{name_of_file}:{module.line}"
        for edge in module.allowed:
            if edge not in modules:
                faults.append(f"{where}: {name} names an unknown module {edge}; list it or take the edge out")
            elif modules[edge].layer >= module.layer:
                faults.append(
                    f"{where}: {name} (layer {module.layer}) may not include {edge} (layer {modules[edge].layer}); "
                    "an edge points to a lower layer: move what both need down"
                )
    return modules


def check_folders(source_root, modules, faults):
    folders = {entry.name for entry in source_root.iterdir() if entry.is_dir()}
    for folder in sorted(folders - set(modules)):
        faults.append(f"src/{folder}:1: the folder is not a module; add its line to tools/layers.txt")
    for name in sorted(set(modules) - folders):
        faults.append(f"tools/layers.txt:{modules[name].line}: there is no src/{name}; take the line out")
    for entry in sorted(source_root.iterdir()):
        if entry.is_file() and entry.suffix in SOURCES:
            faults.append(f"src/{entry.name}:1: the file belongs to no module; move it into one")


def judge(target, quoted, owner, modules, source_root):
    """What is wrong with one include of module `owner`, or None."""
    first = target.split("/")[0]
    if not quoted:
        if "/" in target and first in modules and (source_root / target).exists():
            return f'<{target}> is ours; write "{target}"'
        return None
    if "/" not in target or first in (".", ".."):
        return f'"{target}" does not name its module; write "module/file.hpp", and <...> for foreign headers'
    if first not in modules:
        return f'"{target}" names an unknown module {first}; use <...> for foreign headers, or list it in tools/layers.txt'
    if first != owner and first not in modules[owner].allowed:
        if modules[first].layer < modules[owner].layer:
            return f"{owner} may not include {first}; add the edge to tools/layers.txt if it belongs to the design"
        return (
            f"{owner} (layer {modules[owner].layer}) may not include {first} (layer {modules[first].layer}); "
            "move what both need to a lower layer"
        )
    if not (source_root / target).exists():
        return f'"{target}" does not exist under src/; correct the path'
    return None


def check_includes(source_root, modules, faults):
    count = 0
    for name in sorted(modules):
        for path in sorted((source_root / name).rglob("*")):
            if path.suffix not in SOURCES:
                continue
            count += 1
            for number, line in enumerate(path.read_text(encoding="utf-8", errors="replace").splitlines(), 1):
                matched = INCLUDE.match(line)
                if not matched:
                    continue
                quoted = matched[1] is not None
                fault = judge(matched[1] or matched[2], quoted, name, modules, source_root)
                if fault:
                    faults.append(f"src/{path.relative_to(source_root)}:{number}: {fault}")
    return count


def check(root):
    """The faults of the tree at `root`, and how many files were read."""
    faults = []
    modules = read_layers(root / "tools/layers.txt", faults)
    check_folders(root / "src", modules, faults)
    count = check_includes(root / "src", modules, faults)
    return faults, count


def main():
    root = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).resolve().parent.parent
    faults, count = check(root)
    for fault in faults:
        print(fault)
    print(f"layers: {count} files, {len(faults)} faults")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
