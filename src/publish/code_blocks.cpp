#include "publish/code_blocks.hpp"

#include <algorithm>
#include <cctype>
#include <utility>

#include <fmt/format.h>

#include "highlighting/code_html.hpp"
#include "text/html_escape.hpp"

namespace byline::publish {
namespace {

void append_attribute(std::string& out, std::string_view name, std::string_view value) {
    out += fmt::format(" {}=\"", name);
    text::append_escaped_html(out, value);
    out += '"';
}

// Those that no option took: id and class as they are, the others as data.
void append_attributes(std::string& out, markdown::Attributes attributes) {
    for (std::uint32_t i = 0; i < attributes.size(); ++i) {
        const markdown::Attribute attribute = attributes[i];
        highlighting::CodeOptions unused;
        const auto reading = highlighting::read_code_option(attribute.name, attribute.value, unused);
        if (reading != highlighting::OptionReading::Unknown) continue;
        const bool is_plain = attribute.name == "id" || attribute.name == "class" || attribute.name == "lang" ||
                              attribute.name == "dir" || attribute.name.starts_with("data-");
        append_attribute(out, is_plain ? std::string(attribute.name) : fmt::format("data-{}", attribute.name),
                         attribute.value);
    }
}

}  // namespace

CodeHeading read_code_heading(std::string_view language, std::string_view info, markdown::Attributes attributes) {
    CodeHeading heading;
    // ```rust,ignore and ```js{1,3} have their options in the first word.
    heading.language = language.substr(0, language.find_first_of(",{"));
    std::string_view rest = info.substr(std::min(heading.language.size(), info.size()));
    if (rest.starts_with(',')) rest.remove_prefix(std::min(rest.find(' '), rest.size()));
    heading.wrong = highlighting::read_code_options(rest, heading.options);
    for (std::uint32_t i = 0; i < attributes.size(); ++i) {
        const markdown::Attribute attribute = attributes[i];
        const auto reading = highlighting::read_code_option(attribute.name, attribute.value, heading.options);
        if (reading == highlighting::OptionReading::Wrong && heading.wrong.empty())
            heading.wrong = fmt::format("{}=\"{}\"", attribute.name, attribute.value);
    }
    return heading;
}

CodeBlocks::CodeBlocks(Highlighting highlighting, std::vector<highlighting::DefinitionFile> of_site)
    : highlighting_(highlighting), languages_(std::move(of_site)) {}

text::SafeHtml CodeBlocks::html(const markdown::CodeBlockCall& call) const {
    const CodeHeading heading = read_code_heading(call.language, call.info, call.attributes);
    const bool is_shown = highlighting_ == Highlighting::On && !heading.language.empty();
    const highlighting::Language* language = is_shown ? languages_.find(heading.language) : nullptr;
    std::string html;
    if (!heading.options.title.empty()) {
        html += "<figure class=\"code\"><figcaption>";
        text::append_escaped_html(html, heading.options.title);
        html += "</figcaption>\n";
    }
    html += "<pre tabindex=\"0\"";
    append_attributes(html, call.attributes);
    html += "><code";
    if (!heading.language.empty()) append_attribute(html, "class", fmt::format("language-{}", heading.language));
    html += '>';
    html += highlighting::to_html(languages_, language, call.literal, heading.options).view();
    html += "</code></pre>";
    if (!heading.options.title.empty()) html += "</figure>";
    html += '\n';
    return text::SafeHtml::vouch(std::move(html));
}

void CodeBlocks::add_faults(const markdown::Document& document, markdown::NodeIndex index, Diagnostics& found) const {
    const markdown::Node node = document.node(index);
    const CodeHeading heading = read_code_heading(node.language(), node.info(), node.attributes());
    const auto warn = [&](std::string message, std::string remedy) {
        found.push_back({Severity::Warning,
                         content_error(std::move(message), std::move(remedy), document.place(node.begin_offset()))});
    };
    if (!heading.wrong.empty()) {
        warn(fmt::format("'{}' is not understood behind the language of a code block", heading.wrong),
             "write lines as {2,4-6}, and numbers as start=10");
    }
    if (highlighting_ == Highlighting::Off || languages_.knows(heading.language)) return;
    // A line of tildes drawn by hand has a fence and no language.
    if (std::ranges::none_of(heading.language,
                             [](char c) { return std::isalpha(static_cast<unsigned char>(c)) != 0; })) {
        return;
    }
    const auto near = languages_.nearest(heading.language);
    warn(fmt::format("unknown language '{}' of a code block, which is shown plain", heading.language),
         near ? fmt::format("did you mean '{}'? 'text' is never highlighted", *near)
              : fmt::format("write 'text', or define it in languages/{}.toml", heading.language));
}

Diagnostics CodeBlocks::definition_faults() const {
    return languages_.check();
}

}  // namespace byline::publish
