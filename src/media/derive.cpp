// The only file that includes libvips, whose headers bring those of GLib.
#include "media/derive.hpp"

#include <algorithm>
#include <memory>

#include <fmt/format.h>

#include "loading/late_library.hpp"
#include "media/picture.hpp"

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wold-style-cast"
#pragma GCC diagnostic ignored "-Wpedantic"
#pragma GCC diagnostic ignored "-Wconversion"
#include <vips/vips.h>
#pragma GCC diagnostic pop

namespace byline::media {
namespace {

struct Vips {
    decltype(&::vips_init) init = nullptr;
    decltype(&::vips_block_untrusted_set) block_untrusted_set = nullptr;
    decltype(&::vips_concurrency_set) concurrency_set = nullptr;
    decltype(&::vips_cache_set_max) cache_set_max = nullptr;
    decltype(&::vips_thumbnail_buffer) thumbnail_buffer = nullptr;
    decltype(&::vips_webpsave_buffer) webpsave_buffer = nullptr;
    decltype(&::vips_image_get_typeof) image_get_typeof = nullptr;
    decltype(&::vips_image_remove) image_remove = nullptr;
    decltype(&::vips_icc_transform) icc_transform = nullptr;
    decltype(&::vips_image_copy_memory) image_copy_memory = nullptr;
    decltype(&::vips_error_clear) error_clear = nullptr;
    decltype(&::vips_thread_shutdown) thread_shutdown = nullptr;
    decltype(&::g_object_unref) object_unref = nullptr;
    decltype(&::g_log_set_handler) log_set_handler = nullptr;
    decltype(&::g_free) free = nullptr;
};

// What libvips notes of a picture is for its developers; what is wrong with one is told by the call that fails.
void hear_nothing(const gchar*, GLogLevelFlags, const gchar*, gpointer) {}

Result<Vips> open_vips() {
    TRY(auto library, loading::LateLibrary::open("libvips.so.42", "libvips42"));
    Vips vips;
    library.find(vips.init, "vips_init");
    library.find(vips.block_untrusted_set, "vips_block_untrusted_set");
    library.find(vips.concurrency_set, "vips_concurrency_set");
    library.find(vips.cache_set_max, "vips_cache_set_max");
    library.find(vips.thumbnail_buffer, "vips_thumbnail_buffer");
    library.find(vips.webpsave_buffer, "vips_webpsave_buffer");
    library.find(vips.image_get_typeof, "vips_image_get_typeof");
    library.find(vips.image_remove, "vips_image_remove");
    library.find(vips.icc_transform, "vips_icc_transform");
    library.find(vips.image_copy_memory, "vips_image_copy_memory");
    library.find(vips.error_clear, "vips_error_clear");
    library.find(vips.thread_shutdown, "vips_thread_shutdown");
    library.find(vips.object_unref, "g_object_unref");
    library.find(vips.log_set_handler, "g_log_set_handler");
    library.find(vips.free, "g_free");
    CHECK(library.whole());
    if (vips.init("byline") != 0) {
        return fail(system_error("libvips cannot be started", "install the Debian package libvips42 again", {}));
    }
    vips.log_set_handler("VIPS", static_cast<GLogLevelFlags>(G_LOG_LEVEL_WARNING | G_LOG_LEVEL_MESSAGE), &hear_nothing,
                         nullptr);
    vips.block_untrusted_set(1);
    // Pictures are made in parallel, one on each thread; none is made twice.
    vips.concurrency_set(1);
    vips.cache_set_max(0);
    return vips;
}

const Result<Vips>& the_vips() {
    static const Result<Vips> vips = open_vips();
    return vips;
}

// The objects of one derivation; libvips keeps a few caches for each thread that are freed with them.
class Session {
  public:
    explicit Session(const Vips& vips) : vips_(vips) {}
    ~Session() {
        for (VipsImage* image : images_) vips_.object_unref(image);
        vips_.thread_shutdown();
    }
    Session(const Session&) = delete;
    Session& operator=(const Session&) = delete;

    VipsImage* own(VipsImage* image) {
        if (image != nullptr) images_.push_back(image);
        return image;
    }

  private:
    const Vips& vips_;
    std::vector<VipsImage*> images_;
};

enum class Loss : std::uint8_t { With, Without };

class Deriver {
  public:
    Deriver(const Vips& vips, std::string_view name) : vips_(vips), name_(name), session_(vips) {}

    Result<std::string> derive(const std::string& bytes, const PictureInfo& info, const Derivation& wanted) {
        VipsImage* scaled = nullptr;
        const auto width = static_cast<int>(std::min(wanted.width, info.width));
        // The height is forced, so that it is the one that the page tells; the difference is less than a pixel.
        const auto height = static_cast<int>(height_at(info, static_cast<std::uint32_t>(width)));
        const int failed =
            vips_.thumbnail_buffer(const_cast<char*>(bytes.data()), bytes.size(), &scaled, width, "height", height,
                                   "size", VIPS_SIZE_FORCE, "option_string", "[fail_on=error]", nullptr);
        session_.own(scaled);
        if (failed != 0) return fault();
        // Without a profile they are sRGB; a round through another space would only blur them.
        if (vips_.image_get_typeof(scaled, VIPS_META_ICC_NAME) != 0) {
            VipsImage* plain = nullptr;
            if (vips_.icc_transform(scaled, &plain, "srgb", "embedded", 1, nullptr) != 0) return fault();
            scaled = session_.own(plain);
        }
        // The pixels, once: what is encoded twice would be decoded twice.
        VipsImage* image = session_.own(vips_.image_copy_memory(scaled));
        if (image == nullptr) return fault();
        vips_.image_remove(image, VIPS_META_ICC_NAME);
        TRY(auto lossy, encode(image, Loss::With, wanted.quality));
        if (info.format == PictureFormat::Jpeg || info.format == PictureFormat::Avif) return lossy;
        TRY(auto lossless, encode(image, Loss::Without, wanted.quality));
        // Drawings and pictures of screens are smaller without loss, and sharper; a photograph is several times larger.
        return lossless.size() <= lossy.size() + lossy.size() / 4 ? std::move(lossless) : std::move(lossy);
    }

  private:
    Result<std::string> encode(VipsImage* image, Loss loss, std::uint32_t quality) {
        void* encoded = nullptr;
        std::size_t size = 0;
        const int failed = vips_.webpsave_buffer(image, &encoded, &size, "Q", static_cast<int>(quality), "lossless",
                                                 loss == Loss::Without ? 1 : 0, "effort", 4, "strip", 1, nullptr);
        if (failed != 0) return fault();
        const std::unique_ptr<void, void (*)(void*)> owned(encoded, vips_.free);
        return std::string(static_cast<const char*>(encoded), size);
    }

    // What libvips says of it stands in one text for all threads, and would be another one's as likely.
    [[nodiscard]] Failure fault() const {
        vips_.error_clear();
        return fail(content_error("the picture cannot be decoded", "export it again", Place{std::string(name_), 0, 0}));
    }

    const Vips& vips_;
    std::string_view name_;
    Session session_;
};

}  // namespace

Result<std::string> derive(std::string_view bytes, std::string_view name, const PictureInfo& info,
                           const Derivation& derivation) {
    const Result<Vips>& vips = the_vips();
    if (!vips) return fail(vips.error());
    // libvips sees no metadata but ours: nothing of a stranger's is parsed there, and we agree on what is upright.
    TRY(const std::string stripped, strip(bytes, name));
    TRY(const std::string derived, Deriver(*vips, name).derive(stripped, info, derivation));
    return strip(derived, {});  // libvips writes an EXIF of its own
}

}  // namespace byline::media
