// Our CommonMark output beside cmark-gfm's and md4c's. A text counts only when the two C parsers agree with each other:
// where they do not, the text is one of their own known differences (both implement older specifications).
#include <cstdio>
#include <cstdlib>

#include "markdown/differential_filter.hpp"
#include "markdown/parse.hpp"
#include "markdown/peer_parsers.hpp"
#include "markdown/render_html.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace byline::markdown;
    if (size > 2000) return 0;
    const std::string text(reinterpret_cast<const char*>(data), size);
    if (!known_disagreement(text).empty()) return 0;
    ParseOptions options;
    options.dialect = Dialect::CommonMark;
    const std::string ours(render_html(parse(text, options)).view());
    const std::string cmark = render_with_cmark_gfm(text, Dialect::CommonMark);
    if (comparable(ours) == comparable(cmark)) return 0;
    const std::string md4c = render_with_md4c(text, Dialect::CommonMark);
    if (comparable(cmark) != comparable(md4c)) return 0;
    std::fprintf(stderr, "--- text\n%s\n--- ours\n%s\n--- theirs\n%s\n", text.c_str(), ours.c_str(), cmark.c_str());
    std::abort();
}
