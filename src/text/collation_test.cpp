#include "text/collation.hpp"

#include <algorithm>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace byline::text {
namespace {

std::vector<std::string> sorted(const Collator& collator, std::vector<std::string> texts) {
    std::sort(texts.begin(), texts.end(),
              [&](const std::string& a, const std::string& b) { return collator.compare(a, b) < 0; });
    return texts;
}

TEST(Collator, OrdersChineseByPinyin) {
    const Collator collator("zh");
    EXPECT_THAT(sorted(collator, {"重庆", "安全", "编译", "北京", "数据库", "Rust", "测试"}),
                testing::ElementsAre("安全", "北京", "编译", "测试", "重庆", "数据库", "Rust"));
}

TEST(Collator, OrdersEnglishAsReadersExpect) {
    const Collator collator("en");
    EXPECT_THAT(sorted(collator, {"zebra", "Éclair", "apple", "Banana", "part 10", "part 2", "eclair"}),
                testing::ElementsAre("apple", "Banana", "eclair", "Éclair", "part 2", "part 10", "zebra"));
}

TEST(Collator, KeysAreOrderedAsTexts) {
    for (const char* language : {"zh", "en", "zh-Hant", "tlh", ""}) {
        const Collator collator(language);
        const std::vector<std::string> texts{"", "a", "A", "ä", "b", "重庆", "安全", "part 2", "part 10", "😀", "\xFF"};
        for (const std::string& a : texts) {
            for (const std::string& b : texts) {
                const int by_text = collator.compare(a, b);
                const int by_key = collator.sort_key(a).compare(collator.sort_key(b));
                EXPECT_EQ(by_text < 0, by_key < 0) << language << " " << a << " " << b;
                EXPECT_EQ(by_text == 0, by_key == 0) << language << " " << a << " " << b;
            }
        }
    }
}

}  // namespace
}  // namespace byline::text
