// The only file that includes SOCI, SQLite and libpq. Of the latter two it needs the types: their libraries are opened
// when the first connection is.
#include "database/connection.hpp"

#include <algorithm>
#include <map>
#include <mutex>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <poll.h>
#include <soci/soci.h>
// SOCI puts SQLite's names into a namespace of its own, so its header comes first.
#include <soci/postgresql/soci-postgresql.h>
#include <soci/sqlite3/soci-sqlite3.h>

#include "database/fault.hpp"
#include "loading/late_library.hpp"
#include "text/utf8.hpp"

namespace byline::database {
namespace {

constexpr std::int64_t write_lock = 0x62796c696e65;  // PostgreSQL's number for the one writer: "byline"

struct Backend {
    const soci::backend_factory* (*factory)() = nullptr;
    int (*sqlite_code)(sqlite_api::sqlite3*) = nullptr;
    int (*sqlite_columns)(sqlite_api::sqlite3_stmt*) = nullptr;
    PGVerbosity (*set_verbosity)(PGconn*, PGVerbosity) = nullptr;
    ConnStatusType (*status)(const PGconn*) = nullptr;
    int (*socket)(const PGconn*) = nullptr;
    int (*consume)(PGconn*) = nullptr;
    PGnotify* (*notification)(PGconn*) = nullptr;
    void (*free_memory)(void*) = nullptr;
};

Result<Backend> open_backend(Dialect dialect) {
    Backend backend;
    if (dialect == Dialect::Sqlite) {
        TRY(auto library, loading::LateLibrary::open("libsoci_sqlite3.so.4.0", "libsoci-sqlite3-4.0"));
        library.find(backend.factory, "factory_sqlite3");
        library.find(backend.sqlite_code, "sqlite3_extended_errcode");
        library.find(backend.sqlite_columns, "sqlite3_column_count");
        int (*configure)(int, ...) = nullptr;
        library.find(configure, "sqlite3_config");
        CHECK(library.whole());
        // Each connection belongs to one thread at a time, so that locking it for each column would be for nothing.
        // SQLite takes this before it is first used, and refuses it afterwards, when it was taken already.
        constexpr int multithread = 2;  // SQLITE_CONFIG_MULTITHREAD
        static_cast<void>(configure(multithread));
        return backend;
    }
    TRY(auto library, loading::LateLibrary::open("libsoci_postgresql.so.4.0", "libsoci-postgresql4.0"));
    library.find(backend.factory, "factory_postgresql");
    library.find(backend.set_verbosity, "PQsetErrorVerbosity");
    library.find(backend.status, "PQstatus");
    library.find(backend.socket, "PQsocket");
    library.find(backend.consume, "PQconsumeInput");
    library.find(backend.notification, "PQnotifies");
    library.find(backend.free_memory, "PQfreemem");
    CHECK(library.whole());
    return backend;
}

// What SOCI reads into and binds from; its place in memory stays.
struct Slot {
    std::string name;
    ColumnKind kind = ColumnKind::Text;
    long long number = 0;
    std::string text;
    soci::indicator indicator = soci::i_ok;
};

struct Prepared {
    explicit Prepared(soci::session& session) : statement(session) {}

