// PageAddresses says which page of a built site an address of another comment engine means: paths that moved are found
// by the pages that the site's aliases left behind. Reads the built site; used by one thread.
#pragma once

#include <map>
#include <string>
#include <string_view>

#include "disk/disk.hpp"

namespace byline::cli {

struct PageAddress {
    std::string address;  // a path from the site's root, "/articles/dns/"; empty when it is no address at all
    bool is_built = false;
};

class PageAddresses {
  public:
    // `output` is the folder of the built site; `base_path` the path of its base URL, with both slashes.
    PageAddresses(std::string output, std::string base_path, const disk::Disk& disk)
        : output_(std::move(output)), base_path_(std::move(base_path)), disk_(disk) {}

    // `thread` is a URL, or a path from the root of its host.
    [[nodiscard]] PageAddress of(std::string_view thread);

  private:
    [[nodiscard]] PageAddress find(std::string_view thread) const;
    // The page at a path, or the one that it leads on to.
    [[nodiscard]] std::string page_at(const std::string& address) const;

    std::string output_;
    std::string base_path_;
    const disk::Disk& disk_;
    std::map<std::string, PageAddress, std::less<>> known_;
};

}  // namespace byline::cli
