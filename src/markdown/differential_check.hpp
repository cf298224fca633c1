// Holds our CommonMark output against cmark-gfm's and md4c's; for the fuzzer and the replay of its corpus.
// Pure.
#pragma once

#include <string>

#include "markdown/differential_filter.hpp"
#include "markdown/parse.hpp"
#include "markdown/peer_parsers.hpp"
#include "markdown/render_html.hpp"

namespace byline::markdown {

// Empty when all agree, or when the C parsers do not agree with each other: then the text shows one of their own
// differences, because both implement older specifications.
[[nodiscard]] inline std::string difference_from_peers(const std::string& text) {
    if (!known_disagreement(text).empty()) return {};
    ParseOptions options;
    options.dialect = Dialect::CommonMark;
    options.max_nesting_depth = 1'000'000;  // the peers have no bound
    const std::string ours(render_html(parse(text, options)).view());
    const std::string cmark = render_with_cmark_gfm(text, Dialect::CommonMark);
    if (comparable(ours) == comparable(cmark)) return {};
    if (comparable(cmark) != comparable(render_with_md4c(text, Dialect::CommonMark))) return {};
    return "--- text\n" + text + "\n--- ours\n" + ours + "\n--- theirs\n" + cmark + "\n";
}

}  // namespace byline::markdown
