#include "disk/real_disk.hpp"

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <ctime>
#include <filesystem>
#include <optional>
#include <utility>

#include <fcntl.h>
#include <sys/file.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "disk/descriptor.hpp"
#include "disk/folder_listing.hpp"
#include "disk/posix_error.hpp"

namespace byline::disk {
namespace {

Result<void> make_folders(const std::string& folder) {
    if (folder.empty() || ::mkdir(folder.c_str(), 0777) == 0) return {};
    if (errno == EEXIST) {
        struct stat status {};
        if (::stat(folder.c_str(), &status) == 0 && S_ISDIR(status.st_mode)) return {};
        return fail(posix_error("cannot make folder", folder, ENOTDIR));
    }
    if (errno != ENOENT) return fail(posix_error("cannot make folder", folder, errno));
    const auto slash = folder.find_last_of('/');
    if (slash != std::string::npos && slash > 0) CHECK(make_folders(folder.substr(0, slash)));
    if (::mkdir(folder.c_str(), 0777) != 0 && errno != EEXIST)
        return fail(posix_error("cannot make folder", folder, errno));
    return {};
}

std::string folder_of(const std::string& path) {
    const auto slash = path.find_last_of('/');
    return slash == std::string::npos ? std::string() : path.substr(0, slash);
}

// Writes `path`, and its folders; messages speak of `meant`. What could not be written whole is taken away.
class WrittenFile final : public NewFile {
  public:
    WrittenFile(std::string path, std::string meant) : path_(std::move(path)), meant_(std::move(meant)) {}
    ~WrittenFile() override {
        if (file_) ::unlink(path_.c_str());
    }

    void append(std::string_view piece) override {
        if (fault_ || (!file_ && !open())) return;
        size_ += piece.size();
        while (!piece.empty()) {
            const ssize_t count = ::write(file_->get(), piece.data(), piece.size());
            if (count < 0 && errno == EINTR) continue;
            if (count < 0) return fail_with(errno);
            piece.remove_prefix(static_cast<std::size_t>(count));
        }
    }

    [[nodiscard]] Result<void> finish() override {
        if (file_ && file_->close() != 0) fail_with(errno);
        file_.reset();
        return fault_ ? Result<void>(fail(*std::move(fault_))) : Result<void>();
    }

  private:
    bool open() {
        // A page is the first in a folder of its own, mostly: this spares the open() that fails, and what is wrong
        // shows below.
        if (path_.ends_with("/index.html")) static_cast<void>(::mkdir(folder_of(path_).c_str(), 0777));
        constexpr int flags = O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC;
        int number = ::open(path_.c_str(), flags, 0666);
        if (number < 0 && errno == ENOENT) {
            if (auto made = make_folders(folder_of(path_)); !made) return fault_ = std::move(made).error(), false;
            number = ::open(path_.c_str(), flags, 0666);
        }
        if (number < 0) return fault_ = posix_error("cannot write", meant_, errno), false;
        file_.emplace(number);
        return true;
    }

    void fail_with(int number_of_error) {
        ::unlink(path_.c_str());
        file_.reset();
        fault_ = posix_error("cannot write", meant_, number_of_error);
    }

    const std::string path_;
    const std::string meant_;
    std::optional<Descriptor> file_;
    std::optional<Error> fault_;
};

Result<void> write_new(const std::string& path, const std::string& meant, std::string_view bytes) {
    WrittenFile file(path, meant);
    file.append(bytes);
    return file.finish();
}

// mmap(), and munmap() when it is no longer looked at.
class MappedFile final : public Mapping {
  public:
    MappedFile(void* address, std::size_t size) : address_(address) {
        bytes_ = {static_cast<const char*>(address), size};
    }
    ~MappedFile() override { ::munmap(address_, bytes_.size()); }

  private:
    void* address_;
};

class EmptyFile final : public Mapping {};  // the system maps no empty files

class FileLock final : public Lock {
  public:
    explicit FileLock(int number) : file_(number) {}  // closing it gives the lock back

