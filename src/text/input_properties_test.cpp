#include "text/input_properties.hpp"

#include <vector>

#include <gtest/gtest.h>

namespace byline::text {
namespace {

// Pieces that meant trouble somewhere, alone and each behind each.
TEST(InputProperties, HoldForHostileBytes) {
    std::vector<std::string> pieces{"",
                                    "a",
                                    "-",
                                    "--",
                                    "'",
                                    "..",
                                    "../",
                                    "%2e%2e/",
                                    "..#%0",
                                    "%",
                                    "C++",
                                    "#",
                                    ".NET",
                                    "\xFF",
                                    "\xE4\xB8",
                                    "\xED\xA0\x80",
                                    "\xC0\xAF",
                                    "\n",
                                    "\r\n",
                                    "\\",
                                    "重庆",
                                    "重",
                                    "\u0301",
                                    "\uFE0F",
                                    "\u200D",
                                    "\u2028",
                                    "\uFFFD",
                                    "𠀀",
                                    "İ",
                                    "ß",
                                    "ﷺ",
                                    "가",
                                    "ー",
                                    "ｱ",
                                    "😀",
                                    "2008-01-31 12:30",
                                    "//h/a",
                                    "mailto:a",
                                    "?#",
                                    "\uFFFF",
                                    "\u00AD",
                                    "ǆ",
                                    "ก่",
                                    "ا",
                                    std::string(300, 'x')};
    pieces.emplace_back("\0", 1);
    for (const std::string& first : pieces) {
        for (const std::string& second : pieces) {
            require_of_bytes(first + second);
            require_of_title(first + second);
            require_of_title(first + second + first);
        }
    }
}

}  // namespace
}  // namespace byline::text
