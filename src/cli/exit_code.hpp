// The one table from what went wrong to the program's exit code.
// Plain values.
#pragma once

#include "result/diagnostic.hpp"
#include "result/error.hpp"

namespace byline::cli {

inline constexpr int exit_success = 0;
inline constexpr int exit_content = 1;  // the site has faults: a file of the writer's is to be changed
inline constexpr int exit_usage = 2;    // the command line cannot be done
inline constexpr int exit_system = 3;   // the machine: disk, permissions, ports

[[nodiscard]] constexpr int exit_code_of(ErrorCode code) {
    switch (code) {
        case ErrorCode::Usage: return exit_usage;
        case ErrorCode::Content: return exit_content;
        case ErrorCode::System: return exit_system;
    }
    return exit_system;
}

enum class Warnings : std::uint8_t { Pass, Fail };

// Of all faults together: the machine's weigh more than the site's.
[[nodiscard]] constexpr int exit_code_of(const Diagnostics& diagnostics, Warnings warnings) {
    int code = exit_success;
    for (const Diagnostic& diagnostic : diagnostics) {
        if (diagnostic.severity == Severity::Warning && warnings == Warnings::Pass) continue;
        const int own = exit_code_of(diagnostic.error.code);
        code = own > code ? own : code;
    }
    return code;
}

}  // namespace byline::cli
