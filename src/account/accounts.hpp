// Accounts are who may enter the studio: a password, and if they like the codes of an authenticator; sessions by tokens
// of which the store knows the digest only. Functions block on the database, and those that hash a password for 50
// milliseconds more; safe from any thread.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "database/database.hpp"
#include "secrets/key.hpp"

namespace byline::account {

inline constexpr std::int64_t session_ms = INT64_C(30) * 86'400'000;
inline constexpr std::int64_t attempt_window_ms = INT64_C(15) * 60'000;
inline constexpr std::int64_t most_attempts_of_network = 10;  // in the window
inline constexpr std::int64_t most_attempts_on_name = 30;     // from anywhere

struct Account {
    std::int64_t id = 0;
    std::string name;
    bool has_one_time_codes = false;
};

// While there is no account: a token for the link that is printed once, with which the first one is made. Each call
// gives another, and the one before is worth nothing then. Nothing when there is an account.
[[nodiscard]] Result<std::optional<std::string>> first_run_token(database::Database& database,
                                                                 const secrets::Entropy& entropy);

// Nobody may enter any more, and who is in is out; first_run_token() gives a token again. For whoever can write the
// store.
[[nodiscard]] Result<void> forget_accounts(database::Database& database);

enum class Refusal : std::uint8_t {
    None,
    Wrong,         // name, password or token: it is not said which
    CodeWanted,    // name and password are right; a code of the authenticator is to come with them
    TooMany,       // attempts; some of the window is to pass
    WeakPassword,  // shorter than secrets::least_password_characters
    NoName,
};

struct Entry {
    Refusal refusal = Refusal::None;
    std::string token;  // for the cookie, when there is no refusal
    Account account;
};

[[nodiscard]] Result<Entry> create_first(database::Database& database, std::string_view first_run_token,
                                         std::string_view name, std::string_view password, std::int64_t now_ms,
                                         const secrets::Entropy& entropy);

struct Credentials {
    std::string name;
    std::string password;
    std::string code;     // of the authenticator, or empty
    std::string network;  // a digest of where this comes from
};

[[nodiscard]] Result<Entry> log_in(database::Database& database, const Credentials& credentials, std::int64_t now_ms,
                                   const secrets::Entropy& entropy);

[[nodiscard]] Result<std::optional<Account>> account_of(database::Database& database, std::string_view token,
                                                        std::int64_t now_ms);
[[nodiscard]] Result<void> log_out(database::Database& database, std::string_view token);

// Ends every session of the account.
[[nodiscard]] Result<Refusal> change_password(database::Database& database, std::int64_t account,
                                              std::string_view old_password, std::string_view new_password);

// `secret` as bytes, which the authenticator was given; `code` proves that it was. An empty secret turns codes off, and
// takes a code of the one before. Ends every session.
[[nodiscard]] Result<Refusal> set_one_time_codes(database::Database& database, std::int64_t account,
                                                 std::string_view secret, std::string_view code, std::int64_t now_ms);

// Stands in every form of a session; only who may read the page has it.
[[nodiscard]] std::string form_proof(const secrets::Key& key, std::string_view token);
[[nodiscard]] bool is_form_proof(const secrets::Key& key, std::string_view token, std::string_view proof);

}  // namespace byline::account
