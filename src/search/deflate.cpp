#include "search/deflate.hpp"

#include <algorithm>
#include <new>

#include <zlib.h>

namespace byline::search {

namespace {

// zlib takes what it reads as not const, and does not write to it.
Bytef* input(std::string_view bytes) {
    return reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
}

}  // namespace

std::string deflate(std::string_view bytes) {
    uLongf size = compressBound(static_cast<uLong>(bytes.size()));
    std::string out(size, '\0');
    const int status =
        compress2(reinterpret_cast<Bytef*>(out.data()), &size, input(bytes), static_cast<uLong>(bytes.size()), 6);
    if (status != Z_OK) throw std::bad_alloc();  // there is room, so this is all that can fail
    out.resize(size);
    return out;
}

std::optional<std::string> inflate(std::string_view bytes, std::size_t limit) {
    z_stream stream = {};
    if (inflateInit(&stream) != Z_OK) throw std::bad_alloc();
    stream.next_in = input(bytes);
    stream.avail_in = static_cast<uInt>(bytes.size());
    std::string out;
    int status = Z_OK;
    while (status == Z_OK && out.size() <= limit) {
        const std::size_t had = out.size();
        const std::size_t room = std::max<std::size_t>(4096, std::min(had, limit));
        out.resize(had + room);
        stream.next_out = reinterpret_cast<Bytef*>(out.data()) + had;
        stream.avail_out = static_cast<uInt>(room);
        status = ::inflate(&stream, Z_NO_FLUSH);
        out.resize(had + room - stream.avail_out);
        if (status == Z_OK && stream.avail_in == 0 && out.size() < had + room) break;  // it wants more than there is
    }
    inflateEnd(&stream);
    if (status != Z_STREAM_END || stream.avail_in != 0 || out.size() > limit) return std::nullopt;
    return out;
}

}  // namespace byline::search
