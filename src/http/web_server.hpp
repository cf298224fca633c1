// A WebServer answers HTTP/1.1 on the open Internet: one thread a core, each with its own connections, and every bound
// explicit. The preview's Listener is the small one; this one sends ready bytes and knows no library but the system.
// Thread contract: start, stop and the destructor belong to one thread; numbers and set_tls may be called from any.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "http/responder.hpp"
#include "http/tls.hpp"
#include "result/result.hpp"

namespace byline::http {

struct Endpoint {
    std::string address = "127.0.0.1";  // an IP address
    std::uint16_t port = 0;             // 0: any free port
    Transport transport = Transport::Plain;
    int inherited = -1;  // a socket that listens already, instead of address and port; the server closes it
};

struct WebOptions {
    std::vector<Endpoint> endpoints = {};
    unsigned threads = 1;
    std::uint32_t header_bytes_max = 16U * 1024U;
    std::size_t connections_max = 4096;
    std::size_t connections_of_network_max = 256;
    std::vector<IpNetwork> proxies = {};                     // their connections are many clients'
    std::chrono::milliseconds header_timeout{10'000};        // from the first byte of a head (or connecting) to its end
    std::chrono::milliseconds idle_timeout{30'000};          // between requests
    std::chrono::milliseconds body_timeout{30'000};          // from a head to the end of its body
    std::chrono::milliseconds send_window{15'000};           // in which a client has to take
    std::uint64_t send_bytes_min = std::uint64_t{8} * 1024;  // at least so much of what waits for it
    std::chrono::milliseconds stop_grace{500};       // of stopping: idle clients may still ask, and are then told to go
    std::chrono::milliseconds stop_timeout{10'000};  // of stopping: answers under way may take so long
};

struct WebSums {
    std::uint64_t accepted = 0;
    std::uint64_t requests = 0;
    std::uint64_t refused_full = 0;
    std::uint64_t refused_network = 0;
    std::uint64_t refused_requests = 0;
    std::uint64_t timeouts = 0;
    std::uint64_t bytes_sent = 0;
    std::uint64_t open = 0;
};

using ResponderMaker = std::function<std::unique_ptr<Responder>()>;

class WebServer {
  public:
    // Bound and accepting when it returns. `tls` may be null when no endpoint needs it.
    [[nodiscard]] static Result<std::unique_ptr<WebServer>> start(const WebOptions& options,
                                                                  std::shared_ptr<TlsContext> tls,
                                                                  const ResponderMaker& make_responder);
    WebServer(const WebServer&) = delete;
    WebServer& operator=(const WebServer&) = delete;
    ~WebServer();

    [[nodiscard]] std::uint16_t port(std::size_t endpoint) const;
    [[nodiscard]] WebSums sums() const;

    // New connections get this one.
    void set_tls(std::shared_ptr<TlsContext> tls);

    // Stops accepting, lets answers under way finish, tells clients that stay to go, joins the threads.
    void stop();

  private:
    class Engine;
    explicit WebServer(std::unique_ptr<Engine> engine);

    std::unique_ptr<Engine> engine_;
};

}  // namespace byline::http
