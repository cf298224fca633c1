#include "search/deflate.hpp"

#include <algorithm>
#include <new>

#include <libdeflate.h>

namespace byline::search {

namespace {

constexpr int level = 6;

struct FreeDecompressor {
    void operator()(libdeflate_decompressor* decompressor) const { libdeflate_free_decompressor(decompressor); }
};

}  // namespace

void Deflater::Free::operator()(libdeflate_compressor* compressor) const {
    libdeflate_free_compressor(compressor);
}

Deflater::Deflater() : compressor_(libdeflate_alloc_compressor(level)) {
    if (!compressor_) throw std::bad_alloc();
}

std::string Deflater::deflate(std::string_view bytes) {
    std::string out(libdeflate_zlib_compress_bound(compressor_.get(), bytes.size()), '\0');
    out.resize(libdeflate_zlib_compress(compressor_.get(), bytes.data(), bytes.size(), out.data(), out.size()));
    return out;
}

std::string deflate(std::string_view bytes) {
    return Deflater().deflate(bytes);
}

std::optional<std::string> inflate(std::string_view bytes, std::size_t limit) {
    const std::unique_ptr<libdeflate_decompressor, FreeDecompressor> decompressor(libdeflate_alloc_decompressor());
    if (!decompressor) throw std::bad_alloc();
    // The format does not say how much will come out: most texts fit at the first try.
    for (std::size_t room = std::min(limit, 4 * bytes.size() + 4096);; room = std::min(limit, 2 * room)) {
        std::string out(room, '\0');
        std::size_t taken = 0;
        std::size_t size = 0;
        const libdeflate_result result = libdeflate_zlib_decompress_ex(decompressor.get(), bytes.data(), bytes.size(),
                                                                       out.data(), room, &taken, &size);
        if (result == LIBDEFLATE_INSUFFICIENT_SPACE && room < limit) continue;
        if (result != LIBDEFLATE_SUCCESS || taken != bytes.size()) return std::nullopt;
        out.resize(size);
        return out;
    }
}

}  // namespace byline::search
