#include "server/header_lines.hpp"

#include <algorithm>

namespace byline::server {

std::string page_header_lines(std::string_view content_policy) {
    std::string lines = "Content-Security-Policy: ";
    lines += content_policy;
    lines +=
        "\r\nX-Content-Type-Options: nosniff\r\nReferrer-Policy: strict-origin-when-cross-origin\r\n"
        "Cross-Origin-Opener-Policy: same-origin\r\n"
        "Permissions-Policy: camera=(), geolocation=(), microphone=(), payment=(), usb=()\r\n";
    return lines;
}

std::string other_header_lines() {
    return "X-Content-Type-Options: nosniff\r\n";
}

std::string secure_header_lines() {
    return "Strict-Transport-Security: max-age=31536000\r\n";
}

void add_header_lines(http::Response& response, std::string_view lines) {
    while (!lines.empty()) {
        const std::size_t end = std::min(lines.find("\r\n"), lines.size());
        const std::string_view line = lines.substr(0, end);
        lines.remove_prefix(std::min(end + 2, lines.size()));
        const std::size_t colon = line.find(": ");
        if (colon == std::string_view::npos) continue;
        const std::string_view name = line.substr(0, colon);
        const bool is_said = std::any_of(response.headers.begin(), response.headers.end(),
                                         [&](const auto& header) { return http::same_header_name(header.name, name); });
        if (!is_said) response.headers.push_back({std::string(name), std::string(line.substr(colon + 2))});
    }
}

}  // namespace byline::server
