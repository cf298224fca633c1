// encode_value() and decode_value() put what front matter may hold under unknown keys into bytes and back.
// Pure functions over the caller's writer and reader; safe from any thread.
#pragma once

#include "templating/value.hpp"
#include "text/byte_codec.hpp"

namespace byline::site {

// Appends `value`: undefined, none, booleans, numbers, text, and lists and maps of such, whose keys are text. Equal
// values of different kinds (1, 1.0, true) have different encodings, and so have maps of another order.
void encode_value(const templating::Value& value, text::ByteWriter& out);

// The value that stands next in `in`. Anything else than what encode_value() makes, or nesting deeper than data files
// and front matter may have, fails `in` and gives an undefined value.
[[nodiscard]] templating::Value decode_value(text::ByteReader& in);

}  // namespace byline::site
