// The errors of the operating system as ours: what was being done, to which file, and what helps.
// Pure functions, safe from any thread.
#pragma once

#include <cerrno>
#include <string>
#include <string_view>

#include "result/error.hpp"

namespace byline::disk {

// `number` is an errno.
[[nodiscard]] Error posix_error(std::string_view doing, const std::string& path, int number);

// Of a call that looked for something: there is nothing by that name. Everything else leaves that open.
[[nodiscard]] inline bool means_absent(int number) {
    return number == ENOENT || number == ENOTDIR;
}

}  // namespace byline::disk
