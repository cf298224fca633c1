#include "site/inventory.hpp"

#include <algorithm>

#include <fmt/format.h>
#include <fnmatch.h>

namespace byline::site {
namespace {

std::string joined(const std::string& folder, const std::string& path) {
    if (path.starts_with('/')) return path;
    return folder.empty() || folder == "." ? path : folder + "/" + path;
}

bool lies_inside(const std::string& path, const std::string& folder) {
    return path == folder || path.starts_with(folder.ends_with('/') ? folder : folder + "/");
}

// What file managers, editors and version control leave behind; never meant to be published.
bool is_litter(std::string_view path) {
    const std::string_view name = path.substr(path.find_last_of('/') + 1);
    return name == ".DS_Store" || name == ".gitignore" || name == ".gitkeep" || name == ".gitattributes" ||
           path.starts_with(".git/") || path.find("/.git/") != std::string_view::npos || name.starts_with(".#") ||
           (name.starts_with('.') && name.ends_with(".swp")) || name.ends_with('~');
}

class Listing {
  public:
    Listing(const disk::Disk& disk, std::vector<std::string> roots, Diagnostics& diagnostics)
        : disk_(disk), roots_(std::move(roots)), diagnostics_(diagnostics) {}

    // The files of `folder`; `shown` stands before their paths in messages.
    Result<std::vector<disk::Entry>> files_of(const std::string& folder, const std::string& shown,
                                              const std::vector<std::string>& ignored,
                                              disk::DotNames dot_names = disk::DotNames::Skip) {
        std::vector<Error> failed;
        TRY(std::vector<disk::Entry> entries, disk_.list(folder, dot_names, failed));
        for (Error& error : failed) diagnostics_.push_back({Severity::Error, std::move(error)});
        std::vector<disk::Entry> files;
        for (disk::Entry& entry : entries) {
            if (entry.kind == disk::EntryKind::Folder || is_ignored(entry.path, ignored) || is_litter(entry.path))
                continue;
            if (entry.kind == disk::EntryKind::Link) {
                if (!stays_inside(folder + "/" + entry.path, shown + entry.path)) continue;
                follow(folder + "/" + entry.path, entry);
            }
            if (entry.kind == disk::EntryKind::Other) continue;  // sockets, devices
            files.push_back(std::move(entry));
        }
        return files;
    }

    // Whether `folder` is where it seems to be: a link would publish what lies elsewhere.
    bool is_own_folder(const std::string& folder, const std::string& shown) {
        const auto target = disk_.canonical(folder);
        if (target && leads_inside(*target)) return true;
        report(content_error("symbolic link that leads out of the site", "copy the folder into the site folder",
                             Place{shown, 0, 0}));
        return false;
    }

  private:
    // A link is as new as what it points to, or as itself when it was pointed elsewhere.
    void follow(const std::string& path, disk::Entry& entry) {
        const auto target = disk_.status(path);
        if (!target) return;
        entry.size = target->size;
        entry.modified_ns = target->modified_ns;
        entry.changed_ns = std::max(entry.changed_ns, target->changed_ns);
        entry.inode = target->inode;
    }

    bool leads_inside(const std::string& target) const {
        return std::ranges::any_of(roots_, [&](const std::string& root) { return lies_inside(target, root); });
    }

    bool stays_inside(const std::string& path, const std::string& shown) {
        const auto target = disk_.canonical(path);
        const Place place{shown, 0, 0};
        if (!target) {
            report(content_error("symbolic link to nothing", "remove the link, or restore what it pointed to", place));
            return false;
        }
        if (!leads_inside(*target)) {
            report(
                content_error("symbolic link that leads out of the site", "copy the file into the site folder", place));
            return false;
        }
        std::vector<Error> failed;
        if (disk_.list(*target, disk::DotNames::Skip, failed)) {
            report(content_error("symbolic link to a folder; only links to files are followed",
                                 "move the folder here, or link to its files", place));
            return false;
        }
        return true;
    }

    void report(Error error) { diagnostics_.push_back({Severity::Error, std::move(error)}); }

    const disk::Disk& disk_;
    std::vector<std::string> roots_;
    Diagnostics& diagnostics_;
};

}  // namespace

bool is_ignored(const std::string& path, const std::vector<std::string>& globs) {
    return std::ranges::any_of(globs, [&](const std::string& glob) {
        if (::fnmatch(glob.c_str(), path.c_str(), 0) == 0) return true;
        // "**/x" is meant to match x at the root too.
        return glob.starts_with("**/") && ::fnmatch(glob.c_str() + 3, path.c_str(), 0) == 0;
    });
}

Result<Inventory> take_inventory(const disk::Disk& disk, const std::string& site_folder,
                                 const Configuration& configuration) {
    Inventory inventory;
    inventory.site_folder = site_folder;
    inventory.content_folder = joined(site_folder, configuration.content_folder);
    std::vector<std::string> roots;
    for (const std::string& folder : {site_folder, inventory.content_folder}) {
        if (auto root = disk.canonical(folder)) roots.push_back(std::move(*root));
    }
    if (!disk.exists(inventory.content_folder)) {
        return fail(content_error(fmt::format("no folder '{}'", configuration.content_folder),
                                  "make it, or set [content] folder in byline.toml", configuration.content_place));
    }
    Listing listing(disk, roots, inventory.diagnostics);
    TRY(auto content,
        listing.files_of(inventory.content_folder, configuration.content_folder + "/", configuration.ignore));
    const auto is_source = [](const disk::Entry& entry) { return entry.path.ends_with(".md"); };
    inventory.sources.reserve(static_cast<std::size_t>(std::ranges::count_if(content, is_source)));
    for (disk::Entry& entry : content) {
        (is_source(entry) ? inventory.sources : inventory.companions).push_back(std::move(entry));
    }
    for (const auto& [name, list] : {std::pair("static", &inventory.statics), std::pair("_data", &inventory.data_files),
                                     std::pair("languages", &inventory.languages)}) {
        const std::string folder = joined(site_folder, name);
        if (!disk.exists(folder) || !listing.is_own_folder(folder, name)) continue;
        // static/ may hold what web servers and hosts ask for by such names: .well-known/, .nojekyll, .htaccess.
        const auto dot_names = list == &inventory.statics ? disk::DotNames::List : disk::DotNames::Skip;
        TRY(*list, listing.files_of(folder, std::string(name) + "/", {}, dot_names));
    }
    return inventory;
}

}  // namespace byline::site
