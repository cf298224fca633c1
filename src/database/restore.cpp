#include <charconv>
#include <cstdint>
#include <fstream>
#include <optional>
#include <utility>

#include <fmt/format.h>

#include "database/backup.hpp"
#include "database/backup_line.hpp"
#include "database/migrations.hpp"
#include "text/digest.hpp"

namespace byline::database {
namespace {

// Reads a backup line by line, and keeps the digest of the lines before the one that was read last.
class BackupReader {
  public:
    explicit BackupReader(const std::string& path) : stream_(path, std::ios::binary), place_{path, 0, 0} {}

    // The line stays valid until the next call.
    Result<std::string_view> next() {
        if (place_.line > 0) digest_.add_bytes(line_).add_bytes("\n");
        ++place_.line;
        if (!std::getline(stream_, line_) || stream_.eof()) {
            return fail(content_error("the backup ends before its end", "it is cut off; take another", place_));
        }
        bytes_ += static_cast<std::int64_t>(line_.size()) + 1;
        return std::string_view(line_);
    }
    Result<std::int64_t> number_behind(std::string_view word) {
        TRY(std::string_view line, next());
        std::int64_t number = 0;
        if (line.starts_with(word)) {
            line.remove_prefix(word.size());
            const auto [end, error] = std::from_chars(line.data(), line.data() + line.size(), number);
            if (error == std::errc() && end == line.data() + line.size()) return number;
        }
        return fail(content_error(fmt::format("'{}' and a number were expected", word), "this is no backup", place_));
    }
    [[nodiscard]] bool is_open() const { return stream_.is_open(); }
    [[nodiscard]] const Place& place() const { return place_; }
    [[nodiscard]] std::int64_t bytes() const { return bytes_; }
    [[nodiscard]] std::string sum() const { return digest_.digest().hex(); }

  private:
    std::ifstream stream_;
    std::string line_;
    Place place_;
    text::DigestBuilder digest_;
    std::int64_t bytes_ = 0;
};

struct Head {
    std::int64_t migration = 0;
    std::int64_t created_ms = 0;
};

Result<Head> read_head(BackupReader& reader) {
    if (!reader.is_open()) {
        return fail(
            system_error("the backup cannot be opened", "see whether it is there and may be read", reader.place()));
    }
    TRY(const std::string_view first, reader.next());
    if (first != backup_first_line) {
        return fail(content_error("this is no backup that this Byline can read",
                                  fmt::format("its first line is to be '{}'", backup_first_line), reader.place()));
    }
    Head head;
    TRY(head.migration, reader.number_behind("migration "));
    const auto newest = static_cast<std::int64_t>(migrations().size());
    if (head.migration > newest) {
        return fail(content_error(
            fmt::format("the backup is of a newer Byline: of migration {}, this one knows {}", head.migration, newest),
            "restore it with the newer Byline", reader.place()));
    }
    TRY(head.created_ms, reader.number_behind("created "));
    return head;
}

Result<void> check_empty(Connection& connection, const Address& address) {
    const Statement* columns = find_statement("schema.columns");
    std::vector<std::string> tables;
    CHECK(connection.run(*columns, {}, [&](Row& row) -> Result<void> {
        if (row.text(0) != "migration" && (tables.empty() || tables.back() != row.text(0)))
            tables.push_back(row.text(0));
        return {};
    }));
    for (const std::string& table : tables) {
        std::int64_t rows = 0;
        const std::string count = fmt::format("SELECT count(*) FROM (SELECT 1 FROM {} LIMIT 1) AS one", table);
        CHECK(connection.run(Statement{"", {ColumnKind::Number}, count, count}, {}, [&](Row& row) -> Result<void> {
            rows = row.number(0);
            return {};
        }));
        if (rows > 0) {
            return fail(usage_error(fmt::format("the store {} is not empty", address.printed),
                                    "restore into a new one; nothing is written over"));
        }
    }
    return {};
}

class Restoring {
  public:
    Restoring(Connection& connection, BackupReader& reader) : connection_(connection), reader_(reader) {}

