#!/usr/bin/python3
"""Builds that are killed, starved and raced: what is served stays whole, the message says what to do, and the next build is right.

The test looks at the program from outside: hundreds of builds of sites in which every page changes are killed at random
moments, also while files are moved; others run out of disk, descriptors or permissions, or meet another build. File systems
of its own (small, read-only) are mounted in a mount namespace of its own, which ends with it.
"""

import fcntl
import os
import random
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

import blackbox
from two_version_site import example_site, generated_site, run, tree

PRIVATE = "BYLINE_TEST_HAS_OWN_MOUNTS"


def enter_own_mounts():
    """Starts this test again where mounts are its own; False when the system lets nobody do that here."""
    if os.environ.get(PRIVATE):
        return os.environ[PRIVATE] == "yes"
    options = ["-m"] if os.geteuid() == 0 else ["-r", "-m"]
    works = shutil.which("unshare") and subprocess.run(
        ["unshare", *options, "mount", "-t", "tmpfs", "tmpfs", tempfile.gettempdir()], capture_output=True, check=False).returncode == 0
    command = [sys.executable, "-B", *sys.argv]
    environment = {**os.environ, PRIVATE: "yes" if works else "no"}
    if works:
        os.execvpe("unshare", ["unshare", *options, *command], environment)
    return False


def mount(*words):
    subprocess.run(["mount", *map(str, words)], check=True, capture_output=True)


def unmount(folder):
    subprocess.run(["umount", str(folder)], check=True, capture_output=True)


def kill_after(site, delay_s):
    """Kills a build at a moment of its life; whether that moment came before its end."""
    process = site.start()
    try:
        process.wait(timeout=delay_s)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
    return process.returncode == -signal.SIGKILL


def kill_amid_commit(site, turns):
    """Kills a build `turns` looks after its journal has come to stand."""
    process = site.start()
    journal = str(site.state / "commit")
    while process.poll() is None:
        if os.path.exists(journal):
            for _ in range(turns):
                os.path.exists(journal)
            process.kill()
            break
    process.wait()
    return process.returncode == -signal.SIGKILL


def check_kills(counts, site, name, kills, chosen):
    site.forget()
    version, killed, amid = 0, 0, 0
    site.become(version)
    site.check_build(version, f"{name}, a fresh build")
    for number in range(kills):
        version = 1 - version
        site.become(version)
        what = f"{name}, kill {number}"
        if number % 7 == 6:  # from nothing
            site.forget(caches=number % 3 > 0)
        for _ in range(chosen.choice((1, 1, 2, 3))):
            if number % 2 == 0:
                was_killed = kill_after(site, chosen.uniform(0, site.took_s * 1.2))
            else:
                was_killed = kill_amid_commit(site, int(2 ** chosen.uniform(0, 12)))
            killed += was_killed
            amid += was_killed and (site.state / "commit").exists()
            site.check_whole(f"{what}: every file is whole")
        site.check_build(version, what)
        left = sorted(path.name for path in site.state.iterdir() if path.name in ("commit", "staging", "record.part"))
        counts.equal(left, [], f"{what}: nothing is left of it")
    print(f"{name}: {killed} builds killed, {amid} of them amid the commit, of {len(site.clean[0])} files each")
    if kills >= 40:  # of fewer, chance may leave none
        counts.check(killed > kills / 4, f"{name}: {killed} builds were killed")
        counts.check(amid > kills / 40, f"{name}: {amid} builds were killed amid the commit")


def check_descriptors(counts, site):
    site.become(0)
    site.check_build(0, "before descriptors run out")
    before = tree(site.public)
    site.become(1)
    failed = 0

    def build_with(most):
        return site.build(before_start=lambda: resource.setrlimit(resource.RLIMIT_NOFILE, (most, most)))

    for most in range(4, 40):  # three are always open; the loader of the program needs one more
        code, _, said = build_with(most)
        if code == 0:
            break
        failed += 1
        counts.equal(code, 3, f"{most} descriptors: exit code; it said:\n{said[:2000]}")
        counts.check("Too many open files" in said and "ulimit -n" in said, f"{most} descriptors: the message", said[:2000])
        counts.check(tree(site.public) == before, f"{most} descriptors: the last good site is untouched")
    counts.check(failed > 0, "there are too few descriptors")
    site.check_build(1, f"with {4 + failed} descriptors")
    # The libraries that draw cards go on without the fonts that they cannot open: all are drawn anew.
    for most in (*range(4, 10), *[4 + failed] * 6):
        site.forget(caches=False)
        code, _, said = build_with(most)
        if code == 0:
            site.check_tree(1, f"drawn with {most} descriptors")
        else:
            counts.equal(code, 3, f"drawn with {most} descriptors: exit code; it said:\n{said[:2000]}")
    site.check_build(1, "after cards were drawn with few descriptors")


