// A Mapping is the bytes of one file for reading, without a copy where the disk can; they last as long as it does.
// Immutable: safe from any thread.
#pragma once

#include <string_view>

namespace byline::disk {

class Mapping {
  public:
    Mapping() = default;
    Mapping(const Mapping&) = delete;
    Mapping& operator=(const Mapping&) = delete;
    virtual ~Mapping() = default;

    // Only of files that are replaced by another one, never written to or shortened in place: reading what is no
    // longer there would end the process.
    [[nodiscard]] std::string_view bytes() const { return bytes_; }

  protected:
    std::string_view bytes_;
};

}  // namespace byline::disk
