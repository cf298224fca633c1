#include "text/digest.hpp"

#include <unordered_set>

#include <gtest/gtest.h>

namespace byline::text {
namespace {

// The values of `printf '' | xxhsum -H2` and `-H3`.
TEST(Digest, IsThatOfXxh3) {
    EXPECT_EQ(digest_of("").hex(), "99aa06d3014798d86001c324468d497f");
    EXPECT_EQ(hex_of(digest64_of("")), "2d06800538d394c2");
}

TEST(Digest, PrintsAndReads) {
    const Digest digest = digest_of("重庆");
    EXPECT_EQ(Digest::from_hex(digest.hex()), digest);
    for (const char* bad : {"", "99aa", "99AA06D3014798D86001C324468D497F", "99aa06d3014798d86001c324468d497g"}) {
        EXPECT_FALSE(Digest::from_hex(bad)) << bad;
    }
    const std::unordered_set<Digest> set{digest, digest_of("a"), digest};
    EXPECT_EQ(set.size(), 2U);
}

TEST(Digest, IsBuiltFromFields) {
    EXPECT_EQ(DigestBuilder().add_bytes("ab").add_bytes("c").digest(), digest_of("abc"));
    EXPECT_NE(DigestBuilder().add("ab").add("c").digest(), DigestBuilder().add("a").add("bc").digest());
    EXPECT_NE(DigestBuilder().add("").digest(), DigestBuilder().digest());
    EXPECT_NE(DigestBuilder().add_number(1).digest(), DigestBuilder().add_number(256).digest());
    EXPECT_EQ(DigestBuilder().add(digest_of("a")).digest(), DigestBuilder().add(digest_of("a")).digest());
    DigestBuilder builder;
    builder.add("x");
    builder.reset();
    EXPECT_EQ(builder.digest(), DigestBuilder().digest());
    const std::string big(10000000, 'x');
    EXPECT_EQ(DigestBuilder().add_bytes(big).digest(), digest_of(big));
}

TEST(Digest, IsThatOfAllBytesHoweverTheyAreAdded) {
    for (const std::size_t size : {0U, 1U, 240U, 241U, 255U, 256U, 257U, 512U, 513U, 5000U}) {
        std::string bytes(size, ' ');
        for (std::size_t i = 0; i < size; ++i) bytes[i] = static_cast<char>(i * 131 + i / 7);
        for (const std::size_t piece : {1U, 7U, 255U, 256U, 257U, 1000U}) {
            DigestBuilder builder;
            for (std::size_t at = 0; at < size; at += piece) {
                builder.add_bytes(std::string_view(bytes).substr(at, piece));
                // Asking changes nothing.
                ASSERT_EQ(builder.digest(), digest_of(std::string_view(bytes).substr(0, at + piece))) << size << piece;
            }
            EXPECT_EQ(builder.digest(), digest_of(bytes)) << size << " bytes by " << piece;
        }
    }
}

}  // namespace
}  // namespace byline::text
