// A QrCode is a text as a square of dark and light fields, by libqrencode, which is opened when it is first needed.
// A value; safe from any thread.
#pragma once

#include <string>
#include <string_view>

#include "result/result.hpp"

namespace byline::studio {

struct QrCode {
    int size = 0;      // fields to a side, with the light border of four that readers need
    std::string path;  // the dark ones, as an SVG path in units of a field
};

// Fails when the library is not there, or the text is too long.
[[nodiscard]] Result<QrCode> qr_code(std::string_view text);

}  // namespace byline::studio