    Result<BackupReport> run() {
        const bool is_sqlite = connection_.dialect() == Dialect::Sqlite;
        CHECK(connection_.execute(is_sqlite ? "PRAGMA defer_foreign_keys = ON" : "SET CONSTRAINTS ALL DEFERRED"));
        for (;;) {
            TRY(const std::string_view line, reader_.next());
            if (line.starts_with("end ")) {
                CHECK(check_end(line));
                break;
            }
            if (line.starts_with('+')) {
                CHECK(insert(line));
                continue;
            }
            CHECK(finish_table());
            TRY(table_, read_table_line(line, reader_.place()));
            ++report_.tables;
            prepare();
        }
        CHECK(finish_table());
        report_.bytes = reader_.bytes();
        return report_;
    }

  private:
    void prepare() {
        std::string columns;
        std::string values;
        for (const std::string& column : table_.columns) {
            const std::string_view comma = columns.empty() ? "" : ", ";
            columns += fmt::format("{}{}", comma, column);
            values += fmt::format("{}:{}", comma, column);
        }
        const std::string insert = fmt::format("INSERT INTO {} ({}) VALUES ({})", table_.name, columns, values);
        insert_ = {"restore." + table_.name, {}, insert, insert};
    }

    Result<void> insert(std::string_view line) {
        if (table_.name.empty()) {
            return fail(content_error("a row stands before its table", "the file is damaged", reader_.place()));
        }
        TRY(const Row row, read_row_line(line, table_, reader_.place()));
        std::vector<Parameter> parameters;
        for (std::size_t i = 0; i < table_.columns.size(); ++i) {
            if (row.is_null(i)) {
                parameters.emplace_back(table_.columns[i], std::nullopt);
            } else if (table_.kinds[i] == ColumnKind::Number) {
                parameters.emplace_back(table_.columns[i], row.number(i));
            } else {
                parameters.emplace_back(table_.columns[i], row.text(i));
            }
        }
        ++report_.rows;
        auto inserted = connection_.run(insert_, std::span<const Parameter>(parameters));
        if (inserted) return {};
        inserted.error().place = reader_.place();
        return fail(std::move(inserted).error());
    }

    // PostgreSQL goes on counting where it was, whatever keys were inserted.
    Result<void> finish_table() {
        if (table_.name.empty() || connection_.dialect() == Dialect::Sqlite) return {};
        return connection_.execute(fmt::format(
            "SELECT setval(pg_get_serial_sequence('{0}', 'id'), (SELECT coalesce(max(id), 0) + 1 FROM {0}), false)",
            table_.name));
    }

    Result<void> check_end(std::string_view line) {
        if (line == fmt::format("end {} {}", report_.rows, reader_.sum())) return {};
        return fail(content_error("the backup does not hold what it held when it was made",
                                  "it is damaged or was edited; take another", reader_.place()));
    }

    Connection& connection_;
    BackupReader& reader_;
    BackupTable table_;
    Statement insert_;
    BackupReport report_;
};

}  // namespace

Result<BackupReport> restore(std::string_view address_text, const std::string& path, std::int64_t now_ms) {
    TRY(const auto address, Address::parse(address_text));
    BackupReader reader(path);
    TRY(const auto head, read_head(reader));
    OpenOptions options{.readers = 1, .now_ms = now_ms, .last_migration = head.migration};
    { TRY(const auto made, Database::open(address_text, options)); }
    TRY(auto connection, Connection::open(address, Access::Write));
    CHECK(connection->begin(Access::Write));
    auto outcome = check_empty(*connection, address);
    std::optional<BackupReport> report;
    if (outcome) {
        auto restored = Restoring(*connection, reader).run();
        if (restored) {
            report = *restored;
        } else {
            outcome = fail(std::move(restored).error());
        }
    }
    if (outcome) outcome = connection->commit();
    if (!outcome) {
        connection->rollback();
        return fail(std::move(outcome).error());
    }
    CHECK(migrate(*connection, migrations(), INT64_MAX, now_ms));
    return *report;
}

}  // namespace byline::database