  private:
    Descriptor file_;
};

// Who wrote its number into a lock file; 0 when that cannot be told.
std::int64_t process_in(int file) {
    char text[24] = {};
    const ssize_t count = ::pread(file, text, sizeof text - 1, 0);
    return count <= 0 ? 0 : std::strtoll(text, nullptr, 10);
}

// The file system of the nearest folder that is there.
std::optional<dev_t> device_of(std::string folder) {
    struct stat fields {};
    for (;;) {
        if (::stat(folder.empty() ? "." : folder.c_str(), &fields) == 0) return fields.st_dev;
        if (folder.empty() || !means_absent(errno)) return std::nullopt;
        const auto slash = folder.find_last_of('/');
        folder.resize(slash == std::string::npos ? 0 : std::max<std::size_t>(slash, 1));
    }
}

}  // namespace

Result<std::string> RealDisk::read(const std::string& path, std::int64_t most_bytes) const {
    const Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
    if (file.get() < 0) return fail(posix_error("cannot read", path, errno));
    struct stat status {};
    if (::fstat(file.get(), &status) != 0) return fail(posix_error("cannot read", path, errno));
    if (S_ISDIR(status.st_mode)) return fail(posix_error("cannot read", path, EISDIR));
    if (status.st_size > most_bytes) {
        return fail(content_error(
            "file of " + std::to_string(status.st_size) + " bytes; at most " + std::to_string(most_bytes) + " are read",
            "split it, or move it to static/", Place{path, 0, 0}));
    }
    std::string bytes(static_cast<std::size_t>(status.st_size), '\0');
    std::size_t done = 0;
    while (done < bytes.size()) {
        const ssize_t count = ::read(file.get(), bytes.data() + done, bytes.size() - done);
        if (count < 0 && errno == EINTR) continue;
        if (count < 0) return fail(posix_error("cannot read", path, errno));
        if (count == 0) break;  // shortened while we read
        done += static_cast<std::size_t>(count);
    }
    bytes.resize(done);
    return bytes;
}

Result<std::vector<Entry>> RealDisk::list(const std::string& folder, DotNames dot_names,
                                          std::vector<Error>& failed) const {
    return list_folder(folder, dot_names, failed);
}

Result<std::string> RealDisk::canonical(const std::string& path) const {
    const std::unique_ptr<char, void (*)(void*)> resolved(::realpath(path.c_str(), nullptr), &std::free);
    if (!resolved) return fail(posix_error("cannot resolve", path, errno));
    return std::string(resolved.get());
}

std::optional<Entry> RealDisk::status(const std::string& path) const {
    struct statx fields {};
    if (::statx(AT_FDCWD, path.c_str(), 0, entry_fields, &fields) != 0) {
        if (means_absent(errno)) return std::nullopt;
        constexpr std::int64_t far_future = INT64_MAX;
        return Entry{path, EntryKind::Other, 0, far_future, far_future, 0};
    }
    Entry entry = entry_of(fields);
    entry.path = path;
    return entry;
}

std::int64_t RealDisk::clock_ns() const {
    timespec now{};
    ::clock_gettime(CLOCK_REALTIME_COARSE, &now);
    return std::int64_t{now.tv_sec} * 1'000'000'000 + now.tv_nsec;
}

Result<std::unique_ptr<Mapping>> RealDisk::map(const std::string& path) const {
    const Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
    if (file.get() < 0) return fail(posix_error("cannot read", path, errno));
    struct stat fields {};
    if (::fstat(file.get(), &fields) != 0) return fail(posix_error("cannot read", path, errno));
    if (!S_ISREG(fields.st_mode))
        return fail(posix_error("cannot read", path, S_ISDIR(fields.st_mode) ? EISDIR : EINVAL));
    if (fields.st_size == 0) return std::unique_ptr<Mapping>(std::make_unique<EmptyFile>());
    const auto size = static_cast<std::size_t>(fields.st_size);
    void* const address = ::mmap(nullptr, size, PROT_READ, MAP_PRIVATE, file.get(), 0);
    if (address == MAP_FAILED) return fail(posix_error("cannot read", path, errno));
    return std::unique_ptr<Mapping>(std::make_unique<MappedFile>(address, size));
}

Result<std::unique_ptr<Lock>> RealDisk::lock(const std::string& path) {
    constexpr int flags = O_RDWR | O_CREAT | O_CLOEXEC;
    int number = ::open(path.c_str(), flags, 0666);
    if (number < 0 && errno == ENOENT) {
        CHECK(disk::make_folders(folder_of(path)));
        number = ::open(path.c_str(), flags, 0666);
    }
    if (number < 0) return fail(posix_error("cannot write", path, errno));
    auto lock = std::make_unique<FileLock>(number);
    if (::flock(number, LOCK_EX | LOCK_NB) != 0) {
        if (errno == EWOULDBLOCK) return fail(held_by_another(process_in(number), path));
        // Some network file systems have no locks: to build there must be possible all the same.
        if (errno != ENOLCK && errno != ENOSYS && errno != EOPNOTSUPP)
            return fail(posix_error("cannot lock", path, errno));
    }
    // Only told to who comes second, so a full disk is no reason to stop.
    const std::string process = std::to_string(::getpid()) + "\n";
    if (process_in(number) != ::getpid() && ::ftruncate(number, 0) == 0)
        static_cast<void>(::pwrite(number, process.data(), process.size(), 0) == 0);
    return std::unique_ptr<Lock>(std::move(lock));
}

bool RealDisk::are_on_one_disk(const std::string& folder, const std::string& other) const {
    const auto device = device_of(folder);
    return device && device == device_of(other);
}

Result<void> RealDisk::create(const std::string& path, std::string_view bytes) {
    return write_new(path, path, bytes);
}

std::unique_ptr<NewFile> RealDisk::create_in_pieces(const std::string& path) {
    return std::make_unique<WrittenFile>(path, path);
}

Result<void> RealDisk::write(const std::string& path, std::string_view bytes) {
    const std::string unfinished = path + "." + std::to_string(::getpid()) + "-" + std::to_string(serial_++) + ".part";
    CHECK(write_new(unfinished, path, bytes));
    if (::rename(unfinished.c_str(), path.c_str()) == 0) return {};
    const int number = errno;
    ::unlink(unfinished.c_str());
    return fail(posix_error("cannot write", path, number));
}

Result<void> RealDisk::check_writable(const std::string& folder) const {
    const std::string as_folder = folder + "/";  // a file by that name is no folder that could be asked for
    if (::faccessat(AT_FDCWD, as_folder.c_str(), W_OK | X_OK, AT_EACCESS) == 0 || means_absent(errno)) return {};
    return fail(posix_error("cannot write to folder", folder, errno));
}

Result<void> RealDisk::make_folders(const std::string& folder) {
    return disk::make_folders(folder);
}

Result<void> RealDisk::rename(const std::string& from, const std::string& to) {
    if (::rename(from.c_str(), to.c_str()) == 0) return {};
    if (errno == ENOENT) {
        CHECK(make_folders(folder_of(to)));
        if (::rename(from.c_str(), to.c_str()) == 0) return {};
    }
    if (errno == EXDEV) {  // the output folder is on another disk: copy, then take the original away
        constexpr std::int64_t no_bound = INT64_MAX;
        TRY(const std::string bytes, read(from, no_bound));
        CHECK(write(to, bytes));
        return remove(from);
    }
    return fail(posix_error("cannot write", to, errno));
}

Result<void> RealDisk::remove(const std::string& path) {
    if (::unlink(path.c_str()) == 0 || means_absent(errno)) return {};
    return fail(posix_error("cannot remove", path, errno));
}

Result<void> RealDisk::remove_folder(const std::string& path) {
    std::error_code code;
    std::filesystem::remove_all(path, code);
    if (!code) return {};
    return fail(posix_error("cannot remove folder", path, code.value()));
}

void RealDisk::remove_empty_folders(const std::string& root, const std::string& path) {
    for (std::string folder = folder_of(path); !folder.empty(); folder = folder_of(folder)) {
        if (::rmdir((root + "/" + folder).c_str()) != 0) return;  // not empty: so are those above
    }
}

}  // namespace byline::disk
