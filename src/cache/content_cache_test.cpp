#include "cache/content_cache.hpp"

#include <gtest/gtest.h>

namespace byline::cache {
namespace {

TEST(ContentCache, FindsWhatWasPut) {
    ContentCache cache;
    EXPECT_FALSE(cache.find({1, 2}));
    cache.put({1, 2}, "a");
    cache.put({1, 2}, "b");
    EXPECT_EQ(cache.find({1, 2}), "a");
    EXPECT_FALSE(cache.find({2, 1}));
}

TEST(ContentCache, OutlivesTheProcess) {
    ContentCache first;
    EXPECT_FALSE(first.changed_file());
    first.put({1, 1}, "公式");
    first.put({2, 2}, "not for long", Keep::InMemory);
    const std::string file = *first.changed_file();
    EXPECT_FALSE(first.changed_file());

    int loads = 0;
    ContentCache second([&] { return ++loads, file; });
    EXPECT_EQ(loads, 0);
    EXPECT_EQ(second.find({1, 1}), "公式");
    EXPECT_FALSE(second.find({2, 2}));
    EXPECT_EQ(loads, 1);
    EXPECT_FALSE(second.changed_file());
    second.put({3, 3}, "x", Keep::InMemory);
    EXPECT_FALSE(second.changed_file());
}

TEST(ContentCache, DropsWhatWasNotUsedForLongest) {
    const CacheLimits limits{.file_bytes = 300, .memory_bytes = 1 << 20};
    const std::string large(100, 'x');
    ContentCache first({}, limits);
    first.put({1, 1}, large);
    first.put({2, 2}, large);
    std::string file = *first.changed_file();
    ContentCache second([&] { return file; }, limits);
    EXPECT_TRUE(second.find({2, 2}));
    second.put({3, 3}, large);
    file = *second.changed_file();
    EXPECT_LE(file.size(), 330U);
    ContentCache third([&] { return file; }, limits);
    EXPECT_FALSE(third.find({1, 1}));
    EXPECT_TRUE(third.find({2, 2}));
    EXPECT_TRUE(third.find({3, 3}));
}

TEST(ContentCache, WritesTheSameFileWhateverTheOrder) {
    ContentCache one;
    ContentCache other;
    for (std::uint64_t i = 0; i < 100; ++i) {
        one.put({i, i}, std::to_string(i));
        other.put({99 - i, 99 - i}, std::to_string(99 - i));
    }
    EXPECT_EQ(one.changed_file(), other.changed_file());
}

TEST(ContentCache, TakesADamagedFileForNone) {
    ContentCache whole;
    whole.put({1, 1}, "a");
    const std::string file = *whole.changed_file();
    ASSERT_TRUE(read_cache_file(file));
    for (std::size_t size = 0; size < file.size(); ++size) EXPECT_FALSE(read_cache_file(file.substr(0, size))) << size;
    for (std::size_t at = 0; at < file.size(); ++at) {
        std::string damaged = file;
        damaged[at] = static_cast<char>(damaged[at] ^ 1);
        EXPECT_FALSE(read_cache_file(damaged)) << at;
        ContentCache cache([&] { return damaged; });
        EXPECT_FALSE(cache.find({1, 1}));
        cache.put({1, 1}, "b");
        EXPECT_EQ(cache.find({1, 1}), "b");
    }
}

TEST(ContentCache, StopsKeepingBeyondItsMemory) {
    ContentCache cache({}, {.file_bytes = 100, .memory_bytes = 10});
    cache.put({1, 1}, "12345678");
    cache.put({2, 2}, "12345678");
    EXPECT_TRUE(cache.find({1, 1}));
    EXPECT_FALSE(cache.find({2, 2}));
}

}  // namespace
}  // namespace byline::cache
