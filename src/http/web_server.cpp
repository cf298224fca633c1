#include "http/web_server.hpp"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <thread>
#include <utility>

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <pthread.h>
#include <sys/socket.h>
#include <unistd.h>

#include "http/worker.hpp"

namespace byline::http {

namespace {

constexpr int backlog = 4096;

struct SocketAddress {
    sockaddr_storage bytes{};
    socklen_t size = 0;
};

Result<SocketAddress> socket_address(const Endpoint& endpoint) {
    const auto address = IpAddress::from_text(endpoint.address);
    if (!address) {
        return fail(usage_error("'" + endpoint.address + "' is not an IP address",
                                "use 0.0.0.0 or :: for all of this machine, 127.0.0.1 behind a proxy"));
    }
    SocketAddress result;
    if (endpoint.address.find(':') == std::string::npos) {
        sockaddr_in four{};
        four.sin_family = AF_INET;
        four.sin_port = htons(endpoint.port);
        std::memcpy(&four.sin_addr, address->bytes.data() + 12, 4);
        std::memcpy(&result.bytes, &four, sizeof four);
        result.size = sizeof four;
    } else {
        sockaddr_in6 six{};
        six.sin6_family = AF_INET6;
        six.sin6_port = htons(endpoint.port);
        std::memcpy(&six.sin6_addr, address->bytes.data(), 16);
        std::memcpy(&result.bytes, &six, sizeof six);
        result.size = sizeof six;
    }
    return result;
}

Failure listen_fault(const Endpoint& endpoint, int fault) {
    const std::string where = "port " + std::to_string(endpoint.port) + " of " + endpoint.address;
    if (fault == EADDRINUSE) {
        return fail(system_error(where + " is taken by another program",
                                 "stop that program, or choose another port with --port", {}));
    }
    if (fault == EACCES) {
        return fail(system_error(where + " may not be used by this user",
                                 "choose a port above 1023 with --port, or allow it: AmbientCapabilities="
                                 "CAP_NET_BIND_SERVICE in the unit of systemd",
                                 {}));
    }
    return fail(system_error("cannot listen on " + where + ": " + std::strerror(fault),
                             "use an address of this machine, or 0.0.0.0 for all of them", {}));
}

Result<int> listen_on_inherited(int descriptor) {
    int is_listening = 0;
    socklen_t size = sizeof is_listening;
    if (::getsockopt(descriptor, SOL_SOCKET, SO_ACCEPTCONN, &is_listening, &size) != 0 || is_listening == 0) {
        return fail(usage_error("the socket that was given does not listen",
                                "write ListenStream= with an address and port into the socket's unit"));
    }
    ::fcntl(descriptor, F_SETFD, FD_CLOEXEC);
    ::fcntl(descriptor, F_SETFL, ::fcntl(descriptor, F_GETFL) | O_NONBLOCK);
    return descriptor;
}

Result<int> listen_on(const Endpoint& endpoint) {
    if (endpoint.inherited >= 0) return listen_on_inherited(endpoint.inherited);
    TRY(const SocketAddress address, socket_address(endpoint));
    const int descriptor = ::socket(address.bytes.ss_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (descriptor < 0) return listen_fault(endpoint, errno);
    const int yes = 1;
    const int no = 0;
    ::setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
    if (address.bytes.ss_family == AF_INET6) ::setsockopt(descriptor, IPPROTO_IPV6, IPV6_V6ONLY, &no, sizeof no);
    const auto* generic = reinterpret_cast<const sockaddr*>(&address.bytes);
    if (::bind(descriptor, generic, address.size) != 0 || ::listen(descriptor, backlog) != 0) {
        const int fault = errno;
        ::close(descriptor);
        return listen_fault(endpoint, fault);
    }
    return descriptor;
}

std::uint16_t port_of(int descriptor) {
    sockaddr_storage address{};
    socklen_t size = sizeof address;
    if (::getsockname(descriptor, reinterpret_cast<sockaddr*>(&address), &size) != 0) return 0;
    sockaddr_in four{};
    std::memcpy(&four, &address, sizeof four);  // the port stands at the same place in both families
    return ntohs(four.sin_port);
}

}  // namespace

class WebServer::Engine {
  public:
    Engine(const WebOptions& options, std::shared_ptr<TlsContext> tls)
        : shared_{
              .options = options,
              .limits = ConnectionLimits(options.connections_max, options.connections_of_network_max, options.proxies),
              .listening = {},
              .tls_mutex = {},
              .tls = std::move(tls),
              .workers = {},
              .is_stopping = false} {}
    Engine(const Engine&) = delete;
    Engine& operator=(const Engine&) = delete;
    ~Engine() { stop(); }

