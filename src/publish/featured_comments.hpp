// FeaturedComments are what the author chose of a work's comments: they go into its page when it is built, so that
// search engines, and readers of a copy that nobody serves, have them. Read once before anything is rendered; values.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "result/diagnostic.hpp"
#include "result/result.hpp"
#include "site/configuration.hpp"
#include "templating/value.hpp"
#include "text/digest.hpp"
#include "text/safe_html.hpp"
#include "text/timestamp.hpp"

namespace byline::publish {

class SiteUrls;

struct FeaturedComment {
    std::int64_t id = 0;
    std::string name;
    std::string website;  // an http(s) URL, or empty
    std::string face;     // a path from the site's root; empty: `drawn_face`
    text::SafeHtml drawn_face;
    bool is_author = false;
    bool is_verified = false;
    text::SafeHtml html;
    text::Timestamp written;
    std::int64_t likes = 0;
    std::int64_t answers = 0;
    std::string note;  // why, in the author's words
};

// Of one page.
struct FeaturedThread {
    std::string address;        // a path from the site's root
    std::int64_t comments = 0;  // all that are published
    std::vector<FeaturedComment> featured;
};

using FeaturedThreads = std::vector<FeaturedThread>;  // by address

// Asked once in each build of a site that has comments; nothing when there is no store. An error stops the build, and
// the site stays as it is: what the author chose is not to vanish because a store did not answer.
using FeaturedReader = std::function<Result<std::optional<FeaturedThreads>>(Diagnostics&)>;

struct Featured {
    FeaturedThreads threads;
    bool is_store_missing = false;  // the site wants them, and there is nothing to read them from
};

// None unless the site wants them. A site whose store was never made is as good as one with none featured; where the
// last build `had_some`, a missing store is an error.
[[nodiscard]] Result<Featured> read_featured(const FeaturedReader& reader, const site::Configuration& configuration,
                                             bool had_some, Diagnostics& diagnostics);

// Zero for none.
[[nodiscard]] text::Digest digest_of(const FeaturedThreads& threads);
// Null when nothing of that page is featured.
[[nodiscard]] const FeaturedThread* find_featured(const FeaturedThreads& threads, std::string_view address);
// For templates: `work.featured_comments`. Null makes an empty list.
[[nodiscard]] templating::Value value_of(const FeaturedThread* thread, const SiteUrls& urls);
// What the comment says without its markup.
[[nodiscard]] std::string plain_text_of(const FeaturedComment& comment);

}  // namespace byline::publish
