#include "database/database.hpp"

#include <algorithm>
#include <atomic>
#include <filesystem>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include "database/migrations.hpp"
#include "database/store_test.hpp"
#include "database/subscription.hpp"
#include "database/write_queue.hpp"

namespace byline::database {
namespace {

using testing::HasSubstr;

class DatabaseTest : public StoreTest {};

Result<void> announce(Database& database, const std::string& topic, const std::string& subject) {
    return database.write([&](Transaction& transaction) { return transaction.announce(topic, subject); });
}

std::vector<std::string> subjects(Database& database) {
    auto rows = database.read([](Transaction& transaction) {
        return transaction.rows("event.after", {{"id", 0}, {"most", 1'000'000}});
    });
    EXPECT_TRUE(rows) << rows.error().message;
    std::vector<std::string> found;
    if (rows)
        for (const Row& row : *rows) found.push_back(row.text(2));
    return found;
}

TEST_P(DatabaseTest, EveryStatementIsPreparedAndGivesWhatItSays) {
    const Database database = opened(address_);
    auto connection = Connection::open(database.address(), Access::Write);
    ASSERT_TRUE(connection);
    EXPECT_GE(statements().size(), 5U);
    for (const Statement& statement : statements()) {
        auto checked = (*connection)->check(statement);
        EXPECT_TRUE(checked) << statement.name << ": " << checked.error().message;
    }
}

TEST_P(DatabaseTest, GivesBackWhatItWasGiven) {
    Database database = opened(address_);
    const std::vector<std::string> texts = {"",
                                            "plain",
                                            "it's \"quoted\" \\ %_",
                                            "第一条评论，写得好。",
                                            "a\nb\tc\r",
                                            ":name ::text $1 ?",
                                            "\xF0\x9F\x8C\xB8 混合 mixed",
                                            std::string(200'000, 'x')};
    for (const std::string& text : texts) ASSERT_TRUE(announce(database, "topic", text));
    EXPECT_EQ(subjects(database), texts);
}

TEST_P(DatabaseTest, KeepsWholeNumbersOfAllSizesAndNothing) {
    Database database = opened(address_);
    const Statement echo{"echo.numbers",
                         {ColumnKind::Number, ColumnKind::Number, ColumnKind::Text},
                         "SELECT CAST(:a AS INTEGER), CAST(:b AS INTEGER), CAST(:c AS TEXT)",
                         "SELECT CAST(:a AS BIGINT), CAST(:b AS BIGINT), CAST(:c AS TEXT)"};
    auto connection = Connection::open(database.address(), Access::Read);
    ASSERT_TRUE(connection);
    for (const std::int64_t number : {INT64_MIN, INT64_C(-1), INT64_C(0), INT64_C(4'294'967'296), INT64_MAX}) {
        int rows = 0;
        ASSERT_TRUE(
            (*connection)->run(echo, {{"a", number}, {"b", std::nullopt}, {"c", "是"}}, [&](Row& row) -> Result<void> {
                ++rows;
                EXPECT_EQ(row.number(0), number);
                EXPECT_TRUE(row.is_null(1));
                EXPECT_EQ(row.text(2), "是");
                return {};
            }));
        EXPECT_EQ(rows, 1);
    }
}

TEST_P(DatabaseTest, RefusesTextThatOneOfTheStoresCouldNotKeep) {
    Database database = opened(address_);
    EXPECT_FALSE(announce(database, "topic", "\xFFnot text"));
    EXPECT_FALSE(announce(database, "topic", std::string("a\0b", 3)));
    EXPECT_TRUE(announce(database, "topic", "after"));
    EXPECT_EQ(subjects(database), std::vector<std::string>{"after"});
}

TEST_P(DatabaseTest, KeepsNothingOfWorkThatFails) {
    Database database = opened(address_);
    auto outcome = database.write([](Transaction& transaction) -> Result<std::int64_t> {
        CHECK(transaction.announce("topic", "half"));
        return fail(content_error("no", "never mind", {}));
    });
    ASSERT_FALSE(outcome);
    EXPECT_EQ(outcome.error().message, "no");
    auto broken = database.write([](Transaction& transaction) -> Result<void> {
        CHECK(transaction.announce("topic", "half"));
        CHECK(transaction.run("event.insert", {{"topic", std::nullopt}, {"subject", "x"}}));
        return {};
    });
    ASSERT_FALSE(broken);
    EXPECT_FALSE(broken.error().remedy.empty());
    EXPECT_TRUE(subjects(database).empty());
}

TEST_P(DatabaseTest, OneOfManyThatFailsTakesNoOtherAlong) {
    Database database = opened(address_);
    constexpr int threads = 12;
    constexpr int each = 20;
    std::atomic<int> refused = 0;
    std::vector<std::thread> writers;
    for (int thread = 0; thread < threads; ++thread) {
        writers.emplace_back([&, thread] {
            for (int i = 0; i < each; ++i) {
                const std::string subject = std::to_string(thread) + ":" + std::to_string(i);
                auto outcome = database.write([&](Transaction& transaction) -> Result<void> {
                    CHECK(transaction.announce("topic", subject));
                    if (i % 5 == 3) CHECK(transaction.run("event.insert", {{"topic", std::nullopt}, {"subject", "x"}}));
                    return {};
                });
                if (!outcome) ++refused;
                EXPECT_EQ(outcome.has_value(), i % 5 != 3);
            }
        });
    }
    for (std::thread& writer : writers) writer.join();
    EXPECT_EQ(refused, threads * each / 5);
    const auto found = subjects(database);
    EXPECT_EQ(found.size(), static_cast<std::size_t>(threads * each - refused));
    EXPECT_EQ(std::set<std::string>(found.begin(), found.end()).size(), found.size());
}

TEST_P(DatabaseTest, ReadsOneMomentAndMayNotWrite) {
    Database database = opened(address_);
    ASSERT_TRUE(announce(database, "topic", "one"));
    auto outcome = database.read([&](Transaction& transaction) -> Result<void> {
        TRY(const auto before, transaction.rows("event.after", {{"id", 0}, {"most", 10}}));
        EXPECT_TRUE(announce(database, "topic", "two"));
        TRY(const auto after, transaction.rows("event.after", {{"id", 0}, {"most", 10}}));
        EXPECT_EQ(before.size(), after.size());
        EXPECT_FALSE(transaction.announce("topic", "three"));
        return {};
    });
    EXPECT_TRUE(outcome) << outcome.error().message;
    EXPECT_EQ(subjects(database).size(), 2U);
}

TEST_P(DatabaseTest, StartingManyAtOnceMigratesOnce) {
    std::vector<std::thread> starters;
    for (int i = 0; i < 6; ++i) {
        starters.emplace_back([this] {
            auto database = Database::open(address_);
            EXPECT_TRUE(database) << database.error().message;
        });
    }
    for (std::thread& starter : starters) starter.join();
    Database database = opened(address_);
    auto last = database.read([](Transaction& transaction) { return transaction.row("schema.last_migration"); });
    ASSERT_TRUE(last);
    EXPECT_EQ((*last)->number(0), static_cast<std::int64_t>(migrations().size()));
}

TEST_P(DatabaseTest, RefusesAStoreOfANewerProgramAndOneOfAnother) {
    { const Database database = opened(address_); }
    auto address = Address::parse(address_);
    auto connection = Connection::open(*address, Access::Write);
    ASSERT_TRUE(connection);
    auto fewer = migrations();
    fewer.pop_back();
    auto newer = migrate(**connection, fewer, INT64_MAX, 0);
    ASSERT_FALSE(newer);
    EXPECT_THAT(newer.error().message, HasSubstr("newer Byline"));
    auto other = migrations();
    other.front().script = "SELECT 1;";
    auto changed = migrate(**connection, other, INT64_MAX, 0);
    ASSERT_FALSE(changed);
    EXPECT_THAT(changed.error().message, HasSubstr("another Byline"));
    EXPECT_TRUE(migrate(**connection, migrations(), INT64_MAX, 0));
}

TEST_P(DatabaseTest, WhoOnlyReadsMakesNothingAndWaitsForNobody) {
    auto none = Database::open_to_read(address_, 1);
    ASSERT_TRUE(none) << none.error().message;
    EXPECT_FALSE(none->database || none->unreachable) << "nobody has made tables yet";
    EXPECT_FALSE(std::filesystem::exists(folder_.file("byline.db")));

    { const Database database = opened(address_, {.last_migration = 2}); }
    auto old = Database::open_to_read(address_, 3);
    ASSERT_FALSE(old);
    EXPECT_THAT(old.error().message, HasSubstr("is at migration 2"));
    EXPECT_THAT(old.error().remedy, HasSubstr("byline serve"));

    auto writer = Connection::open(*Address::parse(address_), Access::Write);
    ASSERT_TRUE(writer && (*writer)->begin(Access::Write));
    auto read = Database::open_to_read(address_, 2);  // while another one writes
    ASSERT_TRUE(read && read->database);
    auto last = read->database->read([](Transaction& transaction) { return transaction.row("schema.last_migration"); });
    ASSERT_TRUE(last) << last.error().message;
    EXPECT_EQ((*last)->number(0), 2) << "it migrates nothing";
    ASSERT_TRUE((*writer)->execute("INSERT INTO migration (number, name, digest, applied_at) VALUES (999, '', '', 0)"));
    ASSERT_TRUE((*writer)->commit());
    auto newer = Database::open_to_read(address_, 2);
    ASSERT_FALSE(newer);
    EXPECT_THAT(newer.error().message, HasSubstr("newer Byline"));
}

TEST(OpenedToReadTest, AServerThatIsAwayIsNoFaultOfTheStore) {
    const auto away = Database::open_to_read("postgresql:///none?host=/nowhere", 1);
    ASSERT_TRUE(away) << away.error().message;
    EXPECT_FALSE(away->database);
    ASSERT_TRUE(away->unreachable);
    EXPECT_THAT(away->unreachable->message, HasSubstr("does not answer"));
    const auto wrong = Database::open_to_read("mysql://x", 1);
    EXPECT_FALSE(wrong);
}

TEST_P(DatabaseTest, OpeningAFileAgainLeavesTheLocksOnIt) {
    if (GetParam() != Dialect::Sqlite) GTEST_SKIP() << "not a file";
    Database first = opened(address_);
    ASSERT_TRUE(first.read([](Transaction& transaction) { return transaction.row("schema.last_migration"); }));
    const Database second = opened(address_);
    const int file = ::open(first.address().target.c_str(), O_RDWR | O_CLOEXEC);
    struct flock whole = {};
    whole.l_type = F_WRLCK;
    whole.l_whence = SEEK_SET;
    ASSERT_EQ(::fcntl(file, F_OFD_GETLK, &whole), 0);
    EXPECT_EQ(whole.l_type, F_RDLCK) << "another process would take the store for one that nobody has open";
    ::close(file);
}

TEST_P(DatabaseTest, ASubscriberSeesEachChangeOfAnotherOnceAndInOrder) {
    Database here = opened(address_);
    Database there = opened(address_);
    ASSERT_TRUE(announce(here, "topic", "before"));
    auto subscription = Subscription::start(here.address());
    ASSERT_TRUE(subscription);
    constexpr int each = 30;
    const auto write = [](Database& database, const std::string& who) {
        for (int i = 0; i < each; ++i) EXPECT_TRUE(announce(database, "topic", who + std::to_string(i)));
    };
    std::thread first([&] { write(here, "here"); });
    std::thread second([&] { write(there, "there"); });
    std::vector<std::string> seen;
    while (seen.size() < 2 * each) {
        auto events = subscription->wait(std::chrono::seconds(5));
        ASSERT_TRUE(events) << events.error().message;
        EXPECT_FALSE(events->has_gap);
        for (const Event& event : events->events) seen.push_back(event.subject);
        if (events->events.empty()) break;
    }
    first.join();
    second.join();
    auto expected = subjects(here);
    expected.erase(expected.begin());
    EXPECT_EQ(seen, expected);
}

TEST_P(DatabaseTest, ASubscriberThatWasAwayTooLongIsToldSo) {
    Database database = opened(address_);
    ASSERT_TRUE(announce(database, "topic", "0"));
    auto subscription = Subscription::start(database.address());
    ASSERT_TRUE(subscription);
    for (int i = 1; i < 8; ++i) ASSERT_TRUE(announce(database, "topic", std::to_string(i)));
    ASSERT_TRUE(database.write([](Transaction& transaction) { return prune_events(transaction.connection(), 3); }));
    auto events = subscription->wait(std::chrono::milliseconds(0));
    ASSERT_TRUE(events);
    EXPECT_TRUE(events->has_gap);
    EXPECT_EQ(events->events.size(), 4U);
}

TEST_P(DatabaseTest, AWriterThatWaitsInVainIsToldSoAndLosesNothing) {
    OpenOptions options;
    options.patience = std::chrono::milliseconds(30);
    Database database = opened(address_, options);
    ASSERT_TRUE(announce(database, "topic", "before"));
    auto other = Connection::open(database.address(), Access::Write);
    ASSERT_TRUE(other);
    ASSERT_TRUE((*other)->begin(Access::Write));
    auto refused = announce(database, "topic", "meanwhile");
    ASSERT_FALSE(refused);
    EXPECT_THAT(refused.error().message, HasSubstr("is busy"));
    EXPECT_EQ(subjects(database).size(), 1U) << "readers read on";
    (*other)->rollback();
    EXPECT_TRUE(announce(database, "topic", "after"));
}

ON_BOTH_STORES(DatabaseTest);

TEST(Statements, AreParsedByTheirSections) {
    auto parsed = parse_statements("thing",
                                   "-- of the file\n-- name: one\n-- gives: id number, body text\n-- says why\n"
                                   "SELECT id, body\nFROM thing;\n-- name: two\n-- store: sqlite\nA @number@\n"
                                   "-- store: postgresql\nB @number@\n");
    ASSERT_TRUE(parsed);
    ASSERT_EQ(parsed->size(), 2U);
    EXPECT_EQ(parsed->at(0).name, "thing.one");
    EXPECT_EQ(parsed->at(0).sqlite, "SELECT id, body\nFROM thing");
    EXPECT_EQ(parsed->at(0).postgresql, parsed->at(0).sqlite);
    EXPECT_EQ(parsed->at(0).columns, (std::vector{ColumnKind::Number, ColumnKind::Text}));
    EXPECT_EQ(parsed->at(1).sqlite, "A INTEGER");
    EXPECT_EQ(parsed->at(1).postgresql, "B BIGINT");
    EXPECT_FALSE(parse_statements("thing", "-- name: one\n-- gives: id integer\n"));
    EXPECT_FALSE(parse_statements("thing", "-- name: one\n-- store: oracle\n"));
}

TEST(Addresses, SayWhatTheyAreAndHidePasswords) {
    EXPECT_EQ(Address::parse("sqlite:data/x.db")->target, "data/x.db");
    EXPECT_EQ(Address::parse("postgresql://me:secret@host/name")->printed, "postgresql://me:…@host/name");
    EXPECT_THAT(Address::parse("postgresql:host=/run password='a b' dbname=x")->printed,
                HasSubstr("password=… dbname"));
    EXPECT_FALSE(Address::parse("mysql://x"));
    EXPECT_FALSE(Address::parse("sqlite:"));
    EXPECT_FALSE(Address::parse(""));
}

}  // namespace
}  // namespace byline::database
