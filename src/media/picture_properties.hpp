// What must hold of inspect() and strip() for any bytes whatever; fuzzed, and held against the corpus by the tests.
// Pure.
#pragma once

#include <string>
#include <string_view>

#include "media/picture.hpp"

namespace byline::media {

// Empty when all holds, else what does not.
[[nodiscard]] inline std::string broken_property(std::string_view bytes) {
    const auto info = inspect(bytes, "");
    const auto stripped = strip(bytes, "");
    if (info.has_value() != stripped.has_value()) return "one of inspect and strip refuses";
    if (!info) return info.error().remedy.empty() ? "an error without a remedy" : "";
    constexpr std::size_t most_added = 256;
    if (stripped->size() > bytes.size() + most_added) return "what was taken out made it longer";
    const auto again = inspect(*stripped, "");
    if (!again) return "what strip made is refused: " + again.error().message;
    if (*again != *info) return "what strip made is another picture";
    if (*strip(*stripped, "") != *stripped) return "strip takes out more the second time";
    return "";
}

}  // namespace byline::media
