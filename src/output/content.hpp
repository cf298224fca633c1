// A Content is the bytes of one file with their digest, which is taken once: whoever makes the file and the sink that
// writes it both want it.
// A value.
#pragma once

#include <string>
#include <utility>

#include "text/digest.hpp"

namespace byline::output {

struct Content {
    // NOLINTNEXTLINE(google-explicit-constructor): bytes are given as they are made
    Content(std::string made) : bytes(std::move(made)), digest(text::digest_of(bytes)) {}
    Content(const char* made) : Content(std::string(made)) {}  // NOLINT(google-explicit-constructor): as above

    std::string bytes;
    text::Digest digest;
};

}  // namespace byline::output
