// How a worker writes what was answered: at once where the socket takes it, the rest as it does.
#include <algorithm>
#include <array>
#include <cerrno>
#include <utility>

#include <sys/epoll.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <unistd.h>

#include "http/worker.hpp"

namespace byline::http {

namespace {

constexpr std::size_t file_chunk_bytes = std::size_t{128} * 1024;
constexpr int chunks_max = 4;  // of one connection in one turn
constexpr std::size_t tls_record_bytes = std::size_t{16} * 1024;

}  // namespace

// Sends `gathered_`. What the system did not take at once it will not take at the next call either.
IoResult Worker::send_pieces(ClientConnection& connection) {
    if (connection.tls) return send_by_tls(connection);
    std::array<iovec, pieces_max> vectors;  // NOLINT(cppcoreguidelines-pro-type-member-init): the first `count` are set
    const std::size_t count = std::min(gathered_.size(), pieces_max);
    for (std::size_t index = 0; index < count; ++index) {
        vectors[index] = {const_cast<char*>(gathered_[index].data()), gathered_[index].size()};
    }
    ssize_t sent = 0;
    if (count == 1) {
        sent = ::send(connection.socket, gathered_[0].data(), gathered_[0].size(), MSG_NOSIGNAL);
    } else {
        msghdr message{};
        message.msg_iov = vectors.data();
        message.msg_iovlen = count;
        sent = ::sendmsg(connection.socket, &message, MSG_NOSIGNAL);
    }
    if (sent >= 0) return {IoState::Done, static_cast<std::size_t>(sent)};
    if (errno == EAGAIN || errno == EINTR) return {IoState::WantsWrite, 0};
    return {IoState::Closed, 0};
}

// Small pieces go into one record: heads are short, and each record costs.
IoResult Worker::send_by_tls(ClientConnection& connection) {
    IoResult all;
    std::array<char, tls_record_bytes>
        record;  // NOLINT(cppcoreguidelines-pro-type-member-init): filled before it is read
    std::size_t index = 0;
    std::size_t offset = 0;
    while (index < gathered_.size()) {
        std::size_t filled = 0;
        while (index < gathered_.size() && filled < record.size()) {
            const std::string_view rest = gathered_[index].substr(offset);
            const std::size_t count = std::min(rest.size(), record.size() - filled);
            std::copy_n(rest.data(), count, record.data() + filled);
            filled += count;
            offset += count;
            if (offset == gathered_[index].size()) {
                ++index;
                offset = 0;
            }
        }
        const IoResult sent = connection.tls->write(record.data(), filled);
        all.bytes += sent.bytes;
        all.state = sent.state;
        if (sent.state != IoState::Done) return all;
        if (sent.bytes < filled) return {IoState::WantsWrite, all.bytes};
    }
    return all;
}

void Worker::send_batch(ClientConnection& connection, const std::shared_ptr<const void>& kept) {
    if (batch_.is_empty()) return settle(connection);
    std::size_t sent = 0;
    std::size_t size = 0;
    if (connection.output.is_empty()) {
        gathered_.clear();
        for (const ReplyBatch::Piece& piece : batch_.pieces()) {
            size += piece.size;
            gathered_.push_back(batch_.text_of(piece));
        }
        const IoResult result = send_pieces(connection);
        if (result.state == IoState::Closed) return close(connection);
        sent = result.bytes;
        add_to(numbers_.bytes_sent, sent);
        if (sent == size && !batch_.has_file()) return settle(connection);
        connection.window_bytes = 0;
        connection.deadline_ms = now_ms_ + shared_.options.send_window.count();
    }
    keep_rest(connection, sent, kept ? kept : responder_->hold());
    if (sent == size) return write(connection);
    settle(connection);
}

void Worker::keep_rest(ClientConnection& connection, std::size_t sent, const std::shared_ptr<const void>& kept) {
    for (const ReplyBatch::Piece& piece : batch_.pieces()) {
        const std::string_view bytes = batch_.text_of(piece);
        const std::size_t skipped = std::min(sent, bytes.size());
        sent -= skipped;
        const std::string_view rest = bytes.substr(skipped);
        if (rest.empty()) continue;
        PendingOutput::Piece pending;
        if (piece.bytes == nullptr) {
            pending.own = rest;
        } else {
            pending.referred = rest;
            pending.kept = kept;
        }
        connection.output.pieces.push_back(std::move(pending));
    }
    if (batch_.has_file()) connection.output.file = batch_.take_file();
}

// The next part of the file becomes a piece. False when it cannot be read: it has become shorter.
bool Worker::load_file(ClientConnection& connection) {
    FileBody& file = connection.output.file;
    PendingOutput::Piece piece;
    piece.own.resize(static_cast<std::size_t>(std::min<std::uint64_t>(file.rest(), file_chunk_bytes)));
    const auto count = ::pread(file.file(), piece.own.data(), piece.own.size(), static_cast<off_t>(file.offset()));
    if (count <= 0) return false;
    piece.own.resize(static_cast<std::size_t>(count));
    file.advance(static_cast<std::uint64_t>(count));
    connection.output.pieces.push_back(std::move(piece));
    return true;
}

void Worker::write(ClientConnection& connection) {
    PendingOutput& output = connection.output;
    for (int round = 0; round < chunks_max && !output.is_empty(); ++round) {
        if (!output.has_pieces() && !load_file(connection)) return close(connection);
        gathered_.clear();
        std::size_t size = 0;
        for (std::size_t index = output.first; index < output.pieces.size() && gathered_.size() < pieces_max; ++index) {
            gathered_.push_back(output.pieces[index].bytes().substr(gathered_.empty() ? output.sent : 0));
            size += gathered_.back().size();
        }
        const IoResult result = send_pieces(connection);
        if (result.state == IoState::Closed) return close(connection);
        add_to(numbers_.bytes_sent, result.bytes);
        connection.window_bytes += result.bytes;
        output.sent += result.bytes;
        while (output.has_pieces() && output.sent >= output.pieces[output.first].bytes().size()) {
            output.sent -= output.pieces[output.first].bytes().size();
            output.pieces[output.first++] = {};
        }
        if (!output.has_pieces()) {
            output.pieces.clear();
            output.first = 0;
        }
        if (result.bytes < size) return settle(connection);
    }
    if (!output.is_empty()) enqueue(connection);
    settle(connection);
}

// What to wait for after something was read or written.
void Worker::settle(ClientConnection& connection) {
    if (!connection.output.is_empty()) return watch(connection, EPOLLOUT);
    if (connection.closes_after_writing) return linger(connection);
    if (connection.window_bytes > 0) {  // the end of a long answer
        connection.window_bytes = 0;
        connection.deadline_ms = now_ms_ + shared_.options.idle_timeout.count();
    }
    if (connection.phase == Phase::Handling) return watch(connection, 0);
    if (connection.interest == EPOLLIN) return;
    watch(connection, EPOLLIN);
    // Requests that came while the answer was on its way, or while it was made.
    const bool has_more = !connection.input.empty() || (connection.tls && connection.tls->has_pending());
    if (has_more) enqueue(connection);
}

void Worker::deliver(LateAnswer& answer) {
    if (answer.slot >= connections_.size()) return;
    ClientConnection& connection = *connections_[answer.slot];
    if (connection.generation != answer.generation || connection.phase != Phase::Handling) return;
    const KeepAlive keep_alive = keep_alive_for(connection.keep_alive);
    connection.phase = Phase::Reading;
    connection.deadline_ms = now_ms_ + shared_.options.idle_timeout.count();
    connection.closes_after_writing = keep_alive == KeepAlive::No;
    Response& response = answer.response;
    if (response.events) response = text_response(501, "no events here\n");
    batch_.clear();
    batch_.copy(response_head(response, keep_alive, date_));
    // shared: what the socket does not take at once is sent later
    const std::shared_ptr<const std::string> body =
        response.shared_body ? response.shared_body : std::make_shared<const std::string>(std::move(response.body));
    const bool has_body = !connection.is_head_only && response.status != 204 && response.status != 304;
    if (has_body) batch_.refer(*body);
    send_batch(connection, body);
}

}  // namespace byline::http
