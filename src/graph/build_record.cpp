#include "graph/build_record.hpp"

#include <algorithm>
#include <utility>

#include "graph/record_codec.hpp"
#include "text/byte_codec.hpp"

namespace byline::graph {
namespace {

using text::ByteReader;
using text::ByteWriter;

constexpr std::string_view magic = "byline record 5\n";
constexpr std::size_t checksum_size = 16;
constexpr std::size_t offset_size = 8;  // where the head begins, below the checksum

template <typename T>
bool is_sorted_by(const std::vector<T>& items, std::string_view T::*name) {
    return std::ranges::is_sorted(items, std::ranges::less(), name);
}

template <typename T>
const T* find_by(const std::vector<T>& items, std::string_view T::*name, std::string_view wanted) {
    const auto found = std::ranges::lower_bound(items, wanted, std::ranges::less(), name);
    return found != items.end() && (*found).*name == wanted ? &*found : nullptr;
}

}  // namespace

std::vector<text::Digest> digests_of(const RecordedUnit& unit) {
    ByteReader in(unit.output_digests);
    std::vector<text::Digest> digests(unit.output_digests.size() / digest_size);
    for (text::Digest& digest : digests) digest = read_digest(in);
    return digests;
}

UnitReads::UnitReads(std::string_view bytes, std::span<const site::WorkFields> masks) {
    assign(bytes, masks);
}

// The checksum of the record has vouched for the bytes; what is wrong all the same reads as nothing.
void UnitReads::assign(std::string_view bytes, std::span<const site::WorkFields> masks) {
    ByteReader in(bytes);
    sources_.resize(in.count(2));
    std::uint32_t source = 0;
    for (SourceRead& read : sources_) {
        source += in.u32();
        const std::uint64_t mask = in.u64();
        read = {source, mask < masks.size() ? masks[mask] : site::WorkFields::all()};
    }
    facts_.resize(in.count(1));
    FactNumber fact = 0;
    for (FactNumber& read : facts_) read = fact += in.u32();
}

bool reads_any(const RecordedUnit& unit, std::span<const SourceRead> changes, std::span<const site::WorkFields> masks) {
    ByteReader in(unit.reads);
    auto change = changes.begin();
    std::uint32_t source = 0;
    for (std::size_t left = in.count(2); left > 0; --left) {
        source += in.u32();
        const std::uint64_t mask = in.u64();
        while (change != changes.end() && change->source < source) ++change;
        if (change == changes.end()) return false;
        if (change->source != source) continue;
        if (mask >= masks.size() || masks[mask].intersects(change->fields)) return true;
    }
    return false;
}

std::shared_ptr<const BuildRecord> BuildRecord::read(std::string bytes) {
    auto owned = std::make_shared<const std::string>(std::move(bytes));
    const std::string_view view = *owned;
    return read(std::move(owned), view);
}

std::shared_ptr<const BuildRecord> BuildRecord::read(std::shared_ptr<const void> owner, std::string_view bytes,
                                                     std::string amendment) {
    std::shared_ptr<BuildRecord> record(new BuildRecord());
    record->owner_ = owner;
    record->bytes_ = bytes;
    if (!record->parse()) return nullptr;
    if (amendment.empty()) return record;
    record->amendment_ = std::move(amendment);
    return record->amend() ? record : read(std::move(owner), bytes);
}

std::shared_ptr<const BuildRecord> BuildRecord::amended(std::string amendment) const {
    auto record = read(owner_, bytes_, std::move(amendment));
    return record == nullptr || record->amendment_.empty() ? nullptr : record;
}

std::shared_ptr<const BuildRecord> BuildRecord::unread(std::string bytes) {
    auto owned = std::make_shared<const std::string>(std::move(bytes));
    std::shared_ptr<BuildRecord> record(new BuildRecord());
    record->bytes_ = *owned;
    record->owner_ = std::move(owned);
    return record;
}

std::shared_ptr<const BuildRecord> BuildRecord::unread_amendment(std::string amendment) {
    std::shared_ptr<BuildRecord> record(new BuildRecord());
    record->amendment_ = std::move(amendment);
    return record;
}

bool BuildRecord::parse() {
    if (!bytes_.starts_with(magic) || bytes_.size() < magic.size() + checksum_size) return false;
    ByteReader sum(bytes_.substr(magic.size(), checksum_size));
    const text::Digest expected = read_digest(sum);
    const std::string_view body = bytes_.substr(magic.size() + checksum_size);
    if (text::digest_of(body) != expected) return false;
    ByteReader start(body);
    const std::uint64_t head_offset = start.fixed64();
    if (start.is_failed() || head_offset < offset_size || head_offset > body.size()) return false;
    ByteReader tail(body.substr(head_offset));
    read_masks(tail, masks_);
    head_ = read_head(tail);
    ByteReader in(body.substr(offset_size, head_offset - offset_size));
    constexpr std::size_t least_size = 8;
    sources_.resize(in.count(least_size));
    const std::string_view entries = body.substr(offset_size, head_offset - offset_size);
    for (RecordedSource& source : sources_) source = read_whole<RecordedSource>(in, entries, read_source);
    files_.resize(in.count(least_size));
    for (RecordedFile& file : files_) file = read_file(in);
    facts_.resize(in.count(least_size));
    for (RecordedFact& fact : facts_) fact = read_fact(in);
    units_.resize(in.count(least_size));
    for (RecordedUnit& unit : units_) unit = read_whole<RecordedUnit>(in, entries, read_unit);
    tables_ = in.string();
    checksum_ = expected;
    own_facts_ = facts_.size();
    own_masks_ = masks_.size();
    return in.is_complete() && tail.is_complete() && is_sorted_by(sources_, &RecordedSource::path) &&
           is_sorted_by(files_, &RecordedFile::path) && is_sorted_by(units_, &RecordedUnit::key);
}

const RecordedFile* BuildRecord::find_file(std::string_view path) const {
    return find_by(files_, &RecordedFile::path, path);
}

RecordWriter::RecordWriter(std::size_t expected_size) {
    bytes_.reserve(expected_size);
    bytes_.append(magic);
    bytes_.append(checksum_size + offset_size, '\0');
}

void RecordWriter::add_source(const RecordedSource& source) {
    ByteWriter out(bytes_);
    write(out, source);
}

void RecordWriter::add_file(const RecordedFile& file) {
    ByteWriter out(bytes_);
    write(out, file);
}

void RecordWriter::add_fact(const RecordedFact& fact) {
    ByteWriter out(bytes_);
    write(out, fact);
}

void RecordWriter::add_unit(const UnitToRecord& unit) {
    ByteWriter out(bytes_);
    write_unit(out, unit, masks_);
}

std::string RecordWriter::finish(const RecordHead& head, std::string_view tables) && {
    ByteWriter(bytes_).string(tables);
    const std::size_t body = magic.size() + checksum_size;
    const std::uint64_t head_offset = bytes_.size() - body;
    ByteWriter out(bytes_);
    write_masks(out, masks_.all());
    write(out, head);
    std::string patch;
    ByteWriter patch_out(patch);
    patch_out.fixed64(head_offset);
    bytes_.replace(body, offset_size, patch);
    patch.clear();
    write(patch_out, text::digest_of(std::string_view(bytes_).substr(body)));
    bytes_.replace(magic.size(), checksum_size, patch);
    return std::move(bytes_);
}

}  // namespace byline::graph
