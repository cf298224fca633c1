#include "text/slug.hpp"

#include <algorithm>
#include <mutex>
#include <optional>
#include <utility>

#include <unicode/normalizer2.h>
#include <unicode/translit.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>

#include "text/ascii.hpp"
#include "text/digest.hpp"
#include "text/romanization.hpp"
#include "text/unicode.hpp"
#include "text/utf8.hpp"

namespace byline::text {
namespace {

// A run of one script longer than this is romanized in pieces; titles are not that long.
constexpr std::size_t max_run_bytes = 512;

// More of a title than this cannot matter for a slug of max_slug_bytes.
constexpr std::size_t max_title_bytes = 4096;

char lower(char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
}

bool is_apostrophe(char32_t c) {
    return c == '\'' || c == 0x2019 || c == 0x2BC || c == 0xFF07;
}

// Marks that follow an emoji or join several; no part of any word.
bool is_invisible(char32_t c) {
    return (c >= 0x200B && c <= 0x200D) || c == 0xAD || c == 0x2060 || c == 0xFEFF || (c >= 0xFE00 && c <= 0xFE0F);
}

// Collects the parts of a slug; a separator asked for stands only between two parts.
class SlugText {
  public:
    void separate() { separator_due_ = !text_.empty(); }
    void append(std::string_view part) {
        if (part.empty()) return;
        if (separator_due_) text_ += '-';
        separator_due_ = false;
        text_ += part;
    }
    void append(char c) { append(std::string_view(&c, 1)); }
    // One part of its own between hyphens.
    void append_word(std::string_view word) {
        separate();
        append(word);
        separate();
    }
    // Words in any case between anything: letters and digits of ASCII stay.
    void append_ascii(std::string_view letters) {
        for (const char c : letters) {
            if (is_ascii_letter(c) || is_ascii_digit(c)) {
                append(lower(c));
            } else if (c != '\'') {
                separate();
            }
        }
    }
    // Whether the last part is a single ASCII letter: the C of C++.
    [[nodiscard]] bool ends_with_single_letter() const {
        const std::size_t size = text_.size();
        if (separator_due_ || size == 0 || !is_ascii_letter(text_[size - 1])) return false;
        return size == 1 || !(is_ascii_letter(text_[size - 2]) || is_ascii_digit(text_[size - 2]));
    }
    [[nodiscard]] bool at_boundary() const { return separator_due_ || text_.empty(); }
    [[nodiscard]] std::size_t size() const { return text_.size(); }

    // The text, cut at a hyphen when it is too long and one stands in its second half.
    [[nodiscard]] std::string finish() && {
        if (text_.size() <= max_slug_bytes) return std::move(text_);
        std::size_t cut = text_.rfind('-', max_slug_bytes);
        if (cut == std::string::npos || cut < max_slug_bytes / 2) cut = boundary_at_or_before(text_, max_slug_bytes);
        text_.resize(cut);
        while (text_.ends_with('-')) text_.pop_back();
        return std::move(text_);
    }

  private:
    std::string text_;
    bool separator_due_ = false;
};

// Takes a name that punctuation is part of at `offset`: the ++ of C++, the # of C#, the dot of .NET.
bool take_name_punctuation(std::string_view title, std::size_t& offset, SlugText& slug) {
    const std::string_view rest = title.substr(offset);
    const auto letter_or_digit_at = [&](std::size_t i) {
        return i < rest.size() && (is_ascii_letter(rest[i]) || is_ascii_digit(rest[i]));
    };
    if (rest.starts_with("++") && slug.ends_with_single_letter()) {
        slug.append("pp");
        offset += 2;
        return true;
    }
    if (rest.front() == '#' && slug.ends_with_single_letter() && !letter_or_digit_at(1)) {
        slug.append_word("sharp");
        ++offset;
        return true;
    }
    const bool net = rest.size() >= 4 && rest.front() == '.' && lower(rest[1]) == 'n' && lower(rest[2]) == 'e' &&
                     lower(rest[3]) == 't' && !letter_or_digit_at(4);
    // A dot inside of a name (example.net) has a letter right before it.
    const bool starts_word = offset == 0 || !(is_ascii_letter(title[offset - 1]) || is_ascii_digit(title[offset - 1]));
    if (net && starts_word) {
        slug.separate();
        slug.append("dot");
        ++offset;
        return true;
    }
    return false;
}

std::string composed(std::string_view title) {
    if (std::all_of(title.begin(), title.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; })) {
        return std::string(title);
    }
    UErrorCode error = U_ZERO_ERROR;
    const icu::Normalizer2* normalizer = icu::Normalizer2::getNFCInstance(error);
    if (U_FAILURE(error)) return std::string(title);
    const auto text = icu::UnicodeString::fromUTF8({title.data(), static_cast<std::int32_t>(title.size())});
    if (normalizer->isNormalized(text, error)) return std::string(title);
    std::string out;
    normalizer->normalize(text, error).toUTF8String(out);
    return out;
}

// ICU's rules for every other script. They take some 100 ms to load, so they wait until a title asks for them.
class Transliteration {
  public:
    void append(SlugText& slug, std::string_view run) const {
        const std::scoped_lock lock(mutex_);
        if (!rules_) {
            UErrorCode error = U_ZERO_ERROR;
            UParseError place;
            rules_.reset(icu::Transliterator::createInstance(u"Any-Latin; NFD; [:Mn:] Remove; NFC; Latin-ASCII",
                                                             UTRANS_FORWARD, place, error));
            if (!rules_) return;
        }
        auto text = icu::UnicodeString::fromUTF8({run.data(), static_cast<std::int32_t>(run.size())});
        rules_->transliterate(text);
        std::string letters;
        text.toUTF8String(letters);
        slug.append_ascii(letters);
    }

