#include "markdown/autolink_syntax.hpp"

#include "markdown/character_class.hpp"
#include "markdown/unicode_class.hpp"

namespace byline::markdown {

namespace {

bool is_ascii(char c) {
    return static_cast<unsigned char>(c) < 0x80;
}

bool is_cjk_punctuation(std::uint32_t character) {
    constexpr std::uint8_t wanted = unicode_bits::cjk | unicode_bits::punctuation;
    return (unicode_class(character) & wanted) == wanted;
}

bool is_host_character(std::uint32_t character) {
    const std::uint8_t bits = unicode_class(character);
    const bool general_punctuation = character >= 0x2000 && character < 0x2070;
    return (bits & unicode_bits::whitespace) == 0 && !general_punctuation && !is_cjk_punctuation(character);
}

// https://github.github.com/gfm/#extended-autolink-path-validation
std::size_t trim_url(std::string_view text, std::size_t begin, std::size_t end) {
    std::ptrdiff_t unmatched = 0;  // closing parentheses without an opening one
    for (std::size_t i = begin; i < end; ++i) unmatched += text[i] == ')' ? 1 : text[i] == '(' ? -1 : 0;
    while (end > begin) {
        const char last = text[end - 1];
        if (last == ')') {
            if (unmatched <= 0) return end;
            --unmatched;
            --end;
        } else if (std::string_view("?!.,:*_~'\"").find(last) != std::string_view::npos) {
            --end;
        } else if (last == ';') {
            std::size_t entity = end - 1;
            while (entity > begin && is_alphanumeric(text[entity - 1])) --entity;
            end = entity > begin && entity < end - 1 && text[entity - 1] == '&' ? entity - 1 : end - 1;
        } else {
            return end;
        }
    }
    return end;
}

}  // namespace

HostScan scan_host(std::string_view text, std::size_t begin, UrlText rule) {
    HostScan host;
    bool underscore_in_last = false;
    bool underscore_before_last = false;
    bool latin = false;
    std::size_t dots = 0;
    std::size_t i = begin;
    while (i < text.size()) {
        const char c = text[i];
        if (is_alphanumeric(c) || c == '-') {
            latin = true;
            ++i;
        } else if (c == '_') {
            underscore_in_last = true;
            ++i;
        } else if (c == '.') {
            underscore_before_last = underscore_in_last;
            underscore_in_last = false;
            ++dots;
            ++i;
        } else if (!is_ascii(c)) {
            std::size_t next = i;
            const std::uint32_t character = decode_forward(text, next);
            if (!is_host_character(character)) break;
            if (rule == UrlText::Chinese && latin && (unicode_class(character) & unicode_bits::cjk) != 0) break;
            i = next;
        } else {
            break;
        }
    }
    host.end = i;
    host.has_dot = dots != 0;
    // A host this long is accepted whatever it holds, as GitHub does.
    const bool starts_well = i > begin && text[begin] != '.' && text[begin] != '-' && text[begin] != '_';
    host.valid = starts_well && ((!underscore_in_last && !underscore_before_last) || dots > 10);
    return host;
}

std::size_t scan_url_end(std::string_view text, std::size_t begin, std::size_t host_end, UrlText rule) {
    std::size_t end = host_end;
    while (end < text.size() && !is_whitespace(text[end]) && text[end] != '<') {
        if (rule == UrlText::Chinese && !is_ascii(text[end])) {
            std::size_t next = end;
            if (is_cjk_punctuation(decode_forward(text, next))) break;
            if (end == host_end) break;
            end = next;
        } else {
            ++end;
        }
    }
    return trim_url(text, begin, end);
}

EmailScan scan_email(std::string_view text, std::size_t at_sign, std::size_t floor) {
    EmailScan email;
    std::size_t begin = at_sign;
    const auto is_local = [](char c) { return is_alphanumeric(c) || c == '.' || c == '-' || c == '_' || c == '+'; };
    while (begin > floor && is_local(text[begin - 1])) --begin;
    if (begin == at_sign) return email;
    std::size_t end = at_sign + 1;
    std::size_t dots = 0;
    while (end < text.size()) {
        const char c = text[end];
        if (c == '.' && end + 1 < text.size() && is_alphanumeric(text[end + 1])) {
            ++dots;
        } else if (!is_alphanumeric(c) && c != '-' && c != '_') {
            break;
        }
        ++end;
    }
    if (end == at_sign + 1 || dots == 0 || !is_alpha(text[end - 1])) return email;
    if (end < text.size() && text[end] == '@') return email;
    for (const std::string_view scheme : {std::string_view("mailto:"), std::string_view("xmpp:")}) {
        if (begin >= floor + scheme.size() && text.substr(begin - scheme.size(), scheme.size()) == scheme &&
            (begin == scheme.size() || !is_alphanumeric(text[begin - scheme.size() - 1]))) {
            begin -= scheme.size();
            email.has_scheme = true;
            if (scheme == "xmpp:" && end < text.size() && text[end] == '/') {
                std::size_t resource = end + 1;
                while (resource < text.size() &&
                       (is_alphanumeric(text[resource]) || text[resource] == '@' || text[resource] == '.'))
                    ++resource;
                while (resource > end && text[resource - 1] == '.') --resource;
                if (resource > end + 1) end = resource;
            }
            break;
        }
    }
    email.begin = begin;
    email.end = end;
    return email;
}

}  // namespace byline::markdown
