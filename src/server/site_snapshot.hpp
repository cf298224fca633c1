// A SiteSnapshot is a whole built site as it is served: path in, resource out.
// Thread contract: immutable once it was published; shared by all workers.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>

#include "disk/disk.hpp"
#include "server/resource.hpp"

namespace byline::server {

// A file that stays on the disk: opened and looked at when it is asked for.
struct DiskFile {
    std::string path;
    ResourceFacts facts;  // without tag and time, which the file says then
};

// What stands at a path; exactly one of the three.
struct SitePlace {
    std::shared_ptr<const Resource> resource;  // shared: a snapshot takes over what did not change
    std::shared_ptr<const DiskFile> file;      // shared: as above
    std::string redirect;                      // an encoded path
};

// A file as it was when it was loaded.
struct LoadedFile {
    disk::Entry entry;
    SitePlace place;
};

class SiteSnapshot {
  public:
    // Decoded path with its first slash: "/articles/dns/". Null when nothing stands there.
    [[nodiscard]] const SitePlace* find(std::string_view path) const {
        const auto found = places.find(path);
        return found == places.end() ? nullptr : &found->second;
    }
    // The nearest 404 page above a path; null when the site has none.
    [[nodiscard]] const Resource* missing_page(std::string_view path) const;

    struct PathHash {
        using is_transparent = void;
        std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>()(text); }
    };

    std::unordered_map<std::string, SitePlace, PathHash, std::equal_to<>> places;
    std::map<std::string, std::shared_ptr<const Resource>, std::less<>> missing_pages;  // by folder: "/zh/"
    std::map<std::string, LoadedFile, std::less<>> files;                               // relative to the output folder
    std::uint64_t memory_bytes = 0;                                                     // without compressed forms
    std::size_t disk_files = 0;
    std::size_t disk_pages = 0;  // of these
};

}  // namespace byline::server
