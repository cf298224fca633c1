// A Database is the store of what readers bring: SQLite in one file, or PostgreSQL. Work on it is a function that is
// given a Transaction; what a write returned is on disk. Safe from any thread; calls block.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

#include "database/address.hpp"
#include "database/transaction.hpp"

namespace byline::database {

class ConnectionPool;
class WriteQueue;

struct OpenOptions {
    std::size_t readers = 4;                   // connections at most that read at the same time
    std::chrono::milliseconds patience{5000};  // how long a write waits for another writer
    std::int64_t now_ms = 0;                   // since 1970: written beside migrations that are applied
    std::optional<std::int64_t> last_migration = std::nullopt;  // the newest when nothing is said
};

struct OpenedToRead;

class Database {
  public:
    // Makes the file of SQLite, and its folder, when there is none; brings the tables up to date.
    [[nodiscard]] static Result<Database> open(std::string_view address, const OpenOptions& options = {});

    // For who only reads: makes and migrates nothing, and waits for no writer of SQLite. An error where the store is
    // damaged, its tables are older than `oldest_migration`, or of a newer program. Writing to it is a bug.
    [[nodiscard]] static Result<OpenedToRead> open_to_read(std::string_view address, std::int64_t oldest_migration,
                                                           const OpenOptions& options = {});

    Database(Database&&) noexcept;
    Database& operator=(Database&&) noexcept;
    ~Database();

    // `work` is called with a Transaction& and returns a Result. All that it reads is of one moment.
    template <typename Function>
    auto read(Function&& work) -> std::invoke_result_t<Function&, Transaction&> {
        return kept<Function>(work, [this](const Work& plain) { return read_work(plain); });
    }

    // As read(), and may write. It may be called several times, and nothing of all calls but the last stays: so it
    // changes nothing beyond the store.
    template <typename Function>
    auto write(Function&& work) -> std::invoke_result_t<Function&, Transaction&> {
        return kept<Function>(work, [this](const Work& plain) { return write_work(plain); });
    }

    [[nodiscard]] const Address& address() const { return address_; }

  private:
    Database(Address address, std::size_t readers, Access access);

    Result<void> read_work(const Work& work);
    Result<void> write_work(const Work& work);

    template <typename Function, typename Run>
    static auto kept(Function& work, const Run& run) -> std::invoke_result_t<Function&, Transaction&> {
        using Outcome = std::invoke_result_t<Function&, Transaction&>;
        if constexpr (std::is_void_v<typename Outcome::value_type>) {
            return run([&](Transaction& transaction) -> Result<void> { return work(transaction); });
        } else {
            std::optional<Outcome> outcome;
            auto ran = run([&](Transaction& transaction) -> Result<void> {
                outcome.emplace(work(transaction));
                if (*outcome) return {};
                return fail(outcome->error());
            });
            if (!ran) return fail(std::move(ran).error());
            return std::move(*outcome);
        }
    }

    Address address_;
    std::unique_ptr<ConnectionPool> readers_;
    std::unique_ptr<WriteQueue> writer_;  // null when it was opened to be read
};

struct OpenedToRead {
    std::optional<Database> database = {};  // none where there is no store yet, or none to be reached
    std::optional<Error> unreachable = {};  // why: who asks may have another way
};

}  // namespace byline::database
