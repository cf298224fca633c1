#include "publish/site_tables.hpp"

#include "text/byte_codec.hpp"

namespace byline::publish {

std::string encode_tables(site::Catalog& catalog, const site::Plan& plan, const Pictures& pictures) {
    std::string bytes;
    text::ByteWriter out(bytes);
    out.u64(plan.output_digests.size());
    for (const std::uint64_t digest : plan.output_digests) out.fixed64(digest);
    const std::vector<PictureMark> marks = pictures.marks();
    out.u64(marks.size());
    for (const PictureMark& mark : marks) {
        out.string(mark.output_path);
        out.flag(mark.is_shown);
    }
    catalog.encode_tables(bytes);
    return bytes;
}

std::optional<SiteTables> decode_tables(std::string_view bytes) {
    text::ByteReader in(bytes);
    SiteTables tables;
    tables.outputs.resize(in.count(sizeof(std::uint64_t)));
    for (std::uint64_t& digest : tables.outputs) digest = in.fixed64();
    tables.pictures.resize(in.count(2));
    for (PictureMark& mark : tables.pictures) {
        mark.output_path = in.string();
        mark.is_shown = in.flag();
    }
    if (in.is_failed()) return std::nullopt;
    tables.catalog = in.raw(in.remaining());
    return tables;
}

}  // namespace byline::publish
