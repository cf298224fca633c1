// A Worker serves its connections on one thread: reads requests, has them answered, writes what was answered.
// Only web_server.cpp and the worker_*.cpp include this. Thread contract: run() and all that it calls belong to the
// worker's thread; adopt, deliver, stop and numbers may be called from any.
#pragma once

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <ctime>
#include <deque>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "http/client_connection.hpp"
#include "http/connection_limits.hpp"
#include "http/reply_batch.hpp"
#include "http/request_head.hpp"
#include "http/responder.hpp"
#include "http/web_numbers.hpp"
#include "http/web_server.hpp"
#include "result/result.hpp"

namespace byline::http {

class Worker;

// What all workers of one server share; outlives them.
struct WebShared {
    WebOptions options;
    ConnectionLimits limits;
    std::deque<std::atomic<int>> listening;  // sockets, one an endpoint; -1 once stopping has closed it
    std::mutex tls_mutex;
    std::shared_ptr<TlsContext> tls;  // shared: sessions of the one before may still run
    std::vector<std::unique_ptr<Worker>> workers;
    std::atomic<bool> is_stopping{false};
};

struct NewConnection {
    int socket = -1;
    Client client;
};

struct LateAnswer {
    std::uint32_t slot = 0;
    std::uint32_t generation = 0;
    Response response;
};

// What other threads have for a worker. It outlives the worker where an answerer still holds it.
class Inbox {
  public:
    Inbox() = default;
    Inbox(const Inbox&) = delete;
    Inbox& operator=(const Inbox&) = delete;
    ~Inbox();

    [[nodiscard]] Result<void> open();
    [[nodiscard]] int descriptor() const { return descriptor_; }
    void put(NewConnection connection);
    void put(LateAnswer answer);
    void wake() const;
    void take(std::vector<NewConnection>& connections, std::vector<LateAnswer>& answers);

  private:
    int descriptor_ = -1;
    std::mutex mutex_;
    std::vector<NewConnection> connections_;
    std::vector<LateAnswer> answers_;
};

class Worker {
  public:
    Worker(WebShared& shared, std::unique_ptr<Responder> responder);
    Worker(const Worker&) = delete;
    Worker& operator=(const Worker&) = delete;
    ~Worker();

    [[nodiscard]] Result<void> open();
    void run();
    [[nodiscard]] Inbox& inbox() { return *inbox_; }
    [[nodiscard]] const WebNumbers& numbers() const { return numbers_; }

  private:
    static constexpr std::size_t read_bytes_max = std::size_t{64} * 1024;
    static constexpr std::size_t pieces_max = 64;  // of one call of the system

    // worker.cpp: the loop
    void take_inbox();
    int accept_some(std::size_t endpoint);
    void adopt(const NewConnection& connection);
    void close(ClientConnection& connection);
    void tick();
    void expire(ClientConnection& connection);
    void begin_stop();
    void watch(ClientConnection& connection, std::uint32_t interest);
    void enqueue(ClientConnection& connection);
    void on_event(ClientConnection& connection, std::uint32_t events);
    void run_queue();
    void begin_turn();
    bool watch_listening(int operation);

    // worker_reading.cpp: bytes to requests
    void shake_hands(ClientConnection& connection);
    void read(ClientConnection& connection);
    IoResult read_some(ClientConnection& connection);
    void take_bytes(ClientConnection& connection, std::string_view bytes);
    void take_input(ClientConnection& connection);
    std::size_t answer_requests(ClientConnection& connection, std::string_view bytes);
    std::size_t answer_request(ClientConnection& connection, std::string_view bytes);
    std::size_t collect(ClientConnection& connection, std::string_view bytes);
    void begin_collection(ClientConnection& connection, std::uint64_t body_bytes_max);
    void dispatch(ClientConnection& connection);
    void refuse(ClientConnection& connection, int status, std::string_view reason);
    void linger(ClientConnection& connection);
    void drop_input(ClientConnection& connection);

    // worker_writing.cpp: answers to bytes
    void send_batch(ClientConnection& connection, const std::shared_ptr<const void>& kept);
    void keep_rest(ClientConnection& connection, std::size_t sent, const std::shared_ptr<const void>& kept);
    void write(ClientConnection& connection);
    bool load_file(ClientConnection& connection);
    IoResult send_pieces(ClientConnection& connection);
    IoResult send_by_tls(ClientConnection& connection);
    void settle(ClientConnection& connection);
    void deliver(LateAnswer& answer);

    [[nodiscard]] KeepAlive keep_alive_for(KeepAlive wanted) const;

    WebShared& shared_;
    std::unique_ptr<Responder> responder_;
    std::shared_ptr<Inbox> inbox_ = std::make_shared<Inbox>();  // shared: with answerers
    WebNumbers numbers_;
    int epoll_ = -1;
    std::int64_t now_ms_ = 0;
    std::int64_t next_tick_ms_ = 0;
    std::time_t now_ = 0;
    std::int64_t stop_since_ms_ = -1;
    bool is_accepting_ = true;
    bool is_listening_ = true;
    std::vector<std::unique_ptr<ClientConnection>> connections_;  // by slot
    std::vector<std::uint32_t> free_slots_;
    std::vector<std::uint32_t> queue_;  // slots that have more to do without being told by epoll
    std::vector<NewConnection> arrived_;
    std::vector<LateAnswer> answered_;
    RequestHead head_;
    ReplyBatch batch_;
    std::vector<std::string_view> gathered_;  // what one call of the system is to send
    std::string date_;
    std::array<char, read_bytes_max> scratch_;  // NOLINT(cppcoreguidelines-pro-type-member-init): read before used
};

}  // namespace byline::http
