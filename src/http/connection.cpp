// The only translation unit that sees Boost.Beast, which takes half a minute to compile. Beast parses requests; answers
// are written as ready bytes (a head and a shared body), which costs half of what its serializer does.
#include "http/connection.hpp"

#include <array>
#include <deque>
#include <exception>
#include <memory>
#include <optional>
#include <utility>

#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/basic_stream.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/string_body.hpp>

#include "http/event_stream.hpp"

namespace byline::http {

namespace {

namespace net = boost::asio;
namespace beast = boost::beast;
using tcp = net::ip::tcp;
using boost::system::error_code;
using Stream = beast::basic_stream<tcp, Strand>;

constexpr std::chrono::seconds linger_time{2};
constexpr std::size_t linger_bytes_max = std::size_t{1024} * 1024;
constexpr std::string_view continue_line = "HTTP/1.1 100 Continue\r\n\r\n";

Method method_of(beast::http::verb verb) {
    switch (verb) {
        case beast::http::verb::get: return Method::Get;
        case beast::http::verb::head: return Method::Head;
        case beast::http::verb::post: return Method::Post;
        case beast::http::verb::put: return Method::Put;
        case beast::http::verb::patch: return Method::Patch;
        case beast::http::verb::delete_: return Method::Delete;
        case beast::http::verb::options: return Method::Options;
        default: return Method::Other;
    }
}

// The answer to bytes that are no request, 0 when there is nobody or nothing to answer.
int status_of_read_error(const error_code& error) {
    using HttpError = beast::http::error;
    if (error == HttpError::header_limit || error == HttpError::buffer_overflow) return 431;
    if (error == HttpError::body_limit) return 413;
    if (error == HttpError::end_of_stream || error == HttpError::partial_message) return 0;
    return error.category() == beast::http::make_error_code(HttpError::bad_value).category() ? 400 : 0;
}

// One client: its requests, answered one after the other, then perhaps a stream of events to its end.
// Everything runs on the strand of its socket; deliver, finish and begin_stop come from other threads and post there.
class Connection final : public OpenConnection,
                         public EventSubscriber,
                         public std::enable_shared_from_this<Connection> {
  public:
    Connection(Socket socket, Surroundings& surroundings)
        : stream_(std::move(socket)), heartbeat_(stream_.get_executor()), surroundings_(surroundings) {
        error_code ignored;
        stream_.socket().set_option(tcp::no_delay(true), ignored);
        const auto peer = stream_.socket().remote_endpoint(ignored);
        if (!ignored) peer_ = peer.address().to_string();
        surroundings_.connections.add(*this);
    }
    Connection(const Connection&) = delete;
    Connection& operator=(const Connection&) = delete;
    ~Connection() override {
        detach();
        surroundings_.connections.remove(*this);
    }

    void start() { on_strand(&Connection::read_request); }
    void begin_stop() override { on_strand(&Connection::end_if_idle); }
    void finish() override { on_strand(&Connection::end_after_events); }
    void deliver(std::shared_ptr<const std::string> text) override {
        if (auto self = weak_from_this().lock()) {
            auto* connection = self.get();
            net::post(stream_.get_executor(), [self = std::move(self), connection, text = std::move(text)]() mutable {
                connection->enqueue(std::move(text));
            });
        }
    }
    void detach() override {
        if (events_) std::exchange(events_, nullptr)->unsubscribe(*this);
    }

  private:
    enum class Phase : std::uint8_t { Reading, Answering, Streaming, Ended };

    void on_strand(void (Connection::*step)()) {
        if (auto self = weak_from_this().lock()) {
            auto* connection = self.get();
            net::post(stream_.get_executor(), [self = std::move(self), connection, step] { (connection->*step)(); });
        }
    }

    void read_request();
    void on_header(const error_code& error);
    void read_body();
    void on_read_error(const error_code& error);
    Request take_request();
    Response answer_to(const Request& request) const;
    void answer();
    void write(Response response, KeepAlive keep_alive);
    void on_written(KeepAlive keep_alive);
    void linger();
    void begin_events();
    void watch_for_leaving();
    void beat();
    void enqueue(std::shared_ptr<const std::string> text);
    void write_events();
    void end();
    void end_if_idle();
    void end_after_events();

    Stream stream_;
    net::steady_timer heartbeat_;
    Surroundings& surroundings_;
    std::string peer_;
    beast::flat_buffer buffer_;
    std::optional<beast::http::request_parser<beast::http::string_body>> parser_;
    Phase phase_ = Phase::Reading;
    Response response_;  // kept while it is written
    std::string head_;
    bool head_only_ = false;
    std::array<char, 1024> scratch_{};
    std::size_t lingered_bytes_ = 0;

    std::shared_ptr<EventStream> events_;                   // shared: see Response
    std::deque<std::shared_ptr<const std::string>> queue_;  // shared: one text stands in many queues
    std::size_t queued_bytes_ = 0;
    bool writing_events_ = false;
    bool ending_ = false;
};

void Connection::read_request() {
    if (surroundings_.connections.is_stopping()) return end();
    phase_ = Phase::Reading;
    parser_.emplace();
    parser_->header_limit(surroundings_.options.header_bytes_max);
    parser_->body_limit(surroundings_.options.body_bytes_max);
    stream_.expires_after(surroundings_.options.request_timeout);
    beast::http::async_read_header(
        stream_, buffer_, *parser_,
        [self = shared_from_this()](const error_code& error, std::size_t) { self->on_header(error); });
}

void Connection::on_header(const error_code& error) {
    if (error) return on_read_error(error);
    if (parser_->is_done()) return answer();
    if (!beast::iequals(parser_->get()[beast::http::field::expect], "100-continue")) return read_body();
    net::async_write(stream_, net::buffer(continue_line),
                     [self = shared_from_this()](const error_code& failed, std::size_t) {
                         if (failed) return self->end();
                         self->read_body();
                     });
}

void Connection::read_body() {
    beast::http::async_read(stream_, buffer_, *parser_,
                            [self = shared_from_this()](const error_code& error, std::size_t) {
                                if (error) return self->on_read_error(error);
                                self->answer();
                            });
}

void Connection::on_read_error(const error_code& error) {
    const int status = status_of_read_error(error);
    if (status == 0) return end();
    head_only_ = false;
    write(text_response(status, status_phrase(status)), KeepAlive::No);
}

Request Connection::take_request() {
    auto message = parser_->release();
    Request request;
    request.method = method_of(message.method());
    request.peer = peer_;
    for (const auto& field : message) {
        request.headers.push_back({std::string(field.name_string()), std::string(field.value())});
    }
    request.body = std::move(message.body());
    return request;
}

Response Connection::answer_to(const Request& request) const {
    try {
        return surroundings_.handler(request);
    } catch (const std::exception&) {
        return text_response(500, status_phrase(500));
    }
}

void Connection::answer() {
    phase_ = Phase::Answering;
    const auto& message = parser_->get();
    const bool is_modern = message.version() >= 11;
    const bool stays = is_modern && message.keep_alive() && !surroundings_.connections.is_stopping();
    // RFC 9112 section 3.2: exactly one Host. Section 6.1: both lengths at once is how requests are smuggled.
    const std::size_t hosts = message.count(beast::http::field::host);
    const bool has_two_lengths = message.count(beast::http::field::content_length) > 0 &&
                                 message.count(beast::http::field::transfer_encoding) > 0;
    head_only_ = message.method() == beast::http::verb::head;
    if (hosts > 1 || (hosts == 0 && is_modern) || has_two_lengths) {
        return write(text_response(400, "The request must have one Host and one length"), KeepAlive::No);
    }
    auto target = parse_target({message.target().data(), message.target().size()});
    if (!target) {
        return write(text_response(400, target.error().message + "; " + target.error().remedy), KeepAlive::No);
    }
    Request request = take_request();
    request.target = std::move(target).value();
    write(answer_to(request), stays ? KeepAlive::Yes : KeepAlive::No);
}

void Connection::write(Response response, KeepAlive keep_alive) {
    phase_ = Phase::Answering;
    response_ = std::move(response);
    head_ = response_head(response_, keep_alive, surroundings_.date.text());
    const std::string_view body = head_only_ || response_.events ? std::string_view() : response_.body_view();
    const std::array<net::const_buffer, 2> buffers = {net::buffer(head_), net::buffer(body.data(), body.size())};
    stream_.expires_after(surroundings_.options.response_timeout);
    net::async_write(stream_, buffers, [self = shared_from_this(), keep_alive](const error_code& error, std::size_t) {
        if (error) return self->end();
        self->on_written(keep_alive);
    });
}

void Connection::on_written(KeepAlive keep_alive) {
    if (response_.events && !head_only_) return begin_events();
    response_ = {};
    if (keep_alive == KeepAlive::No) return linger();
    read_request();
}

// Closing while the client still sends would reset the connection and may take the answer away from it, so what it
// sends is read and dropped for a while (RFC 9112, section 9.6).
void Connection::linger() {
    error_code ignored;
    if (phase_ != Phase::Ended) {
        phase_ = Phase::Ended;
        stream_.socket().shutdown(tcp::socket::shutdown_send, ignored);
        stream_.expires_after(linger_time);
    }
    stream_.async_read_some(net::buffer(scratch_),
                            [self = shared_from_this()](const error_code& error, std::size_t bytes) {
                                self->lingered_bytes_ += bytes;
                                if (error || self->lingered_bytes_ > linger_bytes_max) return self->end();
                                self->linger();
                            });
}

void Connection::begin_events() {
    phase_ = Phase::Streaming;
    events_ = std::exchange(response_.events, nullptr);
    response_ = {};
    if (surroundings_.connections.is_stopping()) return end();
    stream_.expires_never();
    watch_for_leaving();
    beat();
    events_->subscribe(*this);
}

// A client has nothing to say while it listens: whatever is read, its end included, ends the stream.
void Connection::watch_for_leaving() {
    stream_.async_read_some(net::buffer(scratch_),
                            [self = shared_from_this()](const error_code&, std::size_t) { self->end(); });
}

void Connection::beat() {
    heartbeat_.expires_after(surroundings_.options.heartbeat);
    heartbeat_.async_wait([self = shared_from_this()](const error_code& error) {
        if (error || self->phase_ != Phase::Streaming) return;
        if (self->queue_.empty()) self->enqueue(std::make_shared<const std::string>(":\n\n"));
        self->beat();
    });
}

void Connection::enqueue(std::shared_ptr<const std::string> text) {
    if (phase_ != Phase::Streaming || ending_) return;
    queued_bytes_ += text->size();
    if (queued_bytes_ > surroundings_.options.event_queue_bytes_max) return end();
    queue_.push_back(std::move(text));
    if (!writing_events_) write_events();
}

void Connection::write_events() {
    if (queue_.empty()) {
        if (ending_) end();
        return;
    }
    writing_events_ = true;
    stream_.expires_after(surroundings_.options.response_timeout);
    net::async_write(stream_, net::buffer(*queue_.front()),
                     [self = shared_from_this()](const error_code& error, std::size_t) {
                         self->writing_events_ = false;
                         if (error || self->phase_ != Phase::Streaming) return self->end();
                         self->queued_bytes_ -= self->queue_.front()->size();
                         self->queue_.pop_front();
                         self->write_events();
                     });
}

void Connection::end() {
    phase_ = Phase::Ended;
    heartbeat_.cancel();
    detach();
    error_code ignored;
    stream_.socket().shutdown(tcp::socket::shutdown_both, ignored);
    stream_.close();
}

void Connection::end_if_idle() {
    const bool is_waiting = phase_ == Phase::Reading && buffer_.size() == 0 && parser_ && !parser_->got_some();
    if (is_waiting || phase_ == Phase::Ended) return end();
    if (phase_ == Phase::Streaming) end_after_events();
}

void Connection::end_after_events() {
    if (phase_ != Phase::Streaming) return;
    ending_ = true;
    if (!writing_events_) write_events();
}

}  // namespace

void serve_connection(Socket socket, Surroundings& surroundings) {
    std::make_shared<Connection>(std::move(socket), surroundings)->start();
}

}  // namespace byline::http
