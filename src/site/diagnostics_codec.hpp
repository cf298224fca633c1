// encode_diagnostics() and decode_diagnostics() put what a build complained of into bytes and back, so that the next
// build can repeat it without doing the work again. Pure functions; safe from any thread.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "result/diagnostic.hpp"

namespace byline::site {

void encode_diagnostics(const Diagnostics& diagnostics, std::string& out);

// Nothing unless `bytes` are what encode_diagnostics() makes. Takes memory in proportion to `bytes` at most.
[[nodiscard]] std::optional<Diagnostics> decode_diagnostics(std::string_view bytes);

}  // namespace byline::site
