// A StoreTest runs its cases on SQLite and on PostgreSQL, each with a fresh store.
// For test programs.
#pragma once

#include <string>

#include <gtest/gtest.h>

#include "database/database.hpp"
#include "database/test_stores.hpp"

namespace byline::database {

class StoreTest : public testing::TestWithParam<Dialect> {
  protected:
    void SetUp() override {
        if (GetParam() == Dialect::Postgresql && !TestServer::shared().absent().empty()) {
            GTEST_SKIP() << TestServer::shared().absent();
        }
        address_ = fresh_address(GetParam(), "byline.db");
    }

    [[nodiscard]] std::string fresh_address(Dialect dialect, const std::string& name) const {
        return dialect == Dialect::Sqlite ? folder_.address(name) : TestServer::shared().fresh_address();
    }
    [[nodiscard]] static Database opened(const std::string& address, OpenOptions options = {}) {
        auto database = Database::open(address, options);
        EXPECT_TRUE(database) << database.error().message;
        if (!database) std::abort();
        return std::move(*database);
    }

    TestFolder folder_;
    std::string address_;
};

inline std::string store_name(const testing::TestParamInfo<Dialect>& info) {
    return info.param == Dialect::Sqlite ? "Sqlite" : "Postgresql";
}

// NOLINTNEXTLINE(cppcoreguidelines-macro-usage): GoogleTest's own are
#define ON_BOTH_STORES(Suite)                                                                                         \
    INSTANTIATE_TEST_SUITE_P(                                                                                         \
        Stores, Suite, testing::Values(::byline::database::Dialect::Sqlite, ::byline::database::Dialect::Postgresql), \
        ::byline::database::store_name)

}  // namespace byline::database
