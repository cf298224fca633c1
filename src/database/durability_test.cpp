// Nothing that was acknowledged is lost: writers are killed, servers crash, disks fill.
#include <array>
#include <csignal>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <random>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "database/store_test.hpp"

namespace byline::database {
namespace {

using testing::HasSubstr;

class DurabilityTest : public StoreTest {};

constexpr int writers = 4;

struct Acknowledged {
    std::uint32_t round = 0;
    std::uint32_t thread = 0;
    std::uint32_t number = 0;

    [[nodiscard]] std::string subject() const {
        return std::to_string(round) + "/" + std::to_string(thread) + "/" + std::to_string(number);
    }
};

Result<void> store(Database& database, const Acknowledged& what) {
    return database.write([&](Transaction& transaction) { return transaction.announce("round", what.subject()); });
}

// Writes until it is killed, and says so of each that it was told is stored.
[[noreturn]] void write_until_killed(const std::string& address, std::uint32_t round, int pipe) {
    auto database = Database::open(address);
    if (!database) ::_exit(1);
    std::vector<std::thread> threads;
    for (std::uint32_t thread = 0; thread < writers; ++thread) {
        threads.emplace_back([&database, round, thread, pipe] {
            for (std::uint32_t number = 0;; ++number) {
                const Acknowledged done{round, thread, number};
                if (!store(*database, done)) ::_exit(1);
                if (::write(pipe, &done, sizeof done) != sizeof done) ::_exit(1);
            }
        });
    }
    for (std::thread& thread : threads) thread.join();
    ::_exit(0);
}

std::vector<Acknowledged> kill_after(const std::string& address, std::uint32_t round, std::size_t acknowledgements) {
    std::array<int, 2> pipe{};
    if (::pipe(pipe.data()) != 0) std::abort();
    const int child = ::fork();
    if (child == 0) {
        ::close(pipe[0]);
        write_until_killed(address, round, pipe[1]);
    }
    ::close(pipe[1]);
    std::vector<Acknowledged> told;
    Acknowledged one;
    while (::read(pipe[0], &one, sizeof one) == sizeof one) {
        told.push_back(one);
        if (told.size() == acknowledgements) ::kill(child, SIGKILL);
    }
    ::close(pipe[0]);
    int status = 0;
    ::waitpid(child, &status, 0);
    EXPECT_TRUE(WIFSIGNALED(status)) << "the writer failed instead of being killed";
    return told;
}

std::set<std::string> stored(Database& database) {
    auto rows = database.read([](Transaction& transaction) {
        return transaction.rows("event.after", {{"id", 0}, {"most", 10'000'000}});
    });
    EXPECT_TRUE(rows) << rows.error().message;
    std::set<std::string> found;
    if (!rows) return found;
    for (const Row& row : *rows) EXPECT_TRUE(found.insert(row.text(2)).second) << row.text(2) << " is there twice";
    return found;
}

std::uint32_t number_from(const char* variable, std::uint32_t otherwise) {
    const char* value = std::getenv(variable);
    return value == nullptr ? otherwise : static_cast<std::uint32_t>(std::strtoul(value, nullptr, 10));
}

TEST_P(DurabilityTest, AKilledWriterLosesNothingThatItWasTold) {
    const std::uint32_t seed = number_from("BYLINE_SEED", std::random_device{}());
    const std::uint32_t rounds = number_from("BYLINE_KILLS", 15);
    std::mt19937 chance(seed);
    SCOPED_TRACE("BYLINE_SEED=" + std::to_string(seed));
    std::set<std::string> expected;
    for (std::uint32_t round = 0; round < rounds; ++round) {
        // Some die while they make the tables, before anything was stored.
        const std::size_t acknowledgements = 1 + chance() % 120;
        for (const Acknowledged& one : kill_after(address_, round, acknowledgements)) expected.insert(one.subject());
        Database database = opened(address_);
        const auto found = stored(database);
        for (const std::string& subject : expected) ASSERT_TRUE(found.contains(subject)) << subject << " is lost";
        // What was stored and not told: at most one of each writer and round.
        ASSERT_LE(found.size(), expected.size() + std::size_t{writers} * (round + 1));
    }
}

TEST_P(DurabilityTest, AServerThatCrashedIsFoundAgain) {
    if (GetParam() == Dialect::Sqlite) GTEST_SKIP() << "SQLite has no server";
    Database database = opened(address_);
    ASSERT_TRUE(store(database, {1, 0, 0}));
    TestServer::shared().kill();
    auto refused = store(database, {1, 0, 1});
    auto unread = database.read([](Transaction& transaction) { return transaction.row("event.last"); });
    TestServer::shared().start();
    ASSERT_FALSE(refused);
    EXPECT_THAT(refused.error().message, HasSubstr("does not answer"));
    ASSERT_FALSE(unread);
    EXPECT_THAT(unread.error().message, HasSubstr("does not answer"));
    EXPECT_TRUE(store(database, {1, 0, 2})) << "without being opened again";
    EXPECT_EQ(stored(database), (std::set<std::string>{"1/0/0", "1/0/2"}));
}

// In a process of its own, whose files may not grow beyond `bytes` for a while.
int write_to_the_brim(const std::string& address, rlim_t bytes) {
    ::signal(SIGXFSZ, SIG_IGN);
    auto database = Database::open(address);
    if (!database) return 1;
    rlimit limit{};
    ::getrlimit(RLIMIT_FSIZE, &limit);
    const rlimit tight{bytes, limit.rlim_max};
    ::setrlimit(RLIMIT_FSIZE, &tight);
    std::uint32_t number = 0;
    while (number < 100'000 && store(*database, {1, 0, number})) ++number;
    if (number == 0 || number == 100'000) return 2;
    if (stored(*database).size() != number) return 3;  // readers read on
    ::setrlimit(RLIMIT_FSIZE, &limit);
    if (!store(*database, {1, 0, number})) return 4;
    return stored(*database).size() == number + 1 ? 0 : 5;
}

TEST_P(DurabilityTest, AFullDiskIsToldAndLosesNothing) {
    if (GetParam() == Dialect::Postgresql) GTEST_SKIP() << "its server has the disk, not we";
    const int child = ::fork();
    if (child == 0) ::_exit(write_to_the_brim(address_, 300'000));
    int status = 0;
    ::waitpid(child, &status, 0);
    ASSERT_TRUE(WIFEXITED(status));
    EXPECT_EQ(WEXITSTATUS(status), 0);
}

ON_BOTH_STORES(DurabilityTest);

}  // namespace
}  // namespace byline::database
