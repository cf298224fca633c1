#include <algorithm>
#include <array>

#include "server/file_watcher.hpp"

namespace byline::server {

namespace {

constexpr std::array<std::string_view, 7> leftover_prefixes = {
    ".#",               // Emacs: lock
    ".~lock.",          // LibreOffice
    ".goutputstream-",  // GLib: written, then renamed
    ".sync-conflict-",  // Syncthing
    ".syncthing.",
    "~syncthing~",
    "~$",  // Office: lock
};

constexpr std::array<std::string_view, 9> leftover_suffixes = {
    "~",  // backups of many editors
    ".swp",
    ".swx",
    ".swo",  // Vim: swap files
    ".kate-swp",
    "___jb_tmp___",  // JetBrains: written, then renamed
    "___jb_old___",
    ".crswap",  // Chromium's file system access
    ".crdownload",
};

constexpr std::array<std::string_view, 6> foreign_folders = {
    ".git", ".hg", ".svn", ".jj", ".byline", "node_modules",
};

// Vim probes whether a folder is writable by a file of this name, adding 123 while it exists.
constexpr std::string_view vim_probe = "4913";

bool is_autosave_of_emacs(std::string_view name) {
    return name.size() > 2 && name.front() == '#' && name.back() == '#';
}

}  // namespace

bool is_editor_leftover(std::string_view file_name) {
    if (file_name == vim_probe || file_name == ".DS_Store" || is_autosave_of_emacs(file_name)) return true;
    return std::any_of(leftover_prefixes.begin(), leftover_prefixes.end(),
                       [&](std::string_view prefix) { return file_name.starts_with(prefix); }) ||
           std::any_of(leftover_suffixes.begin(), leftover_suffixes.end(),
                       [&](std::string_view suffix) { return file_name.ends_with(suffix); });
}

bool is_foreign_folder(std::string_view folder_name) {
    return std::find(foreign_folders.begin(), foreign_folders.end(), folder_name) != foreign_folders.end();
}

}  // namespace byline::server
