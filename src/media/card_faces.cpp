#include "media/card_faces.hpp"

#include <array>

namespace byline::media {

std::string_view cjk_faces(std::string_view language) {
    if (language.starts_with("ja")) return "Source Han Serif, Noto Serif CJK JP, Noto Sans CJK JP";
    if (language.starts_with("ko")) return "Source Han Serif K, Noto Serif CJK KR, Noto Sans CJK KR";
    constexpr std::array<std::string_view, 5> traditional = {"zh-Hant", "zh-TW", "zh-HK", "zh-MO", "yue"};
    for (const std::string_view one : traditional) {
        if (language.starts_with(one)) return "Source Han Serif TC, Noto Serif CJK TC, Noto Sans CJK TC";
    }
    return "Source Han Serif SC, Noto Serif CJK SC, Noto Sans CJK SC";
}

}  // namespace byline::media
