#include "search/english_stem.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <initializer_list>

namespace byline::search {

namespace {

struct Replacement {
    std::string_view suffix;
    std::string_view by;
};

constexpr std::array<Replacement, 18> special_words = {{
    {"skis", "ski"},
    {"skies", "sky"},
    {"dying", "die"},
    {"lying", "lie"},
    {"tying", "tie"},
    {"idly", "idl"},
    {"gently", "gentl"},
    {"ugly", "ugli"},
    {"early", "earli"},
    {"only", "onli"},
    {"singly", "singl"},
    {"sky", "sky"},
    {"news", "news"},
    {"howe", "howe"},
    {"atlas", "atlas"},
    {"cosmos", "cosmos"},
    {"bias", "bias"},
    {"andes", "andes"},
}};

constexpr std::array<std::string_view, 8> finished_after_step_1a = {"inning",  "outing",  "canning", "herring",
                                                                    "earring", "proceed", "exceed",  "succeed"};

// Longer suffixes stand before those that they end with: the longest counts.
constexpr std::array<Replacement, 24> step_2 = {{
    {"ational", "ate"}, {"fulness", "ful"}, {"iveness", "ive"}, {"ization", "ize"}, {"ousness", "ous"},
    {"biliti", "ble"},  {"lessli", "less"}, {"tional", "tion"}, {"alism", "al"},    {"aliti", "al"},
    {"ation", "ate"},   {"entli", "ent"},   {"fulli", "ful"},   {"iviti", "ive"},   {"ousli", "ous"},
    {"abli", "able"},   {"alli", "al"},     {"anci", "ance"},   {"ator", "ate"},    {"enci", "ence"},
    {"izer", "ize"},    {"bli", "ble"},     {"ogi", "og"},      {"li", ""},
}};
constexpr std::array<Replacement, 9> step_3 = {{
    {"ational", "ate"},
    {"tional", "tion"},
    {"alize", "al"},
    {"ative", ""},
    {"icate", "ic"},
    {"iciti", "ic"},
    {"ical", "ic"},
    {"ness", ""},
    {"ful", ""},
}};
constexpr std::array<std::string_view, 18> step_4 = {"ement", "able", "ance", "ence", "ible", "ment",
                                                     "ant",   "ate",  "ent",  "ion",  "ism",  "iti",
                                                     "ive",   "ize",  "ous",  "al",   "er",   "ic"};

bool is_vowel(char letter) {
    return std::string_view("aeiouy").find(letter) != std::string_view::npos;
}

// A y that is a consonant is written Y while the steps run.
class Stemmer {
  public:
    explicit Stemmer(std::string_view word) : word_(word) {
        if (word_.starts_with('\'')) word_.erase(0, 1);
        for (std::size_t i = 0; i < word_.size(); ++i) {
            if (word_[i] == 'y' && (i == 0 || is_vowel(word_[i - 1]))) word_[i] = 'Y';
        }
        first_region_ = region_after(0);
        for (const std::string_view beginning : {"gener", "commun", "arsen"}) {
            if (word_.starts_with(beginning)) first_region_ = beginning.size();
        }
        second_region_ = region_after(first_region_);
    }

    [[nodiscard]] std::string stem() {
        step_0();
        step_1a();
        if (std::find(finished_after_step_1a.begin(), finished_after_step_1a.end(), word_) ==
            finished_after_step_1a.end()) {
            step_1b();
            step_1c();
            replace_step(step_2);
            replace_step(step_3);
            delete_step();
            step_5();
        }
        std::replace(word_.begin(), word_.end(), 'Y', 'y');
        return std::move(word_);
    }

  private:
    // Behind the first consonant that follows a vowel, from `start` on.
    [[nodiscard]] std::size_t region_after(std::size_t start) const {
        for (std::size_t i = start + 1; i < word_.size(); ++i) {
            if (!is_vowel(word_[i]) && is_vowel(word_[i - 1])) return i + 1;
        }
        return word_.size();
    }
    [[nodiscard]] bool ends(std::string_view suffix) const { return word_.ends_with(suffix); }
    void drop(std::size_t count) { word_.resize(word_.size() - count); }
    [[nodiscard]] bool has_vowel_before(std::size_t end) const {
        return std::any_of(word_.begin(), word_.begin() + static_cast<std::ptrdiff_t>(end), is_vowel);
    }
    [[nodiscard]] bool in_region(std::string_view suffix, std::size_t region) const {
        return word_.size() - suffix.size() >= region;
    }
    [[nodiscard]] bool ends_with_short_syllable(std::size_t end) const {
        if (end == 2) return is_vowel(word_[0]) && !is_vowel(word_[1]);
        if (end < 3) return false;
        const char last = word_[end - 1];
        return !is_vowel(last) && last != 'w' && last != 'x' && last != 'Y' && is_vowel(word_[end - 2]) &&
               !is_vowel(word_[end - 3]);
    }

