#include "search/tokens.hpp"

#include <unicode/locid.h>
#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>
#include <unicode/uscript.h>

#include "text/utf8.hpp"

namespace byline::search {

namespace {

constexpr std::uint32_t word_mask = U_GC_L_MASK | U_GC_M_MASK | U_GC_N_MASK;

bool is_letter_mark_or_digit(char32_t c) {
    if (c < 0x80) return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    return (U_MASK(u_charType(static_cast<UChar32>(c))) & word_mask) != 0;
}

// What folding leaves as it is, but for ASCII capitals.
bool is_plain(char32_t c) {
    return c < 0x80 || (c >= 0x4E00 && c <= 0x9FFF) || (c >= 0x3400 && c <= 0x4DBF) || (c >= 0x3041 && c <= 0x3096) ||
           (c >= 0x30A1 && c <= 0x30FA) || c == 0x30FC || (c >= 0xAC00 && c <= 0xD7A3);
}

bool is_apostrophe(char32_t c) {
    return c == '\'' || c == 0x2019;
}

// The code point at `offset`, and in `end` where it ends; 0 behind the text.
char32_t peek(std::string_view text, std::size_t offset, std::size_t& end) {
    end = offset;
    if (offset >= text.size()) return 0;
    const auto byte = static_cast<unsigned char>(text[offset]);
    if (byte < 0x80) return ++end, byte;
    return text::decode_next(text, end);
}

bool stays_in_token(char32_t c) {
    return is_letter_mark_or_digit(c) || is_run_character(c) || c == '\'' || c == '+' || c == '#';
}

std::string fold_slowly(std::string_view token) {
    UErrorCode status = U_ZERO_ERROR;
    const icu::Normalizer2* decompose = icu::Normalizer2::getNFKDInstance(status);
    const icu::Normalizer2* compose = icu::Normalizer2::getNFCInstance(status);
    if (U_FAILURE(status) != 0) return std::string(token);  // ICU's data is part of the program
    const auto whole = icu::UnicodeString::fromUTF8(icu::StringPiece(token.data(), static_cast<int32_t>(token.size())));
    icu::UnicodeString decomposed = decompose->normalize(whole, status);
    decomposed.toLower(icu::Locale::getRoot());
    icu::UnicodeString bare;
    for (int32_t i = 0; i < decomposed.length(); ++i) {
        const char16_t unit = decomposed.charAt(i);
        if (unit >= 0x300 && unit <= 0x36F) continue;
        bare.append(unit == 0x3C2 ? char16_t{0x3C3} : unit == 0x2019 ? u'\'' : unit);
    }
    std::string composed;
    compose->normalize(bare, status).toUTF8String(composed);
    std::string kept;
    for (std::size_t offset = 0; offset < composed.size();) {
        const char32_t c = text::decode_next(composed, offset);
        if (stays_in_token(c)) text::append_code_point(kept, c);
    }
    return kept;
}

}  // namespace

// The same list stands in client/tokens.js.
bool is_run_character(char32_t c) {
    if (c < first_run_character) return false;
    if (c >= 0x4E00 && c <= 0x9FFF) return true;
    // Marks of sound and length belong to several scripts, as ICU sees them.
    if (c == 0x3099 || c == 0x309A || c == 0x30FC || c == 0xFF70 || c == 0xFF9E || c == 0xFF9F) return true;
    UErrorCode status = U_ZERO_ERROR;
    switch (uscript_getScript(static_cast<UChar32>(c), &status)) {
        case USCRIPT_HAN:
        case USCRIPT_HIRAGANA:
        case USCRIPT_KATAKANA:
        case USCRIPT_HANGUL:
        case USCRIPT_BOPOMOFO:
        case USCRIPT_THAI:
        case USCRIPT_LAO:
        case USCRIPT_MYANMAR:
        case USCRIPT_KHMER: return true;
        default: return false;
    }
}

bool has_digit(std::string_view folded_word) {
    for (std::size_t offset = 0; offset < folded_word.size();) {
        std::size_t end = 0;
        const char32_t c = peek(folded_word, offset, end);
        if (c < 0x80 ? (c >= '0' && c <= '9') : (U_MASK(u_charType(static_cast<UChar32>(c))) & U_GC_N_MASK) != 0)
            return true;
        offset = end;
    }
    return false;
}

bool TokenReader::next() {
    while (offset_ < text_.size()) {
        std::size_t end = 0;
        const char32_t c = peek(text_, offset_, end);
        if (is_run_character(c)) {
            read_run();
        } else if (is_letter_mark_or_digit(c)) {
            read_word();
        } else {
            offset_ = end;
            continue;
        }
        fold();
        if (!folded_.empty()) return true;
    }
    return false;
}

void TokenReader::read_word() {
    kind_ = TokenKind::Word;
    is_plain_ = true;
    const std::size_t start = offset_;
    for (;;) {
        std::size_t end = 0;
        char32_t c = peek(text_, offset_, end);
        std::size_t after = end;
        if (is_apostrophe(c)) c = peek(text_, end, after);  // joins two parts of a word
        if (c == 0 || !is_letter_mark_or_digit(c) || is_run_character(c)) break;
        is_plain_ = is_plain_ && c < 0x80 && text_[offset_] != '\xE2';
        offset_ = after;
    }
    folded_ = text_.substr(start, offset_ - start);
    const char first = folded_.front();
    if (folded_.size() != 1 || !((first >= 'a' && first <= 'z') || (first >= 'A' && first <= 'Z'))) return;
    for (const std::string_view sign : {"++", "#"}) {
        if (!text_.substr(offset_).starts_with(sign)) continue;
        folded_ += sign;
        offset_ += sign.size();
        return;
    }
}

void TokenReader::read_run() {
    kind_ = TokenKind::Run;
    is_plain_ = true;
    folded_.clear();
    for (;;) {
        std::size_t end = 0;
        std::size_t start = offset_;
        char32_t c = peek(text_, start, end);
        if (c == ' ' && !folded_.empty()) {
            start = end;
            c = peek(text_, start, end);
        }
        if (!is_run_character(c)) return;
        is_plain_ = is_plain_ && is_plain(c);
        folded_ += text_.substr(start, end - start);
        offset_ = end;
    }
}

void TokenReader::fold() {
    if (is_plain_) {
        for (char& byte : folded_) {
            if (byte >= 'A' && byte <= 'Z') byte = static_cast<char>(byte - 'A' + 'a');
        }
    } else {
        folded_ = fold_slowly(folded_);
    }
    if (kind_ == TokenKind::Run || folded_.size() <= max_word_characters) return;
    std::size_t offset = 0;
    for (std::size_t i = 0; i < max_word_characters && offset < folded_.size(); ++i) {
        std::size_t end = 0;
        static_cast<void>(peek(folded_, offset, end));
        offset = end;
    }
    folded_.resize(offset);
}

}  // namespace byline::search