    soci::statement statement;
    std::vector<std::unique_ptr<Slot>> bound;
    std::vector<std::unique_ptr<Slot>> given;
};

// Moves the texts out: SOCI fills them anew for the next row. The cells of the row before are used again, unless that
// was moved away.
void fill(Row& row, Prepared& prepared) {
    std::vector<Row::Cell>& cells = row.cells();
    cells.resize(prepared.given.size());
    for (std::size_t i = 0; i < cells.size(); ++i) {
        Slot& slot = *prepared.given[i];
        if (slot.indicator == soci::i_null) {
            cells[i].emplace<std::monostate>();
        } else if (slot.kind == ColumnKind::Number) {
            cells[i].emplace<std::int64_t>(slot.number);
        } else {
            cells[i].emplace<std::string>(std::move(slot.text));
        }
    }
}

void bind(Slot& slot, const Parameter& parameter) {
    slot.indicator = soci::i_ok;
    if (const auto* number = std::get_if<std::int64_t>(&parameter.value())) {
        slot.number = *number;
    } else if (const auto* text = std::get_if<std::string_view>(&parameter.value())) {
        slot.text = *text;
    } else {
        slot.indicator = soci::i_null;
    }
}

// Both stores keep UTF-8 without NUL; SQLite would take anything, and give it back to nobody's joy.
Result<void> check_text(const Parameter& parameter) {
    const auto* text = std::get_if<std::string_view>(&parameter.value());
    if (text == nullptr) return {};
    if (text->find('\0') == std::string_view::npos && !text::find_invalid(*text)) return {};
    return fail(system_error(fmt::format("'{}' is not text that can be stored", parameter.name()),
                             "send well-formed UTF-8 without NUL", {}));
}

// What follows tells of values, which may be a reader's, and of PostgreSQL's sources.
std::string first_line(std::string_view message) {
    return std::string(message.substr(0, message.find('\n')));
}

}  // namespace

class Connection::Session {
  public:
    Session(Address address, const Backend& backend) : address_(std::move(address)), backend_(backend) {}
    ~Session() {
        // Statements go before the session that they belong to.
        prepared_.clear();
    }
    Session(const Session&) = delete;
    Session& operator=(const Session&) = delete;

    void open(Access access) {
        if (address_.dialect == Dialect::Sqlite) {
            session_.open(*backend_.factory(), fmt::format("db=\"{}\"", address_.target));
        } else {
            session_.open(*backend_.factory(), address_.target);
            backend_.set_verbosity(postgresql(), PQERRORS_VERBOSE);
        }
        for (const std::string& setting : settings(access)) execute(setting);
    }

    void execute(const std::string& sql) { session_ << sql; }

    // How many columns a statement gives, as SQLite counts them; PostgreSQL only says whether it can be prepared.
    [[nodiscard]] std::size_t columns_of(const Statement& statement) {
        Prepared& prepared = prepare(statement, {});
        if (address_.dialect == Dialect::Postgresql) return statement.columns.size();
        auto* backend = static_cast<soci::sqlite3_statement_backend*>(prepared.statement.get_backend());
        return static_cast<std::size_t>(backend_.sqlite_columns(backend->stmt_));
    }

    Prepared& prepare(const Statement& statement, std::span<const Parameter> parameters) {
        std::string key = statement.name;
        for (const Parameter& parameter : parameters) {
            const bool is_number = std::holds_alternative<std::int64_t>(parameter.value());
            (key += '\n') += parameter.name();
            key += is_number ? '#' : '$';
        }
        if (statement.name.empty()) prepared_.erase(key);
        const auto found = prepared_.find(key);
        if (found != prepared_.end()) return found->second;
        Prepared& made = prepared_.try_emplace(key, session_).first->second;
        try {
            make(made, statement, parameters);
        } catch (...) {
            prepared_.erase(key);
            throw;
        }
        return made;
    }

    [[nodiscard]] Fault fault_of(std::string_view message) {
        if (address_.dialect == Dialect::Postgresql) {
            if (backend_of_session() == nullptr || backend_.status(postgresql()) != CONNECTION_OK) return Fault::Gone;
            return fault_of_postgresql(message);
        }
        if (backend_of_session() == nullptr) return Fault::Gone;
        constexpr int primary_bits = 0xFF;
        constexpr int busy = 5;
        constexpr int locked = 6;
        const int code = backend_.sqlite_code(sqlite()) & primary_bits;
        return code == busy || code == locked ? Fault::Busy : Fault::Refused;
    }

