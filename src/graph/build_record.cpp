#include "graph/build_record.hpp"

#include <algorithm>
#include <utility>

#include "text/byte_codec.hpp"

namespace byline::graph {
namespace {

using text::ByteReader;
using text::ByteWriter;

constexpr std::string_view magic = "byline record 4\n";
constexpr std::size_t checksum_size = 16;
constexpr std::size_t offset_size = 8;  // where the head begins, below the checksum
constexpr std::size_t digest_size = 16;

void write(ByteWriter& out, const text::Digest& digest) {
    out.fixed64(digest.high);
    out.fixed64(digest.low);
}

text::Digest read_digest(ByteReader& in) {
    text::Digest digest;
    digest.high = in.fixed64();
    digest.low = in.fixed64();
    return digest;
}

void write(ByteWriter& out, const FileStamp& stamp) {
    out.i64(stamp.size);
    out.fixed64(static_cast<std::uint64_t>(stamp.modified_ns));
    out.fixed64(static_cast<std::uint64_t>(stamp.changed_ns));
    out.u64(stamp.inode);
}

FileStamp read_stamp(ByteReader& in) {
    FileStamp stamp;
    stamp.size = in.i64();
    stamp.modified_ns = static_cast<std::int64_t>(in.fixed64());
    stamp.changed_ns = static_cast<std::int64_t>(in.fixed64());
    stamp.inode = in.u64();
    return stamp;
}

void write(ByteWriter& out, const RecordHead& head) {
    out.string(head.program);
    write(out, head.configuration);
    write(out, head.options);
    write(out, head.theme);
    write(out, head.featured);
    out.i64(head.made_at);
    out.i64(head.valid_until);
    out.fixed64(head.frames.addresses);
    out.fixed64(head.frames.order);
    out.fixed64(head.frames.references);
    out.u64(head.works);
    out.u64(head.live_facts);
    out.u64(head.hidden);
    out.u64(head.pages);
    out.fixed64(head.outputs);
    write(out, head.search_index);
    out.flag(head.has_warnings);
    out.flag(head.is_provisional);
    out.string(head.diagnostics);
    out.string(head.link_faults);
}

RecordHead read_head(ByteReader& in) {
    RecordHead head;
    head.program = in.string();
    head.configuration = read_digest(in);
    head.options = read_digest(in);
    head.theme = read_digest(in);
    head.featured = read_digest(in);
    head.made_at = in.i64();
    head.valid_until = in.i64();
    head.frames.addresses = in.fixed64();
    head.frames.order = in.fixed64();
    head.frames.references = in.fixed64();
    head.works = in.u64();
    head.live_facts = in.u64();
    head.hidden = in.u64();
    head.pages = in.u64();
    head.outputs = in.fixed64();
    head.search_index = read_digest(in);
    head.has_warnings = in.flag();
    head.is_provisional = in.flag();
    head.diagnostics = in.string();
    head.link_faults = in.string();
    return head;
}

RecordedSource read_source(ByteReader& in) {
    RecordedSource source;
    source.path = in.string();
    source.stamp = read_stamp(in);
    source.digest = read_digest(in);
    source.body = in.fixed64();
    source.was_shown = in.flag();
    for (std::uint64_t& relation : source.relations) relation = in.fixed64();
    source.work = in.string();
    source.diagnostics = in.string();
    return source;
}

RecordedFile read_file(ByteReader& in) {
    RecordedFile file;
    file.path = in.string();
    file.stamp = read_stamp(in);
    file.digest = read_digest(in);
    return file;
}

RecordedFact read_fact(ByteReader& in) {
    RecordedFact fact;
    fact.kind = static_cast<FactKind>(in.u8(last_fact_kind));
    fact.subject = in.string();
    fact.digest = in.fixed64();
    fact.shown = in.string();
    return fact;
}

RecordedUnit read_unit(ByteReader& in) {
    RecordedUnit unit;
    unit.key = in.string();
    unit.plan = in.fixed64();
    unit.output_digests = in.string();
    if (unit.output_digests.size() % digest_size != 0) in.fail();
    unit.reads = in.string();
    return unit;
}

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

std::shared_ptr<const BuildRecord> BuildRecord::read(std::string bytes) {
    auto owned = std::make_shared<const std::string>(std::move(bytes));
    const std::string_view view = *owned;
    return read(std::move(owned), view);
}

std::shared_ptr<const BuildRecord> BuildRecord::read(std::shared_ptr<const void> owner, std::string_view bytes) {
    std::shared_ptr<BuildRecord> record(new BuildRecord());
    record->owner_ = std::move(owner);
    record->bytes_ = bytes;
    return record->parse() ? record : nullptr;
}

std::shared_ptr<const BuildRecord> BuildRecord::unread(std::string bytes) {
    auto owned = std::make_shared<const std::string>(std::move(bytes));
    std::shared_ptr<BuildRecord> record(new BuildRecord());
    record->bytes_ = *owned;
    record->owner_ = std::move(owned);
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
    masks_.resize(tail.count(1));
    for (site::WorkFields& mask : masks_) {
        const std::uint64_t bits = tail.u64();
        mask = site::WorkFields::from_bits(bits);
        if (mask.bits() != bits) tail.fail();
    }
    head_ = read_head(tail);
    ByteReader in(body.substr(offset_size, head_offset - offset_size));
    constexpr std::size_t least_size = 8;
    sources_.resize(in.count(least_size));
    const std::string_view entries = body.substr(offset_size, head_offset - offset_size);
    const auto read_whole = [&](auto& item, auto&& read) {
        const std::size_t begins = entries.size() - in.remaining();
        item = read(in);
        item.whole = entries.substr(begins, entries.size() - in.remaining() - begins);
    };
    for (RecordedSource& source : sources_) read_whole(source, read_source);
    files_.resize(in.count(least_size));
    for (RecordedFile& file : files_) file = read_file(in);
    facts_.resize(in.count(least_size));
    for (RecordedFact& fact : facts_) fact = read_fact(in);
    units_.resize(in.count(least_size));
    for (RecordedUnit& unit : units_) read_whole(unit, read_unit);
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
    out.string(source.path);
    write(out, source.stamp);
    write(out, source.digest);
    out.fixed64(source.body);
    out.flag(source.was_shown);
    for (const std::uint64_t relation : source.relations) out.fixed64(relation);
    out.string(source.work);
    out.string(source.diagnostics);
}

void RecordWriter::add_file(const RecordedFile& file) {
    ByteWriter out(bytes_);
    out.string(file.path);
    write(out, file.stamp);
    write(out, file.digest);
}

void RecordWriter::add_fact(const RecordedFact& fact) {
    ByteWriter out(bytes_);
    out.u8(static_cast<std::uint8_t>(fact.kind));
    out.string(fact.subject);
    out.fixed64(fact.digest);
    out.string(fact.shown);
}

std::uint64_t RecordWriter::mask_number(site::WorkFields fields) {
    // Few pages read in ways that no other does.
    const auto known = std::ranges::find(masks_, fields);
    const auto number = static_cast<std::uint64_t>(known - masks_.begin());
    if (known == masks_.end()) masks_.push_back(fields);
    return number;
}

void RecordWriter::add_unit(std::string_view key, std::uint64_t plan, std::span<const text::Digest> outputs,
                            std::span<const SourceRead> sources, std::span<const FactNumber> facts) {
    ByteWriter out(bytes_);
    out.string(key);
    out.fixed64(plan);
    out.u64(outputs.size() * digest_size);
    for (const text::Digest& output : outputs) write(out, output);
    reads_.clear();
    ByteWriter reads(reads_);
    reads.u64(sources.size());
    std::uint32_t last_source = 0;
    for (const SourceRead& read : sources) {
        reads.u64(read.source - last_source);
        reads.u64(mask_number(read.fields));
        last_source = read.source;
    }
    reads.u64(facts.size());
    FactNumber last_fact = 0;
    for (const FactNumber fact : facts) {
        reads.u64(fact - last_fact);
        last_fact = fact;
    }
    out.string(reads_);
}

std::string RecordWriter::finish(const RecordHead& head) && {
    const std::size_t body = magic.size() + checksum_size;
    const std::uint64_t head_offset = bytes_.size() - body;
    ByteWriter out(bytes_);
    out.u64(masks_.size());
    for (const site::WorkFields mask : masks_) out.u64(mask.bits());
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
