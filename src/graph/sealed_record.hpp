// What a build record is around its body, so that tests and the fuzzer can try bodies that the checksum vouches for.
// A function without state.
#pragma once

#include <string>
#include <string_view>

#include "graph/build_record.hpp"
#include "text/byte_codec.hpp"
#include "text/digest.hpp"

namespace byline::graph {

// `body` is all between the first line and the checksum.
inline std::string sealed_record(std::string_view body) {
    std::string record(record_first_line);
    record += body;
    text::ByteWriter out(record);
    const text::Digest digest = text::digest_of(body);
    out.fixed64(digest.high);
    out.fixed64(digest.low);
    return record;
}

// The body of a whole record.
inline std::string_view body_of_record(std::string_view record) {
    constexpr std::size_t checksum_size = 16;
    return record.substr(record_first_line.size(), record.size() - record_first_line.size() - checksum_size);
}

}  // namespace byline::graph
