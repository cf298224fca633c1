// Everything of the module that takes any bytes: what holds whatever they are.
#include <cstdint>
#include <cstdlib>
#include <string>

#include "text/json.hpp"
#include "text/timestamp.hpp"
#include "text/url.hpp"
#include "text/utf8.hpp"
#include "text/word_count.hpp"
#include "text/xml.hpp"

namespace {

void require(bool holds) {
    if (!holds) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace byline::text;
    const std::string_view bytes(reinterpret_cast<const char*>(data), size);

    std::string decoded;
    bool valid = true;
    for (std::size_t offset = 0; offset < size;) {
        const std::size_t start = offset;
        const char32_t c = decode_next(bytes, offset);
        valid = valid && !(c == replacement_character && offset == start + 1);
        append_code_point(decoded, c);
    }
    const auto invalid = find_invalid(bytes);
    require(valid == !invalid.has_value());
    require(!find_invalid(decoded));
    if (valid) require(decoded == bytes);
    if (invalid) require(!find_invalid(bytes.substr(0, invalid->offset)));

    require(!find_invalid(json_string(bytes)) && !find_invalid(escape_xml(bytes)));
    const WordCount count = count_words(bytes);
    require(static_cast<std::size_t>(count.total()) <= size);
    require(percent_decode(percent_encode_path(bytes)) == bytes);
    require(percent_decode(percent_encode_component(bytes)) == bytes);
    const std::string resolved = resolve("https://a/b/c", bytes);
    static_cast<void>(split_url(resolved));
    for (std::size_t limit = 0; limit <= size; limit += 1 + size / 8)
        require(boundary_at_or_before(bytes, limit) <= limit);
    const auto moment = parse_timestamp(bytes, 3600);
    if (moment) require(parse_timestamp(format_rfc3339(*moment))->seconds == moment->seconds);
    if (valid_output_path(bytes)) require(resolve("/site/", "./" + std::string(bytes)).starts_with("/site/"));
    static_cast<void>(place_of(bytes, size / 2, "a"));
    static_cast<void>(source_line(bytes, size / 2));
    return 0;
}
