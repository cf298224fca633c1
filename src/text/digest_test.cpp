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

}  // namespace
}  // namespace byline::text