def check_file_size(site):
    site.become(0)
    site.check_build(0, "before files are limited")
    before = tree(site.public)
    site.become(1)

    def limit():
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)  # as a shell with `ulimit -f` that ignores it
        resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096))

    site.check_fails("files of 4 KB at most", "File too large", "ulimit -f", before, before_start=limit)
    site.check_build(1, "without the limit")


def leave_free(folder, free):
    """Fills a file system until so many bytes are free."""
    filler = folder / "filler"
    filler.unlink(missing_ok=True)
    status = os.statvfs(folder)
    with open(filler, "wb") as stream:
        os.posix_fallocate(stream.fileno(), 0, max(1, status.f_bfree * status.f_frsize - free))


def check_full_disk(counts, program, folder):
    """A file system with more room in each step, until both versions fit: then the build succeeds."""
    mount("-t", "tmpfs", "-o", "size=64m", "tmpfs", folder)
    site = generated_site(counts, program, folder / "site", 60)
    site.become(0)
    site.check_build(0, "before the disk is full")
    before = tree(site.public)
    site.become(1)
    step, failed = 64 << 10, 0
    for number in range(200):
        leave_free(folder, number * step)
        code, _, said = site.build()
        if code == 0:
            break
        failed += 1
        counts.equal(code, 3, f"full disk, {number}: exit code; it said:\n{said[:2000]}")
        counts.check("No space left" in said and "free some space" in said, f"full disk, {number}: the message", said[:2000])
        counts.check(tree(site.public) == before, f"full disk, {number}: the last good site is untouched")
    counts.check(failed > 2, f"the disk was full {failed} times")
    site.check_tree(1, "a disk with room enough: the build is right")
    unmount(folder)


def check_other_disk(counts, site):
    """The output folder is on a file system of its own, and that is full at first."""
    site.forget()
    (site.folder.parent / "disk").mkdir()
    mount("-t", "tmpfs", "-o", "size=64m", "tmpfs", site.folder.parent / "disk")
    site.public.symlink_to(site.folder.parent / "disk/public")
    (site.folder.parent / "disk/public").mkdir()
    site.become(0)
    site.check_build(0, "output on a disk of its own")
    before = tree(site.public)
    site.become(1)
    leave_free(site.folder.parent / "disk", 64 << 10)
    site.check_fails("output on a full disk of its own", "No space left", "free some space", before)
    (site.folder.parent / "disk/filler").unlink()
    site.check_build(1, "output on a disk of its own again")
    counts.check(not (site.public / ".byline-staging").exists(), "nothing is left on it")
    unmount(site.folder.parent / "disk")
    site.public.unlink()
    site.forget()


def check_read_only(site):
    site.become(0)
    site.check_build(0, "before all is read-only")
    before = tree(site.public)
    site.become(1)
    for name, folder in (("output folder", site.public), ("state folder", site.state), ("site", site.folder)):
        mount("--bind", folder, folder)
        mount("-o", "remount,bind,ro", folder)
        # From elsewhere: a process that is in a folder does not see what is mounted on it.
        site.check_fails(f"read-only {name}", "Read-only file system", "for writing", before)
        unmount(folder)
        site.check_build(1, f"the {name} writable again")
        site.become(0)
        site.check_build(0, f"the {name} writable again, and back")
        site.become(1)


def check_permissions(site):
    site.become(0)
    site.check_build(0, "before permissions are taken")
    before = tree(site.public)
    site.become(1)
    for folder in (site.public, site.state):
        folder.chmod(0o500)
        site.check_fails(f"{folder.name} without permission", "Permission denied", "permissions", before)
        folder.chmod(0o700)
    site.check_build(1, "with permissions again")


