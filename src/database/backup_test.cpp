#include "database/backup.hpp"

#include <fstream>
#include <sstream>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "database/backup_line.hpp"
#include "database/store_test.hpp"

namespace byline::database {
namespace {

using testing::HasSubstr;

class BackupTest : public StoreTest {
  protected:
    static std::string bytes_of(const std::string& path) {
        std::ifstream stream(path, std::ios::binary);
        std::ostringstream bytes;
        bytes << stream.rdbuf();
        return std::move(bytes).str();
    }
    static void put(const std::string& path, const std::string& bytes) {
        std::ofstream(path, std::ios::binary) << bytes;
    }
    // Fills what needs no other table.
    static void fill(Database& database, int settings) {
        ASSERT_TRUE(database.write([&](Transaction& transaction) -> Result<void> {
            for (int i = 0; i < settings; ++i)
                CHECK(transaction.run("setting.put", {{"name", "name" + std::to_string(i)},
                                                      {"value", "值\t" + std::to_string(i) + "\n\\ and \\N"}}));
            return {};
        }));
    }
};

TEST_P(BackupTest, RestoresIntoEitherStoreAndGivesTheSameBackup) {
    Database database = opened(address_);
    fill(database, 2345);
    const std::string file = folder_.file("backup");
    auto report = back_up(database, file, 1'700'000'000'000);
    ASSERT_TRUE(report) << report.error().message;
    EXPECT_EQ(report->rows, 2345);
    for (const Dialect dialect : {Dialect::Sqlite, Dialect::Postgresql}) {
        if (dialect == Dialect::Postgresql && !TestServer::shared().absent().empty()) continue;
        const std::string address = fresh_address(dialect, "restored.db");
        auto restored = restore(address, file, 5);
        ASSERT_TRUE(restored) << restored.error().message;
        EXPECT_EQ(restored->rows, report->rows);
        EXPECT_EQ(restored->bytes, report->bytes);
        Database again = opened(address);
        ASSERT_TRUE(back_up(again, folder_.file("again"), 1'700'000'000'000));
        EXPECT_EQ(bytes_of(folder_.file("again")), bytes_of(file));
        ASSERT_TRUE(again.write([](Transaction& transaction) {
            return transaction.run("setting.put", {{"name", "new"}, {"value", "keys are counted on"}});
        }));
    }
}

TEST_P(BackupTest, RefusesWhatIsDamagedAndLeavesTheStoreEmpty) {
    Database database = opened(address_);
    fill(database, 20);
    const std::string file = folder_.file("backup");
    ASSERT_TRUE(back_up(database, file, 0));
    const std::string whole = bytes_of(file);
    const std::string address = fresh_address(GetParam(), "restored.db");
    const std::string damaged = folder_.file("damaged");
    std::string other = whole;
    other[other.find("name7") + 4] = '8';
    for (const std::string& bytes : {whole.substr(0, whole.size() - 1), whole.substr(0, whole.size() / 2), other,
                                     std::string("nothing of ours\n"), std::string()}) {
        put(damaged, bytes);
        auto refused = restore(address, damaged, 0);
        ASSERT_FALSE(refused);
        EXPECT_EQ(refused.error().place.file, damaged);
        EXPECT_FALSE(refused.error().remedy.empty());
    }
    std::string newer = whole;
    newer.replace(newer.find("migration "), 10, "migration 9");
    put(damaged, newer);
    auto refused = restore(address, damaged, 0);
    ASSERT_FALSE(refused);
    EXPECT_THAT(refused.error().message, HasSubstr("newer Byline"));
    EXPECT_TRUE(restore(address, file, 0));
    auto twice = restore(address, file, 0);
    ASSERT_FALSE(twice);
    EXPECT_THAT(twice.error().message, HasSubstr("not empty"));
}

TEST_P(BackupTest, AFailedBackupLeavesTheOneBefore) {
    Database database = opened(address_);
    auto refused = back_up(database, folder_.file("no/such/folder"), 0);
    ASSERT_FALSE(refused);
    EXPECT_FALSE(refused.error().remedy.empty());
}

ON_BOTH_STORES(BackupTest);

TEST(BackupLines, AreReadAsTheyWereWritten) {
    const BackupTable table{"thing", {"id", "body", "more"}, {ColumnKind::Number, ColumnKind::Text, ColumnKind::Text}};
    EXPECT_EQ(table_line(table), "table thing id:number body:text more:text");
    const Row row({std::int64_t{-7}, std::string("tab\tline\nback\\slash\r \\N 中文"), {}});
    std::string line;
    append_row_line(line, row);
    EXPECT_EQ(line.find('\n'), std::string::npos);
    auto read = read_row_line(line, table, {});
    ASSERT_TRUE(read);
    EXPECT_EQ(read->cells(), row.cells());
    for (const char* bad : {"+", "+1", "+1\ta", "+x\ta\tb", "+1\ta\tb\tc", "+1\t\\x\tb", "+1\ta\t\\"})
        EXPECT_FALSE(read_row_line(bad, table, {})) << bad;
    for (const char* bad : {"", "table", "table ", "table x", "table x a", "table x a:blob", "table x;drop a:text",
                            "table x a\":text", "table X a:text"})
        EXPECT_FALSE(read_table_line(bad, {})) << bad;
}

}  // namespace
}  // namespace byline::database
