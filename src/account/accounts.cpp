#include "account/accounts.hpp"

#include "secrets/one_time_code.hpp"
#include "secrets/password.hpp"
#include "text/utf8.hpp"

namespace byline::account {
namespace {

using database::Row;
using database::Transaction;

constexpr const char* first_run = "first run";

bool is_weak(std::string_view password) {
    return text::count_code_points(password) < secrets::least_password_characters ||
           password.size() > secrets::most_password_bytes;
}

Result<std::string> begin_session(Transaction& transaction, std::int64_t account, const std::string& token,
                                  std::int64_t now_ms) {
    CHECK(transaction.run("account.forget_sessions", {{"now", now_ms}}));
    CHECK(transaction.run("account.insert_session", {{"account", account},
                                                     {"token", secrets::token_digest(token)},
                                                     {"created_at", now_ms},
                                                     {"expires_at", now_ms + session_ms}}));
    return token;
}

// Counted before the password is looked at, so that many at once are many.
Result<bool> may_attempt(Transaction& transaction, const Credentials& credentials, std::int64_t now_ms) {
    CHECK(transaction.run("account.forget_attempts", {{"until", now_ms - attempt_window_ms}}));
    const std::string network = "network " + credentials.network;
    const std::string name = "name " + credentials.name;
    const auto count = [&](const std::string& whence) -> Result<std::int64_t> {
        CHECK(transaction.run("account.insert_attempt", {{"whence", whence}, {"attempted_at", now_ms}}));
        TRY(const auto row,
            transaction.row("account.attempts", {{"whence", whence}, {"since", now_ms - attempt_window_ms}}));
        return row->number(0);
    };
    TRY(const std::int64_t of_network, count(network));
    // Who has used up the network's does not use up the name's: nobody locks the owner out from one place.
    if (of_network > most_attempts_of_network) return false;
    TRY(const std::int64_t on_name, count(name));
    return on_name <= most_attempts_on_name;
}

Result<bool> use_code(Transaction& transaction, const Row& account, std::string_view code, std::int64_t now_ms) {
    TRY(const auto step, secrets::matching_step(account.text(3), code, now_ms, account.number(4)));
    if (!step) return false;
    TRY(const std::int64_t used, transaction.run("account.use_step", {{"id", account.number(0)}, {"step", *step}}));
    return used == 1;
}

// What a password of nobody is compared with, so that an unknown name takes as long as a known one.
const std::string& nobodys_password() {
    static const std::string hash = secrets::hash_password("nobody has this one").value_or("");
    return hash;
}

}  // namespace

Result<std::optional<std::string>> first_run_token(database::Database& database, const secrets::Entropy& entropy) {
    const std::string token = secrets::random_token(entropy);
    return database.write([&](Transaction& transaction) -> Result<std::optional<std::string>> {
        TRY(const auto count, transaction.row("account.count"));
        if (count->number(0) > 0) return std::optional<std::string>();
        CHECK(transaction.run("setting.put", {{"name", first_run}, {"value", secrets::token_digest(token)}}));
        return std::optional(token);
    });
}

Result<void> forget_accounts(database::Database& database) {
    return database.write([](Transaction& transaction) -> Result<void> {
        CHECK(transaction.run("account.forget_all_sessions"));
        CHECK(transaction.run("account.forget_all"));
        return {};
    });
}

Result<Entry> create_first(database::Database& database, std::string_view given, std::string_view name,
                           std::string_view password, std::int64_t now_ms, const secrets::Entropy& entropy) {
    if (name.empty() || name.size() > 200) return Entry{Refusal::NoName, {}, {}};
    if (is_weak(password)) return Entry{Refusal::WeakPassword, {}, {}};
    TRY(const std::string hash, secrets::hash_password(password));
    const std::string token = secrets::random_token(entropy);
    return database.write([&](Transaction& transaction) -> Result<Entry> {
        TRY(const auto count, transaction.row("account.count"));
        TRY(const auto expected, transaction.row("setting.get", {{"name", first_run}}));
        if (count->number(0) > 0 || !expected ||
            !secrets::equal_secrets(expected->text(0), secrets::token_digest(given))) {
            return Entry{Refusal::Wrong, {}, {}};
        }
        CHECK(transaction.run("setting.delete", {{"name", first_run}}));
        TRY(const auto made,
            transaction.row("account.insert", {{"name", name}, {"password", hash}, {"created_at", now_ms}}));
        Entry entry{Refusal::None, {}, {made->number(0), std::string(name), false}};
        TRY(entry.token, begin_session(transaction, entry.account.id, token, now_ms));
        return entry;
    });
}

Result<Entry> log_in(database::Database& database, const Credentials& credentials, std::int64_t now_ms,
                     const secrets::Entropy& entropy) {
    TRY(const bool may,
        database.write([&](Transaction& transaction) { return may_attempt(transaction, credentials, now_ms); }));
    if (!may) return Entry{Refusal::TooMany, {}, {}};
    TRY(const auto account, database.read([&](Transaction& transaction) {
        return transaction.row("account.by_name", {{"name", credentials.name}});
    }));
    // Outside of any transaction: this takes its time.
    const bool is_right = secrets::is_password(credentials.password, account ? account->text(2) : nobodys_password());
    if (!account || !is_right) return Entry{Refusal::Wrong, {}, {}};
    const bool has_codes = !account->text(3).empty();
    if (has_codes && credentials.code.empty()) return Entry{Refusal::CodeWanted, {}, {}};
    const std::string token = secrets::random_token(entropy);
    return database.write([&](Transaction& transaction) -> Result<Entry> {
        TRY(const auto now, transaction.row("account.by_id", {{"id", account->number(0)}}));
        // The password was changed while this one was being looked at.
        if (!now || now->text(2) != account->text(2)) return Entry{Refusal::Wrong, {}, {}};
        if (!now->text(3).empty()) {
            TRY(const bool is_code, use_code(transaction, *now, credentials.code, now_ms));
            if (!is_code) return Entry{Refusal::Wrong, {}, {}};
        }
        Entry entry{Refusal::None, {}, {now->number(0), now->text(1), has_codes}};
        CHECK(transaction.run("account.forget_attempts_of", {{"whence", "network " + credentials.network}}));
        TRY(entry.token, begin_session(transaction, entry.account.id, token, now_ms));
        return entry;
    });
}

Result<std::optional<Account>> account_of(database::Database& database, std::string_view token, std::int64_t now_ms) {
    if (token.empty()) return std::optional<Account>();
    return database.read([&](Transaction& transaction) -> Result<std::optional<Account>> {
        TRY(const auto row,
            transaction.row("account.by_session", {{"token", secrets::token_digest(token)}, {"now", now_ms}}));
        if (!row) return std::optional<Account>();
        return std::optional(Account{row->number(0), row->text(1), !row->text(2).empty()});
    });
}

Result<void> log_out(database::Database& database, std::string_view token) {
    return database.write([&](Transaction& transaction) -> Result<void> {
        CHECK(transaction.run("account.end_session", {{"token", secrets::token_digest(token)}}));
        return {};
    });
}

Result<Refusal> change_password(database::Database& database, std::int64_t account, std::string_view old_password,
                                std::string_view new_password) {
    if (is_weak(new_password)) return Refusal::WeakPassword;
    TRY(const auto row, database.read([&](Transaction& transaction) {
        return transaction.row("account.by_id", {{"id", account}});
    }));
    if (!row || !secrets::is_password(old_password, row->text(2))) return Refusal::Wrong;
    TRY(const std::string hash, secrets::hash_password(new_password));
    return database.write([&](Transaction& transaction) -> Result<Refusal> {
        CHECK(transaction.run("account.set_password", {{"id", account}, {"password", hash}}));
        CHECK(transaction.run("account.end_sessions", {{"account", account}}));
        return Refusal::None;
    });
}

Result<Refusal> set_one_time_codes(database::Database& database, std::int64_t account, std::string_view secret,
                                   std::string_view code, std::int64_t now_ms) {
    return database.write([&](Transaction& transaction) -> Result<Refusal> {
        TRY(const auto row, transaction.row("account.by_id", {{"id", account}}));
        if (!row) return Refusal::Wrong;
        TRY(const auto step, secrets::matching_step(secret.empty() ? std::string_view(row->text(3)) : secret, code,
                                                    now_ms, secret.empty() ? row->number(4) : 0));
        if (!step) return Refusal::Wrong;
        CHECK(transaction.run("account.set_one_time", {{"id", account}, {"secret", secret}, {"step", *step}}));
        CHECK(transaction.run("account.end_sessions", {{"account", account}}));
        return Refusal::None;
    });
}

std::string form_proof(const secrets::Key& key, std::string_view token) {
    return key.digest("form proof", token);
}

bool is_form_proof(const secrets::Key& key, std::string_view token, std::string_view proof) {
    return !token.empty() && secrets::equal_secrets(form_proof(key, token), proof);
}

}  // namespace byline::account
