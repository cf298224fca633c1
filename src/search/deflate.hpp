// Bytes made smaller, and back: the zlib format (RFC 1950), which browsers open as `deflate`.
// A Deflater belongs to one thread at a time; the functions are pure.
#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

struct libdeflate_compressor;

namespace byline::search {

// Holds the tables that compression fills, which take longer to get than a short text takes.
class Deflater {
  public:
    Deflater();
    [[nodiscard]] std::string deflate(std::string_view bytes);

  private:
    struct Free {
        void operator()(libdeflate_compressor* compressor) const;
    };
    std::unique_ptr<libdeflate_compressor, Free> compressor_;
};

[[nodiscard]] std::string deflate(std::string_view bytes);

// Nothing when the bytes are not whole, are followed by others, or would become more than `limit` bytes.
[[nodiscard]] std::optional<std::string> inflate(std::string_view bytes, std::size_t limit);

}  // namespace byline::search
