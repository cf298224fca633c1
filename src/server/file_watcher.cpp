#include "server/file_watcher.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <map>
#include <string>
#include <system_error>
#include <unordered_map>
#include <utility>

#include <poll.h>
#include <sys/eventfd.h>
#include <sys/inotify.h>
#include <sys/stat.h>
#include <unistd.h>

namespace byline::server {

namespace {

using Clock = std::chrono::steady_clock;
namespace fs = std::filesystem;

// A file counts when it was written to its end, not at each piece: a half-written page is never built.
constexpr std::uint32_t watched_events =
    IN_CLOSE_WRITE | IN_CREATE | IN_DELETE | IN_MOVED_FROM | IN_MOVED_TO | IN_ATTRIB | IN_DELETE_SELF | IN_MOVE_SELF;

// Then a burst without end is still reported in time.
constexpr int reads_max = 64;

std::string reason(int error) {
    return std::generic_category().message(error);
}

fs::path tidy(const fs::path& path) {
    fs::path tidied = fs::absolute(path).lexically_normal();
    return tidied.has_filename() ? tidied : tidied.parent_path();
}

bool is_at_or_below(const std::string& path, const std::string& folder) {
    return path.starts_with(folder) && (path.size() == folder.size() || path[folder.size()] == '/');
}

// A new name whose content is whole already: nothing will be written under it.
bool arrives_whole(const std::string& path) {
    struct stat status {};
    return ::lstat(path.c_str(), &status) == 0 && (S_ISLNK(status.st_mode) || status.st_nlink > 1);
}

int milliseconds_until(Clock::time_point time) {
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(time - Clock::now());
    return static_cast<int>(std::clamp<std::chrono::milliseconds::rep>(left.count(), 0, 1 << 30));
}

}  // namespace

class FileWatcher::Watches {
  public:
    explicit Watches(FileWatcherOptions options) : options_(std::move(options)) {
        for (fs::path& root : options_.roots) root = tidy(root);
        for (fs::path& path : options_.ignored) path = tidy(path);
    }
    Watches(const Watches&) = delete;
    Watches& operator=(const Watches&) = delete;
    ~Watches() {
        if (inotify_ >= 0) ::close(inotify_);
        if (wake_ >= 0) ::close(wake_);
    }

    Result<void> open();
    Result<std::optional<FileChanges>> wait(const std::stop_token& stop,
                                            std::optional<std::chrono::milliseconds> timeout);

  private:
    enum class Woken : std::uint8_t { ByChange, ByStop, ByTime };

    Result<Woken> sleep(std::optional<Clock::time_point> until);
    Result<void> collect();
    Result<void> handle(const inotify_event& event, std::string_view name);
    Result<void> handle_folder(std::uint32_t mask, const std::string& path);
    void handle_file(std::uint32_t mask, const std::string& path);
    Result<void> handle_lost_folder(int watch);
    Result<void> watch_all_roots();
    Result<void> watch_tree(const std::string& top);
    Result<bool> watch_folder(const std::string& folder);
    void list_folder(const std::string& folder, std::vector<std::string>& folders);
    void forget_tree(const std::string& top);
    void note(const std::string& path);
    [[nodiscard]] bool is_ignored(const std::string& path) const;
    [[nodiscard]] bool is_root(const std::string& path) const;

    FileWatcherOptions options_;
    int inotify_ = -1;
    int wake_ = -1;
    std::unordered_map<int, std::string> folder_of_;  // by watch descriptor
    std::map<std::string, int> watch_of_;             // by folder, ordered so that a tree is a range
    FileChanges pending_;
    bool is_listing_ = false;  // what is found in a folder counts as changed: not while starting
};

Result<void> FileWatcher::Watches::open() {
    inotify_ = ::inotify_init1(IN_NONBLOCK | IN_CLOEXEC);
    if (inotify_ < 0) {
        return fail(system_error("cannot watch files: " + reason(errno),
                                 "raise fs.inotify.max_user_instances with sysctl, or close programs that watch files",
                                 {}));
    }
    wake_ = ::eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC);
    if (wake_ < 0) return fail(system_error("cannot watch files: " + reason(errno), "close some programs", {}));
    for (const fs::path& root : options_.roots) {
        std::error_code ignored;
        if (fs::is_directory(root, ignored)) continue;
        return fail(system_error("there is no folder to watch", "create it, or name another", {.file = root.string()}));
    }
    CHECK(watch_all_roots());
    is_listing_ = true;
    return {};
}

Result<void> FileWatcher::Watches::watch_all_roots() {
    for (const fs::path& root : options_.roots) CHECK(watch_tree(root.string()));
    return {};
}

