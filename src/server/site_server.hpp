// A SiteServer is `byline serve`: a built site and the routes of features, served to everybody.
// Thread contract: start, stop and the destructor belong to one thread; the rest may be called from any.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "disk/disk.hpp"
#include "http/web_server.hpp"
#include "result/result.hpp"
#include "server/access_log.hpp"
#include "server/route_table.hpp"
#include "server/site_loader.hpp"

namespace byline::server {

struct TlsFiles {
    std::string certificate;
    std::string key;
};

struct SiteServerOptions {
    http::WebOptions web = {};  // its first endpoint serves the site
    std::optional<TlsFiles> tls = {};
    std::optional<std::size_t> plain_endpoint = {};  // of `web`: sends plain requests to `https_origin`
    std::string https_origin = {};                   // "https://example.org"
    LoadOptions site = {};                           // its header lines are set here
    std::uint64_t compressed_bytes_max = std::uint64_t{256} * 1024 * 1024;
    std::string content_policy = {};  // empty: the default one
    std::optional<LogOptions> log = {};
    std::optional<std::uint16_t> metrics_port = {};  // on the loopback address; 0: any
    std::optional<RouteTable> routes = {};
    // Makes of a site as it was loaded the one that is served; empty: as it is. Called by one thread at
    // a time.
    std::function<std::shared_ptr<const SiteSnapshot>(std::shared_ptr<const SiteSnapshot>)> compose = {};
    unsigned route_threads = 8;
    std::size_t routes_waiting_max = 256;
};

// What a site holds, for a person.
struct SiteAccount {
    std::size_t files = 0;
    std::size_t disk_files = 0;  // of them, read from the disk each time
    std::size_t disk_pages = 0;  // of these; nothing is put into them
    std::uint64_t memory_bytes = 0;
};

class SiteServer {
  public:
    // The site is loaded and answers when it returns. `disk` outlives the server.
    [[nodiscard]] static Result<std::unique_ptr<SiteServer>> start(SiteServerOptions options, const disk::Disk& disk);
    SiteServer(const SiteServer&) = delete;
    SiteServer& operator=(const SiteServer&) = delete;
    ~SiteServer();

    // The built site as it is now; requests under way are answered by the one before. An error leaves that one.
    [[nodiscard]] Result<SiteAccount> reload_site();
    // What `compose` makes of the site now, without a look at the disk.
    void recompose();
    // Routes in the place of those that the options gave.
    void exchange_routes(RouteTable routes);
    // Certificate and key again, and the log by its name: what SIGHUP is for. Errors leave what there was.
    [[nodiscard]] Result<void> reload_files();

    [[nodiscard]] SiteAccount account() const;
    [[nodiscard]] std::uint16_t port(std::size_t endpoint = 0) const;
    [[nodiscard]] std::uint16_t metrics_port() const;  // 0 when there is none
    [[nodiscard]] std::string metrics() const;         // in Prometheus' text format
    [[nodiscard]] bool is_compressed() const;          // all that is worth it

    void stop();

  private:
    class Parts;
    explicit SiteServer(std::unique_ptr<Parts> parts);

    std::unique_ptr<Parts> parts_;
};

}  // namespace byline::server
