// Percent-encoding: RFC 3986, section 2.
#include <array>
#include <cstdint>

#include "text/url.hpp"

namespace byline::text {
namespace {

enum class Kept : std::uint8_t { Unreserved, PathCharacters, UrlCharacters };

using Table = std::array<bool, 256>;

constexpr Table kept_table(Kept kept) {
    Table table{};
    const auto keep = [&](std::string_view characters) {
        for (const char c : characters) table[static_cast<unsigned char>(c)] = true;
    };
    keep("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~");
    if (kept != Kept::Unreserved) keep("!$&'()*+,;=:@/");
    if (kept == Kept::UrlCharacters) keep("?#[]%");
    return table;
}

constexpr Table unreserved = kept_table(Kept::Unreserved);
constexpr Table path_characters = kept_table(Kept::PathCharacters);
constexpr Table url_characters = kept_table(Kept::UrlCharacters);

std::string encode(std::string_view text, const Table& kept) {
    constexpr std::string_view digits = "0123456789ABCDEF";
    std::string out;
    out.reserve(text.size());
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        if (kept[byte]) {
            out += c;
            continue;
        }
        out += '%';
        out += digits[byte >> 4U];
        out += digits[byte & 0xFU];
    }
    return out;
}

int hex_value(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

}  // namespace

std::string percent_encode_path(std::string_view path) {
    return encode(path, path_characters);
}

std::string percent_encode_component(std::string_view text) {
    return encode(text, unreserved);
}

std::string percent_encode_url(std::string_view url) {
    std::string encoded = encode(url, url_characters);
    // A percent sign that encodes nothing is one that was meant as itself.
    for (std::size_t i = encoded.find('%'); i != std::string::npos; i = encoded.find('%', i + 1)) {
        const bool encodes = i + 2 < encoded.size() && hex_value(encoded[i + 1]) >= 0 && hex_value(encoded[i + 2]) >= 0;
        if (!encodes) encoded.insert(i + 1, "25");
    }
    return encoded;
}

std::optional<std::string> percent_decode(std::string_view text) {
    std::string out;
    out.reserve(text.size());
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] != '%') {
            out += text[i];
            continue;
        }
        if (i + 2 >= text.size()) return std::nullopt;
        const int high = hex_value(text[i + 1]);
        const int low = hex_value(text[i + 2]);
        if (high < 0 || low < 0) return std::nullopt;
        out += static_cast<char>(static_cast<unsigned char>(high * 16 + low));
        i += 2;
    }
    return out;
}

}  // namespace byline::text
