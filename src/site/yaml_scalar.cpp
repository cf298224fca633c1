#include "site/yaml_scalar.hpp"

#include <algorithm>
#include <charconv>
#include <limits>
#include <string_view>

namespace byline::site {
namespace {

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

bool all_digits(std::string_view text) {
    return !text.empty() && std::all_of(text.begin(), text.end(), is_digit);
}

std::string_view without_sign(std::string_view text) {
    if (text.starts_with('-') || text.starts_with('+')) text.remove_prefix(1);
    return text;
}

// 2008-01-31, and what begins so: the whole is read by whoever wants a date of it.
bool looks_like_date(std::string_view text) {
    return text.size() >= 8 && all_digits(text.substr(0, 4)) && text[4] == '-' && is_digit(text[5]) &&
           text.find('-', 6) != std::string_view::npos && text.find('-', 6) <= 7;
}

bool read_integer(std::string_view text, std::int64_t& integer) {
    int base = 10;
    if (text.starts_with("0x") || text.starts_with("0o")) {
        base = text[1] == 'x' ? 16 : 8;
        text.remove_prefix(2);
        if (text.starts_with('-')) return false;
    } else {
        const std::string_view digits = without_sign(text);
        if (!all_digits(digits) || (digits.size() > 1 && digits.front() == '0')) return false;
        if (text.starts_with('+')) text.remove_prefix(1);
    }
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), integer, base);
    return error == std::errc() && end == text.data() + text.size() && !text.empty();
}

// [-+]? ( \. [0-9]+ | [0-9]+ ( \. [0-9]* )? ) ( [eE] [-+]? [0-9]+ )?  and .inf, .nan (YAML 1.2.2, section 10.3.2)
bool is_float(std::string_view text) {
    text = without_sign(text);
    std::size_t digits = 0;
    std::size_t i = 0;
    while (i < text.size() && is_digit(text[i])) ++i, ++digits;
    // 007.5 is no number that anyone means.
    if (digits > 1 && text.front() == '0') return false;
    if (i < text.size() && text[i] == '.') {
        ++i;
        while (i < text.size() && is_digit(text[i])) ++i, ++digits;
    }
    if (digits == 0) return false;
    if (i == text.size()) return true;
    return (text[i] == 'e' || text[i] == 'E') && all_digits(without_sign(text.substr(i + 1)));
}

bool read_float(std::string_view text, double& number) {
    const std::string_view word = without_sign(text);
    if (word == ".inf" || word == ".Inf" || word == ".INF") {
        number = std::numeric_limits<double>::infinity() * (text.front() == '-' ? -1 : 1);
        return true;
    }
    if (text == ".nan" || text == ".NaN" || text == ".NAN") {
        number = std::numeric_limits<double>::quiet_NaN();
        return true;
    }
    if (!is_float(text)) return false;
    if (text.starts_with('+')) text.remove_prefix(1);
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    return error == std::errc() && end == text.data() + text.size();
}

}  // namespace

void resolve_plain_scalar(DataNode& node) {
    const std::string_view text = node.text;
    node.kind = DataKind::Text;
    if (text.empty() || text == "~" || text == "null" || text == "Null" || text == "NULL") {
        node.kind = DataKind::Null;
    } else if (text == "true" || text == "True" || text == "TRUE") {
        node.kind = DataKind::Bool;
        node.boolean = true;
    } else if (text == "false" || text == "False" || text == "FALSE") {
        node.kind = DataKind::Bool;
    } else if (!is_digit(text.front()) && std::string_view("-+.").find(text.front()) == std::string_view::npos) {
        return;  // most text: no number begins with a letter
    } else if (looks_like_date(text)) {
        node.kind = DataKind::Date;
    } else if (read_integer(text, node.integer)) {
        node.kind = DataKind::Integer;
    } else if (read_float(text, node.number)) {
        node.kind = DataKind::Float;
    }
}

}  // namespace byline::site
