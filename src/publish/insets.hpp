// Insets are what stands in texts and costs more to make than to keep: formulas, and diagrams of Graphviz's. The same
// source is made once, and outlives the build in a cache.
// Safe from any thread.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "diagrams/program.hpp"
#include "markdown/node.hpp"
#include "publish/code_blocks.hpp"
#include "result/diagnostic.hpp"
#include "site/configuration.hpp"
#include "site/typesetter.hpp"
#include "text/digest.hpp"
#include "text/safe_html.hpp"

namespace byline::cache {
class ContentCache;
}
namespace byline::math {
class Formulas;
}
namespace byline::diagrams {
struct Source;
}

namespace byline::publish {

// What they are made with, beside the configuration.
struct InsetTools {
    diagrams::Program graphviz;
    std::string program;                   // which build of Byline this is: what another one kept is not used
    cache::ContentCache* cache = nullptr;  // outlives the insets; null: nothing outlives them
    std::vector<highlighting::DefinitionFile> languages = {};  // of the site
};

// What is said, once for a site, when there are diagrams and no Graphviz.
inline constexpr std::string_view graphviz_is_missing = "diagrams are shown as code, since Graphviz is not installed";

class Insets final : public site::Typesetter {
  public:
    // `configuration` outlives the insets.
    Insets(const site::Configuration& configuration, InsetTools tools);
    ~Insets() override;

    // MathML, or the TeX as it was written where it is wrong. Nothing when the site wants no formulas.
    [[nodiscard]] std::optional<text::SafeHtml> formula(std::string_view tex, markdown::MathStyle style) const override;
    // An <svg>. Nothing when there is no Graphviz, the site wants no diagrams, or the source is wrong.
    [[nodiscard]] std::optional<text::SafeHtml> diagram(const diagrams::Source& source) const;

    // Made anew each time: it costs less than keeping.
    [[nodiscard]] const CodeBlocks& code_blocks() const { return code_blocks_; }

    [[nodiscard]] std::vector<std::string> links(markdown::Node block) const override;
    [[nodiscard]] Diagnostics faults(const markdown::Document& document) const override;

    // Where they are kept; there is room for others.
    [[nodiscard]] cache::ContentCache& cache() const { return cache_; }

  private:
    // What was made, and what was wrong: its places have no file, and count from the source's beginning.
    struct Inset {
        std::optional<text::SafeHtml> html;
        Diagnostics faults;
    };

    [[nodiscard]] Inset make_formula(std::string_view tex, markdown::MathStyle style) const;
    [[nodiscard]] Inset make_diagram(const diagrams::Source& source) const;
    template <typename Make>
    [[nodiscard]] Inset kept_or(const text::Digest& key, Make&& make) const;
    void add_formula_faults(const markdown::Document& document, markdown::NodeIndex node, Diagnostics& found) const;
    void add_diagram_faults(const markdown::Document& document, markdown::NodeIndex node, Diagnostics& found) const;

    const site::Configuration& configuration_;
    const InsetTools tools_;
    std::unique_ptr<cache::ContentCache> own_cache_;  // when no other was given
    cache::ContentCache& cache_;
    std::unique_ptr<math::Formulas> formulas_;
    CodeBlocks code_blocks_;
};

}  // namespace byline::publish
