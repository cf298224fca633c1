// A child process that reads one text and writes another, within bounds: time, memory, processor, output. It gets no
// shell, no files of ours, only the environment that is given, and its whole process group ends with it.
// Safe from any thread.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "result/result.hpp"

namespace byline::diagrams {

struct ChildLimits {
    std::chrono::milliseconds time{15'000};  // by the clock, whatever it does
    std::uint32_t processor_seconds = 10;
    std::size_t memory_bytes = std::size_t{1} << 30;  // of address space
    std::size_t output_bytes = std::size_t{8} << 20;
    std::size_t error_bytes = std::size_t{64} << 10;
};

struct Child {
    std::string program;                   // a path
    std::vector<std::string> arguments;    // the first is what it is called
    std::vector<std::string> environment;  // NAME=value
};

enum class ChildEnd : std::uint8_t {
    Exited,
    Signalled,  // it crashed, or met a limit of the system's
    TimedOut,   // killed by us
    Flooded,    // killed by us: it wrote too much
};

struct ChildOutcome {
    ChildEnd end = ChildEnd::Exited;
    int code = 0;  // of the exit, or the number of the signal
    std::string output;
    std::string errors;
};

// An error is one of the system's: there is no such program, or no process to be had.
[[nodiscard]] Result<ChildOutcome> run_child(const Child& child, std::string_view input, const ChildLimits& limits);

}  // namespace byline::diagrams
