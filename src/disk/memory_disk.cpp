#include "disk/memory_disk.hpp"

#include <algorithm>

namespace byline::disk {
namespace {

// "./a//b" and "a/b" are one path.
std::string normal(const std::string& path) {
    std::string out;
    std::size_t at = 0;
    while (at < path.size()) {
        const auto end = std::min(path.find('/', at), path.size());
        const std::string_view part = std::string_view(path).substr(at, end - at);
        if (part == "..")
            out.resize(out.find_last_of('/') == std::string::npos ? 0 : out.find_last_of('/'));
        else if (!part.empty() && part != ".")
            out += (out.empty() ? "" : "/") + std::string(part);
        at = end + 1;
    }
    return out;
}

Failure missing(const std::string& path) {
    return fail(system_error("cannot read: No such file or directory", "check the path", Place{path, 0, 0}));
}

Failure broken_as(const std::string& message, const std::string& path) {
    return fail(system_error(message, "check its owner and permissions (ls -l)", Place{path, 0, 0}));
}

class CopiedBytes final : public Mapping {
  public:
    explicit CopiedBytes(std::shared_ptr<const std::string> bytes) : owned_(std::move(bytes)) { bytes_ = *owned_; }

  private:
    std::shared_ptr<const std::string> owned_;  // with the file, as long as that has these bytes
};

}  // namespace

// Gives the lock back to the disk.
class MemoryDisk::HeldLock final : public Lock {
  public:
    HeldLock(MemoryDisk& disk, std::string name) : disk_(disk), name_(std::move(name)) {}
    ~HeldLock() override {
        const std::scoped_lock lock(disk_.mutex_);
        disk_.locks_.erase(name_);
    }

