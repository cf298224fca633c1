// A BuildWatch sees that a new build has been put into place, and has the server load it.
// Thread contract: run() belongs to one thread; stop it by its token.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>

#include "cli/serve_options.hpp"
#include "disk/disk.hpp"
#include "server/file_watcher.hpp"
#include "server/site_server.hpp"

namespace byline::cli {

class BuildWatch {
  public:
    BuildWatch(const ServePlan& plan, const disk::Disk& disk, server::SiteServer& server);

    // Until `stop` is requested.
    void run(const std::stop_token& stop);

  private:
    [[nodiscard]] bool look_at_folder();
    [[nodiscard]] bool look_at_record();
    void watch_folder();
    [[nodiscard]] bool is_in_place(const std::stop_token& stop) const;
    void load();

    std::filesystem::path folder_;
    std::string journal_;
    std::string record_;
    const disk::Disk& disk_;
    server::SiteServer& server_;
    std::unique_ptr<server::FileWatcher> watcher_;  // null: the folder is not there, or has too many folders
    std::uint64_t inode_ = 0;                       // of the folder that is watched
    std::optional<disk::Entry> seen_record_;
};

// "355 files, 6.6 MB in memory".
[[nodiscard]] std::string shown_account(const server::SiteAccount& account);

}  // namespace byline::cli
