// A FileBody is a part of an open file that is sent as (the rest of) a body; it closes the file at its end.
// Belongs to one thread at a time.
#pragma once

#include <cstdint>
#include <utility>

#include <unistd.h>

namespace byline::http {

class FileBody {
  public:
    FileBody() = default;
    FileBody(int file, std::uint64_t offset, std::uint64_t bytes) : file_(file), offset_(offset), rest_(bytes) {}
    FileBody(FileBody&& other) noexcept { *this = std::move(other); }
    FileBody& operator=(FileBody&& other) noexcept {
        std::swap(file_, other.file_);
        std::swap(offset_, other.offset_);
        std::swap(rest_, other.rest_);
        return *this;
    }
    FileBody(const FileBody&) = delete;
    FileBody& operator=(const FileBody&) = delete;
    ~FileBody() {
        if (file_ >= 0) ::close(file_);
    }

    [[nodiscard]] int file() const { return file_; }
    [[nodiscard]] std::uint64_t offset() const { return offset_; }
    [[nodiscard]] std::uint64_t rest() const { return rest_; }
    // From then on only that part of the rest.
    void narrow(std::uint64_t first, std::uint64_t count) {
        offset_ += first;
        rest_ = count;
    }
    void advance(std::uint64_t bytes) {
        offset_ += bytes;
        rest_ -= bytes;
    }

  private:
    int file_ = -1;
    std::uint64_t offset_ = 0;
    std::uint64_t rest_ = 0;
};

}  // namespace byline::http