  private:
    MemoryDisk& disk_;
    std::string name_;
};

void MemoryDisk::put(const std::string& path, std::string bytes) {
    const std::scoped_lock lock(mutex_);
    const std::int64_t now_ns = tick();
    File& file = files_[normal(path)];
    if (file.inode == 0) file.inode = ++inodes_;
    file.bytes = std::make_shared<const std::string>(std::move(bytes));
    file.modified_ns = file.changed_ns = now_ns;
}

void MemoryDisk::link(const std::string& path, const std::string& target) {
    const std::scoped_lock lock(mutex_);
    links_.insert_or_assign(normal(path), normal(target));
}

void MemoryDisk::break_path(const std::string& path, std::string message) {
    const std::scoped_lock lock(mutex_);
    broken_.insert_or_assign(normal(path), std::move(message));
}

void MemoryDisk::mend_path(const std::string& path) {
    const std::scoped_lock lock(mutex_);
    broken_.erase(normal(path));
}

void MemoryDisk::fill_after(std::uint64_t writes) {
    const std::scoped_lock lock(mutex_);
    writes_left_ = writes;
}

void MemoryDisk::fail_after(std::uint64_t mutations, Outage outage) {
    const std::scoped_lock lock(mutex_);
    mutations_left_ = mutations;
    outage_ = outage;
}

void MemoryDisk::mend() {
    const std::scoped_lock lock(mutex_);
    writes_left_ = UINT64_MAX;
    mutations_left_ = UINT64_MAX;
}

void MemoryDisk::mount(const std::string& folder) {
    const std::scoped_lock lock(mutex_);
    mounts_.insert(normal(folder));
}

void MemoryDisk::stop_clock() {
    const std::scoped_lock lock(mutex_);
    is_clock_stopped_ = true;
}

void MemoryDisk::start_clock() {
    const std::scoped_lock lock(mutex_);
    is_clock_stopped_ = false;
}

std::map<std::string, std::string> MemoryDisk::files() const {
    const std::scoped_lock lock(mutex_);
    std::map<std::string, std::string> copies;
    for (const auto& [path, file] : files_) copies.emplace(path, *file.bytes);
    return copies;
}

MemoryDisk::Counts MemoryDisk::counts() const {
    const std::scoped_lock lock(mutex_);
    return counts_;
}

void MemoryDisk::forget_counts() {
    const std::scoped_lock lock(mutex_);
    counts_ = {};
}

std::uint64_t MemoryDisk::mutations() const {
    const std::scoped_lock lock(mutex_);
    return mutations_;
}

std::int64_t MemoryDisk::tick() {
    if (!is_clock_stopped_) ++now_ns_;
    return now_ns_;
}

Result<void> MemoryDisk::begin_mutation(const std::string& path) {
    ++mutations_;
    static_cast<void>(tick());
    if (mutations_left_ > 0) {
        if (mutations_left_ != UINT64_MAX) --mutations_left_;
        return {};
    }
    if (outage_ == Outage::Once) mutations_left_ = UINT64_MAX;
    return fail(system_error("cannot write: Input/output error", "see the message of the system", Place{path, 0, 0}));
}

Result<const MemoryDisk::File*> MemoryDisk::find(const std::string& path) const {
    std::string name = normal(path);
    if (const auto broken = broken_.find(name); broken != broken_.end()) return broken_as(broken->second, path);
    if (const auto link = links_.find(name); link != links_.end()) name = link->second;
    const auto found = files_.find(name);
    if (found == files_.end()) return missing(path);
    return &found->second;
}

Result<std::string> MemoryDisk::read(const std::string& path, std::int64_t most_bytes) const {
    const std::scoped_lock lock(mutex_);
    ++counts_.reads;
    TRY(const File* const file, find(path));
    if (static_cast<std::int64_t>(file->bytes->size()) > most_bytes) {
        return fail(content_error("file too large", "split it, or move it to static/", Place{path, 0, 0}));
    }
    return *file->bytes;
}

Result<std::unique_ptr<Mapping>> MemoryDisk::map(const std::string& path) const {
    const std::scoped_lock lock(mutex_);
    ++counts_.reads;
    TRY(const File* const file, find(path));
    return std::unique_ptr<Mapping>(std::make_unique<CopiedBytes>(file->bytes));
}

bool MemoryDisk::is_folder(const std::string& path) const {
    if (path.empty()) return true;
    const auto below = files_.lower_bound(path + "/");
    return below != files_.end() && below->first.starts_with(path + "/");
}

Result<std::vector<Entry>> MemoryDisk::list(const std::string& folder, DotNames dot_names, std::vector<Error>&) const {
    const std::scoped_lock lock(mutex_);
    const std::string root = normal(folder);
    if (!is_folder(root)) return missing(folder);
    const std::string prefix = root.empty() ? "" : root + "/";
    std::map<std::string, Entry> found;
    const auto add = [&](const std::string& path, EntryKind kind, const File& file) {
        if (!path.starts_with(prefix)) return;
        const std::string inside = path.substr(prefix.size());
        const bool is_hidden = inside.starts_with('.') || inside.find("/.") != std::string::npos;
        if (is_hidden && dot_names == DotNames::Skip) return;
        for (auto slash = inside.find('/'); slash != std::string::npos; slash = inside.find('/', slash + 1)) {
            const std::string name = inside.substr(0, slash);
            found.try_emplace(name, Entry{name, EntryKind::Folder});
        }
        const std::int64_t size = file.bytes ? static_cast<std::int64_t>(file.bytes->size()) : 0;
        found.insert_or_assign(inside, Entry{inside, kind, size, file.modified_ns, file.changed_ns, file.inode});
    };
    for (const auto& [path, file] : files_) add(path, EntryKind::File, file);
    for (const auto& [path, target] : links_) add(path, EntryKind::Link, {});
    std::vector<Entry> entries;
    entries.reserve(found.size());
    for (auto& [path, entry] : found) entries.push_back(std::move(entry));
    return entries;
}

Result<std::string> MemoryDisk::canonical(const std::string& path) const {
    const std::scoped_lock lock(mutex_);
    std::string name = normal(path);
    if (const auto link = links_.find(name); link != links_.end()) name = link->second;
    if (!files_.contains(name) && !is_folder(name)) return missing(path);
    return "/" + name;
}

std::optional<Entry> MemoryDisk::status(const std::string& path) const {
    const std::scoped_lock lock(mutex_);
    std::string name = normal(path);
    if (const auto link = links_.find(name); link != links_.end()) name = link->second;
    if (const auto found = files_.find(name); found != files_.end()) {
        const File& file = found->second;
        return Entry{path,
                     EntryKind::File,
                     static_cast<std::int64_t>(file.bytes->size()),
                     file.modified_ns,
                     file.changed_ns,
                     file.inode};
    }
    if (is_folder(name)) return Entry{path, EntryKind::Folder};
    return std::nullopt;
}

std::int64_t MemoryDisk::clock_ns() const {
    const std::scoped_lock lock(mutex_);
    return now_ns_;
}

Result<std::unique_ptr<Lock>> MemoryDisk::lock(const std::string& path) {
    const std::scoped_lock lock(mutex_);
    const std::string name = normal(path);
    if (const auto broken = broken_.find(name); broken != broken_.end()) return broken_as(broken->second, path);
    if (!locks_.insert(name).second) return fail(held_by_another(0, path));
    return std::unique_ptr<Lock>(std::make_unique<HeldLock>(*this, name));
}

std::string MemoryDisk::file_system_of(const std::string& path) const {
    for (const std::string& folder : mounts_) {
        if (path == folder || path.starts_with(folder + "/")) return folder;
    }
    return {};
}

bool MemoryDisk::are_on_one_disk(const std::string& folder, const std::string& other) const {
    const std::scoped_lock lock(mutex_);
    return file_system_of(normal(folder)) == file_system_of(normal(other));
}

// A file can stand neither below a file nor in the place of a folder.
Result<void> MemoryDisk::check_place(const std::string& name, const std::string& path) const {
    for (auto slash = name.find('/'); slash != std::string::npos; slash = name.find('/', slash + 1)) {
        if (files_.contains(name.substr(0, slash)))
            return fail(system_error("cannot make folder: Not a directory", "move the file away", Place{path, 0, 0}));
    }
    if (!is_folder(name)) return {};
    return fail(system_error("cannot write: Is a directory", "move the folder away", Place{path, 0, 0}));
}

Result<void> MemoryDisk::store(const std::string& path, std::string_view bytes) {
    const std::scoped_lock lock(mutex_);
    ++counts_.writes;
    CHECK(begin_mutation(path));
    const std::string name = normal(path);
    if (const auto broken = broken_.find(name); broken != broken_.end()) return broken_as(broken->second, path);
    if (writes_left_ == 0) {
        return fail(
            system_error("cannot write: No space left on device", "free some space on that disk", Place{path, 0, 0}));
    }
    CHECK(check_place(name, path));
    --writes_left_;
    files_.insert_or_assign(name, File{std::make_shared<const std::string>(bytes), now_ns_, now_ns_, ++inodes_});
    return {};
}

Result<void> MemoryDisk::write(const std::string& path, std::string_view bytes) {
    return store(path, bytes);
}

namespace {

// Is there once it is finished.
class GatheredFile final : public NewFile {
  public:
    GatheredFile(Disk& disk, std::string path) : disk_(disk), path_(std::move(path)) {}