def check_output_is_a_file(counts, site):
    site.forget()
    site.public.write_text("mine")
    code, _, said = site.build()
    counts.equal(code, 3, "a file for an output folder")
    counts.check("the output folder is no folder" in said and "help:" in said, "says so", said)
    counts.equal(site.public.read_text(), "mine", "and leaves it")
    site.public.unlink()


def check_foreign_file(counts, site):
    site.become(0)
    site.check_build(0, "before a file that is not ours")
    page = site.public / "mine/index.html"
    page.parent.mkdir()
    page.write_text("by hand")
    work = site.folder / "content/mine.md"
    work.write_text("---\ntitle: Mine\n---\nx\n", encoding="utf-8")
    code, _, said = site.build()
    counts.equal(code, 1, "a page wants the place of a file that Byline never made")
    counts.check("public/mine/index.html" in said and "help:" in said, "it is named", said)
    counts.equal(page.read_text(), "by hand", "and stays")
    work.unlink()
    site.build()
    counts.equal(page.read_text(), "by hand", "also when no page wants its place")
    shutil.rmtree(page.parent)


def check_two_builds(counts, site):
    site.forget()
    site.become(0)
    site.check_build(0, "before two builds at once")
    with open(site.state / "lock", "r+", encoding="utf-8") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        held.seek(0)
        held.write("4711\n")
        held.flush()
        before = tree(site.public)
        site.become(1)
        site.check_fails("the lock is held", "another build of this site is running (process 4711)", "wait for it", before)
        code, _, said = run([site.program, "check"], site.folder)
        counts.check(code in (0, 1) and "another build" not in said, "check needs no lock", said[:500])
    for _ in range(100):  # until one is caught in its work
        site.become(0)
        site.build()
        site.become(1)
        process = site.start()
        while process.poll() is None and not (site.state / "staging").exists():
            pass
        os.kill(process.pid, signal.SIGSTOP)
        if process.poll() is None and (site.state / "staging").exists():
            before = tree(site.public)
            site.check_fails("two builds", f"another build of this site is running (process {process.pid})", "wait for it", before)
            os.kill(process.pid, signal.SIGCONT)
            counts.equal(process.wait(), 0, "the first of two builds succeeds")
            site.check_tree(1, "the first of two builds is right")
            return
        os.kill(process.pid, signal.SIGCONT)
        process.wait()
    counts.check(False, "a build is caught in its work")


def main():
    has_own_mounts = enter_own_mounts()
    counts = blackbox.Counts("unbreakable")
    program = blackbox.program()
    chosen = random.Random(int(os.environ.get("BYLINE_SEED", "1")))
    kills = int(os.environ.get("BYLINE_KILLS", "70"))
    with tempfile.TemporaryDirectory(prefix="byline-unbreakable-") as name:
        folder = Path(name).resolve()
        if has_own_mounts:  # in memory: hundreds of builds, and whole trees read after each
            mount("-t", "tmpfs", "-o", "size=1g", "tmpfs", folder)
        for part in ("example", "generated", "disk"):
            (folder / part).mkdir()
        example = example_site(counts, program, folder / "example/site")
        generated = generated_site(counts, program, folder / "generated/site", 80)
        check_kills(counts, example, "example", kills * 2 // 3, chosen)
        check_kills(counts, generated, "generated", kills * 4 // 3, chosen)  # builds in a third of the time
        check_descriptors(counts, generated)
        check_file_size(generated)
        check_output_is_a_file(counts, generated)
        check_foreign_file(counts, generated)
        check_two_builds(counts, generated)
        if has_own_mounts:
            check_full_disk(counts, program, folder / "disk")
            check_other_disk(counts, generated)
            check_read_only(generated)
        else:
            for what in ("a full disk", "output on another disk", "read-only folders"):
                counts.skip(what, "file systems cannot be mounted here (unshare -m)")
        if os.geteuid() == 0:
            counts.skip("folders without permission", "root may write everywhere; read-only mounts stand for them")
        else:
            check_permissions(generated)
        if has_own_mounts:
            unmount(folder)
    counts.finish()


if __name__ == "__main__":
    main()
