// Documents for tests, drawn from a generator with a seed: few words, so that documents share terms.
// Functions without state.
#pragma once

#include <random>
#include <string>
#include <vector>

#include "search/document.hpp"

namespace byline::search {

class RandomDocuments {
  public:
    explicit RandomDocuments(unsigned seed) : random_(seed) {}

    [[nodiscard]] std::size_t below(std::size_t bound) { return random_() % bound; }

    [[nodiscard]] std::string text(std::size_t words) {
        static const std::vector<std::string> pieces = {
            "resolver", "resolvers",        "caching",  "cached", "the",  "of",
            "search",   "searching",        "naïve",    "index",  "C++",  "1.94",
            "it's",     "数据库",           "搜索",     "索引",   "引擎", "日本語",
            "カタカナ", "한국어",           "ﬁne",      "queue",  "x",    "名字",
            "的",       "缓存和缓存的更新", "Ｗｉｄｅ", "\n",     "—",    "émigré"};
        std::string text;
        for (std::size_t i = 0; i < words; ++i) {
            text += pieces[below(pieces.size())];
            if (below(3) != 0) text += ' ';
            if (below(20) == 0) text += "word" + std::to_string(below(500));
        }
        return text;
    }

    [[nodiscard]] Document document(std::size_t number) {
        Document document{"/a/" + std::to_string(number) + "/", text(4), below(2) == 0 ? "zh" : "en",
                          below(4) == 0 ? "talk" : "article",   {},      "2024-05-01",
                          below(2) == 0 ? text(5) : "",         {}};
        for (std::size_t i = below(3); i > 0; --i) document.tags.push_back("tag " + std::to_string(below(9)));
        for (std::size_t i = below(4); i > 0; --i)
            document.sections.push_back({"a" + std::to_string(i), text(2), text(below(below(40) == 0 ? 2500 : 60))});
        return document;
    }

  private:
    std::mt19937 random_;
};

}  // namespace byline::search
