#include "server/route_dispatcher.hpp"

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <deque>
#include <exception>
#include <memory>
#include <mutex>
#include <thread>
#include <utility>
#include <vector>

#include "server/access_log.hpp"
#include "server/header_lines.hpp"

namespace byline::server {

namespace {

// Only what routes take comes here.
std::string_view shown_method(http::Method method) {
    if (method == http::Method::Head) return "HEAD";
    return method == http::Method::Post ? "POST" : "GET";
}

struct Job {
    http::Request request;
    http::Client client;
    http::Answerer answerer;
};

}  // namespace

class RouteDispatcher::Pool {
  public:
    Pool(DispatcherOptions options, RouteTable table)
        : options_(std::move(options)), table_(std::make_shared<const RouteTable>(std::move(table))) {
        for (unsigned index = 0; index < std::max(1U, options_.threads); ++index) {
            threads_.emplace_back([this] { work(); });
        }
    }
    Pool(const Pool&) = delete;
    Pool& operator=(const Pool&) = delete;
    ~Pool() { stop(); }

    // shared: with requests under way, when another takes its place
    [[nodiscard]] std::shared_ptr<const RouteTable> table() const {
        const std::lock_guard lock(table_mutex_);
        return table_;
    }
    void exchange(RouteTable table) {
        auto next = std::make_shared<const RouteTable>(std::move(table));  // shared: as table() says
        const std::lock_guard lock(table_mutex_);
        table_.swap(next);
    }

    // False when too many wait; the job is then as it was.
    [[nodiscard]] bool put(Job& job) {
        {
            const std::lock_guard lock(mutex_);
            if (stopping_ || jobs_.size() >= options_.waiting_max) {
                ++refused_;
                return false;
            }
            jobs_.push_back(std::move(job));
        }
        some_.notify_one();
        return true;
    }

    void stop() {
        {
            const std::lock_guard lock(mutex_);
            stopping_ = true;
        }
        some_.notify_all();
        for (std::thread& thread : threads_) thread.join();
        threads_.clear();
    }

    [[nodiscard]] std::size_t waiting() const {
        const std::lock_guard lock(mutex_);
        return jobs_.size();
    }
    [[nodiscard]] std::uint64_t refused() const { return refused_; }

    void finish(const Job& job, http::Response response) const;

  private:
    void work();
    [[nodiscard]] http::Response answer_to(const Job& job) const;

    DispatcherOptions options_;
    mutable std::mutex table_mutex_;           // guards:
    std::shared_ptr<const RouteTable> table_;  // shared: as table() says
    mutable std::mutex mutex_;
    std::condition_variable some_;
    std::deque<Job> jobs_;
    bool stopping_ = false;
    std::atomic<std::uint64_t> refused_{0};
    std::vector<std::thread> threads_;
};

void RouteDispatcher::Pool::work() {
    while (true) {
        Job job;
        {
            std::unique_lock lock(mutex_);
            some_.wait(lock, [this] { return stopping_ || !jobs_.empty(); });
            if (jobs_.empty()) return;
            job = std::move(jobs_.front());
            jobs_.pop_front();
        }
        finish(job, answer_to(job));
    }
}

http::Response RouteDispatcher::Pool::answer_to(const Job& job) const {
    const http::IpAddress address = options_.clients.address_of(job.client, job.request.last_header("X-Forwarded-For"));
    const http::Transport transport =
        options_.clients.transport_of(job.client, job.request.last_header("X-Forwarded-Proto"));
    try {
        return table()->answer(job.request, address, transport, std::time(nullptr));
    } catch (const std::exception&) {  // of a library below a handler: the client learns no detail
        return http::text_response(500, "something went wrong here; try again later\n");
    }
}

void RouteDispatcher::Pool::finish(const Job& job, http::Response response) const {
    const auto transport = options_.clients.transport_of(job.client, job.request.last_header("X-Forwarded-Proto"));
    if (transport == http::Transport::Tls) add_header_lines(response, options_.secure_lines);
    add_header_lines(response, options_.page_lines);
    if (options_.log != nullptr) {
        std::string target = http::encode_path(job.request.target.path);
        if (!job.request.target.query.empty()) target += "?" + job.request.target.query;
        options_.log->add(
            {.address = options_.clients.address_of(job.client, job.request.last_header("X-Forwarded-For")),
             .time = std::time(nullptr),
             .method = shown_method(job.request.method),
             .target = target,
             .status = response.status,
             .body_bytes = response.body_view().size(),
             .referer = job.request.header("Referer"),
             .user_agent = job.request.header("User-Agent")});
    }
    job.answerer(std::move(response));
}

RouteDispatcher::RouteDispatcher(DispatcherOptions options, RouteTable table)
    : pool_(std::make_unique<Pool>(std::move(options), std::move(table))) {}
RouteDispatcher::~RouteDispatcher() = default;

RouteOffer RouteDispatcher::offer(http::Method method, std::string_view path) const {
    return pool_->table()->offer(method, path);
}

void RouteDispatcher::dispatch(http::Request request, const http::Client& client, http::Answerer answerer) {
    Job job{std::move(request), client, std::move(answerer)};
    if (pool_->put(job)) return;
    http::Response busy = http::text_response(503, "too much to do just now; try again in a moment\n");
    busy.headers.push_back({"Retry-After", "2"});
    pool_->finish(job, std::move(busy));
}

void RouteDispatcher::exchange(RouteTable table) {
    pool_->exchange(std::move(table));
}

std::size_t RouteDispatcher::waiting() const {
    return pool_->waiting();
}
std::uint64_t RouteDispatcher::refused() const {
    return pool_->refused();
}
void RouteDispatcher::stop() {
    pool_->stop();
}

}  // namespace byline::server
