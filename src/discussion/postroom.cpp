#include "discussion/postroom.hpp"

#include <utility>

#include "mentioning/arrival.hpp"

namespace byline::discussion {
namespace {

constexpr std::chrono::milliseconds rest_between_looks{5'000};  // at letters that another process put in
constexpr std::chrono::milliseconds rest_after_putting_off{15'000};
constexpr std::int64_t between_clearings_ms = 3'600'000;
constexpr std::int64_t events_kept = 100'000;
constexpr std::size_t most_threads_noted = 1'000;  // more are as good as all

}  // namespace

Postroom::Postroom(database::Database& database, PostroomOptions options)
    : database_(database), options_(std::move(options)) {
    if (options_.desk != nullptr && options_.sender != nullptr && options_.carrier) {
        carrier_.emplace(database_, *options_.sender, *options_.carrier);
    }
}

void Postroom::begin() {
    const std::lock_guard lock(mutex_);
    worker_ = std::make_unique<Worker>([this](const std::stop_token& stop) { return turn(stop); });
}

void Postroom::end() {
    if (options_.sender != nullptr) options_.sender->stop();
    std::unique_ptr<Worker> ending;
    {
        const std::lock_guard lock(mutex_);
        ending = std::move(worker_);
    }
}

void Postroom::note(const database::Events& events) {
    bool is_new = false;
    {
        const std::lock_guard lock(mutex_);
        is_everything_new_ = is_everything_new_ || events.has_gap;
        for (const auto& event : events.events) {
            if (event.topic == "thread") changed_threads_.insert(event.subject);
            is_new = is_new || event.topic == "thread" || event.topic == "queue";
        }
        if (changed_threads_.size() > most_threads_noted) {
            changed_threads_.clear();
            is_everything_new_ = true;
        }
    }
    if (is_new) wake();
}

void Postroom::wake() {
    const std::lock_guard lock(mutex_);
    if (worker_) worker_->wake();
}

void Postroom::hurry() {
    {
        const std::lock_guard lock(mutex_);
        is_in_hurry_ = true;
    }
    wake();
}

void Postroom::tell(const Error& error) {
    if (!is_faulty_ && options_.tell) options_.tell(error);
    is_faulty_ = true;
}

std::chrono::milliseconds Postroom::turn(const std::stop_token& stop) {
    const std::int64_t now_ms = options_.clock();
    if (now_ms - cleared_ms_ >= between_clearings_ms) {
        cleared_ms_ = now_ms;
        if (const auto cleared = clear_up(now_ms); !cleared) tell(cleared.error());
    }
    if (!carrier_) return rest_between_looks;
    if (const auto written = write_letters(now_ms); !written) {
        tell(written.error());
        return rest_after_putting_off;
    }
    const auto carried = carry_letters(stop);
    if (!carried) {
        tell(carried.error());
        return rest_after_putting_off;
    }
    is_faulty_ = false;
    return *carried == letters::Carried::PutOff ? rest_after_putting_off : rest_between_looks;
}

Result<void> Postroom::write_letters(std::int64_t now_ms) {
    std::set<std::string> threads;
    bool is_everything_new = false;
    bool is_in_hurry = false;
    {
        const std::lock_guard lock(mutex_);
        threads = std::exchange(changed_threads_, {});
        is_everything_new = std::exchange(is_everything_new_, false);
        is_in_hurry = std::exchange(is_in_hurry_, false);
    }
    if (is_everything_new) threads = {""};
    for (const std::string& thread : threads) {
        const auto told = options_.desk->tell_of_answers(thread, now_ms);
        if (told) continue;
        const std::lock_guard lock(mutex_);
        is_everything_new_ = true;  // nothing is forgotten: the next turn looks at all
        is_in_hurry_ = is_in_hurry_ || is_in_hurry;
        return fail(told.error());
    }
    CHECK(options_.desk->tell_author(now_ms));
    return is_in_hurry ? letters::hurry(database_, now_ms) : Result<void>();
}

Result<letters::Carried> Postroom::carry_letters(const std::stop_token& stop) {
    while (!stop.stop_requested()) {
        TRY(const auto due, letters::next_due(database_));
        const std::int64_t now_ms = options_.clock();
        if (!due || *due > now_ms) break;
        TRY(const letters::Carried carried, carrier_->carry_one(now_ms));
        if (carried != letters::Carried::Letter) return carried;
    }
    return letters::Carried::Nothing;
}

Result<void> Postroom::clear_up(std::int64_t now_ms) {
    CHECK(database_.write([&](database::Transaction& transaction) -> Result<void> {
        CHECK(letters::prune(transaction, now_ms));
        CHECK(mentioning::prune_arrivals(transaction, now_ms));
        return database::prune_events(transaction.connection(), events_kept);
    }));
    return {};
}

}  // namespace byline::discussion
