#include "publish/picture_facts.hpp"

#include <limits>
#include <utility>

#include "cache/content_cache.hpp"
#include "media/picture.hpp"
#include "text/byte_codec.hpp"

namespace byline::publish {
namespace {

constexpr std::uint64_t facts_version = 1;  // another one when the same bytes give other facts than before

// The name matters by what its ending says.
text::Digest key_of(const text::Digest& digest, std::string_view name) {
    const auto named = media::format_of_name(name);
    text::DigestBuilder key;
    key.add("picture").add_number(facts_version).add(digest);
    return key.add_number(named ? static_cast<std::uint64_t>(*named) : 0xff).digest();
}

void encode(const PictureFacts& facts, std::string& bytes) {
    text::ByteWriter out(bytes);
    out.flag(facts.info.has_value());
    if (facts.info) {
        out.u8(static_cast<std::uint8_t>(facts.info->format));
        out.u8(static_cast<std::uint8_t>(facts.info->orientation));
        out.u64(facts.info->width);
        out.u64(facts.info->height);
        out.flag(facts.info->is_animated);
        out.flag(facts.info->has_alpha);
    }
    out.string(facts.fault);
    out.string(facts.remedy);
    out.flag(facts.is_served);
    out.fixed64(facts.served.high);
    out.fixed64(facts.served.low);
}

std::optional<PictureFacts> decode(std::string_view bytes) {
    text::ByteReader in(bytes);
    PictureFacts facts;
    if (in.flag()) {
        media::PictureInfo info;
        info.format = static_cast<media::PictureFormat>(in.u8(static_cast<std::uint8_t>(media::PictureFormat::Svg)));
        info.orientation = static_cast<media::Orientation>(in.u8(static_cast<std::uint8_t>(media::Orientation::Left)));
        info.width = static_cast<std::uint32_t>(in.u64());
        info.height = static_cast<std::uint32_t>(in.u64());
        info.is_animated = in.flag();
        info.has_alpha = in.flag();
        facts.info = info;
    }
    facts.fault = in.string();
    facts.remedy = in.string();
    facts.is_served = in.flag();
    facts.served.high = in.fixed64();
    facts.served.low = in.fixed64();
    return in.is_complete() ? std::optional(std::move(facts)) : std::nullopt;
}

}  // namespace

bool is_picture_name(std::string_view name) {
    return media::format_of_name(name).has_value();
}

ExaminedPicture examine_picture(std::string bytes, std::string_view name) {
    ExaminedPicture examined;
    PictureFacts& facts = examined.facts;
    auto info = media::inspect(bytes, name);
    if (info) {
        facts.info = *info;
    } else {
        facts.fault = std::move(info.error().message);
        facts.remedy = std::move(info.error().remedy);
    }
    const auto format = media::format_of_content(bytes);
    if (!format || format == media::PictureFormat::Svg) {
        examined.served = std::move(bytes);
    } else {
        // One that is too large to be scaled is the writer's to publish; it is not decoded for this.
        constexpr media::PictureLimits none{.pixels = std::numeric_limits<std::uint64_t>::max(),
                                            .side = std::numeric_limits<std::uint32_t>::max(),
                                            .bytes = std::numeric_limits<std::size_t>::max()};
        auto stripped = media::strip(bytes, {}, none);
        facts.is_served = stripped.has_value();
        if (stripped) examined.served = std::move(*stripped);
    }
    facts.served = text::digest_of(examined.served);
    return examined;
}

std::optional<PictureFacts> find_picture_facts(cache::ContentCache& cache, const text::Digest& digest,
                                               std::string_view name) {
    const auto kept = cache.find(key_of(digest, name));
    return kept ? decode(*kept) : std::nullopt;
}

void keep_picture_facts(cache::ContentCache& cache, const text::Digest& digest, std::string_view name,
                        const PictureFacts& facts) {
    std::string bytes;
    encode(facts, bytes);
    cache.put(key_of(digest, name), std::move(bytes));
}

}  // namespace byline::publish
