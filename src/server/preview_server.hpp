// A PreviewServer shows a site from memory while it is written, and tells open pages in place what changed.
// Thread contract: publish_snapshot, publish_errors and url may be called from any thread; start, stop and the
// destructor belong to one thread.
//
// Served besides the site's pages, at the root of the host and outside the site's base path:
//   /-/byline/reload.js   the script that every HTML page is given before </body> (served only, never written)
//   /-/byline/events      server-sent events: `hello` (build, errors), `change` (build, paths), `errors` (build,
//   errors)
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "http/listener.hpp"
#include "result/diagnostic.hpp"
#include "result/result.hpp"
#include "server/changed_pages.hpp"
#include "server/page_source.hpp"

namespace byline::server {

struct PreviewOptions {
    http::ListenerOptions listener = {};
    std::string base_path = "/";                  // the path of the site's URL: "/" or "/blog/"
    std::vector<std::string> allowed_hosts = {};  // Host names to answer besides localhost and IP addresses
    std::string instance = {};                    // differs at each start, so that open pages notice; empty: made up
};

class PreviewServer {
  public:
    // Answers at once: until the first publish, pages say that the site is being built.
    [[nodiscard]] static Result<std::unique_ptr<PreviewServer>> start(PreviewOptions options);
    PreviewServer(const PreviewServer&) = delete;
    PreviewServer& operator=(const PreviewServer&) = delete;
    ~PreviewServer();

    // A good build: requests see `pages` from now on, errors shown before are healed, open pages update themselves.
    void publish_snapshot(std::shared_ptr<const PageSource> pages, const ChangedPages& changed);

    // A build that failed: the last good pages stay, open pages show the errors over themselves.
    void publish_errors(const Diagnostics& errors);

    // Where a person opens the site: "http://localhost:1313/blog/".
    [[nodiscard]] std::string url() const;
    [[nodiscard]] std::uint16_t port() const;

    void stop();

  private:
    class Desk;
    PreviewServer(std::string host, std::shared_ptr<Desk> desk, std::unique_ptr<http::Listener> listener);

    std::string host_;
    std::shared_ptr<Desk> desk_;  // shared with the listener's handler
    std::unique_ptr<http::Listener> listener_;
};

}  // namespace byline::server
