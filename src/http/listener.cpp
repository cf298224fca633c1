#include "http/listener.hpp"

#include <algorithm>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

#include <boost/asio/ip/v6_only.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>

#include "http/connection.hpp"

namespace byline::http {

namespace {

namespace net = boost::asio;
using tcp = net::ip::tcp;
using boost::system::error_code;

constexpr std::chrono::milliseconds accept_pause{100};
constexpr std::string_view crowded_answer =
    "HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\nRetry-After: 1\r\nConnection: close\r\n\r\n";

Result<void> bind_fault(const ListenerOptions& options, const error_code& error) {
    const std::string where = "port " + std::to_string(options.port) + " of " + options.address;
    if (error == net::error::address_in_use) {
        return fail(system_error(where + " is taken by another program",
                                 "stop that program, or choose another port with --port", {}));
    }
    if (error == net::error::access_denied) {
        return fail(system_error(where + " may not be used by this user", "choose a port above 1023 with --port", {}));
    }
    return fail(system_error("cannot listen on " + where + ": " + error.message(),
                             "use an address of this machine, such as 127.0.0.1", {}));
}

}  // namespace

class Listener::Engine {
  public:
    Engine(const ListenerOptions& options, Handler handler)
        : surroundings_{.options = options,
                        .handler = std::move(handler),
                        .date = DateLine(options.clock ? options.clock : [] { return std::time(nullptr); }),
                        .connections = ConnectionTable(options.connections_max)} {}
    Engine(const Engine&) = delete;
    Engine& operator=(const Engine&) = delete;
    ~Engine() { stop(); }

    [[nodiscard]] Result<void> open();
    void run();
    void stop();
    [[nodiscard]] std::uint16_t port() const { return port_; }

  private:
    void accept();

    Surroundings surroundings_;
    std::uint16_t port_ = 0;
    std::vector<std::thread> threads_;
    net::io_context io_;  // after what connections refer to: its end is theirs
    Strand strand_{net::make_strand(io_)};
    net::basic_socket_acceptor<tcp, Strand> acceptor_{strand_};
    net::steady_timer pause_{strand_};
};

Result<void> Listener::Engine::open() {
    const ListenerOptions& options = surroundings_.options;
    error_code error;
    const auto address = net::ip::make_address(options.address, error);
    if (error) {
        return fail(usage_error("'" + options.address + "' is not an IP address",
                                "use 127.0.0.1, or 0.0.0.0 to let other machines in"));
    }
    const int attempts = options.fallback == PortFallback::Next && options.port != 0 ? port_attempts_max : 1;
    for (int attempt = 0; attempt < attempts && options.port + attempt <= 65535; ++attempt) {
        const tcp::endpoint endpoint(address, static_cast<std::uint16_t>(options.port + attempt));
        error_code ignored;
        acceptor_.close(ignored);
        error = {};
        acceptor_.open(endpoint.protocol(), error);
        if (error) break;
        acceptor_.set_option(net::socket_base::reuse_address(true), ignored);
        if (address.is_v6()) acceptor_.set_option(net::ip::v6_only(false), ignored);
        acceptor_.bind(endpoint, error);
        if (!error) acceptor_.listen(net::socket_base::max_listen_connections, error);
        if (error != net::error::address_in_use) break;
    }
    if (error) return bind_fault(options, error);
    port_ = acceptor_.local_endpoint(error).port();
    return {};
}

void Listener::Engine::run() {
    net::post(strand_, [this] { accept(); });
    for (unsigned index = 0; index < std::max(1U, surroundings_.options.threads); ++index) {
        threads_.emplace_back([this] {
            const auto work = net::make_work_guard(io_);
            io_.run();
        });
    }
}

void Listener::Engine::accept() {
    acceptor_.async_accept(net::make_strand(io_), [this](const error_code& error, Socket socket) {
        if (!acceptor_.is_open()) return;
        if (error) {  // out of descriptors, most often: give connections time to end instead of spinning
            pause_.expires_after(accept_pause);
            pause_.async_wait([this](const error_code& cancelled) {
                if (!cancelled) accept();
            });
            return;
        }
        if (surroundings_.connections.has_room()) {
            serve_connection(std::move(socket), surroundings_);
        } else {
            error_code ignored;
            socket.non_blocking(true, ignored);
            socket.write_some(net::buffer(crowded_answer), ignored);
        }
        accept();
    });
}

void Listener::Engine::stop() {
    if (threads_.empty()) return;
    net::post(strand_, [this] {
        error_code ignored;
        acceptor_.close(ignored);
        pause_.cancel();
    });
    surroundings_.connections.stop(surroundings_.options.stop_timeout);
    io_.stop();
    for (std::thread& thread : threads_) thread.join();
    threads_.clear();
    surroundings_.connections.detach_all();
}

Listener::Listener(std::unique_ptr<Engine> engine) : engine_(std::move(engine)) {}
Listener::~Listener() = default;

Result<std::unique_ptr<Listener>> Listener::start(const ListenerOptions& options, Handler handler) {
    auto engine = std::make_unique<Engine>(options, std::move(handler));
    CHECK(engine->open());
    engine->run();
    return std::unique_ptr<Listener>(new Listener(std::move(engine)));
}

std::uint16_t Listener::port() const {
    return engine_->port();
}
void Listener::stop() {
    engine_->stop();
}

}  // namespace byline::http
