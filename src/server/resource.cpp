#include "server/resource.hpp"

#include <utility>

#include "http/date_line.hpp"
#include "http/response.hpp"

namespace byline::server {

namespace {

std::string_view tag_suffix(Encoding encoding) {
    switch (encoding) {
        case Encoding::Identity: return "";
        case Encoding::Gzip: return "-gzip";
        case Encoding::Brotli: return "-br";
    }
    return "";
}

std::string header_line(std::string_view name, std::string_view value) {
    std::string line(name);
    line += ": ";
    line += value;
    line += "\r\n";
    return line;
}

// What both the whole and its 304 say.
std::string validators(const ResourceFacts& facts, Encoding encoding) {
    std::string lines;
    if (!facts.tag.empty()) lines += header_line("ETag", "\"" + facts.tag + std::string(tag_suffix(encoding)) + "\"");
    lines += header_line("Cache-Control", facts.caching);
    if (facts.is_compressible) lines += header_line("Vary", "Accept-Encoding");
    return lines;
}

}  // namespace

std::string status_line(int status) {
    return "HTTP/1.1 " + std::to_string(status) + " " + std::string(http::status_phrase(status)) + "\r\n";
}

Resource::Resource(ResourceFacts facts, std::shared_ptr<const std::string> bytes) : facts_(std::move(facts)) {
    identity_ = *represent(Encoding::Identity, std::move(bytes));
}

Resource::~Resource() {
    delete gzip_.load();
    delete brotli_.load();
}

std::string Resource::description(Encoding encoding) const {
    std::string lines = header_line("Content-Type", facts_.content_type);
    if (!facts_.location.empty()) lines += header_line("Location", facts_.location);
    if (encoding == Encoding::Gzip) lines += header_line("Content-Encoding", "gzip");
    if (encoding == Encoding::Brotli) lines += header_line("Content-Encoding", "br");
    if (facts_.modified != 0) lines += header_line("Last-Modified", http::imf_fixdate(facts_.modified));
    if (encoding == Encoding::Identity && facts_.status == 200) lines += header_line("Accept-Ranges", "bytes");
    lines += validators(facts_, encoding);
    lines += facts_.extra_lines;
    return lines;
}

std::unique_ptr<const Representation> Resource::represent(Encoding encoding,
                                                          std::shared_ptr<const std::string> bytes) const {
    auto result = std::make_unique<Representation>();
    result->head = status_line(facts_.status) + header_line("Content-Length", std::to_string(bytes->size())) +
                   description(encoding);
    if (facts_.status == 200) result->not_modified_head = status_line(304) + validators(facts_, encoding);
    result->bytes = std::move(bytes);
    return result;
}

void Resource::add(Encoding encoding, std::string bytes) const {
    auto made = represent(encoding, std::make_shared<const std::string>(std::move(bytes)));
    (encoding == Encoding::Gzip ? gzip_ : brotli_).store(made.release(), std::memory_order_release);
}

std::uint64_t Resource::memory_bytes() const {
    std::uint64_t sum = identity_.bytes->size();
    for (const Representation* other : {gzip(), brotli()}) {
        if (other != nullptr) sum += other->bytes->size();
    }
    return sum;
}

}  // namespace byline::server
