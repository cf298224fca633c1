// A Diagnostic is an Error with a severity: all faults of a site are collected, then reported together.
#pragma once

#include <cstdint>
#include <vector>

#include "result/error.hpp"

namespace byline {

enum class Severity : std::uint8_t {
    Error,    // stops the build: a page would be wrong
    Warning,  // reported by build and preview, counts as an error in check and build --strict
};

struct Diagnostic {
    Severity severity = Severity::Error;
    Error error;

    friend bool operator==(const Diagnostic&, const Diagnostic&) = default;
};

using Diagnostics = std::vector<Diagnostic>;

}  // namespace byline
