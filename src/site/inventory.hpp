// The Inventory says which files a site folder has and what each is for; nothing is read yet.
// A value; immutable once taken.
#pragma once

#include <string>
#include <vector>

#include "disk/disk.hpp"
#include "result/diagnostic.hpp"
#include "result/result.hpp"
#include "site/configuration.hpp"

namespace byline::site {

struct Inventory {
    std::string site_folder;
    std::string content_folder;           // where `sources` and `pictures` are relative to
    std::vector<disk::Entry> sources;     // Markdown, sorted by path
    std::vector<disk::Entry> companions;  // other files among the content: pictures, downloads
    std::vector<disk::Entry> statics;     // below static/
    std::vector<disk::Entry> data_files;  // below _data/
    std::vector<disk::Entry> languages;   // definitions of languages to highlight, below languages/
    Diagnostics diagnostics;              // links that leave the site, folders that cannot be listed
};

// Lists content, static/, _data/ and languages/. The content folder must be there; the others may be absent. A symbolic
// link to a file inside the site is that file; one that leads out of it, or to a folder, is an error.
[[nodiscard]] Result<Inventory> take_inventory(const disk::Disk& disk, const std::string& site_folder,
                                               const Configuration& configuration);

// Whether one of the globs (`*` matches any characters, slashes too; `?` one; `[a-z]`) matches the whole path.
[[nodiscard]] bool is_ignored(const std::string& path, const std::vector<std::string>& globs);

}  // namespace byline::site
