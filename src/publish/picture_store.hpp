// A PictureStore keeps the smaller pictures that were made, one file each, so that a build from nothing copies them:
// `.byline/pictures/`. Their names say all that they were made of.
// Safe from any thread.
#pragma once

#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <string_view>

#include "disk/disk.hpp"

namespace byline::publish {

class PictureStore {
  public:
    // `disk` outlives it. Nothing is looked at before something is asked for.
    PictureStore(disk::Disk& disk, std::string state_folder);

    [[nodiscard]] std::optional<std::string> find(const std::string& name) const;
    // What cannot be kept is made again.
    void put(const std::string& name, std::string_view bytes);
    // After a build that used `names`: what else is there goes, if anything came since.
    void keep_only(const std::set<std::string, std::less<>>& names);

  private:
    disk::Disk& disk_;
    const std::string folder_;
    std::mutex mutex_;  // guards what follows
    bool is_changed_ = false;
};

}  // namespace byline::publish
