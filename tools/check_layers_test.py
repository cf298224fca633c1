#!/usr/bin/python3
"""Proves that check_layers.py fails on each kind of bad tree, and passes a good one."""

import tempfile
import unittest
from pathlib import Path

import check_layers

GOOD = {
    "tools/layers.txt": "# the map\n0 result:\n1 text: result\n2 markdown: result text\n2 http: result\n",
    "src/result/result.hpp": "#pragma once\n#include <vector>\n",
    "src/text/escape.hpp": '#pragma once\n#include "result/result.hpp"\n',
    "src/markdown/parser.cpp": '#include "text/escape.hpp"\n#include "markdown/parser.hpp"\n',
    "src/markdown/parser.hpp": "#pragma once\n#include <text/encoding.h>\n",
    "src/http/reply.hpp": "#pragma once\n",
}


class CheckLayers(unittest.TestCase):
    def faults_of(self, changes):
        with tempfile.TemporaryDirectory() as folder:
            for name, text in {**GOOD, **changes}.items():
                path = Path(folder, name)
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(text, encoding="utf-8")
            return check_layers.check(Path(folder))[0]

    def expect_one(self, changes, *parts):
        faults = self.faults_of(changes)
        self.assertEqual(len(faults), 1, faults)
        for part in parts:
            self.assertIn(part, faults[0])

    def test_a_good_tree_passes(self):
        self.assertEqual(self.faults_of({}), [])

    def test_an_include_up_the_layers(self):
        self.expect_one(
            {"src/text/escape.cpp": '#include <string>\n\n#include "markdown/parser.hpp"\n'},
            "src/text/escape.cpp:3:", "text (layer 1) may not include markdown (layer 2)", "move what both need",
        )

    def test_an_include_across_one_layer(self):
        self.expect_one({"src/http/a.cpp": '#include "markdown/parser.hpp"\n'}, "src/http/a.cpp:1:", "http")

    def test_an_include_down_without_an_edge(self):
        self.expect_one({"src/http/a.cpp": '  #  include "text/escape.hpp"\n'}, "add the edge to tools/layers.txt")

    def test_an_edge_that_points_sideways_or_up(self):
        layers = GOOD["tools/layers.txt"].replace("2 http: result", "2 http: result markdown")
        self.expect_one({"tools/layers.txt": layers}, "tools/layers.txt:5:", "an edge points to a lower layer")

    def test_a_cycle_cannot_be_listed(self):
        layers = "0 result: text\n1 text: result\n2 markdown: result text\n2 http: result\n"
        self.expect_one({"tools/layers.txt": layers}, "tools/layers.txt:1:", "result (layer 0) may not include text")

    def test_an_edge_to_nowhere(self):
        layers = GOOD["tools/layers.txt"].replace("2 http: result", "2 http: result magic")
        self.expect_one({"tools/layers.txt": layers}, "unknown module magic")

    def test_a_module_listed_twice(self):
        self.expect_one({"tools/layers.txt": GOOD["tools/layers.txt"] + "3 text: result\n"}, "listed twice (line 3)")

    def test_a_line_that_is_not_understood(self):
        self.expect_one({"tools/layers.txt": GOOD["tools/layers.txt"] + "garden -> text\n"}, "not understood")

    def test_a_folder_that_is_not_listed(self):
        self.expect_one({"src/misc/a.hpp": "#pragma once\n"}, "src/misc", "add its line to tools/layers.txt")

    def test_a_listed_module_without_a_folder(self):
        self.expect_one({"tools/layers.txt": GOOD["tools/layers.txt"] + "3 site: text\n"}, "there is no src/site")

    def test_a_file_outside_of_the_modules(self):
        self.expect_one({"src/main.cpp": "int main() {}\n"}, "src/main.cpp", "belongs to no module")

    def test_an_unknown_module(self):
        self.expect_one({"src/text/a.cpp": '#include "boost/asio.hpp"\n'}, "unknown module boost", "use <...>")

    def test_an_include_without_its_module(self):
        self.expect_one({"src/text/a.cpp": '#include "escape.hpp"\n'}, "does not name its module")
        self.expect_one({"src/text/a.cpp": '#include "../result/result.hpp"\n'}, "does not name its module")

    def test_an_include_of_ours_in_angle_brackets(self):
        self.expect_one({"src/http/a.cpp": "#include <text/escape.hpp>\n"}, 'write "text/escape.hpp"')

    def test_a_missing_file(self):
        self.expect_one({"src/text/a.cpp": '#include "result/gone.hpp"\n'}, "does not exist under src/")


if __name__ == "__main__":
    unittest.main()
