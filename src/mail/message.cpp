#include "mail/message.hpp"

#include <algorithm>
#include <cstdint>

#include "text/utf8.hpp"

namespace byline::mail {
namespace {

constexpr std::size_t max_subject_bytes = 400;
// RFC 2047, section 2: 75 characters, of which "=?UTF-8?B??=" takes 12; 45 bytes become 60.
constexpr std::size_t word_bytes = 45;
constexpr std::size_t line_bytes = 57;  // become the 76 characters that RFC 2045 allows
// No line of base64 has an underline or begins with an equals sign, so no body can hold it.
constexpr std::string_view boundary = "=_byline_alternative";

std::string base64(std::string_view bytes) {
    constexpr std::string_view digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    std::string out;
    for (std::size_t at = 0; at < bytes.size(); at += 3) {
        std::uint32_t group = 0;
        for (std::size_t index = 0; index < 3; ++index) {
            const auto byte = at + index < bytes.size() ? static_cast<unsigned char>(bytes[at + index]) : 0U;
            group = (group << 8U) | byte;
        }
        const std::size_t held = std::min<std::size_t>(bytes.size() - at, 3);
        for (std::size_t index = 0; index < 4; ++index) {
            out += index <= held ? digits[(group >> (18U - 6U * index)) & 63U] : '=';
        }
    }
    return out;
}

std::string clean_line(std::string_view text, std::size_t limit) {
    std::string out;
    for (std::size_t at = 0; at < text.size();) {
        const char32_t c = text::decode_next(text, at);
        text::append_code_point(out, c < 0x20 || (c >= 0x7F && c < 0xA0) || c == 0x2028 || c == 0x2029 ? U' ' : c);
    }
    if (out.size() > limit) out.resize(text::boundary_at_or_before(out, limit));
    return out;
}

// Encoded words (RFC 2047), each of whole characters, one a line. `line` has no control characters.
std::string encoded_words(std::string_view line) {
    std::string out;
    while (!line.empty()) {
        const std::size_t length = text::boundary_at_or_before(line, std::min(word_bytes, line.size()));
        if (!out.empty()) out += "\r\n ";
        out.append("=?UTF-8?B?").append(base64(line.substr(0, length))).append("?=");
        line.remove_prefix(length);
    }
    return out;
}

std::string unstructured(std::string_view text, std::size_t limit) {
    const std::string line = clean_line(text, limit);
    constexpr std::size_t one_line = 60;
    const bool ascii = std::all_of(line.begin(), line.end(), [](char c) { return c >= ' ' && c < 0x7F; });
    const bool plain = ascii && line.size() <= one_line && line.find("=?") == std::string::npos && !line.empty() &&
                       line.front() != ' ' && line.back() != ' ';
    return plain ? line : encoded_words(line);
}

std::string shown(const Address& address) {
    if (address.display_name().empty()) return "<" + address.mailbox() + ">";
    return encoded_words(address.display_name()) + "\r\n <" + address.mailbox() + ">";
}

void add_header(std::string& out, std::string_view name, std::string_view value) {
    out.append(name).append(": ").append(value).append("\r\n");
}

// Bare line ends of a text become those of mail.
std::string with_mail_lines(std::string_view text) {
    std::string out;
    for (std::size_t at = 0; at < text.size(); ++at) {
        const char c = text[at];
        if (c == '\r' && at + 1 < text.size() && text[at + 1] == '\n') continue;
        if (c == '\n' || c == '\r') {
            out += "\r\n";
        } else {
            out += c;
        }
    }
    return out;
}

void add_part(std::string& out, std::string_view type, std::string_view content) {
    add_header(out, "Content-Type", std::string(type) + "; charset=utf-8");
    add_header(out, "Content-Transfer-Encoding", "base64");
    out += "\r\n";
    std::string bytes;
    const std::string lines = with_mail_lines(content);
    for (std::size_t at = 0; at < lines.size();) text::append_code_point(bytes, text::decode_next(lines, at));
    for (std::size_t at = 0; at < bytes.size(); at += line_bytes) {
        out.append(base64(std::string_view(bytes).substr(at, line_bytes))).append("\r\n");
    }
}

}  // namespace

std::string compose(const Message& message) {
    std::string out;
    add_header(out, "Date", text::format_rfc2822(message.date));
    add_header(out, "From", shown(message.from));
    add_header(out, "To", shown(message.to));
    if (message.reply_to) add_header(out, "Reply-To", shown(*message.reply_to));
    add_header(out, "Subject", unstructured(message.subject, max_subject_bytes));
    add_header(out, "Message-ID", message.id.text());
    if (message.in_reply_to) {
        add_header(out, "In-Reply-To", message.in_reply_to->text());
        add_header(out, "References", message.in_reply_to->text());
    }
    add_header(out, "Auto-Submitted", "auto-generated");  // RFC 3834: no machine answers it
    if (message.unsubscribe) {
        add_header(out, "List-Unsubscribe", "<" + message.unsubscribe->text() + ">");
        add_header(out, "List-Unsubscribe-Post", "List-Unsubscribe=One-Click");
    }
    add_header(out, "MIME-Version", "1.0");
    if (message.html.empty()) {
        add_part(out, "text/plain", message.text);
        return out;
    }
    add_header(out, "Content-Type", "multipart/alternative; boundary=\"" + std::string(boundary) + "\"");
    out.append("\r\n--").append(boundary).append("\r\n");
    add_part(out, "text/plain", message.text);
    out.append("--").append(boundary).append("\r\n");
    add_part(out, "text/html", message.html.view());
    out.append("--").append(boundary).append("--\r\n");
    return out;
}

}  // namespace byline::mail
