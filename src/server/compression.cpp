#include "server/compression.hpp"

#include <vector>

#include <brotli/encode.h>
#include <zlib.h>

namespace byline::server {

namespace {

constexpr int gzip_level = 6;
constexpr int gzip_window = 15 + 16;  // the largest; 16 asks for gzip's header
constexpr int gzip_memory = 8;
constexpr int brotli_quality = 5;
constexpr std::uint64_t bytes_worth_it = 256;  // less fits into one packet anyway

bool is_smaller(std::size_t compressed, std::size_t whole) {
    return compressed > 0 && compressed < whole - whole / 16;
}

}  // namespace

std::string gzip_of(std::string_view bytes) {
    z_stream stream{};
    if (deflateInit2(&stream, gzip_level, Z_DEFLATED, gzip_window, gzip_memory, Z_DEFAULT_STRATEGY) != Z_OK) return {};
    std::string result(deflateBound(&stream, bytes.size()), '\0');
    stream.next_in = const_cast<Bytef*>(reinterpret_cast<const Bytef*>(bytes.data()));
    stream.avail_in = static_cast<uInt>(bytes.size());
    stream.next_out = reinterpret_cast<Bytef*>(result.data());
    stream.avail_out = static_cast<uInt>(result.size());
    const int end = deflate(&stream, Z_FINISH);
    result.resize(end == Z_STREAM_END ? stream.total_out : 0);
    deflateEnd(&stream);
    result.shrink_to_fit();
    return result;
}

std::string brotli_of(std::string_view bytes) {
    std::size_t size = BrotliEncoderMaxCompressedSize(bytes.size());
    if (size == 0) return {};
    std::string result(size, '\0');
    const auto made = BrotliEncoderCompress(brotli_quality, BROTLI_DEFAULT_WINDOW, BROTLI_MODE_TEXT, bytes.size(),
                                            reinterpret_cast<const std::uint8_t*>(bytes.data()), &size,
                                            reinterpret_cast<std::uint8_t*>(result.data()));
    result.resize(made == BROTLI_TRUE ? size : 0);
    result.shrink_to_fit();
    return result;
}

void Compression::start(std::shared_ptr<const SiteSnapshot> site) {
    thread_ = {};  // asks the one before to stop, and waits for it
    is_done_ = false;
    thread_ = std::jthread([this, site = std::move(site)](const std::stop_token& stop) { run(stop, *site); });
}

void Compression::run(const std::stop_token& stop, const SiteSnapshot& site) {
    std::vector<const Resource*> resources;
    std::uint64_t bytes = 0;
    const auto consider = [&](const Resource& resource) {
        bytes += resource.memory_bytes() - resource.identity().bytes->size();
        if (resource.facts().is_compressible && resource.identity().bytes->size() >= bytes_worth_it) {
            resources.push_back(&resource);
        }
    };
    for (const auto& [path, file] : site.files) {
        if (file.place.resource) consider(*file.place.resource);
    }
    for (const auto& [folder, page] : site.missing_pages) consider(*page);
    bytes_ = bytes;
    for (const Encoding encoding : {Encoding::Gzip, Encoding::Brotli}) {
        for (const Resource* resource : resources) {
            if (stop.stop_requested()) return;
            if ((encoding == Encoding::Gzip ? resource->gzip() : resource->brotli()) != nullptr) continue;
            const std::string& whole = *resource->identity().bytes;
            std::string made = encoding == Encoding::Gzip ? gzip_of(whole) : brotli_of(whole);
            if (!is_smaller(made.size(), whole.size()) || bytes_ + made.size() > bytes_max_) continue;
            bytes_ += made.size();
            resource->add(encoding, std::move(made));
        }
    }
    is_done_ = true;
}

}  // namespace byline::server
