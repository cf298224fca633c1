// A Descriptor is an open file that closes itself; -1 when opening failed.
// Belongs to one thread at a time.
#pragma once

#include <cstddef>
#include <utility>

#include <unistd.h>

#include "result/result.hpp"

namespace byline::disk {

class Descriptor {
  public:
    explicit Descriptor(int number) : number_(number) {}
    Descriptor(Descriptor&& other) noexcept : number_(std::exchange(other.number_, -1)) {}
    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;
    Descriptor& operator=(Descriptor&&) = delete;
    ~Descriptor() {
        if (number_ >= 0) ::close(number_);
    }
    [[nodiscard]] int get() const { return number_; }
    [[nodiscard]] int close() {
        const int result = ::close(number_);
        number_ = -1;
        return result;
    }

  private:
    int number_;
};

// An error when this process may not open `count` files more. For libraries that make do without a file that they
// cannot open, and say nothing: what comes of them would be wrong, not missing.
[[nodiscard]] Result<void> require_descriptors(std::size_t count);

}  // namespace byline::disk
