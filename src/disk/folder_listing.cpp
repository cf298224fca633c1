#include "disk/folder_listing.hpp"

#include <algorithm>
#include <cstddef>
#include <cstring>
#include <string_view>
#include <utility>

#include <dirent.h>
#include <fcntl.h>
#include <sys/syscall.h>

#include "disk/descriptor.hpp"
#include "disk/posix_error.hpp"
#include "parallel/for_each_index.hpp"

namespace byline::disk {
namespace {

std::int64_t nanoseconds_of(const statx_timestamp& time) {
    return std::int64_t{time.tv_sec} * 1'000'000'000 + time.tv_nsec;
}

class Listing {
  public:
    Listing(const std::string& root, DotNames dot_names, std::vector<Error>& failed)
        : root_(root), dot_names_(dot_names), failed_(failed) {}

    // Adds what is in the folder at `prefix` below the root, then what is below it.
    Result<void> add(const std::string& prefix, int depth) {
        constexpr int deepest = 64;
        const std::string folder = prefix.empty() ? root_ : root_ + "/" + prefix.substr(0, prefix.size() - 1);
        if (depth > deepest) {
            failed_.push_back(
                content_error("folders nested more than 64 deep", "flatten the tree", Place{folder, 0, 0}));
            return {};
        }
        const std::size_t first = found_.size();
        CHECK(add_names(folder, prefix));
        const std::size_t last = found_.size();
        for (std::size_t i = first; i < last; ++i) {
            if (found_[i].kind != EntryKind::Folder) continue;
            const std::string below = found_[i].path + "/";
            if (auto added = add(below, depth + 1); !added) failed_.push_back(std::move(added).error());
        }
        return {};
    }

    std::vector<Entry> sorted() && {
        const auto by_path = [](const Entry& a, const Entry& b) { return a.path < b.path; };
        if (!std::is_sorted(found_.begin(), found_.end(), by_path)) std::sort(found_.begin(), found_.end(), by_path);
        return std::move(found_);
    }

  private:
    // The folder is closed again before those in it are opened: however deep, one descriptor does.
    Result<void> add_names(const std::string& folder, const std::string& prefix) {
        const std::size_t first = found_.size();
        const Descriptor opened(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
        if (opened.get() < 0) return fail(posix_error("cannot list folder", folder, errno));
        for (;;) {
            // Without readdir(), which looks at each folder first and takes new memory for it.
            const long size = ::syscall(SYS_getdents64, opened.get(), buffer_.data(), buffer_.size());
            if (size < 0) return fail(posix_error("cannot list folder", folder, errno));
            if (size == 0) break;
            for (long at = 0; at < size;) {
                const char* const item = buffer_.data() + at;
                std::uint16_t item_size = 0;
                std::memcpy(&item_size, item + offsetof(dirent64, d_reclen), sizeof item_size);
                at += item_size;
                const char* const name = item + offsetof(dirent64, d_name);
                add_name(prefix, name, static_cast<unsigned char>(item[offsetof(dirent64, d_type)]));
            }
        }
        look(opened.get(), folder, prefix.size(), first);
        return {};
    }

    void add_name(const std::string& prefix, std::string_view name, unsigned type) {
        if (name == "." || name == ".." || (dot_names_ == DotNames::Skip && name.starts_with('.'))) return;
        Entry entry;
        entry.kind = type == DT_DIR ? EntryKind::Folder : EntryKind::Other;
        entry.path.reserve(prefix.size() + name.size());
        entry.path.append(prefix).append(name);
        found_.push_back(std::move(entry));
    }

    // At what was found in one folder, from `first` on. Of folders nobody asks more.
    void look(int opened, const std::string& folder, std::size_t prefix_size, std::size_t first) {
        constexpr std::size_t worth_a_thread = 512;
        const std::size_t count = found_.size() - first;
        std::vector<int> faults(count);  // errno
        const std::size_t threads =
            count < worth_a_thread ? 1 : std::min<std::size_t>(2, parallel::default_thread_count());
        parallel::for_each_index(count, threads, [&](std::size_t i, std::size_t) {
            Entry& entry = found_[first + i];
            if (entry.kind == EntryKind::Folder) return;
            struct statx fields {};
            if (::statx(opened, entry.path.c_str() + prefix_size, AT_SYMLINK_NOFOLLOW, entry_fields, &fields) != 0) {
                faults[i] = errno;
                return;
            }
            Entry looked_at = entry_of(fields);
            looked_at.path = std::move(entry.path);
            entry = std::move(looked_at);
        });
        if (std::ranges::count(faults, 0) == static_cast<std::ptrdiff_t>(count)) return;
        std::size_t kept = first;
        for (std::size_t i = 0; i < count; ++i) {
            Entry& entry = found_[first + i];
            if (faults[i] == 0) {
                if (kept != first + i) found_[kept] = std::move(entry);
                ++kept;
            } else if (!means_absent(faults[i])) {  // removed while we look
                failed_.push_back(
                    posix_error("cannot look at", folder + "/" + entry.path.substr(prefix_size), faults[i]));
            }
        }
        found_.resize(kept);
    }

    const std::string& root_;
    DotNames dot_names_;
    std::vector<Error>& failed_;
    std::vector<Entry> found_;
    std::vector<char> buffer_ = std::vector<char>(std::size_t{64} << 10);
};

}  // namespace

Entry entry_of(const struct statx& fields) {
    Entry entry;
    entry.kind = S_ISREG(fields.stx_mode)   ? EntryKind::File
                 : S_ISDIR(fields.stx_mode) ? EntryKind::Folder
                 : S_ISLNK(fields.stx_mode) ? EntryKind::Link
                                            : EntryKind::Other;
    entry.size = static_cast<std::int64_t>(fields.stx_size);
    entry.modified_ns = nanoseconds_of(fields.stx_mtime);
    entry.changed_ns = nanoseconds_of(fields.stx_ctime);
    entry.inode = fields.stx_ino;
    return entry;
}

Result<std::vector<Entry>> list_folder(const std::string& folder, DotNames dot_names, std::vector<Error>& failed) {
    Listing listing(folder, dot_names, failed);
    CHECK(listing.add("", 0));
    return std::move(listing).sorted();
}

}  // namespace byline::disk
