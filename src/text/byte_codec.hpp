// ByteWriter and ByteReader put numbers and text into bytes and take them out again: what binary files of ours are
// made of. Each belongs to one thread at a time and borrows the bytes that it works on.
//
// Every value has exactly one encoding, and the reader refuses all others: what can be read gives the same bytes when
// it is written again. Integers are in LEB128 (seven bits a byte, the lowest first), signed ones mapped to 0, -1, 1,
// -2 ... first; those of fixed size are little-endian.
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <string>
#include <string_view>

namespace byline::text {

class ByteWriter {
  public:
    // Appends to `out`, which must outlive the writer.
    explicit ByteWriter(std::string& out) : out_(out) {}

    void u8(std::uint8_t value) { out_.push_back(static_cast<char>(value)); }
    void flag(bool value) { u8(value ? 1 : 0); }
    // One to ten bytes, fewer for smaller numbers.
    void u64(std::uint64_t value) {
        while (value >= 0x80) {
            u8(static_cast<std::uint8_t>(value | 0x80U));
            value >>= 7U;
        }
        u8(static_cast<std::uint8_t>(value));
    }
    // One to ten bytes, fewer for numbers closer to zero.
    void i64(std::int64_t value) {
        u64((static_cast<std::uint64_t>(value) << 1U) ^ static_cast<std::uint64_t>(value >> 63));
    }
    void fixed32(std::uint32_t value) { fixed(value, 4); }
    void fixed64(std::uint64_t value) { fixed(value, 8); }
    // Bit by bit: -0.0 and every NaN are kept as they are.
    void number(double value) { fixed64(std::bit_cast<std::uint64_t>(value)); }
    // Its size, then its bytes, whatever they are.
    void string(std::string_view text) {
        u64(text.size());
        out_.append(text);
    }
    // Without a size: for bytes of which the reader knows how many there are.
    void raw(std::string_view bytes) { out_.append(bytes); }

    // Of everything in the string that is appended to.
    [[nodiscard]] std::size_t size() const { return out_.size(); }

  private:
    void fixed(std::uint64_t value, int byte_count) {
        char bytes[8];
        for (int i = 0; i < byte_count; ++i) bytes[i] = static_cast<char>(value >> (8 * i));
        out_.append(bytes, static_cast<std::size_t>(byte_count));
    }

    std::string& out_;
};

// Never reads beyond its bytes. The first value that is not there, or is not what the writer makes, sets a flag that
// stays set; that read and all later ones give zero or empty text. So a reader of a record asks once, at its end.
class ByteReader {
  public:
    // The bytes must outlive the reader and every text that it gives.
    explicit ByteReader(std::string_view bytes) : at_(bytes.data()), end_(bytes.data() + bytes.size()) {}

    [[nodiscard]] bool is_failed() const { return is_failed_; }
    [[nodiscard]] std::size_t remaining() const { return static_cast<std::size_t>(end_ - at_); }
    // All was read, and nothing failed.
    [[nodiscard]] bool is_complete() const { return !is_failed_ && at_ == end_; }
    // For what only the caller can know to be wrong.
    void fail() {
        is_failed_ = true;
        at_ = end_;
    }

    [[nodiscard]] std::uint8_t u8() {
        if (at_ == end_) return fail(), std::uint8_t{0};
        return static_cast<std::uint8_t>(*at_++);
    }
    // At most `last`; for enumerations and bit masks.
    [[nodiscard]] std::uint8_t u8(std::uint8_t last) {
        const std::uint8_t value = u8();
        if (value > last) return fail(), std::uint8_t{0};
        return value;
    }
    [[nodiscard]] bool flag() { return u8(1) == 1; }
    [[nodiscard]] std::uint64_t u64() {
        if (at_ != end_ && (static_cast<unsigned char>(*at_) & 0x80U) == 0) return static_cast<unsigned char>(*at_++);
        return long_u64();
    }
    [[nodiscard]] std::uint32_t u32() {
        const std::uint64_t value = u64();
        if (value > std::numeric_limits<std::uint32_t>::max()) return fail(), 0U;
        return static_cast<std::uint32_t>(value);
    }
    [[nodiscard]] std::int64_t i64() {
        const std::uint64_t value = u64();
        return static_cast<std::int64_t>((value >> 1U) ^ (~(value & 1U) + 1));
    }
    [[nodiscard]] std::uint32_t fixed32() { return static_cast<std::uint32_t>(fixed(4)); }
    [[nodiscard]] std::uint64_t fixed64() { return fixed(8); }
    [[nodiscard]] double number() { return std::bit_cast<double>(fixed64()); }
    // A view into the bytes.
    [[nodiscard]] std::string_view string() {
        const std::uint64_t size = u64();
        return raw(size);
    }
    // As many bytes as the caller says, without a size before them.
    [[nodiscard]] std::string_view raw(std::uint64_t size) {
        if (size > remaining()) return fail(), std::string_view();
        const std::string_view bytes(at_, static_cast<std::size_t>(size));
        at_ += size;
        return bytes;
    }
    // How many items follow, each of at least `least_item_size` bytes (above zero): never more than there are bytes
    // for, so that what is reserved for them stands in proportion to the bytes.
    [[nodiscard]] std::size_t count(std::size_t least_item_size) {
        const std::uint64_t items = u64();
        if (items > remaining() / least_item_size) return fail(), std::size_t{0};
        return static_cast<std::size_t>(items);
    }

  private:
    [[nodiscard]] std::uint64_t long_u64() {
        std::uint64_t value = 0;
        for (unsigned shift = 0; shift < 64 && at_ != end_; shift += 7) {
            const auto byte = static_cast<unsigned char>(*at_++);
            if (shift == 63 && byte > 1) break;  // more than 64 bits
            value |= static_cast<std::uint64_t>(byte & 0x7fU) << shift;
            if ((byte & 0x80U) != 0) continue;
            if (byte == 0 && shift > 0) break;  // a shorter encoding exists
            return value;
        }
        return fail(), 0U;
    }
    [[nodiscard]] std::uint64_t fixed(unsigned byte_count) {
        if (remaining() < byte_count) return fail(), 0U;
        std::uint64_t value = 0;
        for (unsigned i = 0; i < byte_count; ++i) {
            value |= static_cast<std::uint64_t>(static_cast<unsigned char>(*at_++)) << (8 * i);
        }
        return value;
    }

    const char* at_;
    const char* end_;
    bool is_failed_ = false;
};

}  // namespace byline::text
