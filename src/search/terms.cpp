#include "search/terms.hpp"

#include <cstring>
#include <optional>

#include "search/english_stem.hpp"
#include "search/tokens.hpp"
#include "text/utf8.hpp"

namespace byline::search {

namespace {

constexpr unsigned character_bits = 18;
constexpr std::uint64_t character_limit = std::uint64_t{1} << character_bits;

// What a key is of. Keys of single characters begin at 0, those of two characters at the first that a run has.
constexpr TermKey first_pair = character_limit;
constexpr TermKey first_name = first_pair + (TermKey{1} << max_pair_bits);
constexpr TermKey first_two_characters = TermKey{first_run_character} << character_bits;
static_assert(term_key_bits == 2 * character_bits);

enum class TermKind : std::uint8_t { Character, Pair, Name, TwoCharacters };

TermKind kind_of(TermKey term) {
    return term < first_pair             ? TermKind::Character
           : term < first_name           ? TermKind::Pair
           : term < first_two_characters ? TermKind::Name
                                         : TermKind::TwoCharacters;
}

constexpr char filter_mark = '\x01';
constexpr char pair_mark = '\x02';

std::string pair_name(std::uint64_t digest) {
    std::string name = {pair_mark};
    for (int shift = 16; shift >= 0; shift -= 4) name += "0123456789abcdef"[digest >> shift & 0xFU];
    return name;
}

// A hash for tables in memory, by eight bytes at a time.
std::uint32_t table_hash(std::string_view text) {
    constexpr std::uint64_t factor = 0x9E3779B97F4A7C15U;
    std::uint64_t hash = text.size() * factor;
    const auto mix = [&hash](std::uint64_t bytes) {
        hash = (hash ^ bytes) * factor;
        hash ^= hash >> 29U;
    };
    for (; text.size() > 8; text.remove_prefix(8)) {
        std::uint64_t bytes = 0;
        std::memcpy(&bytes, text.data(), 8);
        mix(bytes);
    }
    std::uint64_t rest = 0;
    std::memcpy(&rest, text.data(), text.size());
    mix(rest);
    return static_cast<std::uint32_t>(hash >> 32U);
}

std::uint32_t run_hash_over(std::uint32_t hash, std::string_view bytes) {
    for (const char byte : bytes) hash = run_hash(hash, byte);
    return hash;
}

// Over the bytes of a character in UTF-8.
std::uint32_t run_hash_over(std::uint32_t hash, char32_t c) {
    if (c < 0x80) return run_hash(hash, static_cast<char>(c));
    if (c < 0x800) {
        hash = run_hash(hash, static_cast<char>(0xC0U | c >> 6U));
    } else {
        if (c < 0x10000) {
            hash = run_hash(hash, static_cast<char>(0xE0U | c >> 12U));
        } else {
            hash = run_hash(hash, static_cast<char>(0xF0U | c >> 18U));
            hash = run_hash(hash, static_cast<char>(0x80U | (c >> 12U & 0x3FU)));
        }
        hash = run_hash(hash, static_cast<char>(0x80U | (c >> 6U & 0x3FU)));
    }
    return run_hash(hash, static_cast<char>(0x80U | (c & 0x3FU)));
}

}  // namespace

std::uint32_t TextNumbers::number_of(std::string_view text) {
    if ((texts_.size() + 1) * 2 > slots_.size()) grow();
    const std::uint32_t hash = table_hash(text);
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

std::uint32_t Lexicon::name(std::string_view name) {
    const std::uint32_t number = names_.number_of(name);
    if (number == running_hashes_.size()) running_hashes_.push_back(run_hash_over(first_running_hash, name));
    return number;
}

const DocumentTerms& TermReader::read(const Document& document) {
    terms_.occurrences.clear();
    terms_.words.clear();
    ++document_;
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
    return terms_;
}

std::uint32_t TermReader::read_field(std::string_view text, Field field) {
    TokenReader tokens(text);
    std::uint32_t length = 0;
    std::optional<std::uint32_t> stem_before;
    while (tokens.next()) {
        if (tokens.kind() == TokenKind::Run) {
            read_run(tokens.folded(), field);
            const auto characters = static_cast<std::uint32_t>(text::count_code_points(tokens.folded()));
            length += field == Field::Title ? (characters + 1) / 2 : characters;
            stem_before.reset();
            continue;
        }
        ++length;
        const std::uint32_t word = lexicon_.word(tokens.folded());
        const std::uint32_t stem = lexicon_.stem_of(word);
        add_word(word);
        add(first_name + stem, field);
        if (stem_before) add_pair(*stem_before, stem, field);
        stem_before = stem;
    }
    return length;
}

void TermReader::add_word(std::uint32_t word) {
    if (word >= words_seen_.size()) words_seen_.resize(lexicon_.word_count());
    if (words_seen_[word] == document_) return;
    words_seen_[word] = document_;
    terms_.words.push_back(word);
}

void TermReader::add_pair(std::uint32_t stem_before, std::uint32_t stem, Field field) {
    const std::uint32_t before = run_hash(lexicon_.running_hash_at(stem_before), ' ');
    const std::uint32_t hash = finish_hash(run_hash_over(before, lexicon_.name_at(stem)));
    add(first_pair + (hash & ((1U << sizes_.pair_bits()) - 1)), field);
}

void TermReader::read_run(std::string_view run, Field field) {
    char32_t before = 0;
    std::size_t start = 0;  // of the character before
    for (std::size_t offset = 0; offset < run.size();) {
        const std::size_t here = offset;
        const char32_t c = text::decode_next(run, offset);
        const bool fits = c < character_limit;
        add(fits ? TermKey{c} : first_name + lexicon_.name(run.substr(here, offset - here)), field);
        if (before >= first_run_character && before < character_limit && fits) {
            add(TermKey{before} << character_bits | c, field);
        } else if (before != 0) {  // folding has made something else of it
            add(first_name + lexicon_.name(run.substr(start, offset - start)), field);
        }
        before = c;
        start = here;
    }
}

void TermReader::add_filter(char kind, std::string_view value) {
    if (value.empty()) return;
    add(first_name + lexicon_.name(std::string{filter_mark, kind} + std::string(value)), Field::Text);
}

TermReader::Slot& TermReader::find_slot(TermKey term) {
    const std::size_t mask = slots_.size() - 1;
    std::size_t at = static_cast<std::size_t>((term * 0x9E3779B97F4A7C15U) >> 32U) & mask;
    while (slots_[at].document == document_ && slots_[at].term != term) at = (at + 1) & mask;
    return slots_[at];
}

void TermReader::grow() {
    slots_.assign(slots_.size() * 2, {});
    for (std::size_t i = 0; i < terms_.occurrences.size(); ++i) {
        const TermKey term = terms_.occurrences[i].term;
        find_slot(term) = {term, document_, static_cast<std::uint32_t>(i)};
    }
}

void TermReader::add(TermKey term, Field field) {
    if ((terms_.occurrences.size() + 1) * 2 > slots_.size()) grow();
    Slot& slot = find_slot(term);
    if (slot.document != document_) {
        slot = {term, document_, static_cast<std::uint32_t>(terms_.occurrences.size())};
        terms_.occurrences.push_back({term, 0});
    }
    std::uint8_t& evidence = terms_.occurrences[slot.occurrence].evidence;
    switch (field) {
        case Field::Title: evidence |= evidence_title; break;
        case Field::Heading: evidence |= evidence_heading; break;
        case Field::Tag: evidence |= evidence_tag; break;
        case Field::Text:
            if ((evidence & evidence_count_mask) != evidence_count_mask) ++evidence;
            break;
    }
}

std::string TermReader::name_of(TermKey term) const {
    std::string name;
    switch (kind_of(term)) {
        case TermKind::Name: return std::string(lexicon_.name_at(static_cast<std::uint32_t>(term - first_name)));
        case TermKind::Pair: return pair_name(term - first_pair);
        case TermKind::TwoCharacters:
            text::append_code_point(name, static_cast<char32_t>(term >> character_bits));
            [[fallthrough]];
        case TermKind::Character:
            text::append_code_point(name, static_cast<char32_t>(term & (character_limit - 1)));
            break;
    }
    return name;
}

std::uint32_t TermReader::hash_of(TermKey term) const {
    std::uint32_t hash = first_running_hash;
    switch (kind_of(term)) {
        case TermKind::Name: hash = lexicon_.running_hash_at(static_cast<std::uint32_t>(term - first_name)); break;
        case TermKind::Pair: hash = run_hash_over(hash, pair_name(term - first_pair)); break;
        case TermKind::TwoCharacters:
            hash = run_hash_over(hash, static_cast<char32_t>(term >> character_bits));
            [[fallthrough]];
        case TermKind::Character:
            hash = run_hash_over(hash, static_cast<char32_t>(term & (character_limit - 1)));
            break;
    }
    return finish_hash(hash);
}

bool has_impact(std::string_view term_name) {
    return !term_name.empty() && static_cast<unsigned char>(term_name.front()) > static_cast<unsigned char>(pair_mark);
}

std::uint32_t bucket_hash(std::string_view name) {
    return finish_hash(run_hash_over(first_running_hash, name));
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

std::string dictionary_entry(std::string_view folded_word, std::string_view stem) {
    std::string entry(folded_word);
    if (stem != folded_word) entry.append(" ").append(stem);
    return entry;
}

}  // namespace byline::search
