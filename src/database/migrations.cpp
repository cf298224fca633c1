#include "database/migrations.hpp"

#include <charconv>

#include <fmt/format.h>

#include "database/embedded_sql.hpp"
#include "text/digest.hpp"

namespace byline::database {
namespace {

std::vector<Migration> embedded_migrations() {
    constexpr std::string_view folder = "migrations/";
    std::vector<Migration> all;
    for (const EmbeddedFile& file : embedded_sql()) {  // sorted by path
        if (!file.path.starts_with(folder)) continue;
        const std::string_view name = file.path.substr(folder.size());
        Migration migration{0, std::string(name.substr(0, name.find('.'))), file.bytes};
        std::from_chars(name.data(), name.data() + name.size(), migration.number);
        all.push_back(std::move(migration));
    }
    return all;
}

Result<void> check_applied(const Row& row, const std::vector<Migration>& all) {
    const std::int64_t number = row.number(0);
    if (number < 1 || static_cast<std::size_t>(number) > all.size()) {
        return fail(
            system_error(fmt::format("the store was made by a newer Byline: it is at migration {}, this one knows {}",
                                     number, all.size()),
                         "run the newer Byline, or restore a backup into an empty store", {}));
    }
    const Migration& known = all[static_cast<std::size_t>(number - 1)];
    if (row.text(1) == text::digest_of(known.script).hex()) return {};
    return fail(system_error(
        fmt::format("migration {} of the store is not {}: it was made by another Byline", number, known.name),
        "run the Byline that made it, and take a backup from which this one can restore", {}));
}

Result<std::int64_t> applied(Connection& connection, const std::vector<Migration>& all) {
    const Statement list{"",
                         {ColumnKind::Number, ColumnKind::Text},
                         "SELECT number, digest FROM migration ORDER BY number",
                         "SELECT number, digest FROM migration ORDER BY number"};
    std::int64_t last = 0;
    CHECK(connection.run(list, {}, [&](Row& row) -> Result<void> {
        last = row.number(0);
        return check_applied(row, all);
    }));
    return last;
}

Result<void> apply(Connection& connection, const Migration& migration, std::int64_t now_ms) {
    for (const std::string& part : split_script(in_dialect(migration.script, connection.dialect())))
        CHECK(connection.execute(part));
    const std::string insert =
        "INSERT INTO migration (number, name, digest, applied_at) VALUES (:number, :name, :digest, :applied_at)";
    CHECK(connection.run(Statement{"", {}, insert, insert}, {{"number", migration.number},
                                                             {"name", migration.name},
                                                             {"digest", text::digest_of(migration.script).hex()},
                                                             {"applied_at", now_ms}}));
    return {};
}

Result<void> migrate_in_transaction(Connection& connection, const std::vector<Migration>& all, std::int64_t last,
                                    std::int64_t now_ms) {
    CHECK(
        connection.execute(in_dialect("CREATE TABLE IF NOT EXISTS migration (number @number@ PRIMARY KEY, "
                                      "name @text@ NOT NULL, digest @text@ NOT NULL, applied_at @number@ NOT NULL) "
                                      "@strict@",
                                      connection.dialect())));
    TRY(const std::int64_t done, applied(connection, all));
    for (const Migration& migration : all)
        if (migration.number > done && migration.number <= last) CHECK(apply(connection, migration, now_ms));
    return {};
}

// Asked when the list of migrations cannot be read: nobody has made tables here, or something else is wrong.
Result<bool> has_list(Connection& connection) {
    const Statement list{"",
                         {ColumnKind::Number},
                         "SELECT count(*) FROM sqlite_master WHERE type = 'table' AND name = 'migration'",
                         "SELECT count(*) FROM information_schema.tables "
                         "WHERE table_schema = current_schema() AND table_name = 'migration'"};
    bool is_there = false;
    CHECK(connection.run(list, {}, [&](Row& row) -> Result<void> {
        is_there = row.flag(0);
        return {};
    }));
    return is_there;
}

}  // namespace

const std::vector<Migration>& migrations() {
    static const std::vector<Migration> all = embedded_migrations();
    return all;
}

Result<void> migrate(Connection& connection, const std::vector<Migration>& all, std::int64_t last,
                     std::int64_t now_ms) {
    CHECK(connection.begin(Access::Write));
    auto outcome = migrate_in_transaction(connection, all, last, now_ms);
    if (outcome) outcome = connection.commit();
    if (!outcome) connection.rollback();
    return outcome;
}

Result<bool> can_be_read(Connection& connection, const std::vector<Migration>& all, std::int64_t oldest) {
    auto last = applied(connection, all);
    if (!last) {
        if (connection.last_fault() != Fault::Refused) return fail(std::move(last).error());
        TRY(const bool is_there, has_list(connection));
        if (!is_there) return false;
        return fail(std::move(last).error());
    }
    if (*last >= oldest) return true;
    return fail(
        system_error(fmt::format("the store is at migration {}, and what is asked of it came with {}", *last, oldest),
                     "start `byline serve` once, which brings its tables up to date", {}));
}

}  // namespace byline::database
