// A BodyHost answers the Markdown renderer for one work: links to other works, pictures, embeds, components.
// Used by one thread for one body.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "markdown/host.hpp"
#include "site/catalog.hpp"

namespace byline::publish {

class Publication;

class BodyHost final : public markdown::Host {
  public:
    // `chain` holds the works whose bodies this one is being embedded into, outermost first.
    BodyHost(const Publication& publication, site::WorkId id, std::vector<site::WorkId> chain = {});

    [[nodiscard]] markdown::ResolvedLink link(std::string_view destination, markdown::Position position) override;
    [[nodiscard]] markdown::ResolvedImage image(std::string_view destination, markdown::Position position) override;
    [[nodiscard]] markdown::ResolvedWikilink wikilink(std::string_view target, std::string_view fragment,
                                                      std::string_view label, markdown::Position position) override;
    [[nodiscard]] std::optional<text::SafeHtml> embed(std::string_view target, std::string_view fragment,
                                                      std::string_view label, markdown::Position position) override;
    [[nodiscard]] std::string alert_title(markdown::AlertKind kind) override;
    [[nodiscard]] std::string table_label(std::size_t number) override;
    [[nodiscard]] std::optional<text::SafeHtml> directive(const markdown::DirectiveCall& call) override;

    [[nodiscard]] std::optional<text::SafeHtml> code_block(const markdown::CodeBlockCall& call) override;
    [[nodiscard]] std::optional<text::SafeHtml> math(std::string_view tex, markdown::MathStyle style,
                                                     markdown::Position position) override;

  private:
    // Attributes of a picture beside its address: what it is made of, and when it is fetched.
    [[nodiscard]] markdown::ResolvedImage picture(std::string_view destination);
    [[nodiscard]] templating::Value picture_value(std::string_view destination);  // the same for a template

    const Publication& publication_;
    site::WorkId id_;
    std::vector<site::WorkId> chain_;
    std::size_t pictures_ = 0;
    std::size_t diagrams_ = 0;
};

// Where a path written in `work` leads: to another work, a picture beside it, a page or file of the site. Keeps query
// and fragment. An external URL, and one that leads nowhere, stay as they were written.
[[nodiscard]] std::string resolve_href(const Publication& publication, const site::Work& work,
                                       std::string_view destination);

// The output path of the picture or download that `destination` names beside `work`'s file; null when there is none.
[[nodiscard]] const std::string* find_companion(const Publication& publication, const site::Work& work,
                                                std::string_view destination);

// Whether the target of an embed is a picture, by its ending, rather than a work.
[[nodiscard]] bool names_picture(std::string_view target);

}  // namespace byline::publish
