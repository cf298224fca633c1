#include "cli/process_use.hpp"

#include <sys/resource.h>

namespace byline::cli {

ProcessUse process_use() {
    rusage usage{};
    if (::getrusage(RUSAGE_SELF, &usage) != 0) return {};
    const auto seconds = [](const timeval& time) {
        return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6;
    };
    constexpr std::uint64_t kilobyte = 1024;  // Linux counts in these
    return {static_cast<std::uint64_t>(usage.ru_maxrss) * kilobyte, seconds(usage.ru_utime) + seconds(usage.ru_stime)};
}

}  // namespace byline::cli
