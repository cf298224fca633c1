#include "loading/late_library.hpp"

#include <dlfcn.h>
#include <fmt/format.h>

namespace byline::loading {

Result<LateLibrary> LateLibrary::open(const char* file_name, std::string_view package) {
    LateLibrary library;
    library.handle_ = dlopen(file_name, RTLD_NOW | RTLD_LOCAL);
    if (library.handle_ == nullptr) {
        return fail(system_error(fmt::format("{} cannot be opened", file_name),
                                 fmt::format("install the Debian package {}", package), {}));
    }
    library.file_name_ = file_name;
    library.package_ = package;
    return library;
}

void* LateLibrary::address_of(const char* name) {
    void* address = dlsym(handle_, name);
    if (address == nullptr && missing_.empty()) missing_ = name;
    return address;
}

Result<void> LateLibrary::whole() const {
    if (missing_.empty()) return {};
    return fail(system_error(fmt::format("{} has no {}", file_name_, missing_),
                             fmt::format("install the Debian package {} of Debian 12 or later", package_), {}));
}

}  // namespace byline::loading
