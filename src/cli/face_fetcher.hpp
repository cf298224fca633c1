// A FaceFetcher brings the pictures of people who commented elsewhere into the site: small, without what tells about
// their maker, and named by their bytes, so that no page asks another host for one.
// Used by one thread; fetches several at a time.
#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "disk/disk.hpp"
#include "outbound/client.hpp"
#include "result/diagnostic.hpp"

namespace byline::cli {

class FaceFetcher {
  public:
    // Pictures of addresses on the web are asked of `client`, which may be called from several threads; others lie
    // beside `beside`, a file of the import, or below its folder. What is made goes to static/faces/ of the site's
    // folder.
    FaceFetcher(outbound::Client& client, disk::Disk& disk, std::string site_folder, std::string_view beside);

    // Fetches each address once; faults are warnings.
    void fetch(const std::vector<std::string>& addresses, Diagnostics& diagnostics);
    // The path from the site's root; empty when the picture could not be had.
    [[nodiscard]] std::string_view path_of(const std::string& address) const;
    [[nodiscard]] std::size_t fetched() const;

  private:
    [[nodiscard]] Result<std::string> bytes_of(const std::string& address) const;
    // The small picture's bytes.
    [[nodiscard]] Result<std::string> made(const std::string& address) const;
    // Its path, once it is written.
    [[nodiscard]] Result<std::string> kept(Result<std::string> small);

    outbound::Client& client_;
    disk::Disk& disk_;
    std::string site_folder_;
    std::string folder_;  // of the imported file
    std::map<std::string, std::string, std::less<>> paths_;
};

// As many addresses as one import asks for.
inline constexpr std::size_t most_faces = 5000;

}  // namespace byline::cli
