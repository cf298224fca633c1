#include "search/terms.hpp"

#include <algorithm>
#include <iterator>

#include "search/english_stem.hpp"
#include "search/tokens.hpp"
#include "text/utf8.hpp"

namespace byline::search {

namespace {

constexpr unsigned kind_shift = 60;
constexpr unsigned code_point_bits = 21;
constexpr TermKey number_mask = (TermKey{1} << kind_shift) - 1;

enum class TermKind : std::uint8_t { Name, Characters, Pair };

TermKey key_of(TermKind kind, std::uint64_t number) {
    return static_cast<TermKey>(kind) << kind_shift | number;
}

constexpr char filter_mark = '\x01';
constexpr char pair_mark = '\x02';

}  // namespace

std::uint32_t TextNumbers::number_of(std::string_view text) {
    if ((texts_.size() + 1) * 2 > slots_.size()) grow();
    const std::uint32_t hash = bucket_hash(text);
    std::size_t at = hash & (slots_.size() - 1);
    for (; slots_[at].number != 0; at = (at + 1) & (slots_.size() - 1)) {
        if (slots_[at].hash == hash && texts_[slots_[at].number - 1] == text) return slots_[at].number - 1;
    }
    texts_.emplace_back(text);
    slots_[at] = {hash, static_cast<std::uint32_t>(texts_.size())};
    return slots_[at].number - 1;
}

void TextNumbers::grow() {
    std::vector<Slot> before(slots_.size() * 2);
    std::swap(before, slots_);
    for (const Slot& slot : before) {
        if (slot.number == 0) continue;
        std::size_t at = slot.hash & (slots_.size() - 1);
        while (slots_[at].number != 0) at = (at + 1) & (slots_.size() - 1);
        slots_[at] = slot;
    }
}

std::uint32_t Lexicon::word(std::string_view folded) {
    const std::uint32_t number = words_.number_of(folded);
    if (number == stems_.size()) stems_.push_back(name(english_stem(folded)));
    return number;
}

const DocumentTerms& TermReader::read(const Document& document) {
    found_.clear();
    terms_ = {std::move(terms_.occurrences), std::move(terms_.words), 0, 0};
    terms_.occurrences.clear();
    terms_.words.clear();
    terms_.title_length = read_field(document.title, Field::Title);
    for (const std::string& tag : document.tags) {
        read_field(tag, Field::Tag);
        add_filter('t', tag);
    }
    add_filter('k', document.kind);
    add_filter('l', document.language);
    terms_.length = read_field(document.description, Field::Text);
    for (const Section& section : document.sections) {
        read_field(section.heading, Field::Heading);
        terms_.length += read_field(section.text, Field::Text);
    }
    gather();
    return terms_;
}

std::uint32_t TermReader::read_field(std::string_view text, Field field) {
    TokenReader tokens(text);
    std::uint32_t length = 0;
    std::string_view before;  // the stem of the word before
    while (tokens.next()) {
        if (tokens.kind() == TokenKind::Run) {
            read_run(tokens.folded(), field);
            const auto characters = static_cast<std::uint32_t>(text::count_code_points(tokens.folded()));
            length += field == Field::Title ? (characters + 1) / 2 : characters;
            before = {};
            continue;
        }
        ++length;
        const std::uint32_t number = lexicon_.word(tokens.folded());
        const std::uint32_t stem = lexicon_.word_at(number).stem;
        terms_.words.push_back(number);
        add(key_of(TermKind::Name, stem), field);
        if (!before.empty()) {
            scratch_ = before;
            scratch_ += ' ';
            scratch_ += lexicon_.name_at(stem);
            const std::uint32_t pair = bucket_hash(scratch_) & ((1U << sizes_.pair_bits()) - 1);
            add(key_of(TermKind::Pair, pair), field);
        }
        before = lexicon_.name_at(stem);
    }
    return length;
}

void TermReader::read_run(std::string_view run, Field field) {
    char32_t before = 0;
    for (std::size_t offset = 0; offset < run.size();) {
        const char32_t c = text::decode_next(run, offset);
        add(key_of(TermKind::Characters, c), field);
        if (before != 0) add(key_of(TermKind::Characters, std::uint64_t{before} << code_point_bits | c), field);
        before = c;
    }
}

void TermReader::add_filter(char kind, std::string_view value) {
    if (value.empty()) return;
    scratch_ = {filter_mark, kind};
    scratch_ += value;
    add(key_of(TermKind::Name, lexicon_.name(scratch_)), Field::Text);
}

void TermReader::gather() {
    std::sort(found_.begin(), found_.end());
    for (const std::uint64_t one : found_) {
        const TermKey term = one >> 2U;
        if (terms_.occurrences.empty() || terms_.occurrences.back().term != term) {
            terms_.occurrences.push_back({term, 0});
        }
        std::uint8_t& evidence = terms_.occurrences.back().evidence;
        switch (static_cast<Field>(one & 3U)) {
            case Field::Title: evidence |= evidence_title; break;
            case Field::Heading: evidence |= evidence_heading; break;
            case Field::Tag: evidence |= evidence_tag; break;
            case Field::Text:
                if ((evidence & evidence_count_mask) != evidence_count_mask) ++evidence;
                break;
        }
    }
    std::sort(terms_.words.begin(), terms_.words.end());
    terms_.words.erase(std::unique(terms_.words.begin(), terms_.words.end()), terms_.words.end());
}

std::string TermReader::name_of(TermKey term) const {
    const std::uint64_t number = term & number_mask;
    std::string name;
    switch (static_cast<TermKind>(term >> kind_shift)) {
        case TermKind::Name: return std::string(lexicon_.name_at(static_cast<std::uint32_t>(number)));
        case TermKind::Characters:
            if (number >> code_point_bits != 0) {
                text::append_code_point(name, static_cast<char32_t>(number >> code_point_bits));
            }
            text::append_code_point(name, static_cast<char32_t>(number & ((1U << code_point_bits) - 1)));
            return name;
        case TermKind::Pair:
            name = pair_mark;
            for (int shift = 16; shift >= 0; shift -= 4) name += "0123456789abcdef"[number >> shift & 0xFU];
            return name;
    }
    return name;
}

bool TermReader::has_impact(TermKey term) const {
    switch (static_cast<TermKind>(term >> kind_shift)) {
        case TermKind::Name:
            return search::has_impact(lexicon_.name_at(static_cast<std::uint32_t>(term & number_mask)));
        case TermKind::Characters: return true;
        case TermKind::Pair: return false;
    }
    return false;
}

bool has_impact(std::string_view term_name) {
    return !term_name.empty() && static_cast<unsigned char>(term_name.front()) > static_cast<unsigned char>(pair_mark);
}

std::uint32_t bucket_hash(std::string_view name) {
    std::uint32_t hash = 2166136261U;
    for (const char byte : name) hash = (hash ^ static_cast<unsigned char>(byte)) * 16777619U;
    hash = (hash ^ hash >> 16U) * 0x85EBCA6BU;
    hash = (hash ^ hash >> 13U) * 0xC2B2AE35U;
    return hash ^ hash >> 16U;
}

std::vector<std::string> dictionary_keys(std::string_view folded_word) {
    std::vector<std::size_t> starts;  // of the characters
    for (std::size_t offset = 0; offset < folded_word.size();) {
        starts.push_back(offset);
        static_cast<void>(text::decode_next(folded_word, offset));
    }
    const std::size_t count = starts.size();
    if (count < 3) return {};
    starts.push_back(folded_word.size());
    std::vector<std::string> keys = {"p" + std::string(folded_word.substr(0, starts[3]))};
    if (count < 4 || has_digit(folded_word)) return keys;
    keys.push_back("s" + std::string(folded_word.substr(starts[count - 3])));
    keys.push_back("f" + std::string(folded_word.substr(0, starts[1])) +
                   std::string(folded_word.substr(starts[count - 1])));
    return keys;
}

}  // namespace byline::search