// False when the folder went away or may not be read: then the build tells, or another event.
Result<bool> FileWatcher::Watches::watch_folder(const std::string& folder) {
    const std::uint32_t follow = is_root(folder) ? 0U : IN_DONT_FOLLOW;
    const int watch =
        ::inotify_add_watch(inotify_, folder.c_str(), watched_events | IN_ONLYDIR | IN_EXCL_UNLINK | follow);
    if (watch < 0) {
        if (errno == ENOENT || errno == ENOTDIR || errno == EACCES || errno == ELOOP) return false;
        const std::string remedy = errno == ENOSPC ? "raise the limit: sudo sysctl fs.inotify.max_user_watches=524288"
                                                   : "check the folder and its file system";
        const std::string message = errno == ENOSPC
                                        ? "cannot watch the folder: the system's limit of watches is reached"
                                        : "cannot watch the folder: " + reason(errno);
        return fail(system_error(message, remedy, {.file = folder}));
    }
    // The kernel knows a folder, not its name: one that was renamed before its event was read keeps its descriptor.
    if (const auto known = folder_of_.find(watch); known != folder_of_.end()) watch_of_.erase(known->second);
    folder_of_[watch] = folder;
    watch_of_[folder] = watch;
    return true;
}

// Watches first and lists then: what is made between the two is found twice, never missed.
Result<void> FileWatcher::Watches::watch_tree(const std::string& top) {
    std::vector<std::string> folders = {top};
    while (!folders.empty()) {
        const std::string folder = std::move(folders.back());
        folders.pop_back();
        TRY(const bool is_watched, watch_folder(folder));
        if (is_watched) list_folder(folder, folders);
    }
    return {};
}

void FileWatcher::Watches::list_folder(const std::string& folder, std::vector<std::string>& folders) {
    std::error_code error;
    fs::directory_iterator entries(folder, error);
    for (; !error && entries != fs::directory_iterator(); entries.increment(error)) {
        const std::string path = entries->path().string();
        const std::string name = entries->path().filename().string();
        if (is_ignored(path)) continue;
        std::error_code ignored;
        if (entries->symlink_status(ignored).type() == fs::file_type::directory) {
            if (is_foreign_folder(name)) continue;
            if (is_listing_) note(path);
            folders.push_back(path);
        } else if (is_listing_ && !is_editor_leftover(name)) {
            note(path);
        }
    }
}

void FileWatcher::Watches::forget_tree(const std::string& top) {
    const auto forget = [this](auto entry) {
        ::inotify_rm_watch(inotify_, entry->second);
        folder_of_.erase(entry->second);
        return watch_of_.erase(entry);
    };
    if (const auto self = watch_of_.find(top); self != watch_of_.end()) forget(self);
    const std::string prefix = top + "/";
    for (auto entry = watch_of_.lower_bound(prefix); entry != watch_of_.end() && entry->first.starts_with(prefix);) {
        entry = forget(entry);
    }
}

void FileWatcher::Watches::note(const std::string& path) {
    if (pending_.everything) return;
    pending_.paths.insert(path);
    if (pending_.paths.size() <= options_.paths_max) return;
    pending_.paths.clear();
    pending_.everything = true;
}

bool FileWatcher::Watches::is_ignored(const std::string& path) const {
    return std::any_of(options_.ignored.begin(), options_.ignored.end(),
                       [&](const fs::path& ignored) { return is_at_or_below(path, ignored.native()); });
}

bool FileWatcher::Watches::is_root(const std::string& path) const {
    return std::any_of(options_.roots.begin(), options_.roots.end(),
                       [&](const fs::path& root) { return root.native() == path; });
}

Result<void> FileWatcher::Watches::handle_lost_folder(int watch) {
    const auto found = folder_of_.find(watch);
    if (found == folder_of_.end() || !is_root(found->second)) return {};
    pending_.everything = true;
    const std::string root = found->second;
    forget_tree(root);
    return fail(
        system_error("the watched folder was removed or renamed", "start again when it is back", {.file = root}));
}

Result<void> FileWatcher::Watches::handle_folder(std::uint32_t mask, const std::string& path) {
    if ((mask & (IN_DELETE | IN_MOVED_FROM)) != 0) {
        forget_tree(path);
        note(path);
        return {};
    }
    // Changed rights matter when they let us in only now.
    if ((mask & IN_ATTRIB) != 0 && watch_of_.count(path) > 0) return {};
    note(path);
    return watch_tree(path);
}

void FileWatcher::Watches::handle_file(std::uint32_t mask, const std::string& path) {
    if ((mask & IN_CREATE) != 0 && !arrives_whole(path)) return;  // IN_CLOSE_WRITE follows
    note(path);
}