    void step_0() {
        for (const std::string_view suffix : {"'s'", "'s", "'"}) {
            if (ends(suffix)) return drop(suffix.size());
        }
    }

    void step_1a() {
        if (ends("sses")) return drop(2);
        if (ends("ied") || ends("ies")) return drop(word_.size() > 4 ? 2 : 1);
        if (ends("us") || ends("ss") || !ends("s")) return;
        if (word_.size() > 2 && has_vowel_before(word_.size() - 2)) drop(1);
    }

    void step_1b() {
        for (const std::string_view suffix : {"eedly", "ingly", "edly", "eed", "ing", "ed"}) {
            if (!ends(suffix)) continue;
            if (suffix.starts_with("eed")) {
                if (in_region(suffix, first_region_)) drop(suffix.size() - 2);
                return;
            }
            if (!has_vowel_before(word_.size() - suffix.size())) return;
            drop(suffix.size());
            repair_after_1b();
            return;
        }
    }

    void repair_after_1b() {
        if (ends("at") || ends("bl") || ends("iz")) {
            word_ += 'e';
            return;
        }
        for (const std::string_view twice : {"bb", "dd", "ff", "gg", "mm", "nn", "pp", "rr", "tt"}) {
            if (ends(twice)) return drop(1);
        }
        if (first_region_ >= word_.size() && ends_with_short_syllable(word_.size())) word_ += 'e';
    }

    void step_1c() {
        const std::size_t size = word_.size();
        if (size > 2 && (word_.back() == 'y' || word_.back() == 'Y') && !is_vowel(word_[size - 2])) word_.back() = 'i';
    }

    // Steps 2 and 3, with the conditions that some suffixes have of their own.
    template <std::size_t count>
    void replace_step(const std::array<Replacement, count>& table) {
        for (const auto& [suffix, by] : table) {
            if (!ends(suffix)) continue;
            if (!in_region(suffix, first_region_)) return;
            const std::size_t rest = word_.size() - suffix.size();
            const char before = rest == 0 ? ' ' : word_[rest - 1];
            if (suffix == "ogi" && before != 'l') return;
            if (suffix == "li" && std::string_view("cdeghkmnrt").find(before) == std::string_view::npos) return;
            if (suffix == "ative" && !in_region(suffix, second_region_)) return;
            word_.replace(rest, suffix.size(), by);
            return;
        }
    }

    void delete_step() {
        for (const std::string_view suffix : step_4) {
            if (!ends(suffix)) continue;
            if (!in_region(suffix, second_region_)) return;
            const std::size_t rest = word_.size() - suffix.size();
            if (suffix == "ion" && (rest == 0 || (word_[rest - 1] != 's' && word_[rest - 1] != 't'))) return;
            drop(suffix.size());
            return;
        }
    }

    void step_5() {
        if (ends("e")) {
            const std::size_t rest = word_.size() - 1;
            if (rest >= second_region_ || (rest >= first_region_ && !ends_with_short_syllable(rest))) drop(1);
        } else if (ends("ll") && in_region("l", second_region_)) {
            drop(1);
        }
    }

    std::string word_;
    std::size_t first_region_ = 0;
    std::size_t second_region_ = 0;
};

}  // namespace

std::string english_stem(std::string_view word) {
    const bool english = std::all_of(word.begin(), word.end(),
                                     [](char letter) { return (letter >= 'a' && letter <= 'z') || letter == '\''; });
    if (!english || word.size() < 3) return std::string(word);
    for (const auto& [whole, stem] : special_words) {
        if (word == whole) return std::string(stem);
    }
    return Stemmer(word).stem();
}

}  // namespace byline::search
