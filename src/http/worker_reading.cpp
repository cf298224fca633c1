// How a worker makes requests of the bytes that it reads.
#include <algorithm>
#include <cerrno>
#include <utility>

#include <sys/epoll.h>
#include <sys/socket.h>

#include "http/worker.hpp"

namespace byline::http {

namespace {

constexpr std::size_t requests_max = 64;  // of one connection in one turn
constexpr std::int64_t linger_ms = 2000;
constexpr std::size_t lingering_bytes_max = std::size_t{1024} * 1024;
constexpr std::string_view continue_reply = "HTTP/1.1 100 Continue\r\n\r\n";

// Whether what was read already holds more than the part of a head that was looked at.
bool can_go_on(const ClientConnection& connection) {
    const bool takes_more = connection.phase == Phase::Reading || connection.phase == Phase::Collecting;
    return takes_more && connection.scanned == 0 && !connection.input.empty() && connection.output.is_empty();
}

}  // namespace

void Worker::shake_hands(ClientConnection& connection) {
    switch (connection.tls->handshake()) {
        case IoState::Done:
            connection.phase = Phase::Reading;
            watch(connection, EPOLLIN);
            return read(connection);
        case IoState::WantsRead: return watch(connection, EPOLLIN);
        case IoState::WantsWrite: return watch(connection, EPOLLOUT);
        case IoState::Closed: return close(connection);
    }
}

IoResult Worker::read_some(ClientConnection& connection) {
    if (connection.tls) return connection.tls->read(scratch_.data(), scratch_.size());
    const auto count = ::recv(connection.socket, scratch_.data(), scratch_.size(), 0);
    if (count > 0) return {IoState::Done, static_cast<std::size_t>(count)};
    if (count < 0 && (errno == EAGAIN || errno == EINTR)) return {IoState::WantsRead, 0};
    return {IoState::Closed, 0};
}

void Worker::read(ClientConnection& connection) {
    const IoResult got = read_some(connection);
    if (got.state == IoState::Closed) return close(connection);
    if (got.state == IoState::WantsWrite) return watch(connection, EPOLLIN | EPOLLOUT);
    if (got.state == IoState::WantsRead) return watch(connection, EPOLLIN);
    const std::uint32_t generation = connection.generation;
    take_bytes(connection, {scratch_.data(), got.bytes});
    // What TLS has read already is announced by nobody.
    if (connection.generation == generation && connection.tls && connection.tls->has_pending()) enqueue(connection);
}

// What is left of a request that is not whole is kept; most often there is nothing, and nothing is copied.
void Worker::take_bytes(ClientConnection& connection, std::string_view bytes) {
    if (!connection.input.empty()) {
        connection.input.append(bytes);
        return take_input(connection);
    }
    const std::uint32_t generation = connection.generation;
    const std::size_t taken = answer_requests(connection, bytes);
    if (connection.generation != generation || connection.phase == Phase::Lingering) return;
    if (taken == bytes.size()) return;
    connection.input.assign(bytes.substr(taken));
    if (can_go_on(connection)) enqueue(connection);
}

void Worker::take_input(ClientConnection& connection) {
    const std::uint32_t generation = connection.generation;
    const std::string input = std::exchange(connection.input, {});
    const std::size_t taken = answer_requests(connection, input);
    if (connection.generation != generation || connection.phase == Phase::Lingering) return;
    connection.input.assign(input, taken);
    if (can_go_on(connection)) enqueue(connection);
}

// Answers what is whole, sends the answers by one call, and returns how many bytes were taken.
std::size_t Worker::answer_requests(ClientConnection& connection, std::string_view bytes) {
    std::size_t taken = 0;
    batch_.clear();
    for (std::size_t count = 0; count < requests_max && taken < bytes.size(); ++count) {
        const bool takes_more = connection.phase == Phase::Reading || connection.phase == Phase::Collecting;
        if (!takes_more || connection.closes_after_writing || batch_.has_file()) break;
        const std::string_view rest = bytes.substr(taken);
        const std::size_t now =
            connection.phase == Phase::Collecting ? collect(connection, rest) : answer_request(connection, rest);
        if (now == 0) break;
        taken += now;
    }
    send_batch(connection, nullptr);
    return taken;
}

// 0 when the head is not whole yet; `scanned` then says how far it was looked at.
std::size_t Worker::answer_request(ClientConnection& connection, std::string_view bytes) {
    const std::size_t end = find_head_end(bytes, connection.scanned);
    if (end == std::string_view::npos || end > shared_.options.header_bytes_max) {
        if (bytes.size() > shared_.options.header_bytes_max) {
            refuse(connection, 431, "the head of the request is too long");
            return bytes.size();
        }
        if (connection.scanned == 0) {
            connection.deadline_ms = now_ms_ + shared_.options.header_timeout.count();
        }
        // The last three bytes may be the beginning of the end.
        connection.scanned = bytes.size() > 3 ? bytes.size() - 3 : 1;
        return 0;
    }
    connection.scanned = 0;
    const HeadVerdict verdict = read_request_head(bytes.substr(0, end), head_);
    if (verdict.status != 0) {
        refuse(connection, verdict.status, verdict.reason);
        return bytes.size();
    }
    add_to(numbers_.requests, 1);
    connection.deadline_ms = now_ms_ + shared_.options.idle_timeout.count();
    connection.is_head_only = head_.method == Method::Head;
    const KeepAlive keep_alive = keep_alive_for(head_.keep_alive);
    const bool has_body =
        head_.framing != Framing::NoBody && !(head_.framing == Framing::Length && head_.content_length == 0);
    if (has_body && (head_.method == Method::Get || head_.method == Method::Head)) {
        refuse(connection, 400, "a request to read has no body");
        return bytes.size();
    }
    const Verdict decided = responder_->answer(head_, connection.client, keep_alive, batch_);
    if (decided.decision == Decision::Answered) {
        // A body that nobody reads would be taken for the next request.
        if (decided.keep_alive == KeepAlive::No || keep_alive == KeepAlive::No || has_body) {
            connection.closes_after_writing = true;
        }
        return end;
    }
    connection.keep_alive = keep_alive;
    begin_collection(connection, decided.body_bytes_max);
    return connection.closes_after_writing ? bytes.size() : end;
}

void Worker::begin_collection(ClientConnection& connection, std::uint64_t body_bytes_max) {
    auto target = parse_target(head_.target);
    if (!target) return refuse(connection, 400, target.error().message);
    if (head_.framing == Framing::Length && head_.content_length > body_bytes_max) {
        return refuse(connection, 413, "the body of the request is too long");
    }
    connection.collection = std::make_unique<Collection>();
    connection.collection->request = request_of(head_, std::move(target).value());
    connection.collection->rest = head_.content_length;
    if (head_.framing == Framing::Chunked) connection.collection->chunks.emplace(body_bytes_max);
    connection.phase = Phase::Collecting;
    connection.deadline_ms = now_ms_ + shared_.options.body_timeout.count();
    const bool has_body = head_.framing == Framing::Chunked || head_.content_length > 0;
    if (!has_body) return dispatch(connection);
    if (head_.expects_continue) batch_.copy(continue_reply);
}

std::size_t Worker::collect(ClientConnection& connection, std::string_view bytes) {
    Collection& collection = *connection.collection;
    if (!collection.chunks) {
        const auto count = static_cast<std::size_t>(std::min<std::uint64_t>(collection.rest, bytes.size()));
        collection.request.body.append(bytes.substr(0, count));
        collection.rest -= count;
        if (collection.rest == 0) dispatch(connection);
        return count;
    }
    const std::size_t count = collection.chunks->take(bytes, collection.request.body);
    switch (collection.chunks->state()) {
        case ChunkedBody::State::Reading: break;
        case ChunkedBody::State::Whole: dispatch(connection); break;
        case ChunkedBody::State::Bad: refuse(connection, 400, "the chunks of the body cannot be read"); break;
        case ChunkedBody::State::TooLong: refuse(connection, 413, "the body of the request is too long"); break;
    }
    return count;
}

void Worker::dispatch(ClientConnection& connection) {
    connection.phase = Phase::Handling;
    const auto collection = std::move(connection.collection);
    Answerer answerer = [inbox = inbox_, slot = connection.slot,
                         generation = connection.generation](Response response) {
        inbox->put(LateAnswer{slot, generation, std::move(response)});
    };
    responder_->dispatch(std::move(collection->request), connection.client, std::move(answerer));
}

// Answered after what came before it in the same turn; then nothing more is read.
void Worker::refuse(ClientConnection& connection, int status, std::string_view reason) {
    add_to(numbers_.refused_requests, 1);
    responder_->note_refusal(connection.client, status);
    Response response = text_response(status, std::string(reason) + "\n");
    response.headers.push_back({"X-Content-Type-Options", "nosniff"});
    connection.collection.reset();
    connection.phase = Phase::Reading;
    connection.closes_after_writing = true;
    batch_.copy(response_head(response, KeepAlive::No, date_));
    batch_.copy(response.body);
}

// Closing while the client still sends would reset the connection and may take the answer away from it, so what it
// sends is read and dropped for a while (RFC 9112, section 9.6).
void Worker::linger(ClientConnection& connection) {
    if (connection.tls) connection.tls->say_goodbye();
    ::shutdown(connection.socket, SHUT_WR);
    connection.phase = Phase::Lingering;
    connection.input = {};
    connection.deadline_ms = now_ms_ + linger_ms;
    watch(connection, EPOLLIN);
}

void Worker::drop_input(ClientConnection& connection) {
    const auto count = ::recv(connection.socket, scratch_.data(), scratch_.size(), 0);
    if (count < 0 && (errno == EAGAIN || errno == EINTR)) return;
    if (count <= 0) return close(connection);
    connection.lingered_bytes += static_cast<std::size_t>(count);
    if (connection.lingered_bytes > lingering_bytes_max) close(connection);
}

}  // namespace byline::http
