#include "http/target.hpp"

#include <algorithm>
#include <optional>
#include <utility>

#include "http/utf8_check.hpp"

namespace byline::http {

namespace {

Failure refuse(std::string message) {
    return fail(usage_error(std::move(message), "follow a link of the site, or check the address"));
}

std::optional<unsigned> hex_digit(char c) {
    if (c >= '0' && c <= '9') return static_cast<unsigned>(c - '0');
    if (c >= 'a' && c <= 'f') return static_cast<unsigned>(c - 'a' + 10);
    if (c >= 'A' && c <= 'F') return static_cast<unsigned>(c - 'A' + 10);
    return std::nullopt;
}

bool is_control(char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte < 0x20 || byte == 0x7F;
}

Result<std::string> decode_path(std::string_view encoded) {
    std::string decoded;
    decoded.reserve(encoded.size());
    for (std::size_t index = 0; index < encoded.size(); ++index) {
        char c = encoded[index];
        if (c == '%') {
            const auto high = index + 1 < encoded.size() ? hex_digit(encoded[index + 1]) : std::nullopt;
            const auto low = index + 2 < encoded.size() ? hex_digit(encoded[index + 2]) : std::nullopt;
            if (!high || !low) return refuse("the path has a '%' that is not followed by two hexadecimal digits");
            c = static_cast<char>(*high * 16 + *low);
            index += 2;
            if (c == '/') return refuse("the path has an encoded slash");
        }
        if (is_control(c)) return refuse("the path has a control character");
        decoded.push_back(c);
    }
    return decoded;
}

Result<void> check_path(std::string_view path) {
    if (!is_utf8(path)) return refuse("the path is not UTF-8");
    std::size_t start = 1;
    while (start < path.size()) {
        const std::size_t end = std::min(path.find('/', start), path.size());
        const std::string_view segment = path.substr(start, end - start);
        if (segment.empty()) return refuse("the path has an empty segment");
        if (segment == "." || segment == "..") return refuse("the path has a '.' or '..' segment");
        start = end + 1;
    }
    return {};
}

// "http://host/path" becomes "/path"; other text is left alone.
std::string_view without_origin(std::string_view text) {
    for (const std::string_view scheme : {"http://", "https://"}) {
        if (!text.starts_with(scheme)) continue;
        text.remove_prefix(scheme.size());
        const std::size_t end = text.find_first_of("/?");
        if (end == std::string_view::npos) return "/";
        return text.substr(end);
    }
    return text;
}

}  // namespace

Result<Target> parse_target(std::string_view text) {
    if (text.size() > target_bytes_max) return refuse("the address is too long");
    text = without_origin(text);
    const std::size_t question = std::min(text.find('?'), text.size());
    std::string_view path = text.substr(0, question);
    const std::string_view query = question < text.size() ? text.substr(question + 1) : std::string_view();
    if (path.empty() && question < text.size()) path = "/";  // "http://host?query"
    if (path.empty() || path.front() != '/') return refuse("the path does not start with '/'");
    if (text.find('#') != std::string_view::npos) return refuse("the address has a fragment, which is never sent");
    for (const char c : query) {
        if (is_control(c)) return refuse("the query has a control character");
    }
    TRY(std::string decoded, decode_path(path));
    CHECK(check_path(decoded));
    return Target{std::move(decoded), std::string(query)};
}

std::string encode_path(std::string_view path) {
    static constexpr std::string_view hex = "0123456789ABCDEF";
    static constexpr std::string_view kept = "-._~/!$'()*+,;=:@";
    std::string encoded;
    encoded.reserve(path.size());
    for (const char c : path) {
        const bool alphanumeric = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
        if (alphanumeric || kept.find(c) != std::string_view::npos) {
            encoded.push_back(c);
        } else {
            const auto byte = static_cast<unsigned char>(c);
            encoded.push_back('%');
            encoded.push_back(hex[byte >> 4U]);
            encoded.push_back(hex[byte & 15U]);
        }
    }
    return encoded;
}

}  // namespace byline::http
