#include "mail/address.hpp"

#include <algorithm>

#include "text/ascii.hpp"
#include "text/url.hpp"
#include "text/utf8.hpp"

namespace byline::mail {
namespace {

// RFC 5321, section 4.5.3.1.
constexpr std::size_t max_local_bytes = 64;
constexpr std::size_t max_domain_bytes = 253;
constexpr std::size_t max_label_bytes = 63;
constexpr std::size_t max_name_bytes = 200;
constexpr std::size_t max_url_bytes = 900;

bool is_letter_or_digit(char c) {
    return text::is_ascii_letter(c) || text::is_ascii_digit(c);
}

// Dot-string: atoms with single dots between them.
bool is_local_part(std::string_view local) {
    constexpr std::string_view marks = "!#$%&'*+-/=?^_`{|}~";
    if (local.empty() || local.size() > max_local_bytes || local.front() == '.' || local.back() == '.') return false;
    if (local.find("..") != std::string_view::npos) return false;
    return std::all_of(local.begin(), local.end(), [&](char c) {
        return is_letter_or_digit(c) || c == '.' || marks.find(c) != std::string_view::npos;
    });
}

bool is_label(std::string_view label) {
    if (label.empty() || label.size() > max_label_bytes || label.front() == '-' || label.back() == '-') return false;
    return std::all_of(label.begin(), label.end(), [](char c) { return is_letter_or_digit(c) || c == '-'; });
}

bool is_domain(std::string_view domain) {
    if (domain.size() > max_domain_bytes) return false;
    for (std::size_t at = 0; at <= domain.size();) {
        const std::size_t dot = std::min(domain.find('.', at), domain.size());
        if (!is_label(domain.substr(at, dot - at))) return false;
        at = dot + 1;
    }
    return true;
}

bool is_mailbox(std::string_view text) {
    const std::size_t at = text.rfind('@');
    return at != std::string_view::npos && is_local_part(text.substr(0, at)) && is_domain(text.substr(at + 1));
}

std::string one_line(std::string_view text, std::size_t limit) {
    std::string out;
    for (std::size_t at = 0; at < text.size();) {
        const char32_t c = text::decode_next(text, at);
        const bool control = c < 0x20 || (c >= 0x7F && c < 0xA0) || c == 0x2028 || c == 0x2029;
        text::append_code_point(out, control ? U' ' : c);
    }
    if (out.size() > limit) out.resize(text::boundary_at_or_before(out, limit));
    return out;
}

}  // namespace

Result<Address> Address::parse(std::string_view mailbox, std::string_view display_name) {
    if (!is_mailbox(mailbox)) {
        return fail(content_error("'" + one_line(mailbox, max_name_bytes) + "' is no e-mail address",
                                  "write one like name@example.org", {}));
    }
    Address address;
    address.mailbox_ = mailbox;
    address.display_name_ = one_line(display_name, max_name_bytes);
    return address;
}

Result<MessageId> MessageId::parse(std::string_view text) {
    if (text.size() < 2 || text.front() != '<' || text.back() != '>' || !is_mailbox(text.substr(1, text.size() - 2))) {
        return fail(content_error("'" + one_line(text, max_name_bytes) + "' is no Message-ID",
                                  "write one like <token@example.org>", {}));
    }
    MessageId id;
    id.text_ = text;
    return id;
}

Result<HeaderUrl> HeaderUrl::parse(std::string_view url) {
    const bool plain =
        std::all_of(url.begin(), url.end(), [](char c) { return c > ' ' && c < 0x7F && c != '<' && c != '>'; });
    if (!plain || url.size() > max_url_bytes || !text::is_web_url(url)) {
        return fail(content_error("'" + one_line(url, max_name_bytes) + "' is no web address for a header",
                                  "percent-encode it", {}));
    }
    HeaderUrl out;
    out.text_ = url;
    return out;
}

}  // namespace byline::mail
