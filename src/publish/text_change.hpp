// When nothing of a work changed but what it says: then every list, address and link of the site is as it was, and
// only what shows the work has to be made again.
// Pure functions.
#pragma once

#include <string_view>

#include "result/diagnostic.hpp"
#include "site/work.hpp"
#include "site/work_fields.hpp"

namespace byline::publish {

// The fields of which a change may make a link of the site good or bad.
inline constexpr site::WorkFields linked_fields = site::WorkField::Anchors | site::WorkField::Headings |
                                                  site::WorkField::References | site::WorkField::Body |
                                                  site::WorkField::Cover;
// The fields that the sitemap shows.
inline constexpr site::WorkFields mapped_fields = site::WorkField::Updated | site::WorkField::Canonical;

// Whether `now` stands where `before` stood in all lists and for all links. `fields` are those that differ. Works that
// have to do with decks, and social cards, are left to the caller.
[[nodiscard]] bool is_change_of_text(const site::Work& before, const site::Work& now, site::WorkFields fields);

// Whether all links of the site are as good as they were, though linked_fields changed. `faults` are those of the last
// check, and `file` is how they name the work's file.
[[nodiscard]] bool keeps_links(const site::Work& before, const site::Work& now, const Diagnostics& faults,
                               std::string_view file);

}  // namespace byline::publish
