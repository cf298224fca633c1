#include "server/disk_file.hpp"

#include <utility>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "http/date_line.hpp"
#include "text/digest.hpp"

namespace byline::server {

OpenedFile open_file(const DiskFile& file) {
    OpenedFile opened;
    const int descriptor = ::open(file.path.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
    if (descriptor < 0) return opened;
    struct stat status {};
    if (::fstat(descriptor, &status) != 0 || !S_ISREG(status.st_mode)) {
        ::close(descriptor);
        return opened;
    }
    opened.body = http::FileBody(descriptor, 0, static_cast<std::uint64_t>(status.st_size));
    opened.facts = file.facts;
    opened.facts.modified = status.st_mtime;
    text::DigestBuilder stamps;
    stamps.add_number(status.st_ino).add_number(static_cast<std::uint64_t>(status.st_size));
    stamps.add_number(static_cast<std::uint64_t>(status.st_mtim.tv_sec));
    stamps.add_number(static_cast<std::uint64_t>(status.st_mtim.tv_nsec));
    opened.facts.tag = text::hex_of(stamps.digest64());
    opened.validator_lines = "ETag: \"" + opened.facts.tag +
                             "\"\r\nLast-Modified: " + http::imf_fixdate(status.st_mtime) + "\r\nCache-Control: ";
    opened.validator_lines += file.facts.caching;
    opened.validator_lines += "\r\n";
    opened.validator_lines += file.facts.extra_lines;
    return opened;
}

}  // namespace byline::server
