// Slugs of any bytes are bounded, never empty for a title, and may be a part of a path.
#include <cstdint>
#include <cstdlib>
#include <string>

#include "text/slug.hpp"
#include "text/url.hpp"
#include "text/utf8.hpp"

namespace {

void require(bool holds) {
    if (!holds) std::abort();
}

void require_of_slug(const std::string& slug, std::string_view title) {
    using namespace byline::text;
    require(slug.empty() == title.empty());
    require(slug.size() <= max_slug_bytes);
    require(slug.empty() || valid_output_path(slug).has_value());
    require(slug.find_first_of("/ .") == std::string::npos);
    require(!slug.starts_with('-') && !slug.ends_with('-') && slug.find("--") == std::string::npos);
    require(!find_invalid(slug));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using byline::text::Slugger;
    static const Slugger pinyin(byline::text::SlugStyle::Pinyin, {{"重庆", "Chung king!"}, {"a", "b"}});
    static const Slugger characters(byline::text::SlugStyle::Characters);
    const std::string_view title(reinterpret_cast<const char*>(data), size);
    const std::string slug = pinyin.slug(title);
    require_of_slug(slug, title);
    require(slug.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789-") == std::string::npos);
    require_of_slug(characters.slug(title), title);
    return 0;
}
