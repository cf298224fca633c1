#include "database/backup.hpp"

#include <cerrno>
#include <cstdio>
#include <utility>
#include <vector>

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include "database/backup_line.hpp"
#include "disk/posix_error.hpp"
#include "text/digest.hpp"

namespace byline::database {
namespace {

constexpr std::int64_t rows_at_once = 1000;

// Tables that are made anew where a backup is restored, or that tell of what was once to be told.
bool is_left_out(std::string_view table) {
    return table == "migration" || table == "event";
}

Result<std::vector<BackupTable>> tables_of(Transaction& transaction) {
    std::vector<BackupTable> tables;
    CHECK(transaction.each("schema.columns", {}, [&](Row& row) -> Result<void> {
        if (is_left_out(row.text(0))) return {};
        if (tables.empty() || tables.back().name != row.text(0)) tables.push_back({row.text(0), {}, {}});
        tables.back().columns.push_back(row.text(1));
        tables.back().kinds.push_back(row.text(2) == "text" ? ColumnKind::Text : ColumnKind::Number);
        return {};
    }));
    return tables;
}

std::string joined(const std::vector<std::string>& words, std::string_view before) {
    std::string out;
    for (const std::string& word : words) out += fmt::format("{}{}{}", out.empty() ? "" : ", ", before, word);
    return out;
}

// A file that appears whole or not at all.
class StagedFile {
  public:
    explicit StagedFile(std::string path) : path_(std::move(path)), staged_(path_ + ".part") {}
    ~StagedFile() {
        if (descriptor_ >= 0) {
            ::close(descriptor_);
            ::unlink(staged_.c_str());
        }
    }
    StagedFile(const StagedFile&) = delete;
    StagedFile& operator=(const StagedFile&) = delete;

    Result<void> open() {
        descriptor_ = ::open(staged_.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, S_IRUSR | S_IWUSR);
        return descriptor_ >= 0 ? Result<void>() : fail(disk::posix_error("writing", staged_, errno));
    }
    Result<void> write(std::string_view bytes) {
        while (!bytes.empty()) {
            const ssize_t written = ::write(descriptor_, bytes.data(), bytes.size());
            if (written < 0 && errno == EINTR) continue;
            if (written < 0) return fail(disk::posix_error("writing", staged_, errno));
            bytes.remove_prefix(static_cast<std::size_t>(written));
        }
        return {};
    }
    Result<void> finish() {
        if (::fsync(descriptor_) != 0) return fail(disk::posix_error("writing", staged_, errno));
        if (::rename(staged_.c_str(), path_.c_str()) != 0) return fail(disk::posix_error("writing", path_, errno));
        ::close(std::exchange(descriptor_, -1));
        return {};
    }

  private:
    const std::string path_;
    const std::string staged_;
    int descriptor_ = -1;
};

class BackupWriter {
  public:
    explicit BackupWriter(const std::string& path) : file_(path) {}

    Result<BackupReport> write(Transaction& transaction, std::int64_t now_ms) {
        CHECK(file_.open());
        TRY(const auto last, transaction.row("schema.last_migration"));
        CHECK(line(fmt::format("{}\nmigration {}\ncreated {}", backup_first_line, last ? last->number(0) : 0, now_ms)));
        TRY(const auto tables, tables_of(transaction));
        for (const BackupTable& table : tables) CHECK(write_table(transaction.connection(), table));
        const std::string sum = digest_.digest().hex();
        CHECK(line(fmt::format("end {} {}", report_.rows, sum)));
        CHECK(file_.finish());
        return report_;
    }

  private:
    Result<void> line(std::string text) {
        text += '\n';
        digest_.add_bytes(text);
        report_.bytes += static_cast<std::int64_t>(text.size());
        return file_.write(text);
    }

    Result<void> write_table(Connection& connection, const BackupTable& table) {
        CHECK(line(table_line(table)));
        ++report_.tables;
        const std::string select = fmt::format("SELECT id, {} FROM {} WHERE id > :after ORDER BY id LIMIT {}",
                                               joined(table.columns, ""), table.name, rows_at_once);
        Statement statement{"backup." + table.name, {ColumnKind::Number}, select, select};
        statement.columns.insert(statement.columns.end(), table.kinds.begin(), table.kinds.end());
        std::int64_t after = INT64_MIN;
        for (std::int64_t given = rows_at_once; given == rows_at_once;) {
            std::string lines;
            given = 0;
            CHECK(connection.run(statement, {{"after", after}}, [&](Row& row) -> Result<void> {
                after = row.number(0);
                row.cells().erase(row.cells().begin());
                if (!lines.empty()) lines += '\n';
                append_row_line(lines, row);
                ++given;
                return {};
            }));
            report_.rows += given;
            if (given > 0) CHECK(line(std::move(lines)));
        }
        return {};
    }

    StagedFile file_;
    text::DigestBuilder digest_;
    BackupReport report_;
};

}  // namespace

Result<BackupReport> back_up(Database& database, const std::string& path, std::int64_t now_ms) {
    return database.read([&](Transaction& transaction) -> Result<BackupReport> {
        BackupWriter writer(path);
        return writer.write(transaction, now_ms);
    });
}

}  // namespace byline::database
