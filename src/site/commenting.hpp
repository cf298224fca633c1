// Commenting says whether readers may answer a work: its front matter's key `comments`, else byline.toml's word for its
// kind.
// Plain values.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

#include "site/kind.hpp"

namespace byline::site {

enum class Commenting : std::uint8_t {
    Unset,   // as the kind has it
    Open,    // `true`
    Closed,  // what was said is shown, and nothing new is taken
    Off,     // `false`: there is no conversation
};

using CommentingByKind = std::array<Commenting, all_kinds.size()>;

inline constexpr CommentingByKind open_to_all = [] {
    CommentingByKind kinds{};
    kinds.fill(Commenting::Open);
    return kinds;
}();

// What holds for a work of this kind whose front matter says `own`: Open, Closed or Off.
[[nodiscard]] constexpr Commenting commenting_of(Commenting own, Kind kind, const CommentingByKind& by_kind) {
    return own != Commenting::Unset ? own : by_kind[static_cast<std::size_t>(kind)];
}

// Of what is written; nothing for another word. `yes` and `on` are true, as elsewhere in front matter.
[[nodiscard]] std::optional<Commenting> commenting_named(std::string_view word);

}  // namespace byline::site
