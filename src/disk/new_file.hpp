// A NewFile is written piece by piece, from its beginning to its end: for what is not held in memory whole. It comes to
// be with its first piece, and is taken away again unless it is finished.
// One thread at a time.
#pragma once

#include <cstdint>
#include <string_view>

#include "result/result.hpp"

namespace byline::disk {

class NewFile {
  public:
    NewFile() = default;
    NewFile(const NewFile&) = delete;
    NewFile& operator=(const NewFile&) = delete;
    virtual ~NewFile() = default;

    // After a failure nothing more is written, and finish() tells of it.
    virtual void append(std::string_view piece) = 0;
    // Once, after the last piece. A file without any piece is not made.
    [[nodiscard]] virtual Result<void> finish() = 0;

    // Bytes that were appended.
    [[nodiscard]] std::uint64_t size() const { return size_; }

  protected:
    std::uint64_t size_ = 0;
};

}  // namespace byline::disk
