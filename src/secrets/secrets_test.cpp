#include <string>

#include <gtest/gtest.h>

#include "secrets/key.hpp"
#include "secrets/one_time_code.hpp"
#include "secrets/password.hpp"

namespace byline::secrets {
namespace {

Entropy counting(std::uint8_t first) {
    return [first](std::span<std::uint8_t> bytes) mutable {
        for (std::uint8_t& byte : bytes) byte = first++;
    };
}

TEST(Key, DigestsByPurposeAndKey) {
    const Key key = Key::generate(counting(0));
    EXPECT_EQ(key.hex().substr(0, 8), "00010203");
    EXPECT_EQ(Key::from_hex(key.hex())->digest("a", "b"), key.digest("a", "b"));
    EXPECT_NE(key.digest("ab", "c"), key.digest("a", "bc"));
    EXPECT_NE(key.digest("a", "b"), Key::generate(counting(1)).digest("a", "b"));
    EXPECT_FALSE(Key::from_hex(key.hex().substr(1)));
    EXPECT_FALSE(Key::from_hex(std::string(64, 'g')));
}

TEST(Key, OpensOnlyWhatItSigned) {
    const Key key = Key::generate(system_entropy());
    const std::string is_signed = key.sign("verify", "12.1700000000000");
    EXPECT_EQ(key.opened("verify", is_signed), "12.1700000000000");
    EXPECT_FALSE(key.opened("erase", is_signed));
    EXPECT_FALSE(Key::generate(system_entropy()).opened("verify", is_signed));
    for (std::size_t i = 0; i < is_signed.size(); ++i) {
        std::string other = is_signed;
        other[i] = other[i] == '1' ? '2' : '1';
        EXPECT_FALSE(key.opened("verify", other)) << i;
    }
    for (const char* text : {"", ".", "12", "12."}) EXPECT_FALSE(key.opened("verify", text));
}

TEST(Password, IsHashedAndRecognised) {
    auto hash = hash_password("正确的马电池订书钉");
    ASSERT_TRUE(hash);
    EXPECT_TRUE(hash->starts_with("$argon2id$"));
    EXPECT_TRUE(is_password("正确的马电池订书钉", *hash));
    EXPECT_FALSE(is_password("正确的马电池订书钊", *hash));
    EXPECT_FALSE(is_password("", "no hash"));
    EXPECT_FALSE(hash_password(std::string(2000, 'x')));
}

// RFC 6238, appendix B, the column of SHA1.
TEST(OneTimeCode, IsThatOfTheSpecification) {
    const std::string secret = "12345678901234567890";
    EXPECT_EQ(*one_time_code(secret, 59 / 30, 8), "94287082");
    EXPECT_EQ(*one_time_code(secret, 1111111109 / 30, 8), "07081804");
    EXPECT_EQ(*one_time_code(secret, 1111111111 / 30, 8), "14050471");
    EXPECT_EQ(*one_time_code(secret, 1234567890 / 30, 8), "89005924");
    EXPECT_EQ(*one_time_code(secret, 2000000000 / 30, 8), "69279037");
    EXPECT_EQ(*one_time_code(secret, 20000000000 / 30, 8), "65353130");
}

TEST(OneTimeCode, IsGoodOnceAndForAMoment) {
    const std::string secret = "12345678901234567890";
    const std::int64_t now = 1'111'111'111'000;
    const std::string code = *one_time_code(secret, code_step(now));
    EXPECT_EQ(*matching_step(secret, code, now, 0), code_step(now));
    EXPECT_EQ(*matching_step(secret, code, now + 30'000, 0), code_step(now));
    EXPECT_FALSE(*matching_step(secret, code, now + 60'000, 0));
    EXPECT_FALSE(*matching_step(secret, code, now, code_step(now)));
    EXPECT_FALSE(*matching_step(secret, "", now, 0));
}

// RFC 4648, section 10.
TEST(Base32, IsThatOfTheSpecification) {
    EXPECT_EQ(base32(""), "");
    EXPECT_EQ(base32("f"), "MY");
    EXPECT_EQ(base32("foob"), "MZXW6YQ");
    EXPECT_EQ(base32("foobar"), "MZXW6YTBOI");
}

}  // namespace
}  // namespace byline::secrets
