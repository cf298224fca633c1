#include "database/transaction.hpp"

#include <cassert>

#include <fmt/format.h>

namespace byline::database {
namespace {

Result<const Statement*> named(std::string_view name) {
    const Statement* statement = find_statement(name);
    assert(statement != nullptr);
    if (statement != nullptr) return statement;
    return fail(
        system_error(fmt::format("there is no statement {}", name), "this is a fault of Byline; report it", {}));
}

}  // namespace

Result<Rows> Transaction::rows(std::string_view name, Parameters parameters) {
    Rows rows;
    CHECK(each(name, parameters, [&](Row& row) -> Result<void> {
        rows.push_back(std::move(row));
        return {};
    }));
    return rows;
}

Result<std::optional<Row>> Transaction::row(std::string_view name, Parameters parameters) {
    std::optional<Row> first;
    CHECK(each(name, parameters, [&](Row& row) -> Result<void> {
        if (!first) first = std::move(row);
        return {};
    }));
    return first;
}

Result<void> Transaction::each(std::string_view name, Parameters parameters, const EachRow& each) {
    TRY(const Statement* statement, named(name));
    CHECK(connection_.run(*statement, parameters, each));
    return {};
}

Result<std::int64_t> Transaction::run(std::string_view name, Parameters parameters) {
    TRY(const Statement* statement, named(name));
    return connection_.run(*statement, parameters);
}

Result<void> Transaction::announce(std::string_view topic, std::string_view subject) {
    CHECK(run("event.insert", {{"topic", topic}, {"subject", subject}}));
    has_announced_ = true;
    return {};
}

}  // namespace byline::database
