// The loop of a worker: what happened to its connections, what other threads have for it, what is overdue.
#include "http/worker.hpp"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <ctime>
#include <limits>
#include <string_view>
#include <utility>

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

#include "http/date_line.hpp"

namespace byline::http {

namespace {

constexpr int events_max = 256;
constexpr int accepts_max = 16;  // of one turn, so that those who are served already come to their turn
constexpr std::int64_t tick_ms = 250;
constexpr std::int64_t crowded_wait_ms = 1000;
constexpr std::uint64_t inbox_mark = std::numeric_limits<std::uint64_t>::max();
constexpr std::uint64_t listening_mark = std::uint64_t{1} << 63U;  // with the index of the endpoint

constexpr std::string_view crowded_reply =
    "HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\nRetry-After: 2\r\nConnection: close\r\n\r\n";

std::int64_t monotonic_ms() {
    timespec now{};
    ::clock_gettime(CLOCK_MONOTONIC_COARSE, &now);
    return std::int64_t{now.tv_sec} * 1000 + now.tv_nsec / 1'000'000;
}

Error no_descriptor() {
    return system_error(std::string("the system has no room for another connection: ") + std::strerror(errno),
                        "raise the limit of open files (LimitNOFILE in the unit of systemd)", {});
}

void set_option(int socket, int level, int option, int value) {
    ::setsockopt(socket, level, option, &value, sizeof value);
}

}  // namespace

Inbox::~Inbox() {
    for (const NewConnection& connection : connections_) ::close(connection.socket);
    if (descriptor_ >= 0) ::close(descriptor_);
}

Result<void> Inbox::open() {
    descriptor_ = ::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    if (descriptor_ < 0) return fail(no_descriptor());
    return {};
}

void Inbox::wake() const {
    const std::uint64_t one = 1;
    [[maybe_unused]] const auto written = ::write(descriptor_, &one, sizeof one);
}

void Inbox::put(NewConnection connection) {
    {
        const std::lock_guard lock(mutex_);
        connections_.push_back(connection);
    }
    wake();
}

void Inbox::put(LateAnswer answer) {
    {
        const std::lock_guard lock(mutex_);
        answers_.push_back(std::move(answer));
    }
    wake();
}

void Inbox::take(std::vector<NewConnection>& connections, std::vector<LateAnswer>& answers) {
    std::uint64_t count = 0;
    [[maybe_unused]] const auto drained = ::read(descriptor_, &count, sizeof count);
    const std::lock_guard lock(mutex_);
    connections.swap(connections_);
    answers.swap(answers_);
}

Worker::Worker(WebShared& shared, std::unique_ptr<Responder> responder)
    : shared_(shared), responder_(std::move(responder)) {}

Worker::~Worker() {
    for (const auto& connection : connections_) {
        if (connection && connection->socket >= 0) close(*connection);
    }
    if (epoll_ >= 0) ::close(epoll_);
}

Result<void> Worker::open() {
    epoll_ = ::epoll_create1(EPOLL_CLOEXEC);
    if (epoll_ < 0) return fail(no_descriptor());
    CHECK(inbox_->open());
    epoll_event event{};
    event.events = EPOLLIN;
    event.data.u64 = inbox_mark;
    if (::epoll_ctl(epoll_, EPOLL_CTL_ADD, inbox_->descriptor(), &event) != 0) return fail(no_descriptor());
    if (!watch_listening(EPOLL_CTL_ADD)) return fail(no_descriptor());
    return {};
}

// Out of descriptors, a socket that nothing can be accepted from would wake the worker without end: until the next tick
// it is not watched.
bool Worker::watch_listening(int operation) {
    is_listening_ = operation == EPOLL_CTL_ADD;
    bool is_done = true;
    for (std::size_t index = 0; index < shared_.listening.size(); ++index) {
        epoll_event event{};
        event.events = EPOLLIN | EPOLLEXCLUSIVE;  // one worker is woken, not all
        event.data.u64 = listening_mark | index;
        is_done = ::epoll_ctl(epoll_, operation, shared_.listening[index], &event) == 0 && is_done;
    }
    return is_done;
}

void Worker::run() {
    std::array<epoll_event, events_max> events;  // NOLINT(cppcoreguidelines-pro-type-member-init): epoll fills it
    begin_turn();
    while (true) {
        const int timeout = queue_.empty() ? static_cast<int>(tick_ms) : 0;
        const int count = ::epoll_wait(epoll_, events.data(), events_max, timeout);
        begin_turn();
        for (int index = 0; index < count; ++index) {
            const epoll_event& event = events[static_cast<std::size_t>(index)];
            const std::uint64_t mark = event.data.u64;
            if (mark == inbox_mark) {
                take_inbox();
            } else if ((mark & listening_mark) != 0) {
                accept_some(mark & ~listening_mark);
            } else {
                ClientConnection& connection = *connections_[mark & 0xFFFFFFFFU];
                if (connection.generation == mark >> 32U) on_event(connection, event.events);
            }
        }
        run_queue();
        if (now_ms_ >= next_tick_ms_) tick();
        if (stop_since_ms_ >= 0 && numbers_.open.load(std::memory_order_relaxed) == 0) return;
    }
}

void Worker::begin_turn() {
    now_ms_ = monotonic_ms();
    const std::time_t now = std::time(nullptr);
    if (now != now_) date_ = imf_fixdate(now);
    now_ = now;
    responder_->begin_turn(now);
}

void Worker::run_queue() {
    const std::vector<std::uint32_t> queued = std::exchange(queue_, {});
    for (const std::uint32_t slot : queued) {
        ClientConnection& connection = *connections_[slot];
        if (!std::exchange(connection.is_queued, false) || connection.socket < 0) continue;
        if (!connection.output.is_empty()) {
            write(connection);
        } else if (connection.phase == Phase::Reading && !connection.input.empty()) {
            take_input(connection);
        } else if (connection.phase == Phase::Reading || connection.phase == Phase::Collecting) {
            read(connection);
        }
    }
}

void Worker::enqueue(ClientConnection& connection) {
    if (std::exchange(connection.is_queued, true)) return;
    queue_.push_back(connection.slot);
}

void Worker::on_event(ClientConnection& connection, std::uint32_t events) {
    if ((events & (EPOLLHUP | EPOLLERR)) != 0) return close(connection);
    if (!connection.output.is_empty()) return write(connection);
    switch (connection.phase) {
        case Phase::Handshaking: return shake_hands(connection);
        case Phase::Reading:
        case Phase::Collecting: return read(connection);
        case Phase::Lingering: return drop_input(connection);
        case Phase::Handling: return;
    }
}

void Worker::watch(ClientConnection& connection, std::uint32_t interest) {
    if (connection.interest == interest) return;
    epoll_event event{};
    event.events = interest;
    event.data.u64 = connection.slot | std::uint64_t{connection.generation} << 32U;
    ::epoll_ctl(epoll_, EPOLL_CTL_MOD, connection.socket, &event);
    connection.interest = interest;
}

int Worker::accept_some(std::size_t endpoint) {
    for (int round = 0; round < accepts_max; ++round) {
        if (!is_accepting_) return round;
        sockaddr_storage address{};
        socklen_t size = sizeof address;
        sockaddr* generic = reinterpret_cast<sockaddr*>(&address);
        const int socket = ::accept4(shared_.listening[endpoint], generic, &size, SOCK_NONBLOCK | SOCK_CLOEXEC);
        if (socket < 0) {
            if (errno == EMFILE || errno == ENFILE || errno == ENOBUFS || errno == ENOMEM)
                watch_listening(EPOLL_CTL_DEL);
            return round;
        }
        NewConnection connection{socket,
                                 {IpAddress::of(address), shared_.options.endpoints[endpoint].transport, endpoint}};
        const Admission admission = shared_.limits.enter(connection.client.address);
        if (admission != Admission::Granted) {
            add_to(admission == Admission::Full ? numbers_.refused_full : numbers_.refused_network, 1);
            if (connection.client.transport == Transport::Plain) {
                [[maybe_unused]] const auto sent =
                    ::send(socket, crowded_reply.data(), crowded_reply.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
            }
            ::close(socket);
            continue;
        }
        add_to(numbers_.accepted, 1);
        // To the worker with the fewest, so that few connections do not share a thread while another one rests.
        Worker* least = this;
        for (const auto& worker : shared_.workers) {
            if (worker->numbers().open < least->numbers().open) least = worker.get();
        }
        if (least == this || shared_.is_stopping) {
            adopt(connection);
        } else {
            least->inbox().put(connection);
        }
    }
    return accepts_max;
}

void Worker::adopt(const NewConnection& arrived) {
    if (free_slots_.empty()) {
        free_slots_.push_back(static_cast<std::uint32_t>(connections_.size()));
        connections_.push_back(std::make_unique<ClientConnection>());
    }
    const std::uint32_t slot = free_slots_.back();
    free_slots_.pop_back();
    ClientConnection& connection = *connections_[slot];
    const std::uint32_t generation = (connection.generation + 1) & 0x7FFFFFFFU;  // no mark has the highest bit
    connection = ClientConnection();
    connection.slot = slot;
    connection.generation = generation;
    connection.socket = arrived.socket;
    connection.client = arrived.client;
    connection.deadline_ms = now_ms_ + shared_.options.header_timeout.count();
    connection.interest = EPOLLIN;
    add_to(numbers_.open, 1);
    set_option(arrived.socket, IPPROTO_TCP, TCP_NODELAY, 1);
    epoll_event event{};
    event.events = connection.interest;
    event.data.u64 = slot | std::uint64_t{generation} << 32U;
    if (::epoll_ctl(epoll_, EPOLL_CTL_ADD, arrived.socket, &event) != 0) return close(connection);
    if (arrived.client.transport == Transport::Plain) return;
    connection.phase = Phase::Handshaking;
    {
        const std::lock_guard lock(shared_.tls_mutex);
        if (shared_.tls) connection.tls = TlsSession::accept(*shared_.tls, arrived.socket);
    }
    if (!connection.tls) close(connection);
}

void Worker::close(ClientConnection& connection) {
    if (connection.socket < 0) return;
    connection.tls.reset();
    ::close(connection.socket);
    shared_.limits.leave(connection.client.address);
    const std::uint32_t slot = connection.slot;
    const std::uint32_t generation = connection.generation;
    connection = ClientConnection();  // its memory, too
    connection.slot = slot;
    connection.generation = (generation + 1) & 0x7FFFFFFFU;
    free_slots_.push_back(slot);
    numbers_.open.store(numbers_.open.load(std::memory_order_relaxed) - 1, std::memory_order_relaxed);
}

void Worker::take_inbox() {
    inbox_->take(arrived_, answered_);
    for (const NewConnection& connection : arrived_) adopt(connection);
    for (LateAnswer& answer : answered_) deliver(answer);
    arrived_.clear();
    answered_.clear();
    if (shared_.is_stopping && stop_since_ms_ < 0) begin_stop();
}

// Who has connected already is answered once more; who comes now is told by the system that nobody is here.
void Worker::begin_stop() {
    stop_since_ms_ = now_ms_;
    for (std::size_t endpoint = 0; endpoint < shared_.listening.size(); ++endpoint) {
        while (accept_some(endpoint) == accepts_max) continue;
        if (const int socket = shared_.listening[endpoint].exchange(-1); socket >= 0) ::close(socket);
    }
    is_accepting_ = false;
}

KeepAlive Worker::keep_alive_for(KeepAlive wanted) const {
    return stop_since_ms_ >= 0 ? KeepAlive::No : wanted;
}

void Worker::tick() {
    next_tick_ms_ = now_ms_ + tick_ms;
    if (!is_listening_ && is_accepting_) watch_listening(EPOLL_CTL_ADD);
    const bool is_crowded = shared_.limits.is_crowded();
    const bool ends_idle = stop_since_ms_ >= 0 && now_ms_ >= stop_since_ms_ + shared_.options.stop_grace.count();
    const bool ends_all = stop_since_ms_ >= 0 && now_ms_ >= stop_since_ms_ + shared_.options.stop_timeout.count();
    for (const auto& held : connections_) {
        ClientConnection& connection = *held;
        if (connection.socket < 0) continue;
        const bool is_waiting =
            connection.phase == Phase::Reading && connection.input.empty() && connection.output.is_empty();
        if (ends_all || (ends_idle && (is_waiting || connection.phase == Phase::Lingering))) {
            close(connection);
        } else if (is_crowded && is_waiting &&
                   connection.deadline_ms > now_ms_ + crowded_wait_ms) {  // room for those who ask
            connection.deadline_ms = now_ms_ + crowded_wait_ms;
        } else if (now_ms_ >= connection.deadline_ms) {
            expire(connection);
        }
    }
}

void Worker::expire(ClientConnection& connection) {
    if (!connection.output.is_empty()) {
        if (connection.window_bytes >= shared_.options.send_bytes_min) {
            connection.window_bytes = 0;
            connection.deadline_ms = now_ms_ + shared_.options.send_window.count();
            return;
        }
        add_to(numbers_.timeouts, 1);
        return close(connection);
    }
    switch (connection.phase) {
        case Phase::Handling: return;  // the one who handles it has a time of its own
        case Phase::Lingering: return close(connection);
        case Phase::Handshaking: add_to(numbers_.timeouts, 1); return close(connection);
        case Phase::Reading:
            if (connection.input.empty()) return close(connection);
            break;
        case Phase::Collecting: break;
    }
    add_to(numbers_.timeouts, 1);
    batch_.clear();
    refuse(connection, 408, "the request took too long to arrive");
    send_batch(connection, nullptr);
}

}  // namespace byline::http
