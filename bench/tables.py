"""Measurements as Markdown tables, the same for the terminal and for bench/history."""

import datetime
import os
import platform
import re
from pathlib import Path

HISTORY = Path(__file__).resolve().parent / "history"


def keep(text, name):
    """Leaves a run's tables in bench/history/DATE-NAME.md, or -2, -3 ... when that is there."""
    path = HISTORY / f"{datetime.date.today()}-{name}.md"
    number = 2
    while path.exists():
        path = path.with_name(f"{datetime.date.today()}-{name}-{number}.md")
        number += 1
    path.parent.mkdir(exist_ok=True)
    path.write_text(text + "\n", encoding="utf-8")
    print(f"\nkept as bench/history/{path.name}")


def machine():
    """What matters of the machine, without its name."""
    model = re.search(r"^model name\s*: (.+)$", Path("/proc/cpuinfo").read_text(encoding="utf-8"), re.M)
    memory_kb = int(re.search(r"MemTotal:\s+(\d+)", Path("/proc/meminfo").read_text(encoding="utf-8"))[1])
    kernel = re.match(r"[\d.]+", platform.release())[0]
    cores = len(os.sched_getaffinity(0))
    return f"{cores} cores ({model[1] if model else 'of unknown make'}), {memory_kb / 1048576:.0f} GB of memory, Linux {kernel}"


def file_system_of(folder):
    """The type of the file system that a folder is on: ext4, tmpfs."""
    best, kind = "", "unknown"
    folder = str(Path(folder).resolve())
    for line in Path("/proc/mounts").read_text(encoding="utf-8").split("\n"):
        fields = line.split(" ")
        if len(fields) > 2 and len(fields[1]) >= len(best) and (folder + "/").startswith(fields[1].rstrip("/") + "/"):
            best, kind = fields[1], fields[2]
    return kind


def load():
    return f"{os.getloadavg()[0]:.1f}"


def seconds(value):
    return f"{value:.3f}" if value < 10 else f"{value:.1f}"


def times(value, floor):
    if not floor:
        return ""
    ratio = value / floor
    return f"{ratio:.2f}" if ratio < 10 else f"{ratio:.0f}"


def table(heads, rows):
    lines = ["| " + " | ".join(heads) + " |", "|---" + "|---:" * (len(heads) - 1) + "|"]
    return "\n".join(lines + ["| " + " | ".join(row) + " |" for row in rows])


def clean_table(results, floor):
    """`results` is a list of (name, Measurement), Byline first; the ratios are to it."""
    heads = ["clean build", "wall s", "CPU s", "peak MB", "files", "MB", "wall ÷ Byline's", "CPU ÷ Byline's",
             "memory ÷ Byline's", "wall ÷ floor"]
    byline = results[0][1]
    rows = []
    for name, one in results + [("only writing Byline's files (floor)", floor)]:
        memory = [f"{one.memory_mb:.0f}", times(one.memory_mb, byline.memory_mb)] if one.memory_mb else ["", ""]
        rows.append([name, seconds(one.wall_s), seconds(one.cpu_s), memory[0], f"{one.files:.0f}", f"{one.bytes / 1e6:.1f}",
                     times(one.wall_s, byline.wall_s), times(one.cpu_s, byline.cpu_s), memory[1],
                     times(one.wall_s, floor.wall_s)])
    return table(heads, rows)


def rebuild_table(results):
    """`results` is a list of (name, what changed, Measurement, wall of that generator's clean build)."""
    heads = ["built again", "what changed", "wall s", "CPU s", "peak MB", "files written", "wall ÷ its clean build"]
    return table(heads, [[name, change, seconds(one.wall_s), seconds(one.cpu_s), f"{one.memory_mb:.0f}",
                          f"{one.written:.0f}", times(one.wall_s, clean_s)] for name, change, one, clean_s in results])


def phase_table(results):
    """`results` is a list of (what changed, {phase: milliseconds}), the clean build first."""
    names = list(results[0][1])
    heads = ["phase, ms"] + [what for what, _ in results]
    rows = [[name] + [f"{phases.get(name, 0):.1f}" for _, phases in results] for name in names]
    return table(heads, rows + [["all"] + [f"{sum(phases.values()):.1f}" for _, phases in results]])


def large_table(results):
    """`results` is a list of (posts, what changed, Measurement), the fewest posts first: growth is against these."""
    heads = ["posts", "what changed", "wall s", "CPU s", "peak MB", "files written", "CPU µs a post", "kB a post", "posts ÷ the fewest",
             "wall ÷ the fewest", "CPU ÷ the fewest", "memory ÷ the fewest"]
    fewest = results[0][0]
    first = {what: one for posts, what, one in results if posts == fewest}
    rows = []
    for posts, what, one in results:
        base = first[what]
        rows.append([f"{posts:,}", what, seconds(one.wall_s), seconds(one.cpu_s), f"{one.memory_mb:.0f}", f"{one.written:.0f}",
                     f"{one.cpu_s / posts * 1e6:.0f}", f"{one.memory_mb * 1024 / posts:.2f}", times(posts, fewest),
                     times(one.wall_s, base.wall_s), times(one.cpu_s, base.cpu_s), times(one.memory_mb, base.memory_mb)])
    return table(heads, rows)


def scaling_table(results):
    """`results` is a list of (name, posts, Measurement), the smallest number of posts of each name first."""
    heads = ["posts", "of", "wall s", "CPU s", "peak MB", "CPU µs a post", "kB a post", "CPU a post ÷ that of the fewest"]
    first = {}
    rows = []
    for name, posts, one in results:
        cpu_us = one.cpu_s / posts * 1e6
        first.setdefault(name, cpu_us)
        rows.append([f"{posts:,}", name, seconds(one.wall_s), seconds(one.cpu_s), f"{one.memory_mb:.0f}", f"{cpu_us:.0f}",
                     f"{one.memory_mb * 1024 / posts:.1f}", times(cpu_us, first[name])])
    return table(heads, rows)
