// A ClientConnection is one accepted connection of a worker: what it reads, what it still has to write, and until when.
// A plain struct that belongs to its worker's thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "http/chunked_body.hpp"
#include "http/file_body.hpp"
#include "http/request.hpp"
#include "http/responder.hpp"
#include "http/response.hpp"
#include "http/tls.hpp"

namespace byline::http {

// Of what is read. Whatever it is, nothing is read as long as the socket has not taken what is to be sent.
enum class Phase : std::uint8_t {
    Handshaking,
    Reading,     // a head, or waiting for one
    Collecting,  // a body
    Handling,    // dispatched; the answer comes by the inbox
    Lingering,   // closed on our side; what still comes is dropped
};

// A request whose body is being read.
struct Collection {
    Request request;
    KeepAlive keep_alive = KeepAlive::Yes;
    std::uint64_t rest = 0;  // of a body with a length
    std::optional<ChunkedBody> chunks;
};

// What the socket did not take at once: texts of its own or bytes that are kept, in order, then a part of a file.
struct PendingOutput {
    struct Piece {
        std::string own;
        std::string_view referred;         // used when `own` is empty
        std::shared_ptr<const void> kept;  // shared: with the responder and other connections

        [[nodiscard]] std::string_view bytes() const { return own.empty() ? referred : std::string_view(own); }
    };

    std::vector<Piece> pieces;
    std::size_t first = 0;  // those before it are sent
    std::size_t sent = 0;   // of the first piece
    FileBody file;

    [[nodiscard]] bool has_pieces() const { return first < pieces.size(); }
    [[nodiscard]] bool is_empty() const { return !has_pieces() && file.rest() == 0; }
};

struct ClientConnection {
    int socket = -1;
    std::uint32_t slot = 0;
    std::uint32_t generation = 0;  // tells a late answer that its client has left
    std::uint32_t interest = 0;    // what epoll watches
    Phase phase = Phase::Reading;
    bool closes_after_writing = false;
    bool is_queued = false;  // stands in the worker's queue
    bool is_head_only = false;
    KeepAlive keep_alive = KeepAlive::Yes;  // of the request that is handled
    std::int64_t deadline_ms = 0;
    std::uint64_t window_bytes = 0;  // sent since the deadline was set: see WebOptions::send_window
    std::size_t lingered_bytes = 0;
    std::size_t scanned = 0;  // of `input`: no head ends before it
    std::string input;        // of a request that is not whole, or that has to wait
    Client client;
    std::unique_ptr<TlsSession> tls;
    std::unique_ptr<Collection> collection;
    PendingOutput output;
};

}  // namespace byline::http
