// Any bytes, in every dialect: no crash, a sound tree, balanced tags where raw HTML is escaped.
#include <cstdio>
#include <cstdlib>

#include "markdown/anchors.hpp"
#include "markdown/outline.hpp"
#include "markdown/parse.hpp"
#include "markdown/plain_text.hpp"
#include "markdown/references.hpp"
#include "markdown/render_html.hpp"
#include "markdown/summary.hpp"
#include "markdown/tree_invariants.hpp"

namespace {

void require(const std::string& wrong) {
    if (wrong.empty()) return;
    std::fprintf(stderr, "%s\n", wrong.c_str());
    std::abort();
}

}  // namespace

namespace byline::markdown {
namespace {

void check(const std::uint8_t* data, std::size_t size) {
    ParseOptions options;
    options.dialect = static_cast<Dialect>(data[0] % 3);
    options.raw_html = static_cast<RawHtml>(data[0] / 3 % 3);
    const std::string text(reinterpret_cast<const char*>(data) + 1, size - 1);
    const Document document = parse(text, options);
    require(check_tree(document));
    const auto html = render_html(document);
    if (options.raw_html != RawHtml::Pass) require(check_balance(html.view()));
    static_cast<void>(outline(document));
    static_cast<void>(plain_text(document));
    static_cast<void>(references(document));
    static_cast<void>(anchors(document));
    static_cast<void>(render_html(document, render_options(summary(document))));
}

}  // namespace
}  // namespace byline::markdown

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size >= 1) byline::markdown::check(data, size);
    return 0;
}
