#!/usr/bin/python3
"""Adds up what the tests of one run left behind, and prints `N passed, N failed, N skipped` as the last line.

    tools/sum_results.py RESULTS_FOLDER STAGES_FAILED

Counts come from GoogleTest's JSON, from *.counts.json of the other tests, and from ctest's JUnit file for tests that
left neither (they crashed, or never ran). A failed stage whose tests all passed, such as a build, counts as one failure.
"""

import json
import sys
import xml.etree.ElementTree as ElementTree
from pathlib import Path


def counts_of_googletest(path):
    passed = failed = skipped = 0
    for suite in json.loads(path.read_text(encoding="utf-8"))["testsuites"]:
        for test in suite["testsuite"]:
            if test.get("failures"):
                failed += 1
                print(f"failed: {path.parent.name}/{path.stem} {suite['name']}.{test['name']}")
            elif test.get("result") == "SKIPPED" or test.get("status") == "NOTRUN":
                skipped += 1
            else:
                passed += 1
    return passed, failed, skipped


def counts_of_file(path):
    if path.name.endswith(".counts.json"):
        counts = json.loads(path.read_text(encoding="utf-8"))
        return counts["passed"], counts["failed"], counts["skipped"]
    return counts_of_googletest(path)


def remembered(folder):
    """How many tests did not run because they passed before, and how many there are."""
    files = list(folder.rglob("*.counts.json"))
    before = sum(json.loads(path.read_text(encoding="utf-8")).get("before", False) for path in files)
    tests = sum(len(list(ElementTree.parse(junit).getroot().iter("testcase"))) for junit in folder.glob("*.junit.xml"))
    return before, tests


def total(folder):
    passed = failed = skipped = 0
    counted = {}  # preset -> {test name: its failures}
    for path in sorted(folder.rglob("*.json")):
        more = counts_of_file(path)
        passed, failed, skipped = passed + more[0], failed + more[1], skipped + more[2]
        name = path.name.removesuffix(".counts.json").removesuffix(".json").removesuffix("_tests")
        counted.setdefault(path.parent.name, {})[name] = more[1]
    for junit in sorted(folder.glob("*.junit.xml")):
        own = counted.get(junit.name.split(".")[0], {})
        for case in ElementTree.parse(junit).getroot().iter("testcase"):
            name, status = case.get("name"), case.get("status")
            if status in ("fail", "notrun") and own.get(name, 0) == 0:
                print(f"failed: {junit.name.split('.')[0]}/{name} ({'did not run' if status == 'notrun' else 'ended badly'})")
                failed += 1
            elif status == "run" and name not in own:
                passed += 1
    return passed, failed, skipped


def main():
    passed, failed, skipped = total(Path(sys.argv[1]))
    stages_failed = int(sys.argv[2])
    if stages_failed and not failed:
        failed = stages_failed
    before, tests = remembered(Path(sys.argv[1]))
    if before:
        print(f"{before} of {tests} tests passed before with the same inputs and were not run; ./dev test --again runs all")
    print(f"{passed} passed, {failed} failed, {skipped} skipped")
    return 1 if failed or stages_failed or not passed else 0


if __name__ == "__main__":
    sys.exit(main())
