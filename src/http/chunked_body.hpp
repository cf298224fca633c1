// A ChunkedBody takes a body in chunks apart as it arrives (RFC 9112, section 7.1), strictly: sizes of at most eight
// digits, short extensions, no trailers. Belongs to one thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace byline::http {

inline constexpr std::size_t chunk_line_bytes_max = 128;  // a size with its extension

class ChunkedBody {
  public:
    enum class State : std::uint8_t { Reading, Whole, Bad, TooLong };

    explicit ChunkedBody(std::uint64_t bytes_max) : bytes_max_(bytes_max) {}

    // Takes what belongs to the body and returns how many bytes that were.
    std::size_t take(std::string_view bytes, std::string& body);
    [[nodiscard]] State state() const { return state_; }

  private:
    enum class Part : std::uint8_t { SizeLine, Data, DataEnd, LastLine };

    void take_size_line(std::string_view line);
    bool take_line_byte(char byte);

    std::uint64_t bytes_max_;
    State state_ = State::Reading;
    Part part_ = Part::SizeLine;
    std::string line_;
    std::uint64_t chunk_rest_ = 0;
};

}  // namespace byline::http