  private:
    mutable std::mutex mutex_;
    mutable std::unique_ptr<icu::Transliterator> rules_;  // guarded by mutex_; made once
};

}  // namespace

// How words and characters are read: the site's own words, then the table of polyphones, then single characters.
class Slugger::Readings {
  public:
    explicit Readings(std::map<std::string, std::string> overrides) : overrides_(std::move(overrides)) {}

    // Takes the longest word of several readings at `offset`; false when none starts there.
    bool take_word(std::string_view title, std::size_t& offset, SlugText& slug) const {
        const std::string_view rest = title.substr(offset);
        const auto* reading = longest_override(rest);
        const PolyphoneWord* polyphone = reading == nullptr ? longest_polyphone(rest) : nullptr;
        if (reading == nullptr && polyphone == nullptr) return false;
        slug.separate();
        slug.append_ascii(reading != nullptr ? std::string_view(reading->second) : polyphone->reading);
        slug.separate();
        offset += reading != nullptr ? reading->first.size() : polyphone->word.size();
        return true;
    }

    void transliterate(SlugText& slug, std::string_view run) const { transliteration_.append(slug, run); }

  private:
    [[nodiscard]] const std::pair<const std::string, std::string>* longest_override(std::string_view rest) const {
        const std::pair<const std::string, std::string>* longest = nullptr;
        // The site's table is small: a list of its own words.
        for (const auto& entry : overrides_) {
            if (entry.first.empty() || !rest.starts_with(entry.first)) continue;
            if (longest == nullptr || entry.first.size() > longest->first.size()) longest = &entry;
        }
        return longest;
    }

    [[nodiscard]] static const PolyphoneWord* longest_polyphone(std::string_view rest) {
        const auto words = polyphone_words();
        const std::string_view first_character = rest.substr(0, 3);
        auto word = std::lower_bound(words.begin(), words.end(), first_character,
                                     [](const PolyphoneWord& entry, std::string_view key) { return entry.word < key; });
        const PolyphoneWord* longest = nullptr;
        for (; word != words.end() && word->word.starts_with(first_character); ++word) {
            if (!rest.starts_with(word->word)) continue;
            if (longest == nullptr || word->word.size() > longest->word.size()) longest = &*word;
        }
        return longest;
    }

    std::map<std::string, std::string> overrides_;
    Transliteration transliteration_;
};

namespace {

// The end of the run of word characters at `offset` that only ICU can romanize.
std::size_t end_of_run(std::string_view title, std::size_t offset) {
    std::size_t end = offset;
    while (end < title.size() && end - offset < max_run_bytes) {
        std::size_t after = end;
        const char32_t c = decode_next(title, after);
        if (c < 0x80 || is_han(c) || !is_word_character(c) || romanize(c)) break;
        end = after;
    }
    return end;
}

// Characters style: one character, or what it is part of.
void take_character(std::string_view title, std::size_t& offset, SlugText& slug) {
    const char32_t c = decode_next(title, offset);
    if (is_apostrophe(c) || is_invisible(c)) return;
    const bool mark = (U_GET_GC_MASK(static_cast<UChar32>(c)) & U_GC_M_MASK) != 0;
    if (!is_word_character(c) || c == replacement_character || (mark && slug.at_boundary())) {
        slug.separate();
        return;
    }
    std::string bytes;
    append_code_point(bytes, static_cast<char32_t>(u_tolower(static_cast<UChar32>(c))));
    slug.append(bytes);
}

}  // namespace

Slugger::Slugger(SlugStyle style, std::map<std::string, std::string> pinyin_overrides)
    : style_(style), readings_(std::make_unique<const Readings>(std::move(pinyin_overrides))) {}
Slugger::~Slugger() = default;
Slugger::Slugger(Slugger&&) noexcept = default;
Slugger& Slugger::operator=(Slugger&&) noexcept = default;

std::string Slugger::slug(std::string_view title) const {
    const std::string text = composed(title.substr(0, boundary_at_or_before(title, max_title_bytes)));
    SlugText slug;
    std::size_t offset = 0;
    while (offset < text.size() && slug.size() <= max_slug_bytes) {
        const char byte = text[offset];
        if (is_ascii_letter(byte) || is_ascii_digit(byte)) {
            slug.append(lower(byte));
            ++offset;
            continue;
        }
        if (take_name_punctuation(text, offset, slug)) continue;
        if (style_ == SlugStyle::Characters) {
            take_character(text, offset, slug);
            continue;
        }
        if (static_cast<unsigned char>(byte) >= 0x80 && readings_->take_word(text, offset, slug)) continue;
        const std::size_t start = offset;
        const char32_t c = decode_next(text, offset);
        if (is_apostrophe(c) || is_invisible(c)) continue;
        const auto letters = c < 0x80 ? std::nullopt : romanize(c);
        if (letters && is_word_character(c)) {
            is_han(c) ? slug.append_word(*letters) : slug.append(*letters);
        } else if (c >= 0x80 && is_word_character(c) && c != replacement_character) {
            if (!is_han(c)) offset = std::max(offset, end_of_run(text, start));
            slug.separate();
            readings_->transliterate(slug, std::string_view(text).substr(start, offset - start));
            slug.separate();
        } else {
            slug.separate();
        }
    }
    std::string result = std::move(slug).finish();
    if (result.empty() && !title.empty()) result = hex_of(digest64_of(title)).substr(0, 8);
    return result;
}

}  // namespace byline::text
