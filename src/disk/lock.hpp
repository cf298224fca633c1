// A Lock keeps other processes from the same work as long as it lives; the system takes it back from a dead process.
// Belongs to one thread at a time.
#pragma once

#include <cstdint>
#include <string>

#include "result/error.hpp"

namespace byline::disk {

class Lock {
  public:
    Lock() = default;
    Lock(const Lock&) = delete;
    Lock& operator=(const Lock&) = delete;
    virtual ~Lock() = default;
};

// What the second of two builds is told. `process` is 0 when it is not known.
[[nodiscard]] inline Error held_by_another(std::int64_t process, const std::string& path) {
    const std::string which = process == 0 ? "" : " (process " + std::to_string(process) + ")";
    return system_error("another build of this site is running" + which,
                        "wait for it to end, then run the same command again", Place{path, 0, 0});
}

}  // namespace byline::disk
