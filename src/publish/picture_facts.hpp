// PictureFacts are what is known of a picture's file by its bytes alone, so that they are found out once: whether it
// can be shown in several sizes, and what of it is served. Values; the functions are pure, but for the cache that they
// are given.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "media/picture_info.hpp"
#include "text/digest.hpp"

namespace byline::cache {
class ContentCache;
}

namespace byline::publish {

struct PictureFacts {
    std::optional<media::PictureInfo> info;  // nothing when something is wrong with it
    std::string fault;                       // then: what
    std::string remedy;
    bool is_served = true;  // what has the beginning of a picture and is damaged is not: who knows what it tells
    text::Digest served;    // of the bytes that are
};

// The facts, and the bytes that are served: without what tells about the maker; as they are when they are no picture's.
struct ExaminedPicture {
    PictureFacts facts;
    std::string served;
};
// `name` is the file's: its ending is held against its content.
[[nodiscard]] ExaminedPicture examine_picture(std::string bytes, std::string_view name);

// Whether a file of this name is served as pictures are.
[[nodiscard]] bool is_picture_name(std::string_view name);

// Facts of the file with this digest, when they are in the cache.
[[nodiscard]] std::optional<PictureFacts> find_picture_facts(cache::ContentCache& cache, const text::Digest& digest,
                                                             std::string_view name);
void keep_picture_facts(cache::ContentCache& cache, const text::Digest& digest, std::string_view name,
                        const PictureFacts& facts);

}  // namespace byline::publish
