// The search index of a site: made of all works, or changed where works did. What it is made of and how it is laid out
// is the business of the module `search`; here works become its documents, and its files outputs.
// Functions without state; the body source is asked from several threads.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "output/output_sink.hpp"
#include "publish/bodies.hpp"
#include "search/document.hpp"
#include "search/update_index.hpp"
#include "site/plan.hpp"
#include "site/work_fields.hpp"

namespace byline::publish {

class Publication;

inline constexpr std::string_view search_head_path = "search/index.txt";

// What the document of a work is made of.
inline constexpr site::WorkFields searched_fields =
    site::WorkField::Url | site::WorkField::Title | site::WorkField::Kind | site::WorkField::Language |
    site::WorkField::Date | site::WorkField::Description | site::WorkField::Terms | site::WorkField::Content;

// Says how many works there are and what to do when there are more than an index holds.
[[nodiscard]] Result<void> check_searchable(std::size_t works);

// What a search knows of a work that has a page.
[[nodiscard]] search::Document search_document(const Publication& publication, site::WorkId id,
                                               const markdown::Document& document);

// Puts all files of the index, made of every work with a page. Returns the digest of its head, which tells one index
// from another.
[[nodiscard]] Result<text::Digest> make_search_index(const Publication& publication, BodySource& documents,
                                                     std::size_t threads, output::OutputSink& sink);

// How the index that stands in `sink` becomes that of the site, when only `changed` works are new or other than they
// were when it was made. Nothing when it has to be made anew.
[[nodiscard]] Result<std::optional<search::IndexUpdate>> search_index_update(const Publication& publication,
                                                                             BodySource& documents,
                                                                             std::span<const site::WorkId> changed,
                                                                             const output::OutputSink& sink);

// Puts what the update writes and keeps the rest. Nothing when some of it does not stand.
[[nodiscard]] Result<std::optional<text::Digest>> apply_search_index_update(search::IndexUpdate update,
                                                                            output::OutputSink& sink);

// What the update writes, without a word of the rest. Returns the new head's digest, or `before` when it stays.
[[nodiscard]] Result<text::Digest> put_search_files(search::IndexUpdate update, const text::Digest& before,
                                                    output::OutputSink& sink);

}  // namespace byline::publish
