"""What one run of a program took: wall and CPU seconds, peak memory, and what it left on the disk."""

import dataclasses
import os
import statistics
import time


@dataclasses.dataclass
class Measurement:
    wall_s: float = 0.0
    cpu_s: float = 0.0  # user and system, of all threads
    memory_mb: float = 0.0  # the most that was resident at once
    files: int = 0
    bytes: int = 0
    written: int = 0  # files that this run wrote


class RunFailed(Exception):
    """The program ended with another code than 0; the message holds the end of what it said."""


def median_of(measurements):
    return Measurement(*(statistics.median(getattr(one, field.name) for one in measurements)
                         for field in dataclasses.fields(Measurement)))


def tree_of(folder, since_ns):
    """Files and bytes below a folder, and how many files were written since a moment."""
    files = size = written = 0
    folders = [folder]
    while folders:
        with os.scandir(folders.pop()) as entries:
            for entry in entries:
                if entry.is_dir(follow_symlinks=False):
                    folders.append(entry.path)
                    continue
                state = entry.stat(follow_symlinks=False)
                files += 1
                size += state.st_size
                written += state.st_mtime_ns >= since_ns
    return files, size, written


def timed_run(command, folder, log):
    """Runs a command in a folder and waits for it alone. The kernel counts memory from before exec, so no figure is
    below this interpreter's own size, about 12 MB."""
    began_at = os.getcwd()
    os.chdir(folder)
    try:
        with open(log, "wb") as out:
            actions = [(os.POSIX_SPAWN_DUP2, out.fileno(), 1), (os.POSIX_SPAWN_DUP2, out.fileno(), 2)]
            began = time.monotonic()
            process = os.posix_spawnp(command[0], command, os.environ, file_actions=actions)
            _, status, usage = os.wait4(process, 0)
            wall = time.monotonic() - began
    finally:
        os.chdir(began_at)
    if status != 0:
        with open(log, encoding="utf-8", errors="replace") as said:
            raise RunFailed(f"{os.path.basename(command[0])} ended with {os.waitstatus_to_exitcode(status)}:\n{said.read()[-2000:]}")
    return Measurement(wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)


def measure(command, folder, output):
    """Runs a command and looks at what is in its output folder afterwards."""
    # A file's time is that of the kernel's last tick, which may lie a few milliseconds back.
    since_ns = time.time_ns() - 10_000_000
    result = timed_run(command, folder, folder / "run.log")
    result.files, result.bytes, result.written = tree_of(output, since_ns)
    return result
