#include "graph/record_amendment.hpp"

#include <utility>

#include "graph/record_codec.hpp"

namespace byline::graph {

using text::ByteReader;
using text::ByteWriter;

namespace {

constexpr std::string_view amendment_magic = "byline amendment 1\n";

void write_numbered(ByteWriter& out, const std::map<std::uint32_t, std::string>& items) {
    out.u64(items.size());
    for (const auto& [number, bytes] : items) {
        out.u64(number);
        out.raw(bytes);
    }
}

// Puts numbered items into the places of others.
template <typename Item, typename Read>
std::vector<std::uint32_t> replace_numbered(ByteReader& in, std::string_view all, std::vector<Item>& items,
                                            std::string_view Item::*name, Read&& read) {
    constexpr std::size_t least_size = 8;
    std::vector<std::uint32_t> numbers(in.count(least_size));
    for (std::uint32_t& number : numbers) {
        number = in.u32();
        Item item = read_whole<Item>(in, all, read);
        if (number >= items.size() || items[number].*name != item.*name) return in.fail(), numbers;
        items[number] = item;
    }
    return numbers;
}

}  // namespace

AmendmentWriter::AmendmentWriter(const BuildRecord& before) : before_(before), masks_(before.masks()) {
    for (const std::uint32_t number : before.amended_sources()) sources_[number] = before.sources()[number].whole;
    for (const std::uint32_t number : before.amended_units()) units_[number] = before.units()[number].whole;
    for (const RecordedFact& fact : before.facts().subspan(before.own_facts())) {
        ByteWriter out(facts_);
        write(out, fact);
        ++fact_count_;
    }
}

void AmendmentWriter::set_source(std::uint32_t number, const RecordedSource& source) {
    std::string& bytes = sources_[number];
    bytes.clear();
    ByteWriter out(bytes);
    write(out, source);
}

FactNumber AmendmentWriter::add_fact(const RecordedFact& fact) {
    ByteWriter out(facts_);
    write(out, fact);
    return static_cast<FactNumber>(before_.own_facts() + fact_count_++);
}

void AmendmentWriter::set_unit(std::uint32_t number, const UnitToRecord& unit) {
    std::string& bytes = units_[number];
    bytes.clear();
    ByteWriter out(bytes);
    write_unit(out, unit, masks_);
}

std::string AmendmentWriter::finish(const RecordHead& head) && {
    std::string body;
    ByteWriter out(body);
    write(out, before_.checksum());
    write_numbered(out, sources_);
    out.u64(fact_count_);
    out.raw(facts_);
    write_numbered(out, units_);
    write_masks(out, masks_.all().subspan(before_.own_masks()));
    write(out, head);
    std::string bytes(amendment_magic);
    ByteWriter whole(bytes);
    write(whole, text::digest_of(body));
    whole.raw(body);
    return bytes;
}

// What does not fit leaves the record as it is: it may be older than the output then, and is good all the same.
bool BuildRecord::amend() {
    if (!amendment_.starts_with(amendment_magic)) return false;
    ByteReader start(std::string_view(amendment_).substr(amendment_magic.size()));
    const text::Digest expected = read_digest(start);
    if (start.is_failed()) return false;
    const std::string_view body = std::string_view(amendment_).substr(amendment_.size() - start.remaining());
    ByteReader in(body);
    if (text::digest_of(body) != expected || read_digest(in) != checksum_) return false;
    amended_sources_ = replace_numbered(in, body, sources_, &RecordedSource::path, read_source);
    constexpr std::size_t least_size = 8;
    for (std::size_t left = in.count(least_size); left > 0; --left) facts_.push_back(read_fact(in));
    amended_units_ = replace_numbered(in, body, units_, &RecordedUnit::key, read_unit);
    read_masks(in, masks_);
    head_ = read_head(in);
    return in.is_complete();
}

}  // namespace byline::graph
