#include "templating/characters.hpp"

#include <unicode/locid.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>

namespace byline::templating {
namespace {

bool is_continuation(char c) {
    return (static_cast<unsigned char>(c) & 0xC0U) == 0x80U;
}

bool is_ascii(std::string_view text) {
    for (const char c : text) {
        if (static_cast<unsigned char>(c) >= 0x80U) return false;
    }
    return true;
}

icu::UnicodeString from_utf8(std::string_view text) {
    return icu::UnicodeString::fromUTF8({text.data(), static_cast<int32_t>(text.size())});
}

std::string to_utf8(const icu::UnicodeString& text) {
    std::string out;
    text.toUTF8String(out);
    return out;
}

struct Cases {
    bool upper = false;
    bool lower = false;
};

Cases cases_of(std::string_view text) {
    Cases cases;
    for (std::size_t i = 0; i < text.size();) {
        const Character character = character_at(text, i);
        const auto code_point = static_cast<UChar32>(character.code_point);
        if (u_isUUppercase(code_point) != 0 || u_istitle(code_point) != 0) cases.upper = true;
        if (u_isULowercase(code_point) != 0) cases.lower = true;
        i += character.bytes;
    }
    return cases;
}

}  // namespace

Character character_at(std::string_view text, std::size_t offset) {
    const auto lead = static_cast<unsigned char>(text[offset]);
    if (lead < 0x80U) return {lead, 1};
    const std::size_t length = lead >= 0xF0U && lead < 0xF8U   ? 4
                               : lead >= 0xE0U && lead < 0xF0U ? 3
                               : lead >= 0xC2U && lead < 0xE0U ? 2
                                                               : 1;
    if (length == 1 || offset + length > text.size()) return {0xFFFD, 1};
    char32_t code_point = lead & (0x7FU >> length);
    for (std::size_t i = 1; i < length; ++i) {
        if (!is_continuation(text[offset + i])) return {0xFFFD, 1};
        code_point = (code_point << 6U) | (static_cast<unsigned char>(text[offset + i]) & 0x3FU);
    }
    return {code_point, length};
}

std::size_t count_characters(std::string_view text) {
    std::size_t count = 0;
    for (std::size_t i = 0; i < text.size(); ++count) {
        i += static_cast<unsigned char>(text[i]) < 0x80U ? 1 : character_at(text, i).bytes;
    }
    return count;
}

std::size_t byte_offset(std::string_view text, std::size_t character_index) {
    std::size_t i = 0;
    for (; character_index > 0 && i < text.size(); --character_index) i += character_at(text, i).bytes;
    return i;
}

void append_utf8(std::string& out, char32_t code_point) {
    const auto put = [&out](char32_t byte) { out.push_back(static_cast<char>(byte)); };
    if (code_point > 0x10FFFFU || (code_point >= 0xD800U && code_point < 0xE000U)) code_point = 0xFFFDU;
    if (code_point < 0x80U) {
        put(code_point);
    } else if (code_point < 0x800U) {
        put(0xC0U | (code_point >> 6U));
        put(0x80U | (code_point & 0x3FU));
    } else if (code_point < 0x10000U) {
        put(0xE0U | (code_point >> 12U));
        put(0x80U | ((code_point >> 6U) & 0x3FU));
        put(0x80U | (code_point & 0x3FU));
    } else {
        put(0xF0U | (code_point >> 18U));
        put(0x80U | ((code_point >> 12U) & 0x3FU));
        put(0x80U | ((code_point >> 6U) & 0x3FU));
        put(0x80U | (code_point & 0x3FU));
    }
}

bool is_space(char32_t code_point) {
    if (code_point <= 0x7FU)
        return code_point == ' ' || (code_point >= 9 && code_point <= 13) || (code_point >= 28 && code_point <= 31);
    return code_point == 0x85U || code_point == 0xA0U || code_point == 0x1680U ||
           (code_point >= 0x2000U && code_point <= 0x200AU) || code_point == 0x2028U || code_point == 0x2029U ||
           code_point == 0x202FU || code_point == 0x205FU || code_point == 0x3000U;
}

bool is_word(char32_t code_point) {
    if (code_point < 0x80U) {
        return code_point == '_' || (code_point >= '0' && code_point <= '9') ||
               (code_point >= 'a' && code_point <= 'z') || (code_point >= 'A' && code_point <= 'Z');
    }
    return u_isalnum(static_cast<UChar32>(code_point)) != 0;
}

std::string_view trim_spaces(std::string_view text) {
    std::size_t begin = 0;
    while (begin < text.size()) {
        const Character character = character_at(text, begin);
        if (!is_space(character.code_point)) break;
        begin += character.bytes;
    }
    std::size_t end = text.size();
    while (end > begin) {
        std::size_t start = end - 1;
        while (start > begin && is_continuation(text[start])) --start;
        const Character character = character_at(text, start);
        if (start + character.bytes != end || !is_space(character.code_point)) break;
        end = start;
    }
    return text.substr(begin, end - begin);
}

std::string to_upper(std::string_view text) {
    if (!is_ascii(text)) return to_utf8(from_utf8(text).toUpper(icu::Locale::getRoot()));
    std::string out(text);
    for (char& c : out) {
        if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
    }
    return out;
}

std::string to_lower(std::string_view text) {
    if (!is_ascii(text)) return to_utf8(from_utf8(text).toLower(icu::Locale::getRoot()));
    std::string out(text);
    for (char& c : out) {
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    }
    return out;
}

std::string to_title(std::string_view character) {
    if (is_ascii(character)) return to_upper(character);
    std::string out;
    const UChar32 titled = u_totitle(static_cast<UChar32>(character_at(character, 0).code_point));
    append_utf8(out, static_cast<char32_t>(titled));
    return out;
}

bool is_upper_text(std::string_view text) {
    const Cases cases = cases_of(text);
    return cases.upper && !cases.lower;
}

bool is_lower_text(std::string_view text) {
    const Cases cases = cases_of(text);
    return cases.lower && !cases.upper;
}

}  // namespace byline::templating
