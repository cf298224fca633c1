#include "conversation/name_key.hpp"

#include <algorithm>
#include <memory>

#include <unicode/uchar.h>
#include <unicode/unorm2.h>
#include <unicode/uspoof.h>
#include <unicode/ustring.h>

#include "text/ascii.hpp"
#include "text/utf8.hpp"

namespace byline::conversation {
namespace {

std::u16string wide(std::string_view text) {
    std::u16string out(text.size(), u'\0');
    std::int32_t length = 0;
    UErrorCode error = U_ZERO_ERROR;
    u_strFromUTF8WithSub(out.data(), static_cast<std::int32_t>(out.size()), &length, text.data(),
                         static_cast<std::int32_t>(text.size()), 0xFFFD, nullptr, &error);
    out.resize(static_cast<std::size_t>(length));
    return out;
}

std::string narrow(std::u16string_view text) {
    std::string out(text.size() * 3, '\0');
    std::int32_t length = 0;
    UErrorCode error = U_ZERO_ERROR;
    u_strToUTF8WithSub(out.data(), static_cast<std::int32_t>(out.size()), &length, text.data(),
                       static_cast<std::int32_t>(text.size()), 0xFFFD, nullptr, &error);
    out.resize(static_cast<std::size_t>(length));
    return out;
}

// NFKC, case folding and no default ignorables, in one.
std::u16string folded(const std::u16string& text) {
    UErrorCode error = U_ZERO_ERROR;
    const UNormalizer2* normalizer = unorm2_getNFKCCasefoldInstance(&error);
    if (U_FAILURE(error)) return text;
    std::u16string out(text.size() * 18 + 1, u'\0');  // the most that one code point becomes
    const std::int32_t length = unorm2_normalize(normalizer, text.data(), static_cast<std::int32_t>(text.size()),
                                                 out.data(), static_cast<std::int32_t>(out.size()), &error);
    if (U_FAILURE(error)) return text;
    out.resize(static_cast<std::size_t>(length));
    return out;
}

std::u16string skeleton(const std::u16string& text) {
    UErrorCode error = U_ZERO_ERROR;
    const std::unique_ptr<USpoofChecker, void (*)(USpoofChecker*)> checker(uspoof_open(&error), uspoof_close);
    if (U_FAILURE(error)) return text;
    std::u16string out(text.size() * 18 + 1, u'\0');
    const std::int32_t length =
        uspoof_getSkeleton(checker.get(), 0, text.data(), static_cast<std::int32_t>(text.size()), out.data(),
                           static_cast<std::int32_t>(out.size()), &error);
    if (U_FAILURE(error)) return text;
    out.resize(static_cast<std::size_t>(length));
    return out;
}

bool is_unseen(char32_t code_point) {
    const auto character = static_cast<UChar32>(code_point);
    return u_hasBinaryProperty(character, UCHAR_DEFAULT_IGNORABLE_CODE_POINT) != 0 || u_iscntrl(character) != 0 ||
           u_charType(character) == U_FORMAT_CHAR || u_charType(character) == U_PRIVATE_USE_CHAR;
}

}  // namespace

std::string name_key(std::string_view name) {
    std::string plain;
    const std::string once = narrow(folded(wide(name)));
    for (std::size_t offset = 0; offset < once.size();) {
        const char32_t code_point = text::decode_next(once, offset);
        if (u_isUWhiteSpace(static_cast<UChar32>(code_point)) == 0 && !is_unseen(code_point))
            text::append_code_point(plain, code_point);
    }
    return narrow(folded(skeleton(wide(plain))));
}

std::string shown_name(std::string_view name) {
    std::string out;
    bool is_apart = false;
    for (std::size_t offset = 0; offset < name.size();) {
        const char32_t code_point = text::decode_next(name, offset);
        if (u_isUWhiteSpace(static_cast<UChar32>(code_point)) != 0) {
            is_apart = true;
        } else if (!is_unseen(code_point)) {
            if (is_apart && !out.empty()) out += ' ';
            is_apart = false;
            text::append_code_point(out, code_point);
        }
    }
    return out;
}

std::string normal_email(std::string_view email) {
    constexpr std::size_t longest = 254;  // RFC 5321, section 4.5.3.1.3
    const std::size_t at = email.rfind('@');
    if (at == std::string_view::npos || at == 0 || at + 1 == email.size() || email.size() > longest) return {};
    std::string domain(email.substr(at + 1));
    std::transform(domain.begin(), domain.end(), domain.begin(), text::ascii_lower);
    const std::string_view local = email.substr(0, at);
    constexpr std::string_view separators = " \t\r\n,;:<>()[]\\\"";
    if (local.find_first_of(separators) != std::string_view::npos ||
        domain.find_first_of(separators) != std::string::npos || local.find('@') != std::string_view::npos ||
        domain.find('.') == std::string::npos || domain.back() == '.' || domain.front() == '.') {
        return {};
    }
    for (const char c : email)
        if (static_cast<unsigned char>(c) < 0x20 || c == 0x7F) return {};
    return std::string(local) + "@" + domain;
}

}  // namespace byline::conversation
