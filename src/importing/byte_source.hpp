// A ByteSource gives a file piece by piece, so that large exports are never in memory as a whole. Packed with gzip or
// not. Belongs to one thread.
#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>

#include "result/result.hpp"

namespace byline::importing {

class ByteSource {
  public:
    ByteSource() = default;
    ByteSource(const ByteSource&) = delete;
    ByteSource& operator=(const ByteSource&) = delete;
    ByteSource(ByteSource&&) = delete;
    ByteSource& operator=(ByteSource&&) = delete;
    virtual ~ByteSource() = default;

    // The next bytes, which live until the next call; empty at the end.
    [[nodiscard]] virtual Result<std::string_view> next() = 0;
};

class MemorySource : public ByteSource {
  public:
    explicit MemorySource(std::string_view bytes, std::size_t piece = std::string_view::npos)
        : rest_(bytes), piece_(piece) {}
    [[nodiscard]] Result<std::string_view> next() override;

  private:
    std::string_view rest_;
    std::size_t piece_;
};

// A file; unpacked when it is gzip's.
[[nodiscard]] Result<std::unique_ptr<ByteSource>> open_file(const std::string& path);

// Gives first what was looked at already, then the rest.
class ResumedSource : public ByteSource {
  public:
    ResumedSource(std::string_view seen, ByteSource& rest) : seen_(seen), rest_(rest) {}
    [[nodiscard]] Result<std::string_view> next() override;

  private:
    std::string_view seen_;
    ByteSource& rest_;
};

}  // namespace byline::importing
