// The list of all members of a Work, in the order of their encoding, each with the field that it belongs to.
// A function without state. Codec and comparison both go through it, so that neither can miss a member.
#pragma once

#include "site/work.hpp"
#include "site/work_fields.hpp"

namespace byline::site {

// Calls `visit(field, member...)` with that member of each of `works`. Placed values are visited whole: their lines and
// columns belong to WorkField::Body whatever field the value belongs to.
// clang-format off
template <typename Visit, typename... Works>
void visit_members(Visit&& visit, Works&... works) {
    visit(WorkField::Key, works.path...);
    visit(WorkField::Key, works.source.role...);
    visit(WorkField::Key, works.source.folder...);
    visit(WorkField::Key, works.source.name...);
    visit(WorkField::Language, works.source.language...);
    visit(WorkField::Date, works.source.date...);
    visit(WorkField::Language, works.source.unknown_language...);
    visit(WorkField::Kind, works.kind...);
    visit(WorkField::Language, works.language...);
    visit(WorkField::Key, works.key...);

    visit(WorkField::Title, works.metadata.title...);
    visit(WorkField::Date, works.metadata.date...);
    visit(WorkField::Updated, works.metadata.updated...);
    visit(WorkField::Schedule, works.metadata.publish_at...);
    visit(WorkField::Schedule, works.metadata.expires...);
    visit(WorkField::Schedule, works.metadata.draft...);
    visit(WorkField::Language, works.metadata.language...);
    visit(WorkField::Slug, works.metadata.slug...);
    visit(WorkField::Url, works.metadata.path...);
    visit(WorkField::Kind, works.metadata.kind...);
    visit(WorkField::Key, works.metadata.aliases...);
    visit(WorkField::Summary, works.metadata.summary...);  // and WorkField::HasSummary when it appears or goes
    visit(WorkField::Featured, works.metadata.featured...);
    visit(WorkField::Cover, works.metadata.cover...);
    visit(WorkField::Cover, works.metadata.cover_alt...);
    visit(WorkField::Authors, works.metadata.authors...);
    visit(WorkField::Terms, works.metadata.terms...);
    visit(WorkField::Series, works.metadata.series...);
    visit(WorkField::Canonical, works.metadata.canonical...);
    visit(WorkField::Maturity, works.metadata.maturity...);
    visit(WorkField::Comments, works.metadata.commenting...);
    visit(WorkField::Template, works.metadata.page_template...);
    visit(WorkField::Weight, works.metadata.weight...);
    visit(WorkField::Talk, works.metadata.event...);
    visit(WorkField::Talk, works.metadata.event_url...);
    visit(WorkField::Talk, works.metadata.place...);
    visit(WorkField::Talk, works.metadata.slides...);
    visit(WorkField::Talk, works.metadata.video...);
    visit(WorkField::Source, works.metadata.source...);
    visit(WorkField::Source, works.metadata.source_author...);
    visit(WorkField::Source, works.metadata.source_license...);
    visit(WorkField::Source, works.metadata.translated_from...);
    visit(WorkField::Extra, works.metadata.extra...);

    visit(WorkField::Visibility, works.visibility...);
    visit(WorkField::Title, works.title...);
    visit(WorkField::Slug, works.slug...);
    visit(WorkField::Url, works.url_path...);
    visit(WorkField::Date, works.date...);
    visit(WorkField::Updated, works.updated...);
    visit(WorkField::Summary, works.summary...);
    visit(WorkField::Description, works.description...);
    visit(WorkField::Words, works.words...);
    visit(WorkField::Words, works.reading_minutes...);
    visit(WorkField::Headings, works.headings...);
    visit(WorkField::Anchors, works.anchors...);
    visit(WorkField::References, works.references...);
    visit(WorkField::LinkSentences, works.link_sentences...);
    visit(WorkField::Body, works.title_from_heading...);
    visit(WorkField::Body, works.body_offset...);
    visit(WorkField::Body, works.body_line...);
}
// clang-format on

}  // namespace byline::site
