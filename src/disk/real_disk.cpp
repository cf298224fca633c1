#include "disk/real_disk.hpp"

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <memory>

#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace byline::disk {
namespace {

std::string remedy_for(int number) {
    switch (number) {
        case ENOENT: return "check the path";
        case EACCES:
        case EPERM: return "check its owner and permissions (ls -l)";
        case ENOSPC:
        case EDQUOT: return "free some space on that disk, then run the same command again";
        case EMFILE:
        case ENFILE: return "raise the limit of open files (ulimit -n)";
        case EROFS: return "the file system is mounted read-only; choose another output folder";
        case ENAMETOOLONG: return "shorten the name: a file system takes 255 bytes";
        case EISDIR: return "a folder stands where a file is needed; move it away";
        case ENOTDIR:
        case EEXIST: return "a file stands where a folder is needed; move it away";
        default: return "see the message of the system";
    }
}

Error error_of(std::string_view doing, const std::string& path, int number) {
    return system_error(std::string(doing) + ": " + std::strerror(number), remedy_for(number), Place{path, 0, 0});
}

// An open file that closes itself; -1 when opening failed.
class Descriptor {
  public:
    explicit Descriptor(int number) : number_(number) {}
    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;
    ~Descriptor() {
        if (number_ >= 0) ::close(number_);
    }
    [[nodiscard]] int get() const { return number_; }
    [[nodiscard]] int close() {
        const int result = ::close(number_);
        number_ = -1;
        return result;
    }

  private:
    int number_;
};

Result<void> make_folders(const std::string& folder) {
    if (folder.empty() || ::mkdir(folder.c_str(), 0777) == 0) return {};
    if (errno == EEXIST) {
        struct stat status {};
        if (::stat(folder.c_str(), &status) == 0 && S_ISDIR(status.st_mode)) return {};
        return fail(error_of("cannot make folder", folder, ENOTDIR));
    }
    if (errno != ENOENT) return fail(error_of("cannot make folder", folder, errno));
    const auto slash = folder.find_last_of('/');
    if (slash != std::string::npos && slash > 0) CHECK(make_folders(folder.substr(0, slash)));
    if (::mkdir(folder.c_str(), 0777) != 0 && errno != EEXIST)
        return fail(error_of("cannot make folder", folder, errno));
    return {};
}

std::string folder_of(const std::string& path) {
    const auto slash = path.find_last_of('/');
    return slash == std::string::npos ? std::string() : path.substr(0, slash);
}

// Writes `path`, and its folders; messages speak of `meant`. What could not be written whole is taken away.
Result<void> write_new(const std::string& path, const std::string& meant, std::string_view bytes) {
    int number = ::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
    if (number < 0 && errno == ENOENT) {
        CHECK(make_folders(folder_of(path)));
        number = ::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
    }
    Descriptor file(number);
    if (file.get() < 0) return fail(error_of("cannot write", meant, errno));
    while (!bytes.empty()) {
        const ssize_t count = ::write(file.get(), bytes.data(), bytes.size());
        if (count < 0 && errno == EINTR) continue;
        if (count < 0) {
            const int number_of_error = errno;
            ::unlink(path.c_str());
            return fail(error_of("cannot write", meant, number_of_error));
        }
        bytes.remove_prefix(static_cast<std::size_t>(count));
    }
    if (file.close() == 0) return {};
    const int number_of_error = errno;
    ::unlink(path.c_str());
    return fail(error_of("cannot write", meant, number_of_error));
}

EntryKind kind_of(mode_t mode) {
    if (S_ISREG(mode)) return EntryKind::File;
    if (S_ISDIR(mode)) return EntryKind::Folder;
    if (S_ISLNK(mode)) return EntryKind::Link;
    return EntryKind::Other;
}

Result<void> list_into(const std::string& folder, const std::string& prefix, std::vector<Entry>& found,
                       DotNames dot_names, std::vector<Error>& failed, int depth) {
    constexpr int deepest = 64;
    if (depth > deepest) {
        failed.push_back(content_error("folders nested more than 64 deep", "flatten the tree", Place{folder, 0, 0}));
        return {};
    }
    const std::unique_ptr<DIR, int (*)(DIR*)> stream(::opendir(folder.c_str()), &::closedir);
    if (!stream) return fail(error_of("cannot list folder", folder, errno));
    const std::size_t first = found.size();
    while (const dirent* item = ::readdir(stream.get())) {
        const std::string_view name = item->d_name;
        if (name == "." || name == ".." || (dot_names == DotNames::Skip && name.starts_with('.'))) continue;
        struct stat status {};
        if (::fstatat(::dirfd(stream.get()), item->d_name, &status, AT_SYMLINK_NOFOLLOW) != 0) continue;
        const std::int64_t modified_ns = std::int64_t{status.st_mtim.tv_sec} * 1'000'000'000 + status.st_mtim.tv_nsec;
        found.push_back({prefix + item->d_name, kind_of(status.st_mode), status.st_size, modified_ns});
    }
    std::vector<std::string> folders;
    for (std::size_t i = first; i < found.size(); ++i) {
        if (found[i].kind == EntryKind::Folder) folders.push_back(found[i].path);
    }
    for (const std::string& path : folders) {
        const std::string name = path.substr(prefix.size());
        if (auto below = list_into(folder + "/" + name, path + "/", found, dot_names, failed, depth + 1); !below) {
            failed.push_back(std::move(below).error());
        }
    }
    return {};
}

}  // namespace

