#include "search/postings.hpp"

#include <algorithm>
#include <bit>
#include <cstddef>

#include "search/checked_bytes.hpp"
#include "search/impact.hpp"
#include "search/terms.hpp"
#include "text/byte_codec.hpp"

namespace byline::search {

namespace {

constexpr std::string_view postings_first_bytes = "BST1";

// Bits fill each byte from the lowest.
class BitWriter {
  public:
    explicit BitWriter(std::string& out) : out_(out) {}

    void bits(std::uint32_t value, unsigned count) {
        pending_ |= static_cast<std::uint64_t>(value) << filled_;
        filled_ += count;
        while (filled_ >= 8) {
            out_.push_back(static_cast<char>(pending_));
            pending_ >>= 8U;
            filled_ -= 8;
        }
    }
    void ones(std::uint32_t count) {
        for (; count >= 16; count -= 16) bits(0xFFFF, 16);
        bits((1U << count) - 1, count);
    }
    void finish() {
        if (filled_ > 0) out_.push_back(static_cast<char>(pending_));
        pending_ = 0;
        filled_ = 0;
    }

  private:
    std::string& out_;
    std::uint64_t pending_ = 0;
    unsigned filled_ = 0;
};

class BitReader {
  public:
    explicit BitReader(std::string_view bytes) : bytes_(bytes) {}

    [[nodiscard]] std::uint32_t bits(unsigned count) {
        std::uint32_t value = 0;
        for (unsigned i = 0; i < count; ++i) value |= static_cast<std::uint32_t>(bit()) << i;
        return value;
    }
    // Ones before the next zero.
    [[nodiscard]] std::uint32_t ones() {
        std::uint32_t count = 0;
        while (bit()) ++count;
        return count;
    }
    [[nodiscard]] bool is_failed() const { return is_failed_; }
    // All was read but less than a byte of zeros.
    [[nodiscard]] bool is_complete() const {
        return !is_failed_ && (at_ + 7) / 8 == bytes_.size() &&
               (at_ % 8 == 0 || static_cast<unsigned char>(bytes_.back()) >> (at_ % 8) == 0);
    }

  private:
    bool bit() {
        if (at_ / 8 >= bytes_.size()) {
            is_failed_ = true;
            return false;
        }
        const bool set = (static_cast<unsigned char>(bytes_[at_ / 8]) >> (at_ % 8) & 1U) != 0;
        ++at_;
        return set;
    }

    std::string_view bytes_;
    std::size_t at_ = 0;
    bool is_failed_ = false;
};

// Rice codes: the bits of a gap between documents that are written as they are.
unsigned low_bits_of_gaps(std::size_t count, unsigned id_bits) {
    const std::uint64_t mean = (std::uint64_t{11} << id_bits) / 16 / count;
    return mean == 0 ? 0 : static_cast<unsigned>(std::bit_width(mean)) - 1;
}

void encode_list(std::string_view term, const std::vector<Posting>& postings, unsigned id_bits, std::string& out) {
    const unsigned low_bits = low_bits_of_gaps(postings.size(), id_bits);
    const bool with_impact = has_impact(term);
    BitWriter writer(out);
    std::uint32_t next = 0;
    for (const Posting& posting : postings) {
        const std::uint32_t gap = posting.document - next;
        writer.ones(gap >> low_bits);
        writer.bits(0, 1);
        writer.bits(gap & ((1U << low_bits) - 1), low_bits);
        if (with_impact) writer.bits(posting.impact, impact_bits);
        next = posting.document + 1;
    }
    writer.finish();
}

bool decode_list(std::string_view bytes, std::size_t count, unsigned id_bits, TermPostings& term) {
    const unsigned low_bits = low_bits_of_gaps(count, id_bits);
    const bool with_impact = has_impact(term.term);
    BitReader reader(bytes);
    term.postings.reserve(count);
    std::uint64_t next = 0;
    for (std::size_t i = 0; i < count; ++i) {
        const std::uint64_t high = reader.ones();
        const std::uint64_t document = next + (high << low_bits) + reader.bits(low_bits);
        const auto steps = static_cast<std::uint8_t>(with_impact ? reader.bits(impact_bits) : 0);
        if (reader.is_failed() || document >> id_bits != 0) return false;
        term.postings.push_back({static_cast<std::uint32_t>(document), steps});
        next = document + 1;
    }
    return reader.is_complete();
}

}  // namespace

void PostingChunkWriter::add(std::string_view term, const std::vector<Posting>& postings) {
    bits_.clear();
    encode_list(term, postings, id_bits_, bits_);
    text::ByteWriter writer(terms_);
    writer.string(term);
    writer.u64(postings.size());
    writer.string(bits_);
    ++count_;
}

std::string PostingChunkWriter::take() {
    std::string body;
    body.reserve(terms_.size() + 10);
    text::ByteWriter writer(body);
    writer.u64(count_);
    writer.raw(terms_);
    terms_.clear();
    count_ = 0;
    return checked_bytes(postings_first_bytes, body);
}

std::string encode_postings(const PostingChunk& chunk, unsigned id_bits) {
    PostingChunkWriter writer(id_bits);
    for (const TermPostings& term : chunk) writer.add(term.term, term.postings);
    return writer.take();
}

std::optional<PostingChunk> decode_postings(std::string_view bytes, unsigned id_bits) {
    const auto body = checked_body(postings_first_bytes, bytes);
    if (!body) return std::nullopt;
    text::ByteReader reader(*body);
    PostingChunk chunk(reader.count(4));
    for (TermPostings& term : chunk) {
        term.term = reader.string();
        const std::uint64_t count = reader.u64();
        const std::string_view bits = reader.string();
        if (reader.is_failed() || count == 0 || count > bits.size() * 8) return std::nullopt;
        if (!decode_list(bits, static_cast<std::size_t>(count), id_bits, term)) return std::nullopt;
        const TermPostings* before = &term == chunk.data() ? nullptr : &term - 1;
        if (term.term.empty() || (before != nullptr && before->term >= term.term)) return std::nullopt;
    }
    if (!reader.is_complete()) return std::nullopt;
    return chunk;
}

}  // namespace byline::search
