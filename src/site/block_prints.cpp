#include "site/block_prints.hpp"

#include <algorithm>
#include <iterator>

#include "text/digest.hpp"

namespace byline::site {
namespace {

constexpr std::string_view print_digits =
    "0123456789abcdefghjkmnpqrstvwxyz";  // without i, l, o, u: as Crockford has them
constexpr std::size_t digits_a_block = 4;
constexpr unsigned bits_a_digit = 5;
constexpr BlockPrint print_mask = (1U << (digits_a_block * bits_a_digit)) - 1;

// Each run of spaces and line ends as one space.
std::string rewrapped(std::string_view text) {
    std::string words;
    words.reserve(text.size());
    for (const char c : text) {
        const bool is_space = c == ' ' || c == '\n' || c == '\r' || c == '\t';
        if (!is_space) words += c;
        if (is_space && !words.empty() && words.back() != ' ') words += ' ';
    }
    while (!words.empty() && words.back() == ' ') words.pop_back();
    return words;
}

BlockPrint print_of(std::string_view text) {
    return static_cast<BlockPrint>(text::digest64_of(rewrapped(text))) & print_mask;
}

}  // namespace

std::vector<BlockPrint> block_prints(const markdown::Document& document) {
    std::vector<BlockPrint> prints;
    const std::string_view source = document.source();
    for (const markdown::Node block : document.root().children()) {
        const bool is_last = prints.size() + 1 == most_block_prints;
        const std::size_t begin = block.begin_offset();
        const std::size_t end = is_last ? source.size() : block.end_offset();
        prints.push_back(print_of(source.substr(begin, end - begin)));
        if (is_last) break;
    }
    return prints;
}

std::size_t blocks_behind(std::vector<BlockPrint> then, std::vector<BlockPrint> now) {
    std::ranges::sort(then);
    std::ranges::sort(now);
    std::vector<BlockPrint> gone;
    std::vector<BlockPrint> come;
    std::ranges::set_difference(then, now, std::back_inserter(gone));
    std::ranges::set_difference(now, then, std::back_inserter(come));
    return std::max(gone.size(), come.size());
}

std::string format_translated_from(const TranslatedFrom& from) {
    std::string text = from.language + " ";
    for (const BlockPrint print : from.blocks) {
        for (unsigned digit = digits_a_block; digit-- > 0;) text += print_digits[print >> (digit * bits_a_digit) & 31U];
    }
    return text;
}

std::optional<TranslatedFrom> parse_translated_from(std::string_view text) {
    const auto space = text.find(' ');
    if (space == 0 || space == std::string_view::npos) return std::nullopt;
    TranslatedFrom from;
    from.language = text.substr(0, space);
    const std::string_view prints = text.substr(space + 1);
    if (prints.size() % digits_a_block != 0 || prints.size() > most_block_prints * digits_a_block) return std::nullopt;
    for (std::size_t at = 0; at < prints.size(); at += digits_a_block) {
        BlockPrint print = 0;
        for (const char c : prints.substr(at, digits_a_block)) {
            const auto digit = print_digits.find(c);
            if (digit == std::string_view::npos) return std::nullopt;
            print = print << bits_a_digit | static_cast<BlockPrint>(digit);
        }
        from.blocks.push_back(print);
    }
    return from;
}

}  // namespace byline::site