Result<std::string> RealDisk::read(const std::string& path, std::int64_t most_bytes) const {
    const Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
    if (file.get() < 0) return fail(error_of("cannot read", path, errno));
    struct stat status {};
    if (::fstat(file.get(), &status) != 0) return fail(error_of("cannot read", path, errno));
    if (S_ISDIR(status.st_mode)) return fail(error_of("cannot read", path, EISDIR));
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
        if (count < 0) return fail(error_of("cannot read", path, errno));
        if (count == 0) break;  // shortened while we read
        done += static_cast<std::size_t>(count);
    }
    bytes.resize(done);
    return bytes;
}

Result<std::vector<Entry>> RealDisk::list(const std::string& folder, DotNames dot_names,
                                          std::vector<Error>& failed) const {
    std::vector<Entry> found;
    CHECK(list_into(folder, "", found, dot_names, failed, 0));
    std::sort(found.begin(), found.end(), [](const Entry& a, const Entry& b) { return a.path < b.path; });
    return found;
}

Result<std::string> RealDisk::canonical(const std::string& path) const {
    const std::unique_ptr<char, void (*)(void*)> resolved(::realpath(path.c_str(), nullptr), &std::free);
    if (!resolved) return fail(error_of("cannot resolve", path, errno));
    return std::string(resolved.get());
}

bool RealDisk::exists(const std::string& path) const {
    struct stat status {};
    return ::stat(path.c_str(), &status) == 0;
}

Result<void> RealDisk::create(const std::string& path, std::string_view bytes) {
    return write_new(path, path, bytes);
}

Result<void> RealDisk::write(const std::string& path, std::string_view bytes) {
    const std::string unfinished = path + "." + std::to_string(::getpid()) + "-" + std::to_string(serial_++) + ".part";
    CHECK(write_new(unfinished, path, bytes));
    if (::rename(unfinished.c_str(), path.c_str()) == 0) return {};
    const int number = errno;
    ::unlink(unfinished.c_str());
    return fail(error_of("cannot write", path, number));
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
    return fail(error_of("cannot write", to, errno));
}

Result<void> RealDisk::remove(const std::string& path) {
    if (::unlink(path.c_str()) == 0 || errno == ENOENT) return {};
    return fail(error_of("cannot remove", path, errno));
}

Result<void> RealDisk::remove_folder(const std::string& path) {
    std::error_code code;
    std::filesystem::remove_all(path, code);
    if (!code) return {};
    return fail(error_of("cannot remove folder", path, code.value()));
}

void RealDisk::remove_empty_folders(const std::string& root, const std::string& path) {
    for (std::string folder = folder_of(path); !folder.empty(); folder = folder_of(folder)) {
        if (::rmdir((root + "/" + folder).c_str()) != 0) return;  // not empty: so are those above
    }
}

}  // namespace byline::disk
