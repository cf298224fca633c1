#include "graph/build_record.hpp"

#include <algorithm>
#include <utility>

#include "graph/record_codec.hpp"
#include "text/byte_codec.hpp"

namespace byline::graph {
namespace {

using text::ByteReader;
using text::ByteWriter;

constexpr std::string_view magic = record_first_line;
constexpr std::size_t offset_size = 8;  // where the masks begin
constexpr std::size_t checksum_size = 16;

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

std::shared_ptr<const BuildRecord> BuildRecord::written(std::uint64_t size) {
    std::shared_ptr<BuildRecord> record(new BuildRecord());
    record->written_size_ = size;
    return record;
}

std::shared_ptr<const BuildRecord> BuildRecord::unread_amendment(std::string amendment) {
    std::shared_ptr<BuildRecord> record(new BuildRecord());
    record->amendment_ = std::move(amendment);
    return record;
}

bool BuildRecord::parse() {
    if (!bytes_.starts_with(magic) || bytes_.size() < magic.size() + offset_size + checksum_size) return false;
    ByteReader sum(bytes_.substr(bytes_.size() - checksum_size));
    const text::Digest expected = read_digest(sum);
    const std::string_view summed = bytes_.substr(magic.size(), bytes_.size() - magic.size() - checksum_size);
    if (text::digest_of(summed) != expected) return false;
    const std::string_view body = summed.substr(0, summed.size() - offset_size);
    const std::uint64_t head_offset = ByteReader(summed.substr(body.size())).fixed64();
    if (head_offset > body.size()) return false;
    ByteReader tail(body.substr(head_offset));
    read_masks(tail, masks_);
    head_ = read_head(tail);
    const std::string_view entries = body.substr(0, head_offset);
    ByteReader in(entries);
    constexpr std::size_t least_size = 8;
    sources_.resize(in.count(least_size));
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
}

RecordWriter::RecordWriter(disk::NewFile& file) : file_(&file), bytes_(magic) {}

void RecordWriter::pass_on_all() {
    pass_on(bytes_);
    bytes_.clear();
}

void RecordWriter::pass_on(std::string_view piece) {
    digest_.add_bytes(piece.substr(passed_on_ == 0 ? magic.size() : 0));
    file_->append(piece);
    passed_on_ += piece.size();
}

void RecordWriter::add_source(const RecordedSource& source) {
    ByteWriter out(bytes_);
    write(out, source);
    pass_on_when_large();
}

void RecordWriter::add_file(const RecordedFile& file) {
    ByteWriter out(bytes_);
    write(out, file);
    pass_on_when_large();
}

void RecordWriter::add_fact(const RecordedFact& fact) {
    ByteWriter out(bytes_);
    write(out, fact);
    pass_on_when_large();
}

void RecordWriter::add_unit(const UnitToRecord& unit) {
    ByteWriter out(bytes_);
    write_unit(out, unit, masks_);
    pass_on_when_large();
}

std::string RecordWriter::finish(const RecordHead& head, std::string_view tables) && {
    ByteWriter out(bytes_);
    out.u64(tables.size());
    if (file_ == nullptr) {
        out.raw(tables);
    } else {
        pass_on_all();
        pass_on(tables);
    }
    const std::uint64_t head_offset = passed_on_ + bytes_.size() - magic.size();
    write_masks(out, masks_.all());
    write(out, head);
    out.fixed64(head_offset);
    if (file_ == nullptr) {
        write(out, text::digest_of(std::string_view(bytes_).substr(magic.size())));
        return std::move(bytes_);
    }
    pass_on_all();
    write(out, digest_.digest());
    file_->append(bytes_);
    return {};
}

}  // namespace byline::graph
