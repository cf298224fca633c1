// CodeBlocks show the code of texts: highlighted in the languages of the program and of the site, with the lines marked
// that the writer names.
// Safe from any thread.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "highlighting/code_options.hpp"
#include "highlighting/definition.hpp"
#include "highlighting/languages.hpp"
#include "markdown/document.hpp"
#include "markdown/host.hpp"
#include "result/diagnostic.hpp"
#include "text/safe_html.hpp"

namespace byline::publish {

enum class Highlighting : std::uint8_t { Off, On };

class CodeBlocks {
  public:
    CodeBlocks(Highlighting highlighting, std::vector<highlighting::DefinitionFile> of_site);

    // <pre tabindex="0"><code class="language-x">, in a figure when it has a title.
    [[nodiscard]] text::SafeHtml html(const markdown::CodeBlockCall& call) const;
    // A language that nobody has defined, an option that is not understood; warnings.
    void add_faults(const markdown::Document& document, markdown::NodeIndex node, Diagnostics& found) const;
    // What is wrong with the definitions of the site.
    [[nodiscard]] Diagnostics definition_faults() const;

  private:
    const Highlighting highlighting_;
    const highlighting::Languages languages_;
};

// The first line of a block, read: ```rust {3,5-7} title="main.rs", and the forms that other programs have.
struct CodeHeading {
    std::string_view language;  // may be empty
    highlighting::CodeOptions options;
    std::string wrong;  // the option that is not understood
};

[[nodiscard]] CodeHeading read_code_heading(std::string_view language, std::string_view info,
                                            markdown::Attributes attributes);

}  // namespace byline::publish
