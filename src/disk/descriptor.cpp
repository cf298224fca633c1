#include "disk/descriptor.hpp"

#include <cerrno>
#include <vector>

#include <fcntl.h>

#include "disk/posix_error.hpp"

namespace byline::disk {

Result<void> require_descriptors(std::size_t count) {
    std::vector<Descriptor> opened;
    opened.reserve(count);
    while (opened.size() < count) {
        if (opened.emplace_back(::open("/", O_PATH | O_CLOEXEC)).get() < 0)
            return fail(posix_error("cannot open enough files", "/", errno));
    }
    return {};
}

}  // namespace byline::disk
