// What the process has used of the machine so far.
// Safe from any thread.
#pragma once

#include <cstdint>

namespace byline::cli {

struct ProcessUse {
    std::uint64_t peak_bytes = 0;  // resident, at its highest
    double cpu_seconds = 0;        // of all threads, user and system
};

[[nodiscard]] ProcessUse process_use();

}  // namespace byline::cli
