#include "search/head.hpp"

#include <algorithm>
#include <array>
#include <charconv>

#include "search/checked_bytes.hpp"
#include "search/deflate.hpp"
#include "search/terms.hpp"
#include "text/digest.hpp"

namespace byline::search {

namespace {

constexpr std::string_view first_words = "byline-search 2 ";
// Words that are in every English text: clients look for them in phrases only, or when nothing else is asked for.
constexpr std::string_view common_words =
    "a an and are as at be by for from how in is it of on or that the this to was what when where who why will with";
constexpr std::string_view addresses_first_bytes = "BSA1";
constexpr std::size_t max_addresses_bytes = max_documents * 256;
constexpr std::size_t checksum_digits = 16;

void append_number(std::string& out, std::uint64_t number, char end) {
    out += std::to_string(number);
    out += end;
}

void append_counts(std::string& out, char kind, const Counts& counts) {
    for (const auto& [name, count] : counts) {
        out += kind;
        append_number(out += ' ', count, ' ');
        out += name;
        out += '\n';
    }
}

std::string body_of(const Head& head) {
    std::string body;
    const Totals& totals = head.totals;
    const Sizes& sizes = head.sizes;
    for (const std::uint64_t number : {totals.documents, std::uint64_t{sizes.id_bits}, std::uint64_t{sizes.term_bits},
                                       std::uint64_t{sizes.word_bits}, std::uint64_t{sizes.length_class}, head.tags,
                                       totals.length, totals.postings, totals.words}) {
        append_number(body, number, ' ');
    }
    append_number(body, totals.contents, '\n');
    append_counts(body, 'k', head.kinds);
    append_counts(body, 'l', head.languages);
    return body.append("c ").append(common_words).append("\n");
}

std::string with_checksum(std::string_view body) {
    return std::string(first_words) + text::hex_of(text::digest64_of(body)) + '\n' + std::string(body);
}

// Takes a number and the character behind it away from `text`.
std::optional<std::uint64_t> take_number(std::string_view& text, char end) {
    std::uint64_t number = 0;
    const auto [stopped, fault] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (fault != std::errc() || stopped == text.data() + text.size() || *stopped != end) return std::nullopt;
    text.remove_prefix(static_cast<std::size_t>(stopped - text.data()) + 1);
    return number;
}

bool take_counts(std::string_view& body, char kind, Counts& counts) {
    while (body.starts_with(kind) && body.substr(1).starts_with(' ')) {
        body.remove_prefix(2);
        const auto count = take_number(body, ' ');
        const std::size_t end = body.find('\n');
        if (!count || *count == 0 || end == std::string_view::npos) return false;
        counts.emplace(body.substr(0, end), *count);
        body.remove_prefix(end + 1);
    }
    return true;
}

// As many hexadecimal digits as numbers below 2^bits need.
std::string path_of(char folder, std::uint32_t number, unsigned bits, std::string_view end = ".bin") {
    std::string path = {folder, '/'};
    for (int digit = static_cast<int>((std::max(bits, 1U) - 1) / 4); digit >= 0; --digit) {
        path += "0123456789abcdef"[number >> (4 * digit) & 0xFU];
    }
    return path += end;
}

}  // namespace

std::string encode_head(const Head& head) {
    return with_checksum(body_of(head));
}

std::optional<Head> decode_head(std::string_view bytes) {
    const std::size_t start = first_words.size() + checksum_digits + 1;
    if (bytes.size() < start || with_checksum(bytes.substr(start)) != bytes) return std::nullopt;
    std::string_view rest = bytes.substr(start);
    std::array<std::uint64_t, 10> numbers = {};
    for (std::size_t i = 0; i < numbers.size(); ++i) {
        const auto number = take_number(rest, i + 1 == numbers.size() ? '\n' : ' ');
        if (!number) return std::nullopt;
        numbers[i] = *number;
    }
    Head head;
    head.totals = {numbers[0], numbers[6], numbers[7], numbers[8], numbers[9]};
    head.tags = numbers[5];
    if (head.totals.documents > max_documents) return std::nullopt;
    head.sizes = sizes_of(head.totals);
    if (!take_counts(rest, 'k', head.kinds) || !take_counts(rest, 'l', head.languages)) return std::nullopt;
    if (body_of(head) != bytes.substr(start)) return std::nullopt;
    return head;
}

std::string encode_addresses(const std::vector<std::string>& addresses) {
    std::string lines;
    for (const std::string& address : addresses) {
        lines += address;
        lines += '\n';
    }
    return checked_bytes(addresses_first_bytes, deflate(lines));
}

std::optional<std::vector<std::string>> decode_addresses(std::string_view bytes) {
    const auto body = checked_body(addresses_first_bytes, bytes);
    if (!body) return std::nullopt;
    const auto lines = inflate(*body, max_addresses_bytes);
    if (!lines) return std::nullopt;
    std::vector<std::string> addresses;
    for (std::string_view rest = *lines; !rest.empty();) {
        const std::size_t end = rest.find('\n');
        if (end == std::string_view::npos) return std::nullopt;
        if (!addresses.empty() && addresses.back() >= rest.substr(0, end)) return std::nullopt;
        addresses.emplace_back(rest.substr(0, end));
        rest.remove_prefix(end + 1);
    }
    return addresses;
}

std::string document_path(std::uint32_t document, const Sizes& sizes) {
    return path_of('d', document, sizes.id_bits);
}
std::string part_path(std::uint32_t document, std::size_t part, const Sizes& sizes) {
    return path_of('d', document, sizes.id_bits, "-" + std::to_string(part) + ".bin");
}
std::string postings_path(std::uint32_t bucket, const Sizes& sizes) {
    return path_of('t', bucket, sizes.term_bits);
}
std::string words_path(std::uint32_t bucket, const Sizes& sizes) {
    return path_of('w', bucket, sizes.word_bits);
}

std::uint32_t term_bucket(std::string_view term, const Sizes& sizes) {
    return bucket_hash(term) & ((1U << sizes.term_bits) - 1);
}
std::uint32_t word_bucket(std::string_view key, const Sizes& sizes) {
    return bucket_hash(key) & ((1U << sizes.word_bits) - 1);
}
std::vector<std::uint32_t> word_buckets(std::string_view folded_word, const Sizes& sizes) {
    std::vector<std::uint32_t> buckets;
    for (const std::string& key : dictionary_keys(folded_word)) buckets.push_back(word_bucket(key, sizes));
    std::sort(buckets.begin(), buckets.end());
    buckets.erase(std::unique(buckets.begin(), buckets.end()), buckets.end());
    return buckets;
}

}  // namespace byline::search
