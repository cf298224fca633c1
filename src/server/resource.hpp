// A Resource is one file of the site, ready to be sent: its bytes with the heads that go before them, and the same
// compressed as soon as that was made. Thread contract: immutable but for the compressed forms, each of which appears
// once; safe from any thread.
#pragma once

#include <atomic>
#include <cstdint>
#include <ctime>
#include <memory>
#include <string>
#include <string_view>

namespace byline::server {

// What heads say of a resource.
struct ResourceFacts {
    int status = 200;
    std::string location;  // where a status of 301 sends; a URL
    std::string content_type;
    std::string tag;               // of the bytes, without quotes; empty: no ETag
    std::time_t modified = 0;      // 0: no Last-Modified
    std::string_view caching;      // the value of Cache-Control
    std::string_view extra_lines;  // security headers, each ended by CR LF; outlives the resource
    bool is_compressible = false;
};

// Bytes with the heads that announce them; no head has Date, Connection or the empty line yet.
struct Representation {
    std::shared_ptr<const std::string> bytes;  // shared: with the page that stands for what is missing
    std::string head;
    std::string not_modified_head;
};

enum class Encoding : std::uint8_t { Identity, Gzip, Brotli };

class Resource {
  public:
    Resource(ResourceFacts facts, std::shared_ptr<const std::string> bytes);
    Resource(const Resource&) = delete;
    Resource& operator=(const Resource&) = delete;
    ~Resource();

    [[nodiscard]] const ResourceFacts& facts() const { return facts_; }
    [[nodiscard]] const Representation& identity() const { return identity_; }
    // Null as long as it was not made, or when it is not worth it.
    [[nodiscard]] const Representation* gzip() const { return gzip_.load(std::memory_order_acquire); }
    [[nodiscard]] const Representation* brotli() const { return brotli_.load(std::memory_order_acquire); }

    // Once for each encoding, from one thread.
    void add(Encoding encoding, std::string bytes) const;

    // Of all its bytes in memory.
    [[nodiscard]] std::uint64_t memory_bytes() const;

    // Everything but Content-Length, Content-Range and what begins the head: for parts.
    [[nodiscard]] std::string description(Encoding encoding) const;

  private:
    [[nodiscard]] std::unique_ptr<const Representation> represent(Encoding encoding,
                                                                  std::shared_ptr<const std::string> bytes) const;

    ResourceFacts facts_;
    Representation identity_;
    mutable std::atomic<const Representation*> gzip_{nullptr};    // owned
    mutable std::atomic<const Representation*> brotli_{nullptr};  // owned
};

// "HTTP/1.1 200 OK\r\n".
[[nodiscard]] std::string status_line(int status);

}  // namespace byline::server
