// Writes the tables behind text/romanization.hpp as C++: generate POLYPHONES.txt OUTPUT.cpp
// Run by the build. Fails when a word of the list has not as many syllables as characters, or stands there twice.
#include <array>
#include <cstdint>
#include <cstdio>
#include <fstream>
#include <iostream>
#include <map>
#include <memory>
#include <sstream>
#include <string>
#include <vector>

#include <unicode/translit.h>
#include <unicode/unistr.h>
#include <unicode/ustring.h>

namespace {

struct Range {
    UChar32 first;
    UChar32 last;
};

constexpr std::array<Range, 4> ranges{{{0x4E00, 0x9FFF}, {0xA0, 0x24F}, {0x1E00, 0x1EFF}, {0x400, 0x4FF}}};
constexpr std::array<Range, 2> rare_han{{{0x3400, 0x4DBF}, {0x3007, 0x3007}}};

class Romanizer {
  public:
    Romanizer()
        : latin_(open(u"Han-Latin; Cyrillic-Latin")), plain_(open(u"NFD; [:Mn:] Remove; NFC; Latin-ASCII; Lower")) {}

    // Lower-case ASCII letters and digits, or nothing.
    [[nodiscard]] std::string letters_of(UChar32 character, bool han) const {
        icu::UnicodeString text(character);
        latin_->transliterate(text);
        if (han) {
            // The ü of pinyin is v on every keyboard.
            text.findAndReplace(icu::UnicodeString(u"ü"), icu::UnicodeString(u"v"));
            for (const char16_t* toned : {u"ǖ", u"ǘ", u"ǚ", u"ǜ"}) {
                text.findAndReplace(icu::UnicodeString(toned), icu::UnicodeString(u"v"));
            }
        }
        plain_->transliterate(text);
        std::string letters;
        text.toUTF8String(letters);
        std::string kept;
        for (const char c : letters) {
            if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')) {
                kept += c;
            } else if (static_cast<unsigned char>(c) >= 0x80) {
                return {};
            }
        }
        return kept;
    }

  private:
    static std::unique_ptr<icu::Transliterator> open(const char16_t* id) {
        UErrorCode error = U_ZERO_ERROR;
        UParseError place;
        std::unique_ptr<icu::Transliterator> made(
            icu::Transliterator::createInstance(icu::UnicodeString(id), UTRANS_FORWARD, place, error));
        if (U_FAILURE(error)) throw std::runtime_error(std::string("ICU: ") + u_errorName(error));
        return made;
    }
    std::unique_ptr<icu::Transliterator> latin_;
    std::unique_ptr<icu::Transliterator> plain_;
};

std::size_t characters_in(const std::string& word) {
    std::size_t count = 0;
    for (const char c : word) count += (static_cast<unsigned char>(c) & 0xC0) != 0x80 ? 1 : 0;
    return count;
}

std::map<std::string, std::string> read_words(const std::string& path) {
    std::ifstream file(path);
    if (!file) throw std::runtime_error("cannot read " + path);
    std::map<std::string, std::string> words;
    std::string line;
    for (int number = 1; std::getline(file, line); ++number) {
        if (line.empty() || line.front() == '#') continue;
        std::istringstream fields(line);
        std::string word;
        std::string syllable;
        std::string reading;
        std::size_t syllables = 0;
        fields >> word;
        while (fields >> syllable) {
            if (syllables++ > 0) reading += ' ';
            reading += syllable;
        }
        if (syllables != characters_in(word) || !words.emplace(word, reading).second) {
            throw std::runtime_error(path + ":" + std::to_string(number) +
                                     ": a syllable is missing, or the word stands twice");
        }
    }
    return words;
}

class Writer {
  public:
    void write_range(const Range& range, bool han) {
        body_ << "const std::uint16_t from_" << range.first << "[] = {";
        for (UChar32 c = range.first; c <= range.last; ++c) {
            if ((c - range.first) % 24 == 0) body_ << "\n";
            body_ << index_of(romanizer_.letters_of(c, han)) << ",";
        }
        body_ << "};\n";
        list_ << "    {" << range.first << ", " << range.last << ", from_" << range.first << "},\n";
    }

    void write(const std::map<std::string, std::string>& words, std::ostream& out) const {
        out << "// Written by src/text/romanization/generate.cpp; not to be edited.\n"
            << "#include \"text/romanization.hpp\"\n\nnamespace byline::text::romanization {\nnamespace {\n"
            << body_.str() << "const TableRange all_ranges[] = {\n"
            << list_.str() << "};\nconst std::string_view all_pieces[] = {\n    \"\",\n";
        for (const std::string& piece : pieces_) out << "    \"" << piece << "\",\n";
        out << "};\nconst PolyphoneWord all_words[] = {\n";
        for (const auto& [word, reading] : words) out << "    {\"" << word << "\", \"" << reading << "\"},\n";
        out << "};\n}  // namespace\n\nconst std::span<const TableRange> ranges(all_ranges);\n"
            << "const std::span<const std::string_view> pieces(all_pieces);\n"
            << "const std::span<const PolyphoneWord> polyphones(all_words);\n\n"
            << "}  // namespace byline::text::romanization\n";
    }

  private:
    std::size_t index_of(const std::string& letters) {
        if (letters.empty()) return 0;
        const auto [entry, added] = indices_.emplace(letters, pieces_.size() + 1);
        if (added) pieces_.push_back(letters);
        return entry->second;
    }

    Romanizer romanizer_;
    std::map<std::string, std::size_t> indices_;
    std::vector<std::string> pieces_;
    std::ostringstream body_;
    std::ostringstream list_;
};

}  // namespace

int main(int argc, char** argv) {
    try {
        if (argc != 3) throw std::runtime_error("usage: generate POLYPHONES.txt OUTPUT.cpp");
        const auto words = read_words(argv[1]);
        Writer writer;
        for (const Range& range : ranges) writer.write_range(range, range.first == 0x4E00);
        for (const Range& range : rare_han) writer.write_range(range, true);
        std::ofstream out(argv[2]);
        writer.write(words, out);
        out.close();
        if (!out) throw std::runtime_error(std::string("cannot write ") + argv[2]);
        return 0;
    } catch (const std::exception& error) {
        std::cerr << error.what() << "\n";
        return 1;
    }
}