    void wait_for_notification(std::chrono::milliseconds timeout) {
        // One may have come along with the answer to a statement; the socket would not tell of it any more.
        if (take_notifications()) return;
        pollfd waited{backend_.socket(postgresql()), POLLIN, 0};
        ::poll(&waited, 1, static_cast<int>(timeout.count()));
        if (backend_.consume(postgresql()) == 0) throw soci::soci_error("the server closed the connection");
        take_notifications();
    }

    [[nodiscard]] const Address& address() const { return address_; }

  private:
    bool take_notifications() {
        bool has_any = false;
        while (PGnotify* told = backend_.notification(postgresql())) {
            backend_.free_memory(told);
            has_any = true;
        }
        return has_any;
    }
    [[nodiscard]] soci::details::session_backend* backend_of_session() { return session_.get_backend(); }
    [[nodiscard]] PGconn* postgresql() {
        return static_cast<soci::postgresql_session_backend*>(backend_of_session())->conn_;
    }
    [[nodiscard]] sqlite_api::sqlite3* sqlite() {
        return static_cast<soci::sqlite3_session_backend*>(backend_of_session())->conn_;
    }

    [[nodiscard]] std::vector<std::string> settings(Access access) const {
        if (address_.dialect == Dialect::Postgresql) {
            return {"SET client_min_messages = error", "SET client_encoding = 'UTF8'", "SET synchronous_commit = on",
                    fmt::format("SET lock_timeout = {}", address_.patience.count()), "SET statement_timeout = '60s'",
                    // A writer that hangs lets go of the store.
                    "SET idle_in_transaction_session_timeout = '15s'"};
        }
        const std::string patience = fmt::format("PRAGMA busy_timeout = {}", address_.patience.count());
        const std::string trust = "PRAGMA trusted_schema = OFF";
        const std::string cache = "PRAGMA cache_size = -8000";
        // The way of logging stands in the file: who only reads takes it as it is, and no lock for it.
        if (access == Access::Read) return {patience, trust, cache, "PRAGMA query_only = ON"};
        // WAL with NORMAL outlives a killed process but not a power cut; FULL syncs at each commit.
        return {patience, "PRAGMA journal_mode = WAL", "PRAGMA synchronous = FULL", "PRAGMA foreign_keys = ON", trust,
                cache};
    }

    void make(Prepared& made, const Statement& statement, std::span<const Parameter> parameters) {
        made.statement.alloc();
        made.statement.prepare(statement.text(address_.dialect));
        for (const Parameter& parameter : parameters) {
            auto slot = std::make_unique<Slot>();
            slot->name = parameter.name();
            slot->kind =
                std::holds_alternative<std::int64_t>(parameter.value()) ? ColumnKind::Number : ColumnKind::Text;
            if (slot->kind == ColumnKind::Number) {
                made.statement.exchange(soci::use(slot->number, slot->indicator, slot->name));
            } else {
                made.statement.exchange(soci::use(slot->text, slot->indicator, slot->name));
            }
            made.bound.push_back(std::move(slot));
        }
        for (const ColumnKind kind : statement.columns) {
            auto slot = std::make_unique<Slot>();
            slot->kind = kind;
            if (kind == ColumnKind::Number) {
                made.statement.exchange(soci::into(slot->number, slot->indicator));
            } else {
                made.statement.exchange(soci::into(slot->text, slot->indicator));
            }
            made.given.push_back(std::move(slot));
        }
        made.statement.define_and_bind();
    }

