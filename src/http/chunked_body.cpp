#include "http/chunked_body.hpp"

#include <algorithm>

namespace byline::http {

namespace {

constexpr std::size_t size_digits_max = 8;

int hex_value(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

bool is_visible(char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte >= 0x20 && byte != 0x7F;
}

}  // namespace

// True when the byte ended the line, which then stands in `line_` without its end.
bool ChunkedBody::take_line_byte(char byte) {
    if (byte == '\n') {
        if (!line_.ends_with('\r')) state_ = State::Bad;
        if (!line_.empty()) line_.pop_back();
        return true;
    }
    if (line_.ends_with('\r') || line_.size() >= chunk_line_bytes_max) state_ = State::Bad;
    line_.push_back(byte);
    return false;
}

void ChunkedBody::take_size_line(std::string_view line) {
    std::uint64_t size = 0;
    std::size_t digits = 0;
    while (digits < line.size() && hex_value(line[digits]) >= 0) {
        size = size * 16 + static_cast<std::uint64_t>(hex_value(line[digits]));
        ++digits;
        if (digits > size_digits_max) break;
    }
    const std::string_view extension = line.substr(digits);
    const bool is_size = digits > 0 && digits <= size_digits_max;
    const bool is_extension = extension.empty() || extension.front() == ';';
    if (!is_size || !is_extension || !std::all_of(extension.begin(), extension.end(), is_visible)) {
        state_ = State::Bad;
        return;
    }
    chunk_rest_ = size;
    part_ = size == 0 ? Part::LastLine : Part::Data;
}

std::size_t ChunkedBody::take(std::string_view bytes, std::string& body) {
    std::size_t taken = 0;
    while (state_ == State::Reading && taken < bytes.size()) {
        if (part_ == Part::Data) {
            const auto count = std::min<std::uint64_t>(chunk_rest_, bytes.size() - taken);
            if (body.size() + chunk_rest_ > bytes_max_) {
                state_ = State::TooLong;
                break;
            }
            body.append(bytes.substr(taken, count));
            taken += count;
            chunk_rest_ -= count;
            if (chunk_rest_ == 0) part_ = Part::DataEnd;
            continue;
        }
        if (!take_line_byte(bytes[taken++]) || state_ != State::Reading) continue;
        if (part_ == Part::SizeLine) {
            take_size_line(line_);
        } else if (!line_.empty()) {
            state_ = State::Bad;  // after the data, or a trailer, which nobody here would read
        } else {
            if (part_ == Part::LastLine) state_ = State::Whole;
            part_ = Part::SizeLine;
        }
        line_.clear();
    }
    return taken;
}

}  // namespace byline::http
