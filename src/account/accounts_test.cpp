#include "account/accounts.hpp"

#include <optional>
#include <string>

#include <gtest/gtest.h>
#include <sodium.h>

#include "database/store_test.hpp"
#include "secrets/one_time_code.hpp"

namespace byline::account {
namespace {

constexpr std::int64_t start = 1'700'000'000'000;
constexpr const char* password = "一个足够长的密码短语";

class AccountsTest : public database::StoreTest {
  protected:
    void SetUp() override {
        StoreTest::SetUp();
        if (!IsSkipped()) database_.emplace(opened(address_));
    }
    Entry made() {
        const auto token = first_run_token(*database_, entropy_);
        auto entry = create_first(*database_, **token, "chen", password, start, entropy_);
        EXPECT_TRUE(entry) << entry.error().message;
        EXPECT_EQ(entry->refusal, Refusal::None);
        keep_cheaply(entry->account.id);
        return *entry;
    }
    // A hash says what it costs: with one that costs nothing, wrong passwords are tried in no time.
    void keep_cheaply(std::int64_t account) {
        std::string hash(crypto_pwhash_STRBYTES, '\0');
        ASSERT_EQ(
            crypto_pwhash_str_alg(hash.data(), password, std::string_view(password).size(), crypto_pwhash_OPSLIMIT_MIN,
                                  crypto_pwhash_MEMLIMIT_MIN, crypto_pwhash_ALG_ARGON2ID13),
            0);
        hash.resize(hash.find('\0'));
        ASSERT_TRUE(database_->write([&](database::Transaction& transaction) {
            return transaction.run("account.set_password", {{"id", account}, {"password", hash}});
        }));
    }
    Refusal enter(const std::string& with, const std::string& code = {}, const std::string& network = "n") {
        auto entry = log_in(*database_, {"chen", with, code, network}, now_, entropy_);
        EXPECT_TRUE(entry) << entry.error().message;
        token_ = entry->token;
        return entry->refusal;
    }
    bool is_in(const std::string& token) { return account_of(*database_, token, now_)->has_value(); }

    std::optional<database::Database> database_;
    secrets::Entropy entropy_ = secrets::system_entropy();
    std::int64_t now_ = start;
    std::string token_;
};

TEST_P(AccountsTest, TheFirstIsMadeWithTheLatestLinkOnly) {
    const std::string old = **first_run_token(*database_, entropy_);
    const std::string latest = **first_run_token(*database_, entropy_);
    const auto create = [&](const std::string& token, const char* with = password) {
        return create_first(*database_, token, "chen", with, start, entropy_)->refusal;
    };
    EXPECT_EQ(create(old), Refusal::Wrong);
    EXPECT_EQ(create(""), Refusal::Wrong);
    EXPECT_EQ(create(latest, "short"), Refusal::WeakPassword);
    EXPECT_EQ(create(latest), Refusal::None);
    EXPECT_EQ(create(latest), Refusal::Wrong);
    EXPECT_FALSE(*first_run_token(*database_, entropy_));
}

TEST_P(AccountsTest, SessionsEndByTimeLogOutAndANewPassword) {
    const Entry first = made();
    EXPECT_TRUE(is_in(first.token));
    EXPECT_FALSE(is_in(""));
    EXPECT_FALSE(is_in(secrets::token_digest(first.token))) << "what the store holds opens nothing";
    EXPECT_EQ(enter(password), Refusal::None);
    const std::string second = token_;
    ASSERT_TRUE(log_out(*database_, second));
    EXPECT_FALSE(is_in(second));
    EXPECT_TRUE(is_in(first.token));
    EXPECT_EQ(*change_password(*database_, first.account.id, "wrong", "another long one"), Refusal::Wrong);
    EXPECT_EQ(*change_password(*database_, first.account.id, password, "short"), Refusal::WeakPassword);
    EXPECT_EQ(*change_password(*database_, first.account.id, password, "another long one"), Refusal::None);
    EXPECT_FALSE(is_in(first.token));
    EXPECT_EQ(enter(password), Refusal::Wrong);
    EXPECT_EQ(enter("another long one"), Refusal::None);
    now_ += session_ms;
    EXPECT_FALSE(is_in(token_));
}

TEST_P(AccountsTest, AttemptsAreLimitedByNetwork) {
    const Entry first = made();
    for (int i = 0; i < most_attempts_of_network; ++i) EXPECT_EQ(enter("wrong wrong wrong"), Refusal::Wrong);
    EXPECT_EQ(enter(password), Refusal::TooMany);
    EXPECT_EQ(enter(password, "", "elsewhere"), Refusal::None);
    now_ += attempt_window_ms;
    EXPECT_EQ(enter(password), Refusal::None);
    EXPECT_EQ(log_in(*database_, {"nobody", password, "", "n"}, now_, entropy_)->refusal, Refusal::Wrong);
}

TEST_P(AccountsTest, ACodeOfTheAuthenticatorIsGoodOnce) {
    const Entry first = made();
    const std::string secret = "12345678901234567890";
    const auto code = [&] { return *secrets::one_time_code(secret, secrets::code_step(now_)); };
    EXPECT_EQ(*set_one_time_codes(*database_, first.account.id, secret, "000000", now_), Refusal::Wrong);
    EXPECT_EQ(*set_one_time_codes(*database_, first.account.id, secret, code(), now_), Refusal::None);
    EXPECT_FALSE(is_in(first.token));
    now_ += 60'000;
    EXPECT_EQ(enter(password), Refusal::CodeWanted);
    EXPECT_EQ(enter("wrong wrong wrong", code()), Refusal::Wrong);
    EXPECT_EQ(enter(password, "000000"), Refusal::Wrong);
    EXPECT_EQ(enter(password, code()), Refusal::None);
    EXPECT_EQ(enter(password, code()), Refusal::Wrong) << "it was used";
    now_ += 60'000;
    EXPECT_EQ(*set_one_time_codes(*database_, first.account.id, "", code(), now_), Refusal::None);
    EXPECT_EQ(enter(password), Refusal::None);
}

TEST_P(AccountsTest, WhoForgotThePasswordBeginsAnew) {
    const Entry before = made();
    EXPECT_FALSE(*first_run_token(*database_, entropy_));
    ASSERT_TRUE(forget_accounts(*database_));
    EXPECT_FALSE(*account_of(*database_, before.token, start));
    EXPECT_NE(made().token, before.token);
}

ON_BOTH_STORES(AccountsTest);

TEST(FormProof, IsOfOneSession) {
    const auto key = secrets::Key::generate(secrets::system_entropy());
    EXPECT_TRUE(is_form_proof(key, "token", form_proof(key, "token")));
    EXPECT_FALSE(is_form_proof(key, "other", form_proof(key, "token")));
    EXPECT_FALSE(is_form_proof(key, "", form_proof(key, "")));
}

}  // namespace
}  // namespace byline::account
