#include "importing/byte_source.hpp"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <vector>

#include <zlib.h>

namespace byline::importing {
namespace {

constexpr unsigned piece_bytes = 256U << 10U;

struct CloseFile {
    void operator()(gzFile_s* file) const { gzclose_r(file); }
};

class FileSource : public ByteSource {
  public:
    FileSource(gzFile file, std::string path) : file_(file), path_(std::move(path)), piece_(piece_bytes) {}

    [[nodiscard]] Result<std::string_view> next() override {
        const int got = gzread(file_.get(), piece_.data(), piece_bytes);
        int code = Z_OK;
        const char* said = gzerror(file_.get(), &code);
        if (got < 0 || code == Z_BUF_ERROR) {
            const std::string what = code == Z_ERRNO       ? std::strerror(errno)
                                     : code == Z_BUF_ERROR ? "it ends too early"
                                                           : said;
            return fail(content_error("the file cannot be unpacked: " + what, "copy it again, whole", {path_, 0, 0}));
        }
        return std::string_view(piece_.data(), static_cast<std::size_t>(got));
    }

  private:
    std::unique_ptr<gzFile_s, CloseFile> file_;
    std::string path_;
    std::vector<char> piece_;
};

}  // namespace

Result<std::string_view> MemorySource::next() {
    const std::string_view piece = rest_.substr(0, piece_);
    rest_.remove_prefix(piece.size());
    return piece;
}

Result<std::string_view> ResumedSource::next() {
    if (!seen_.empty()) return std::exchange(seen_, std::string_view());
    return rest_.next();
}

Result<std::unique_ptr<ByteSource>> open_file(const std::string& path) {
    errno = 0;
    gzFile file = gzopen(path.c_str(), "rbe");
    if (file == nullptr) {
        return fail(system_error(std::string("the file cannot be read: ") + std::strerror(errno == 0 ? ENOMEM : errno),
                                 "name a file that can be read", {path, 0, 0}));
    }
    gzbuffer(file, piece_bytes);
    return std::unique_ptr<ByteSource>(std::make_unique<FileSource>(file, path));
}

}  // namespace byline::importing