    const Address address_;
    const Backend backend_;
    soci::session session_;
    std::map<std::string, Prepared, std::less<>> prepared_;
};

Connection::Connection(std::unique_ptr<Session> session) : session_(std::move(session)) {}
Connection::~Connection() = default;

Dialect Connection::dialect() const {
    return session_->address().dialect;
}

Error Connection::translated() {
    std::string message;
    try {
        throw;
    } catch (const soci::soci_error& error) {
        message = error.get_error_message();
    } catch (const std::exception& error) {
        message = error.what();
    }
    last_fault_ = session_->fault_of(message);
    const std::string& printed = session_->address().printed;
    switch (last_fault_) {
        case Fault::Busy:
            return system_error(fmt::format("the store {} is busy: {}", printed, first_line(message)),
                                "try again; if it stays so, look for a process that holds it", {});
        case Fault::Gone:
            std::replace(message.begin(), message.end(), '\n', ' ');
            return system_error(fmt::format("the store {} does not answer: {}", printed, message),
                                "start it, or correct its address", {});
        case Fault::None:
        case Fault::Refused: break;
    }
    return system_error(fmt::format("the store {} refused: {}", printed, first_line(message)),
                        "see whether the disk is full, and whether the file may be written", {});
}

Result<std::unique_ptr<Connection>> Connection::open(const Address& address, Access access) {
    TRY(const Backend backend, open_backend(address.dialect));
    std::unique_ptr<Connection> connection(new Connection(std::make_unique<Session>(address, backend)));
    try {
        connection->session_->open(access);
    } catch (const std::exception&) {
        return fail(connection->translated());
    }
    return connection;
}

Result<std::int64_t> Connection::run(const Statement& statement, Parameters parameters, const EachRow& each) {
    return run(statement, std::span<const Parameter>(parameters.begin(), parameters.size()), each);
}

Result<std::int64_t> Connection::run(const Statement& statement, std::span<const Parameter> parameters,
                                     const EachRow& each) {
    last_fault_ = Fault::None;
    for (const Parameter& parameter : parameters) CHECK(check_text(parameter));
    try {
        Prepared& prepared = session_->prepare(statement, parameters);
        for (std::size_t i = 0; i < parameters.size(); ++i) bind(*prepared.bound[i], parameters[i]);
        Result<void> outcome;
        Row row;
        // To the last row in any case: a statement that stands half-way holds its snapshot of SQLite.
        for (bool is_row = prepared.statement.execute(true); is_row; is_row = prepared.statement.fetch()) {
            if (!outcome || !each) continue;
            fill(row, prepared);
            outcome = each(row);
        }
        if (!outcome) return fail(std::move(outcome).error());
        return std::int64_t{prepared.statement.get_affected_rows()};
    } catch (const std::exception&) {
        return fail(translated());
    }
}

Result<void> Connection::check(const Statement& statement) {
    last_fault_ = Fault::None;
    try {
        const std::size_t columns = session_->columns_of(statement);
        if (columns == statement.columns.size()) return {};
        return fail(content_error(
            fmt::format("{} gives {} columns and names {}", statement.name, columns, statement.columns.size()),
            "correct its `gives` line", {}));
    } catch (const std::exception&) {
        return fail(translated());
    }
}

Result<void> Connection::execute(const std::string& sql) {
    last_fault_ = Fault::None;
    try {
        session_->execute(sql);
        return {};
    } catch (const std::exception&) {
        return fail(translated());
    }
}

Result<void> Connection::begin(Access access) {
    if (dialect() == Dialect::Sqlite) return execute(access == Access::Write ? "BEGIN IMMEDIATE" : "BEGIN");
    if (access == Access::Read) return execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY");
    CHECK(execute("BEGIN"));
    // One writer at a time, as in SQLite: events get their numbers in the order in which they become visible, and no
    // decision is made of what another one is changing.
    auto locked = execute(fmt::format("SELECT pg_advisory_xact_lock({})", write_lock));
    if (!locked) {
        const Fault fault = last_fault_;
        rollback();
        last_fault_ = fault;
    }
    return locked;
}

Result<void> Connection::commit() {
    return execute("COMMIT");
}

void Connection::rollback() {
    // Where nothing is open, or nobody answers, there is nothing to roll back.
    static_cast<void>(execute("ROLLBACK"));
}

Result<void> Connection::wait_for_notification(std::chrono::milliseconds timeout) {
    last_fault_ = Fault::None;
    try {
        session_->wait_for_notification(timeout);
        return {};
    } catch (const std::exception&) {
        return fail(translated());
    }
}

}  // namespace byline::database
