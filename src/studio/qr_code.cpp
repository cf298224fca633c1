#include "studio/qr_code.hpp"

#include <fmt/format.h>

#include "loading/late_library.hpp"

namespace byline::studio {
namespace {

// As qrencode.h of libqrencode 4 has it.
struct Symbol {
    int version;
    int width;
    unsigned char* data;  // a byte a field, the lowest bit says whether it is dark
};

struct Encoder {
    Symbol* (*encode)(const char*, int, int, int, int) = nullptr;
    void (*free)(Symbol*) = nullptr;
};

Result<Encoder> open_encoder() {
    TRY(auto library, loading::LateLibrary::open("libqrencode.so.4", "libqrencode4"));
    Encoder encoder;
    library.find(encoder.encode, "QRcode_encodeString");
    library.find(encoder.free, "QRcode_free");
    CHECK(library.whole());
    return encoder;
}

}  // namespace

Result<QrCode> qr_code(std::string_view text) {
    constexpr int any_version = 0;
    constexpr int medium_correction = 1;
    constexpr int bytes_mode = 2;
    constexpr int case_matters = 1;
    constexpr int border = 4;
    TRY(const Encoder encoder, open_encoder());
    Symbol* const symbol =
        encoder.encode(std::string(text).c_str(), any_version, medium_correction, bytes_mode, case_matters);
    if (symbol == nullptr) return fail(content_error("too long for a QR code", "use a shorter name", {}));
    QrCode code{symbol->width + 2 * border, {}};
    for (int row = 0; row < symbol->width; ++row) {
        const unsigned char* const fields = symbol->data + static_cast<std::ptrdiff_t>(row) * symbol->width;
        for (int column = 0; column < symbol->width;) {
            int end = column;
            while (end < symbol->width && (fields[end] & 1U) != 0) ++end;
            if (end > column) {
                code.path += fmt::format("M{} {}h{}v1h-{}z", column + border, row + border, end - column, end - column);
            }
            column = end + 1;
        }
    }
    encoder.free(symbol);
    return code;
}

}  // namespace byline::studio
