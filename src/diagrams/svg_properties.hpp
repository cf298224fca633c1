// What holds for every cleaned SVG, for the fuzzer and the tests: it is balanced, and nothing in it runs or loads.
// Pure functions; they read with a reader of their own, stricter than the one that they check.
#pragma once

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <string_view>
#include <vector>

#include <gtest/gtest.h>

#include "diagrams/clean_svg.hpp"

namespace byline::diagrams {

// Of an escaped address: relative, or of a scheme that only leads to a page or a letter.
inline bool leads_somewhere(std::string_view value) {
    std::string address(value);
    for (std::size_t at = address.find("&#39;"); at != std::string::npos; at = address.find("&#39;", at))
        address.replace(at, std::string_view("&#39;").size(), "'");
    const std::size_t end = address.find_first_of(":/?#");
    if (end == std::string::npos || address[end] != ':') return true;
    for (const std::string_view scheme : {"http", "https", "mailto"}) {
        if (std::equal(scheme.begin(), scheme.end(), address.begin(),
                       address.begin() + static_cast<std::ptrdiff_t>(end),
                       [](char a, char b) { return a == (b | 0x20); }))
            return true;
    }
    return false;
}

// Of the tag that `tag` holds without < and >: what is wrong, or nothing.
inline std::string fault_in_tag(std::string_view tag, std::vector<std::string>& open) {
    if (tag.starts_with('/')) {
        if (open.empty() || open.back() != tag.substr(1)) return "closes what is not open";
        open.pop_back();
        return {};
    }
    const std::string_view letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-";
    std::size_t at = std::min(tag.find_first_not_of(letters), tag.size());
    const std::string element(tag.substr(0, at));
    for (const std::string_view bad :
         {"", "script", "style", "image", "use", "foreignObject", "animate", "set", "iframe"}) {
        if (element == bad) return "element " + element;
    }
    while (at < tag.size()) {
        if (tag[at] != ' ') return "no space before an attribute";
        const std::size_t equals = tag.find("=\"", at);
        if (equals == std::string_view::npos) return "an attribute without a value";
        const std::string_view name = tag.substr(at + 1, equals - at - 1);
        const std::size_t end = tag.find('"', equals + 2);
        if (end == std::string_view::npos) return "a value without an end";
        const std::string_view value = tag.substr(equals + 2, end - equals - 2);
        if (name.empty() || name.find_first_not_of(letters) != std::string_view::npos) return "a name that is none";
        if (name.starts_with("on") || name == "style") return "attribute " + std::string(name);
        const std::size_t url = value.find("url(");
        if (name != "href" && name != "aria-label" && url != std::string_view::npos &&
            !value.substr(url).starts_with("url(#"))
            return "url() of elsewhere";
        if (name == "href" && !leads_somewhere(value)) return "an address that runs";
        at = end + 1;
    }
    open.push_back(element);
    return {};
}

inline std::string fault_in_cleaned(std::string_view svg) {
    const auto made = clean_svg(svg, {"p-", "title"});
    if (!made) return {};
    std::string_view rest = made->view();
    if (!rest.starts_with("<svg ")) return "no root";
    std::vector<std::string> open;
    while (!rest.empty()) {
        const std::size_t begin = std::min(rest.find_first_of("<>"), rest.size());
        rest.remove_prefix(begin);
        if (rest.empty()) break;
        if (rest.front() == '>') return "a stray >";
        const std::size_t end = rest.find('>');
        if (end == std::string_view::npos) return "a tag without an end";
        if (std::string fault = fault_in_tag(rest.substr(1, end - 1), open); !fault.empty()) return fault;
        rest.remove_prefix(end + 1);
        if (open.empty() && !rest.empty()) return "something behind the root";
    }
    return open.empty() ? "" : "an element without an end";
}

inline void check_corpus(const std::string& folder) {
    int count = 0;
    for (const auto& entry : std::filesystem::directory_iterator(folder)) {
        std::ifstream file(entry.path(), std::ios::binary);
        const std::string bytes((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
        EXPECT_EQ(fault_in_cleaned(bytes), "") << entry.path();
        ++count;
    }
    EXPECT_GT(count, 10);
}

}  // namespace byline::diagrams
