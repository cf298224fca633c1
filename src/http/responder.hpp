// A Responder decides what each request of a worker is answered. The worker calls it from its one thread, which must
// never wait: what takes longer is dispatched, and its answer comes back from any thread by an Answerer.
// Thread contract: one Responder a worker, called by that worker alone.
#pragma once

#include <cstddef>
#include <cstdint>
#include <ctime>
#include <functional>
#include <memory>
#include <string_view>

#include "http/ip_address.hpp"
#include "http/reply_batch.hpp"
#include "http/request_head.hpp"
#include "http/response.hpp"

namespace byline::http {

enum class Transport : std::uint8_t { Plain, Tls };

struct Client {
    IpAddress address;  // of the other end of the connection, which may be a proxy
    Transport transport = Transport::Plain;
    std::size_t endpoint = 0;  // the index of the one it came in by
};

// Whether bodies follow heads: HEAD has the same head as GET.
enum class Decision : std::uint8_t {
    Answered,  // what stands in the batch is the whole answer
    Collect,   // the body is to be read, then dispatch() gets the whole request
};

struct Verdict {
    Decision decision = Decision::Answered;
    KeepAlive keep_alive = KeepAlive::Yes;  // No: the answer said that the connection ends
    std::uint64_t body_bytes_max = 0;       // of Decision::Collect; a longer one is answered 413
};

// Takes the answer to one dispatched request; may be called from any thread, once; later calls and those after the
// client has left do nothing.
using Answerer = std::function<void(Response)>;

class Responder {
  public:
    Responder() = default;
    Responder(const Responder&) = delete;
    Responder& operator=(const Responder&) = delete;
    virtual ~Responder() = default;

    // Before the requests of one turn: the moment to look for a new site. `now` is the time of the whole turn.
    virtual void begin_turn(std::time_t now) = 0;

    // Answers into `batch`, or asks for the body. `keep_alive` is No when the connection ends after this answer, which
    // the answer then has to say.
    virtual Verdict answer(const RequestHead& head, const Client& client, KeepAlive keep_alive, ReplyBatch& batch) = 0;

    // Keeps what the answers of this turn refer to.
    [[nodiscard]] virtual std::shared_ptr<const void> hold() const = 0;

    // A request with its body. The answer's Date, Content-Length and Connection are the worker's to write.
    virtual void dispatch(Request request, const Client& client, Answerer answerer) = 0;

    // Bytes that were no request, or too much of one: what they were answered.
    virtual void note_refusal(const Client& client, int status) = 0;
};

}  // namespace byline::http
