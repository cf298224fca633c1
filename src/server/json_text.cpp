#include "server/json_text.hpp"

namespace byline::server {

std::string json_string(std::string_view text) {
    static constexpr std::string_view hex = "0123456789abcdef";
    std::string json = "\"";
    json.reserve(text.size() + 2);
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        if (c == '"' || c == '\\') {
            json.push_back('\\');
            json.push_back(c);
        } else if (c == '\n') {
            json += "\\n";
        } else if (byte < 0x20 || byte == 0x7F || c == '<') {
            json += "\\u00";
            json.push_back(hex[byte >> 4U]);
            json.push_back(hex[byte & 15U]);
        } else {
            json.push_back(c);
        }
    }
    json.push_back('"');
    return json;
}

}  // namespace byline::server
