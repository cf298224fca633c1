#include "database/connection_pool.hpp"

#include <chrono>
#include <utility>

#include <fmt/format.h>

namespace byline::database {
namespace {

constexpr std::chrono::seconds longest_wait{5};

}  // namespace

ConnectionPool::Lease::~Lease() {
    if (connection_ != nullptr) pool_->give_back(std::move(connection_));
}

ConnectionPool::ConnectionPool(Address address, std::size_t most) : address_(std::move(address)), most_(most) {}

Result<ConnectionPool::Lease> ConnectionPool::lend() {
    std::unique_lock lock(mutex_);
    if (!returned_.wait_for(lock, longest_wait, [&] { return !free_.empty() || lent_ < most_; })) {
        return fail(system_error(fmt::format("all {} connections to the store {} are in use", most_, address_.printed),
                                 "try again; if it stays so, the store is too slow for what is asked of it", {}));
    }
    ++lent_;
    if (!free_.empty()) {
        auto connection = std::move(free_.back());
        free_.pop_back();
        return Lease(*this, std::move(connection));
    }
    lock.unlock();
    auto opened = Connection::open(address_, Access::Read);
    if (opened) return Lease(*this, std::move(*opened));
    lock.lock();
    --lent_;
    returned_.notify_one();
    return fail(std::move(opened).error());
}

void ConnectionPool::give_back(std::unique_ptr<Connection> connection) {
    const bool is_usable = connection->last_fault() != Fault::Gone;
    if (!is_usable) connection.reset();
    const std::lock_guard lock(mutex_);
    --lent_;
    // When one has lost its server, the others that lie here have too.
    if (is_usable) {
        free_.push_back(std::move(connection));
    } else {
        free_.clear();
    }
    returned_.notify_one();
}

}  // namespace byline::database
