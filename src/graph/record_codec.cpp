#include "graph/record_codec.hpp"

namespace byline::graph {

using text::ByteReader;
using text::ByteWriter;

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

void write(ByteWriter& out, const RecordedSource& source) {
    out.string(source.path);
    write(out, source.stamp);
    write(out, source.digest);
    out.fixed64(source.body);
    out.flag(source.was_shown);
    for (const std::uint64_t relation : source.relations) out.fixed64(relation);
    out.string(source.work);
    out.string(source.diagnostics);
}

void write(ByteWriter& out, const RecordedFile& file) {
    out.string(file.path);
    write(out, file.stamp);
    write(out, file.digest);
}

void write(ByteWriter& out, const RecordedFact& fact) {
    out.u8(static_cast<std::uint8_t>(fact.kind));
    out.string(fact.subject);
    out.fixed64(fact.digest);
    out.string(fact.shown);
}

std::uint64_t Masks::number_of(site::WorkFields fields) {
    // Few pages read in ways that no other does.
    const auto known = std::ranges::find(all_, fields);
    const auto number = static_cast<std::uint64_t>(known - all_.begin());
    if (known == all_.end()) all_.push_back(fields);
    return number;
}

void write_unit(ByteWriter& out, const UnitToRecord& unit, Masks& masks) {
    out.string(unit.key);
    out.fixed64(unit.plan);
    out.u64(unit.outputs.size() * digest_size);
    for (const text::Digest& output : unit.outputs) write(out, output);
    std::string bytes;
    ByteWriter reads(bytes);
    reads.u64(unit.sources.size());
    std::uint32_t last_source = 0;
    for (const SourceRead& read : unit.sources) {
        reads.u64(read.source - last_source);
        reads.u64(masks.number_of(read.fields));
        last_source = read.source;
    }
    reads.u64(unit.facts.size());
    FactNumber last_fact = 0;
    for (const FactNumber fact : unit.facts) {
        reads.u64(fact - last_fact);
        last_fact = fact;
    }
    out.string(bytes);
}

void write_masks(ByteWriter& out, std::span<const site::WorkFields> masks) {
    out.u64(masks.size());
    for (const site::WorkFields mask : masks) out.u64(mask.bits());
}

void read_masks(ByteReader& in, std::vector<site::WorkFields>& masks) {
    for (std::size_t left = in.count(1); left > 0; --left) {
        const std::uint64_t bits = in.u64();
        masks.push_back(site::WorkFields::from_bits(bits));
        if (masks.back().bits() != bits) in.fail();
    }
}

}  // namespace byline::graph