    void append(std::string_view piece) override {
        bytes_ += piece;
        size_ += piece.size();
    }
    [[nodiscard]] Result<void> finish() override {
        return bytes_.empty() ? Result<void>() : disk_.create(path_, bytes_);
    }

  private:
    Disk& disk_;
    const std::string path_;
    std::string bytes_;
};

}  // namespace

std::unique_ptr<NewFile> MemoryDisk::create_in_pieces(const std::string& path) {
    return std::make_unique<GatheredFile>(*this, path);
}

Result<void> MemoryDisk::create(const std::string& path, std::string_view bytes) {
    return store(path, bytes);
}

Result<void> MemoryDisk::check_writable(const std::string& folder) const {
    const std::scoped_lock lock(mutex_);
    const auto broken = broken_.find(normal(folder));
    return broken == broken_.end() ? Result<void>() : broken_as(broken->second, folder);
}

Result<void> MemoryDisk::make_folders(const std::string& folder) {
    const std::scoped_lock lock(mutex_);
    CHECK(begin_mutation(folder));
    return check_place(normal(folder) + "/file", folder);  // folders are there by their files only
}

Result<void> MemoryDisk::rename(const std::string& from, const std::string& to) {
    const std::scoped_lock lock(mutex_);
    ++counts_.renames;
    CHECK(begin_mutation(to));
    const std::string source = normal(from);
    const std::string target = normal(to);
    if (const auto broken = broken_.find(target); broken != broken_.end()) return broken_as(broken->second, to);
    if (files_.contains(source)) {
        CHECK(check_place(target, to));
        File file = std::move(files_.extract(source).mapped());
        file.changed_ns = now_ns_;
        files_.insert_or_assign(target, std::move(file));
        return {};
    }
    if (!is_folder(source)) return missing(from);
    CHECK(check_place(target, to));  // nobody here moves a folder over another
    std::map<std::string, File> moved;
    for (const auto& [path, file] : files_) {
        if (path.starts_with(source + "/")) moved.emplace(path, file);
    }
    for (auto& [path, file] : moved) {
        files_.erase(path);
        files_.insert_or_assign(target + path.substr(source.size()), std::move(file));
    }
    return {};
}

Result<void> MemoryDisk::remove(const std::string& path) {
    const std::scoped_lock lock(mutex_);
    ++counts_.removals;
    CHECK(begin_mutation(path));
    const std::string name = normal(path);
    if (files_.erase(name) == 0 && is_folder(name))
        return fail(system_error("cannot remove: Is a directory", "move the folder away", Place{path, 0, 0}));
    return {};
}

Result<void> MemoryDisk::remove_folder(const std::string& path) {
    const std::scoped_lock lock(mutex_);
    CHECK(begin_mutation(path));
    const std::string prefix = normal(path) + "/";
    std::erase_if(files_, [&](const auto& file) { return file.first.starts_with(prefix); });
    return {};
}

void MemoryDisk::remove_empty_folders(const std::string&, const std::string&) {
}  // folders are there by their files only

}  // namespace byline::disk