    [[nodiscard]] Result<void> open(const ResponderMaker& make_responder);
    void run();
    void stop();
    [[nodiscard]] std::uint16_t port(std::size_t endpoint) const { return ports_.at(endpoint); }
    [[nodiscard]] WebSums sums() const;
    void set_tls(std::shared_ptr<TlsContext> tls) {
        const std::lock_guard lock(shared_.tls_mutex);
        shared_.tls = std::move(tls);
    }

  private:
    WebShared shared_;
    std::vector<std::uint16_t> ports_;
    std::vector<std::thread> threads_;
};

Result<void> WebServer::Engine::open(const ResponderMaker& make_responder) {
    for (const Endpoint& endpoint : shared_.options.endpoints) {
        TRY(const int descriptor, listen_on(endpoint));
        shared_.listening.emplace_back(descriptor);
        ports_.push_back(port_of(descriptor));
    }
    for (unsigned index = 0; index < std::max(1U, shared_.options.threads); ++index) {
        shared_.workers.push_back(std::make_unique<Worker>(shared_, make_responder()));
        CHECK(shared_.workers.back()->open());
    }
    return {};
}

void WebServer::Engine::run() {
    for (const auto& worker : shared_.workers) {
        threads_.emplace_back([&worker] {
            ::pthread_setname_np(::pthread_self(), "byline-web");
            worker->run();
        });
    }
}

void WebServer::Engine::stop() {
    shared_.is_stopping = true;
    for (const auto& worker : shared_.workers) worker->inbox().wake();
    for (std::thread& thread : threads_) thread.join();
    threads_.clear();
    for (const int descriptor : shared_.listening) {
        if (descriptor >= 0) ::close(descriptor);  // no worker ran
    }
    shared_.listening.clear();
}

WebSums WebServer::Engine::sums() const {
    WebSums sums;
    for (const auto& worker : shared_.workers) {
        const WebNumbers& numbers = worker->numbers();
        sums.accepted += numbers.accepted;
        sums.requests += numbers.requests;
        sums.refused_full += numbers.refused_full;
        sums.refused_network += numbers.refused_network;
        sums.refused_requests += numbers.refused_requests;
        sums.timeouts += numbers.timeouts;
        sums.bytes_sent += numbers.bytes_sent;
        sums.open += numbers.open;
    }
    return sums;
}

WebServer::WebServer(std::unique_ptr<Engine> engine) : engine_(std::move(engine)) {}
WebServer::~WebServer() = default;

Result<std::unique_ptr<WebServer>> WebServer::start(const WebOptions& options, std::shared_ptr<TlsContext> tls,
                                                    const ResponderMaker& make_responder) {
    auto engine = std::make_unique<Engine>(options, std::move(tls));
    CHECK(engine->open(make_responder));
    engine->run();
    return std::unique_ptr<WebServer>(new WebServer(std::move(engine)));
}

std::uint16_t WebServer::port(std::size_t endpoint) const {
    return engine_->port(endpoint);
}
WebSums WebServer::sums() const {
    return engine_->sums();
}
void WebServer::set_tls(std::shared_ptr<TlsContext> tls) {
    engine_->set_tls(std::move(tls));
}
void WebServer::stop() {
    engine_->stop();
}

}  // namespace byline::http
