// A Slugger turns titles into the readable last part of a URL: "重庆火锅 and C++" becomes `chong-qing-huo-guo-and-cpp`.
// Immutable after construction; safe from any thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>

namespace byline::text {

enum class SlugStyle : std::uint8_t {
    Pinyin,      // a-z, 0-9 and hyphens: Han by pinyin, every other script in Latin letters
    Characters,  // letters and digits of any script, composed (NFC) and in lower case
};

inline constexpr std::size_t max_slug_bytes = 96;

// Rules, for both styles: letters and digits stay, apostrophes vanish, everything else (spaces, punctuation, emoji)
// becomes one hyphen between what stays. A name that punctuation is part of keeps it in words: C++ is `cpp`, C# is
// `c-sharp`, .NET is `dotnet`; but Node.js is `node-js`. A slug is cut at a hyphen to at most max_slug_bytes bytes. A
// title of which nothing stays gives a short digest of it, so only an empty title gives an empty slug.
//
// In Pinyin style each Han character is a syllable of its own between hyphens. A character with several readings is
// read by the longest word of the table of polyphones that starts at it (长江, 银行, 效率), the site's own words first.
class Slugger {
  public:
    // `pinyin_overrides` maps words to their reading, syllables separated by spaces: "重庆" to "chong qing".
    explicit Slugger(SlugStyle style = SlugStyle::Pinyin, std::map<std::string, std::string> pinyin_overrides = {});
    ~Slugger();
    Slugger(Slugger&&) noexcept;
    Slugger& operator=(Slugger&&) noexcept;

    [[nodiscard]] std::string slug(std::string_view title) const;

  private:
    class Readings;
    SlugStyle style_;
    std::unique_ptr<const Readings> readings_;
};

}  // namespace byline::text
