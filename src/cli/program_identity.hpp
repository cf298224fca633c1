// Which build of the program is running: a record that another one wrote is not used.
// Safe from any thread.
#pragma once

#include <string>

namespace byline::cli {

// The version and the linker's build identifier (NT_GNU_BUILD_ID of the ELF file), or the version alone.
[[nodiscard]] std::string program_identity();

}  // namespace byline::cli
