#include "disk/posix_error.hpp"

#include <system_error>

namespace byline::disk {
namespace {

std::string remedy_for(int number) {
    switch (number) {
        case ENOENT: return "check the path";
        case EACCES:
        case EPERM: return "check its owner and permissions (ls -l)";
        case ENOSPC:
        case EDQUOT: return "free some space on that disk, then run the same command again";
        case EFBIG: return "raise the limit of file sizes (ulimit -f), then run the same command again";
        case EMFILE:
        case ENFILE: return "raise the limit of open files (ulimit -n), then run the same command again";
        case EROFS: return "the file system is mounted read-only; mount it for writing, or choose another folder";
        case ENAMETOOLONG: return "shorten the name: a file system takes 255 bytes";
        case EISDIR: return "a folder stands where a file is needed; move it away";
        case ENOTDIR:
        case EEXIST: return "a file stands where a folder is needed; move it away";
        case ELOOP: return "a symbolic link leads to itself; make it anew";
        case EIO: return "the disk may be failing; look at the system's log (dmesg)";
        default: return "see the message of the system";
    }
}

}  // namespace

Error posix_error(std::string_view doing, const std::string& path, int number) {
    // Not strerror(), which threads may not share.
    return system_error(std::string(doing) + ": " + std::generic_category().message(number), remedy_for(number),
                        Place{path, 0, 0});
}

}  // namespace byline::disk
