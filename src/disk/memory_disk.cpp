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

}  // namespace

void MemoryDisk::put(const std::string& path, std::string bytes) {
    const std::scoped_lock lock(mutex_);
    files_.insert_or_assign(normal(path), std::move(bytes));
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

std::map<std::string, std::string> MemoryDisk::files() const {
    const std::scoped_lock lock(mutex_);
    return files_;
}

MemoryDisk::Counts MemoryDisk::counts() const {
    const std::scoped_lock lock(mutex_);
    return counts_;
}

void MemoryDisk::forget_counts() {
    const std::scoped_lock lock(mutex_);
    counts_ = {};
}

Result<std::string> MemoryDisk::read(const std::string& path, std::int64_t most_bytes) const {
    const std::scoped_lock lock(mutex_);
    ++counts_.reads;
    std::string name = normal(path);
    if (const auto broken = broken_.find(name); broken != broken_.end()) {
        return fail(system_error(broken->second, "check its owner and permissions (ls -l)", Place{path, 0, 0}));
    }
    if (const auto link = links_.find(name); link != links_.end()) name = link->second;
    const auto found = files_.find(name);
    if (found == files_.end()) return missing(path);
    if (static_cast<std::int64_t>(found->second.size()) > most_bytes) {
        return fail(content_error("file too large", "split it, or move it to static/", Place{path, 0, 0}));
    }
    return found->second;
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
    const auto add = [&](const std::string& path, EntryKind kind, std::int64_t size) {
        if (!path.starts_with(prefix)) return;
        const std::string inside = path.substr(prefix.size());
        const bool is_hidden = inside.starts_with('.') || inside.find("/.") != std::string::npos;
        if (is_hidden && dot_names == DotNames::Skip) return;
        for (auto slash = inside.find('/'); slash != std::string::npos; slash = inside.find('/', slash + 1)) {
            const std::string name = inside.substr(0, slash);
            found.try_emplace(name, Entry{name, EntryKind::Folder, 0, 0});
        }
        found.insert_or_assign(inside, Entry{inside, kind, size, 0});
    };
    for (const auto& [path, bytes] : files_) add(path, EntryKind::File, static_cast<std::int64_t>(bytes.size()));
    for (const auto& [path, target] : links_) add(path, EntryKind::Link, 0);
    std::vector<Entry> entries;
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

bool MemoryDisk::exists(const std::string& path) const {
    const std::scoped_lock lock(mutex_);
    const std::string name = normal(path);
    return files_.contains(name) || links_.contains(name) || is_folder(name);
}

Result<void> MemoryDisk::store(const std::string& path, std::string_view bytes) {
    const std::scoped_lock lock(mutex_);
    ++counts_.writes;
    if (const auto broken = broken_.find(normal(path)); broken != broken_.end()) {
        return fail(system_error(broken->second, "check its owner and permissions (ls -l)", Place{path, 0, 0}));
    }
    if (writes_left_ == 0) {
        return fail(
            system_error("cannot write: No space left on device", "free some space on that disk", Place{path, 0, 0}));
    }
    --writes_left_;
    files_.insert_or_assign(normal(path), std::string(bytes));
    return {};
}

Result<void> MemoryDisk::write(const std::string& path, std::string_view bytes) {
    return store(path, bytes);
}

Result<void> MemoryDisk::create(const std::string& path, std::string_view bytes) {
    return store(path, bytes);
}

Result<void> MemoryDisk::rename(const std::string& from, const std::string& to) {
    const std::scoped_lock lock(mutex_);
    ++counts_.renames;
    const std::string source = normal(from);
    const std::string target = normal(to);
    if (const auto broken = broken_.find(target); broken != broken_.end()) {
        return fail(system_error(broken->second, "check its owner and permissions (ls -l)", Place{to, 0, 0}));
    }
    if (const auto file = files_.extract(source); !file.empty()) {
        files_.insert_or_assign(target, file.mapped());
        return {};
    }
    if (!is_folder(source)) return missing(from);
    std::map<std::string, std::string> moved;
    for (const auto& [path, bytes] : files_) {
        if (path.starts_with(source + "/")) moved.emplace(path, bytes);
    }
    for (const auto& [path, bytes] : moved) {
        files_.erase(path);
        files_.insert_or_assign(target + path.substr(source.size()), bytes);
    }
    return {};
}

Result<void> MemoryDisk::remove(const std::string& path) {
    const std::scoped_lock lock(mutex_);
    ++counts_.removals;
    files_.erase(normal(path));
    return {};
}

Result<void> MemoryDisk::remove_folder(const std::string& path) {
    const std::scoped_lock lock(mutex_);
    const std::string prefix = normal(path) + "/";
    std::erase_if(files_, [&](const auto& file) { return file.first.starts_with(prefix); });
    return {};
}

void MemoryDisk::remove_empty_folders(const std::string&, const std::string&) {
}  // folders are there by their files only

}  // namespace byline::disk
