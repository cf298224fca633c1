// Folders of texts with what they must become. fixtures/markdown/TOPIC/CASE.md beside CASE.html, and beside CASE.txt
// where the writer is told something. Some topics show something else than HTML: see expectation_of().
// BYLINE_UPDATE_FIXTURES=1 writes the files anew, to be read before they are committed.
#include <algorithm>
#include <cstdlib>

#include <gtest/gtest.h>

#include "markdown/anchors.hpp"
#include "markdown/outline.hpp"
#include "markdown/parse.hpp"
#include "markdown/plain_text.hpp"
#include "markdown/references.hpp"
#include "markdown/render_html.hpp"
#include "markdown/spec_examples.hpp"
#include "markdown/summary.hpp"
#include "markdown/tree_dump.hpp"

namespace byline::markdown {
namespace {

namespace fs = std::filesystem;

const fs::path folder = fs::path(BYLINE_ROOT) / "fixtures/markdown";

std::string at(const Place& place) {
    return std::to_string(place.line) + ":" + std::to_string(place.column);
}

std::string describe_diagnostics(const Document& document) {
    std::string out;
    for (const Diagnostic& diagnostic : document.diagnostics()) {
        out += at(diagnostic.error.place) + ": " + diagnostic.error.message + "\n    " + diagnostic.error.remedy + "\n";
    }
    return out;
}

std::string describe_outline(const Document& document) {
    std::string out;
    for (const OutlineEntry& entry : outline(document)) {
        out += std::to_string(entry.level) + " #" + entry.id + " at " + at(document.place(entry.offset)) + " " +
               entry.text + " | " + std::string(entry.html.view()) + "\n";
    }
    const Node title = title_heading(document);
    out += "title: " + (title ? plain_text(title) : "none") + "\n";
    return out;
}

std::string describe_references(const Document& document) {
    constexpr const char* names[] = {"link",      "image",       "wikilink",      "embed",
                                     "html link", "html source", "directive file"};
    std::string out;
    for (const Reference& reference : references(document)) {
        out += at(document.place(reference.offset)) + " " + names[static_cast<int>(reference.kind)] + " <" +
               reference.destination + ">";
        if (!reference.fragment.empty()) out += " #" + reference.fragment;
        const Node node = document.node(reference.node);
        const bool is_in_caption = node.kind() == NodeKind::Image && reference.kind != ReferenceKind::Image;
        const std::string words = reference.kind <= ReferenceKind::Embed && !is_in_caption ? plain_text(node) : "";
        if (!words.empty()) out += " \"" + words + "\"";
        out += '\n';
    }
    return out;
}

std::string describe_summary(const Document& document) {
    constexpr const char* sources[] = {"none", "marker", "first paragraph"};
    const Summary found = summary(document);
    return std::string(sources[static_cast<int>(found.source)]) + "\n--- html\n" +
           std::string(render_html(document, render_options(found)).view()) + "--- text\n" +
           plain_text(document, found) + "\n";
}

std::string describe_anchors(const Document& document) {
    std::string out;
    for (const std::string& anchor : anchors(document)) out += anchor + '\n';
    return out;
}

struct Expectation {
    std::string html;  // empty: no .html file
    std::string text;  // empty: no .txt file
};

Expectation expectation_of(const std::string& topic, const std::string& markdown) {
    ParseOptions options;
    if (topic == "untrusted") options.raw_html = RawHtml::Escape;
    if (topic == "bounds") {
        options.max_nesting_depth = 6;
        options.max_table_columns = 3;
        options.max_table_padding = 3;
        options.max_reference_expansion = 40;
        options.max_source_bytes = 200;
    }
    const Document document = parse(markdown, options);
    if (topic == "places") return {"", dump_tree(document)};
    if (topic == "outline") return {"", describe_outline(document)};
    if (topic == "references") return {"", describe_references(document)};
    if (topic == "summary") return {"", describe_summary(document)};
    if (topic == "plain_text") return {"", plain_text(document)};
    if (topic == "anchors") return {"", describe_anchors(document)};
    return {std::string(render_html(document).view()), describe_diagnostics(document)};
}

void compare(const fs::path& path, const std::string& actual) {
    if (std::getenv("BYLINE_UPDATE_FIXTURES") != nullptr) {
        if (actual.empty()) {
            fs::remove(path);
        } else {
            std::ofstream(path, std::ios::binary) << actual;
        }
        return;
    }
    EXPECT_EQ(actual, fs::exists(path) ? read_whole_file(path) : "") << path;
}

TEST(MarkdownFixtures, EveryCaseBecomesWhatItsFileSays) {
    std::vector<fs::path> cases;
    for (const auto& entry : fs::recursive_directory_iterator(folder)) {
        if (entry.path().extension() == ".md") cases.push_back(entry.path());
    }
    std::sort(cases.begin(), cases.end());
    EXPECT_GE(cases.size(), 60u);
    for (const fs::path& path : cases) {
        const std::string topic = path.parent_path().filename().string();
        const Expectation expected = expectation_of(topic, read_whole_file(path));
        compare(fs::path(path).replace_extension(".html"), expected.html);
        compare(fs::path(path).replace_extension(".txt"), expected.text);
    }
}

}  // namespace
}  // namespace byline::markdown