Result<void> FileWatcher::Watches::handle(const inotify_event& event, std::string_view name) {
    if ((event.mask & IN_Q_OVERFLOW) != 0) {
        pending_.everything = true;
        return watch_all_roots();  // folders may have come unseen
    }
    if ((event.mask & (IN_DELETE_SELF | IN_MOVE_SELF)) != 0) return handle_lost_folder(event.wd);
    const auto folder = folder_of_.find(event.wd);
    if (folder == folder_of_.end()) return {};  // forgotten while its events stood in the queue
    if ((event.mask & IN_IGNORED) != 0) {
        if (const auto watch = watch_of_.find(folder->second); watch != watch_of_.end() && watch->second == event.wd) {
            watch_of_.erase(watch);
        }
        folder_of_.erase(folder);
        return {};
    }
    if (name.empty()) return {};
    const std::string path = folder->second + "/" + std::string(name);
    if (is_ignored(path)) return {};
    if ((event.mask & IN_ISDIR) != 0) {
        if (is_foreign_folder(name)) return {};
        return handle_folder(event.mask, path);
    }
    if (!is_editor_leftover(name)) handle_file(event.mask, path);
    return {};
}

// Reads what is queued. An error does not stop the rest from being read.
Result<void> FileWatcher::Watches::collect() {
    std::optional<Error> fault;
    std::array<char, 65536> buffer;  // NOLINT(cppcoreguidelines-pro-type-member-init): read() fills it
    for (int round = 0; round < reads_max; ++round) {
        const auto bytes = ::read(inotify_, buffer.data(), buffer.size());
        if (bytes < 0 && errno == EINTR) continue;
        if (bytes <= 0) break;
        for (std::size_t offset = 0; offset < static_cast<std::size_t>(bytes);) {
            inotify_event event{};
            std::memcpy(&event, buffer.data() + offset, sizeof event);
            const char* name = buffer.data() + offset + sizeof event;
            const auto handled = handle(event, std::string_view(name, ::strnlen(name, event.len)));
            if (!handled && !fault) fault = handled.error();
            offset += sizeof event + event.len;
        }
    }
    if (fault) return fail(*fault);
    return {};
}

Result<FileWatcher::Watches::Woken> FileWatcher::Watches::sleep(std::optional<Clock::time_point> until) {
    std::array<pollfd, 2> files = {pollfd{inotify_, POLLIN, 0}, pollfd{wake_, POLLIN, 0}};
    while (true) {
        const int ready = ::poll(files.data(), files.size(), until ? milliseconds_until(*until) : -1);
        if (ready < 0 && errno == EINTR) continue;
        if (ready < 0) return fail(system_error("cannot wait for changes: " + reason(errno), "start again", {}));
        if (ready == 0) return Woken::ByTime;
        return (files[1].revents & POLLIN) != 0 ? Woken::ByStop : Woken::ByChange;
    }
}

Result<std::optional<FileChanges>> FileWatcher::Watches::wait(const std::stop_token& stop,
                                                              std::optional<std::chrono::milliseconds> timeout) {
    std::uint64_t count = 0;
    [[maybe_unused]] const auto drained = ::read(wake_, &count, sizeof count);  // an earlier token's
    const std::stop_callback wake(stop, [file = wake_] {
        const std::uint64_t one = 1;
        [[maybe_unused]] const auto written = ::write(file, &one, sizeof one);
    });
    std::optional<Clock::time_point> until;
    if (timeout) until = Clock::now() + *timeout;
    std::optional<Clock::time_point> burst_end;
    if (!pending_.empty()) until = Clock::now() + options_.settle;  // what was seen before an error was told
    while (true) {
        TRY(const Woken woken, sleep(until));
        if (woken == Woken::ByStop) return std::optional<FileChanges>();
        if (woken == Woken::ByTime) return std::optional(std::exchange(pending_, {}));
        CHECK(collect());
        if (pending_.empty()) continue;
        const auto now = Clock::now();
        if (!burst_end) burst_end = now + options_.burst_max;
        until = std::min(now + options_.settle, *burst_end);
    }
}

FileWatcher::FileWatcher(std::unique_ptr<Watches> watches) : watches_(std::move(watches)) {}
FileWatcher::~FileWatcher() = default;

Result<std::unique_ptr<FileWatcher>> FileWatcher::start(FileWatcherOptions options) {
    auto watches = std::make_unique<Watches>(std::move(options));
    CHECK(watches->open());
    return std::unique_ptr<FileWatcher>(new FileWatcher(std::move(watches)));
}

Result<std::optional<FileChanges>> FileWatcher::wait(const std::stop_token& stop,
                                                     std::optional<std::chrono::milliseconds> timeout) {
    return watches_->wait(stop, timeout);
}

}  // namespace byline::server
