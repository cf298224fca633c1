// How long a thread takes to read, and how many comments and likes are stored durably in a second; on both stores,
// where PostgreSQL syncs as it would for readers. The percentiles are of single calls: p50 and p99, in microseconds.
#include <algorithm>
#include <atomic>
#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include <benchmark/benchmark.h>

#include "conversation/likes.hpp"
#include "conversation/posting.hpp"
#include "conversation/threads.hpp"
#include "database/test_stores.hpp"

namespace byline::conversation {
namespace {

using Clock = std::chrono::steady_clock;

Rules open_rules() {
    Rules rules;
    rules.hold = Hold::None;
    rules.most_a_minute = INT64_MAX;
    rules.most_a_day = INT64_MAX;
    rules.most_in_thread = INT64_MAX;
    rules.most_unpublished_in_thread = INT64_MAX;
    return rules;
}

struct Store {
    explicit Store(database::Dialect dialect) {
        std::string address = folder.address();
        if (dialect == database::Dialect::Postgresql) {
            server = std::make_unique<database::TestServer>(database::Syncing::On);
            if (!server->absent().empty()) return;
            address = server->fresh_address();
        }
        auto opened = database::Database::open(address);
        if (opened) database.emplace(std::move(*opened));
    }
    database::TestFolder folder;
    std::unique_ptr<database::TestServer> server;
    std::optional<database::Database> database;
};

// One of a kind for all benchmarks: each works on threads of its own.
database::Database* store(benchmark::State& state) {
    static Store sqlite(database::Dialect::Sqlite);
    static Store postgresql(database::Dialect::Postgresql);
    Store& wanted = state.range(0) == 0 ? sqlite : postgresql;
    state.SetLabel(state.range(0) == 0 ? "SQLite" : "PostgreSQL");
    if (!wanted.database) state.SkipWithError("no such store here");
    return wanted.database ? &*wanted.database : nullptr;
}

constexpr const char* paragraph =
    "TTL 不是承诺，只是**建议**。我们在生产环境里见过把 300 秒当成 24 小时的解析器，see [RFC "
    "8767](https://www.rfc-editor.org/rfc/rfc8767).\n\n"
    "> 缓存是分布式系统里最容易被误解的部分。\n\nSo measure it, do not believe it.";

std::int64_t post(database::Database& database, const std::string& thread, std::int64_t number,
                  std::optional<std::int64_t> parent = {}) {
    static const Rules rules = open_rules();
    const std::string key = thread + std::to_string(number);
    const Draft draft{thread, parent, "Reader " + std::to_string(number % 50), "", "", paragraph + key};
    auto posted = post_comment(database, rules, draft, {key, {}}, {60, key}, false, 1'700'000'000'000 + number);
    return posted && posted->outcome == Outcome::Stored ? posted->id : -1;
}

class Latencies {
  public:
    void add(Clock::duration duration) {
        micros_.push_back(std::chrono::duration<double, std::micro>(duration).count());
    }
    void add(const Latencies& other) { micros_.insert(micros_.end(), other.micros_.begin(), other.micros_.end()); }
    void report(benchmark::State& state) {
        std::sort(micros_.begin(), micros_.end());
        if (micros_.empty()) return;
        state.counters["p50_us"] = micros_[micros_.size() / 2];
        state.counters["p99_us"] = micros_[micros_.size() * 99 / 100];
    }

  private:
    std::vector<double> micros_;
};

void ReadThread(benchmark::State& state) {
    database::Database* database = store(state);
    if (database == nullptr) return;
    const std::string thread = "/read/" + std::to_string(state.range(1)) + "/";
    if (read_thread(*database, thread)->comments.empty()) {
        std::int64_t parent = 0;
        for (std::int64_t i = 0; i < state.range(1); ++i) {
            const std::int64_t id = post(*database, thread, i, i % 3 == 0 ? std::nullopt : std::optional(parent));
            if (i % 3 == 0) parent = id;
        }
    }
    Latencies latencies;
    std::size_t comments = 0;
    for (auto _ : state) {
        const auto before = Clock::now();
        comments = read_thread(*database, thread)->comments.size();
        latencies.add(Clock::now() - before);
    }
    if (comments != static_cast<std::size_t>(state.range(1))) state.SkipWithError("comments are missing");
    latencies.report(state);
}

// Writers that each wait for their answer before they send the next.
template <typename Write>
void write_by_many(benchmark::State& state, std::int64_t writers, Write&& write) {
    constexpr int each = 40;
    Latencies all;
    std::atomic<std::int64_t> failures = 0;
    std::int64_t round = 0;
    const std::int64_t this_run = Clock::now().time_since_epoch().count() % 1'000'000'000;
    for (auto _ : state) {
        ++round;
        std::vector<Latencies> own(static_cast<std::size_t>(writers));
        std::vector<std::thread> threads;
        for (std::int64_t writer = 0; writer < writers; ++writer) {
            threads.emplace_back([&, writer] {
                for (int i = 0; i < each; ++i) {
                    const auto before = Clock::now();
                    if (!write(this_run * 1'000'000'000 + round * 1'000'000 + writer * 1000 + i)) ++failures;
                    own[static_cast<std::size_t>(writer)].add(Clock::now() - before);
                }
            });
        }
        for (std::thread& thread : threads) thread.join();
        for (const Latencies& latencies : own) all.add(latencies);
    }
    if (failures > 0) state.SkipWithError("writes failed");
    state.SetItemsProcessed(state.iterations() * writers * each);
    all.report(state);
}

void PostComments(benchmark::State& state) {
    database::Database* database = store(state);
    if (database == nullptr) return;
    write_by_many(state, state.range(1), [&](std::int64_t number) {
        return post(*database, "/write/" + std::to_string(number % 100) + "/", number) >= 0;
    });
}

void GiveLikes(benchmark::State& state) {
    database::Database* database = store(state);
    if (database == nullptr) return;
    write_by_many(state, state.range(1), [&](std::int64_t number) {
        return like_work(*database, "/liked/", std::to_string(number), Like::Give, 0).has_value();
    });
}

BENCHMARK(ReadThread)
    ->ArgNames({"store", "comments"})
    ->ArgsProduct({{0, 1}, {10, 100, 1000}})
    ->Unit(benchmark::kMicrosecond);
BENCHMARK(PostComments)
    ->ArgNames({"store", "writers"})
    ->ArgsProduct({{0, 1}, {1, 8, 64}})
    ->UseRealTime()
    ->Unit(benchmark::kMillisecond);
BENCHMARK(GiveLikes)
    ->ArgNames({"store", "writers"})
    ->ArgsProduct({{0, 1}, {1, 64}})
    ->UseRealTime()
    ->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace byline::conversation
