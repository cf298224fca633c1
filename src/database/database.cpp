#include "database/database.hpp"

#include <cassert>
#include <filesystem>
#include <thread>

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include "database/connection_pool.hpp"
#include "database/migrations.hpp"
#include "database/write_queue.hpp"
#include "disk/posix_error.hpp"

namespace byline::database {
namespace {

// SQLite would make it readable for all: what readers wrote in confidence is the site's own.
Result<void> make_file(const std::string& path) {
    const std::filesystem::path folder = std::filesystem::path(path).parent_path();
    std::error_code error;
    if (!folder.empty() && !std::filesystem::exists(folder, error)) {
        std::filesystem::create_directories(folder, error);
        if (error) return fail(disk::posix_error("making the folder", folder.string(), error.value()));
        ::chmod(folder.c_str(), S_IRWXU);
    }
    // Never one that is there: closing it would take from all of this process the locks that they have on it, and
    // another process would then throw away what they write.
    const int descriptor = ::open(path.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, S_IRUSR | S_IWUSR);
    if (descriptor < 0 && errno == EEXIST) return {};
    if (descriptor < 0) return fail(disk::posix_error("opening the store", path, errno));
    ::close(descriptor);
    return {};
}

constexpr int most_starts = 8;

// Several processes may start at once, and making a file one of write-ahead logging needs it alone.
Result<void> prepare_store(const Address& address, const OpenOptions& options) {
    for (int attempt = 1;; ++attempt) {
        Result<void> outcome;
        auto connection = Connection::open(address, Access::Write);
        bool is_busy = false;
        if (connection) {
            outcome = migrate(**connection, migrations(), options.last_migration.value_or(INT64_MAX), options.now_ms);
            is_busy = (*connection)->last_fault() == Fault::Busy;
        } else {
            outcome = fail(connection.error());
            is_busy = connection.error().message.find(" is busy: ") != std::string::npos;
        }
        if (outcome || !is_busy || attempt == most_starts) return outcome;
        std::this_thread::sleep_for(std::chrono::milliseconds(5 * attempt));
    }
}

}  // namespace

Database::Database(Address address, std::size_t readers, Access access)
    : address_(std::move(address)), readers_(std::make_unique<ConnectionPool>(address_, readers)) {
    if (access == Access::Write) writer_ = std::make_unique<WriteQueue>(address_);
}

Database::Database(Database&&) noexcept = default;
Database& Database::operator=(Database&&) noexcept = default;
Database::~Database() = default;

Result<Database> Database::open(std::string_view text, const OpenOptions& options) {
    TRY(auto address, Address::parse(text));
    address.patience = options.patience;
    if (address.dialect == Dialect::Sqlite) CHECK(make_file(address.target));
    CHECK(prepare_store(address, options));
    return Database(std::move(address), options.readers, Access::Write);
}

Result<OpenedToRead> Database::open_to_read(std::string_view text, std::int64_t oldest_migration,
                                            const OpenOptions& options) {
    TRY(auto address, Address::parse(text));
    address.patience = options.patience;
    std::error_code error;
    const bool is_file = address.dialect == Dialect::Sqlite;
    if (is_file && !std::filesystem::exists(address.target, error)) return OpenedToRead{};
    Database database(std::move(address), options.readers, Access::Read);
    {
        auto lease = database.readers_->lend();
        if (!lease && !is_file) return OpenedToRead{std::nullopt, std::move(lease).error()};
        if (!lease) return fail(std::move(lease).error());
        TRY(const bool has_tables, can_be_read(lease->connection(), migrations(), oldest_migration));
        if (!has_tables) return OpenedToRead{};
    }
    return OpenedToRead{std::move(database), std::nullopt};
}

Result<void> Database::read_work(const Work& work) {
    constexpr int attempts = 2;  // the first may find that the server was started anew since
    for (int attempt = 1;; ++attempt) {
        TRY(auto lease, readers_->lend());
        Connection& connection = lease.connection();
        Result<void> outcome = connection.begin(Access::Read);
        if (outcome) {
            Transaction transaction(connection);
            outcome = work(transaction);
            const Fault fault = connection.last_fault();
            if (fault != Fault::Gone) connection.rollback();
            if (outcome) return outcome;
            if (fault != Fault::Gone) return outcome;
        }
        if (connection.last_fault() != Fault::Gone || attempt == attempts) return outcome;
    }
}

Result<void> Database::write_work(const Work& work) {
    assert(writer_ != nullptr);
    if (writer_ != nullptr) return writer_->run(work);
    return fail(system_error(fmt::format("the store {} was opened to be read", address_.printed),
                             "this is a fault of Byline; report it", {}));
}

}  // namespace byline::database
