#include "search/tokens.hpp"

#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "search/client_files.hpp"
#include "search/english_stem.hpp"
#include "search/terms.hpp"
#include "text/utf8.hpp"

#if __has_include(<libstemmer.h>)
#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>

#include <libstemmer.h>
#endif

namespace byline::search {
namespace {

using testing::ElementsAre;

std::vector<std::string> tokens_of(std::string_view text) {
    std::vector<std::string> found;
    TokenReader tokens(text);
    while (tokens.next()) found.push_back((tokens.kind() == TokenKind::Run ? "~" : "") + std::string(tokens.folded()));
    return found;
}

TEST(Tokens, AreFoldedWords) {
    EXPECT_THAT(tokens_of("Naïve ÉMIGRÉ, it’s 1.94 snake_case"),
                ElementsAre("naive", "emigre", "it's", "1", "94", "snake", "case"));
    EXPECT_THAT(tokens_of("C++ and C#, not x+y"), ElementsAre("c++", "and", "c#", "not", "x", "y"));
    EXPECT_THAT(tokens_of("Ｗｉｄｅ ﬁne ½ ΟΔΟΣ"), ElementsAre("wide", "fine", "12", "οδοσ"));
    EXPECT_THAT(tokens_of(std::string(40, 'a')), ElementsAre(std::string(32, 'a')));
    EXPECT_THAT(tokens_of(" … — '' "), ElementsAre());
}

TEST(Tokens, AreRunsOfCharactersWithoutTheSpacesBetween) {
    EXPECT_THAT(tokens_of("用Rust写的搜索"), ElementsAre("~用", "rust", "~写的搜索"));
    EXPECT_THAT(tokens_of("中文 排版，正文\n下一行"), ElementsAre("~中文排版", "~正文", "~下一行"));
    EXPECT_THAT(tokens_of("ﾊﾟｿｺﾝ が 한국어"), ElementsAre("~パソコンが한국어"));
}

TEST(DictionaryKeys, SurviveAnErrorAtOnePlace) {
    EXPECT_THAT(dictionary_keys("ab"), ElementsAre());
    EXPECT_THAT(dictionary_keys("abc"), ElementsAre("pabc"));
    EXPECT_THAT(dictionary_keys("resolver"), ElementsAre("pres", "sver", "frr"));
    EXPECT_THAT(dictionary_keys("überall"), ElementsAre("pübe", "sall", "fül"));
    EXPECT_THAT(dictionary_keys("utf8"), ElementsAre("putf"));
}

TEST(EnglishStem, TakesWordsOfOneFamilyTogether) {
    for (const char* word : {"connect", "connected", "connecting", "connection", "connections"})
        EXPECT_EQ(english_stem(word), "connect");
    EXPECT_EQ(english_stem("skies"), "sky");
    EXPECT_EQ(english_stem("hopping"), "hop");
    EXPECT_EQ(english_stem("hoping"), "hope");
    EXPECT_EQ(english_stem("generously"), "generous");
    EXPECT_EQ(english_stem("utf8"), "utf8");
    EXPECT_EQ(english_stem("搜索"), "搜索");
}

#if __has_include(<libstemmer.h>)
TEST(EnglishStem, AgreesWithSnowball) {
    std::set<std::string> words;
    std::size_t files = 0;
    const std::filesystem::path corpus = BYLINE_ROOT "/../shared/corpora/en-blog";
    if (!std::filesystem::exists(corpus)) GTEST_SKIP() << corpus << " is not there";
    for (const auto& entry : std::filesystem::recursive_directory_iterator(corpus)) {
        if (entry.path().extension() != ".md" || ++files % 6 != 0) continue;  // these have half of the words
        std::ifstream in(entry.path());
        const std::string bytes{std::istreambuf_iterator<char>(in), {}};
        if (text::find_invalid(bytes)) continue;
        TokenReader tokens(bytes);
        while (tokens.next()) words.emplace(tokens.folded());
    }
    EXPECT_GT(words.size(), 5000U);
    sb_stemmer* const stemmer = sb_stemmer_new("english", "UTF_8");
    ASSERT_NE(stemmer, nullptr);
    for (const std::string& word : words) {
        if (word.find_first_not_of("abcdefghijklmnopqrstuvwxyz'") != std::string::npos) continue;
        const sb_symbol* const stem =
            sb_stemmer_stem(stemmer, reinterpret_cast<const sb_symbol*>(word.data()), static_cast<int>(word.size()));
        const std::string wanted(reinterpret_cast<const char*>(stem),
                                 static_cast<std::size_t>(sb_stemmer_length(stemmer)));
        EXPECT_EQ(english_stem(word), wanted) << word;
    }
    sb_stemmer_delete(stemmer);
}
#endif

TEST(ClientFiles, AreSmall) {
    std::size_t scripts = 0;
    std::vector<std::string> paths;
    for (const File& file : client_files()) {
        paths.push_back(file.path);
        if (file.path.ends_with(".js")) scripts += file.bytes.size();
    }
    EXPECT_THAT(paths, ElementsAre("dialog.js", "en.json", "search.js", "zh.json"));
    EXPECT_LT(scripts, 12600U);  // so that there is room for a theme's script in 15 kB, nearly
}

}  // namespace
}  // namespace byline::search
