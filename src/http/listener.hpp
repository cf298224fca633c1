// A Listener accepts HTTP/1.1 connections on one address and answers each request by a handler, on its own threads.
// Thread contract: the handler is called from several threads at once; start, stop and the destructor belong to
// one thread, which must not be one of the listener's (never stop from within a handler).
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <ctime>
#include <functional>
#include <memory>
#include <string>

#include "http/request.hpp"
#include "http/response.hpp"
#include "result/result.hpp"

namespace byline::http {

// What to do when the port is taken.
enum class PortFallback : std::uint8_t {
    Fail,  // an error that says how to choose another
    Next,  // try the following ports, at most `port_attempts_max` in all
};

inline constexpr int port_attempts_max = 32;

struct ListenerOptions {
    std::string address = "127.0.0.1";  // an IP address; "0.0.0.0" and "::" let other machines in
    std::uint16_t port = 0;             // 0: any free port
    PortFallback fallback = PortFallback::Fail;
    unsigned threads = 2;
    std::uint32_t header_bytes_max = 16U * 1024U;
    std::uint64_t body_bytes_max = std::uint64_t{1024} * 1024;
    std::size_t connections_max = 1024;  // more are told 503 and closed
    std::size_t event_queue_bytes_max =
        std::size_t{1024} * 1024;                        // a reader of events that lags behind further is cut off
    std::chrono::milliseconds request_timeout{30'000};   // from connecting, or the last answer, to a whole request
    std::chrono::milliseconds response_timeout{30'000};  // for a client to take an answer
    std::chrono::milliseconds heartbeat{15'000};         // a comment on quiet event streams, to notice who left
    std::chrono::milliseconds stop_timeout{2'000};       // what is being answered may take this long to finish
    std::function<std::time_t()> clock = {};             // for the Date header; empty: the system's
};

// May throw: the client gets 500 and no detail.
using Handler = std::function<Response(const Request&)>;

class Listener {
  public:
    // Bound and accepting when it returns. Fails with a remedy when the address cannot be had.
    [[nodiscard]] static Result<std::unique_ptr<Listener>> start(const ListenerOptions& options, Handler handler);
    Listener(const Listener&) = delete;
    Listener& operator=(const Listener&) = delete;
    ~Listener();

    // The port in use, which is not the one asked for when that was 0 or taken.
    [[nodiscard]] std::uint16_t port() const;

    // Stops accepting, ends idle connections and event streams, lets the answers under way finish within
    // `stop_timeout`, and joins the threads. Calling it again does nothing.
    void stop();

  private:
    class Engine;
    explicit Listener(std::unique_ptr<Engine> engine);

    std::unique_ptr<Engine> engine_;
};

}  // namespace byline::http
