#include "text/internationalized_host.hpp"

#include <algorithm>
#include <array>
#include <memory>

#include <unicode/uidna.h>

#include "text/ascii.hpp"

namespace byline::text {
namespace {

constexpr std::size_t most_host_bytes = 1'000;  // UTF-8; what is looked up has 253 at most

bool is_ascii(std::string_view text) {
    return std::all_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

}  // namespace

std::optional<std::string> ascii_host(std::string_view host) {
    if (is_ascii(host)) {
        std::string out(host);
        std::transform(out.begin(), out.end(), out.begin(), ascii_lower);
        return out;
    }
    if (host.size() > most_host_bytes) return std::nullopt;
    UErrorCode error = U_ZERO_ERROR;
    constexpr std::uint32_t rules = UIDNA_NONTRANSITIONAL_TO_ASCII | UIDNA_NONTRANSITIONAL_TO_UNICODE |
                                    UIDNA_CHECK_BIDI | UIDNA_CHECK_CONTEXTJ | UIDNA_USE_STD3_RULES;
    const std::unique_ptr<UIDNA, void (*)(UIDNA*)> uidna(uidna_openUTS46(rules, &error), uidna_close);
    if (U_FAILURE(error) != 0) return std::nullopt;
    std::array<char, 256> ascii{};  // longer ones are no names
    UIDNAInfo info = UIDNA_INFO_INITIALIZER;
    const std::int32_t length =
        uidna_nameToASCII_UTF8(uidna.get(), host.data(), static_cast<std::int32_t>(host.size()), ascii.data(),
                               static_cast<std::int32_t>(ascii.size()), &info, &error);
    if (U_FAILURE(error) != 0 || info.errors != 0 || length <= 0) return std::nullopt;
    return std::string(ascii.data(), static_cast<std::size_t>(length));
}

}  // namespace byline::text
