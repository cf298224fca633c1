// Filters on numbers: converting, rounding, showing sizes.
#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstdio>
#include <optional>

#include "templating/builtins.hpp"
#include "templating/characters.hpp"
#include "templating/filter_input.hpp"
#include "templating/operations.hpp"

namespace byline::templating {
namespace {

// Digits may have single underscores between them.
std::optional<std::string> without_underscores(std::string_view text) {
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] != '_') {
            out.push_back(text[i]);
        } else if (i == 0 || i + 1 == text.size() || text[i + 1] == '_' ||
                   std::string_view("+-.eE").find(text[i - 1]) != std::string_view::npos) {
            return std::nullopt;
        }
    }
    return out;
}

std::optional<std::int64_t> read_integer(std::string_view text, int base) {
    text = trim_spaces(text);
    bool is_negative = false;
    if (!text.empty() && (text.front() == '+' || text.front() == '-')) {
        is_negative = text.front() == '-';
        text.remove_prefix(1);
    }
    const auto has_prefix = [&](char marker) {
        return text.size() > 2 && text[0] == '0' && (text[1] | 0x20) == marker;
    };
    for (const auto& [marker, its_base] : {std::pair{'x', 16}, std::pair{'o', 8}, std::pair{'b', 2}}) {
        if (!has_prefix(marker) || (base != its_base && base != 0)) continue;
        base = its_base;
        text.remove_prefix(2);
        break;
    }
    if (base == 0) base = 10;
    const auto digits = without_underscores(text);
    if (!digits.has_value() || digits->empty() || (*digits)[0] == '-' || (*digits)[0] == '+') return std::nullopt;
    std::int64_t number = 0;
    const auto read = std::from_chars(digits->data(), digits->data() + digits->size(), number, base);
    if (read.ec != std::errc() || read.ptr != digits->data() + digits->size()) return std::nullopt;
    return is_negative ? -number : number;
}

std::optional<double> read_number(std::string_view text) {
    text = trim_spaces(text);
    const bool is_negative = text.starts_with('-');
    if (text.starts_with('+') || is_negative) text.remove_prefix(1);
    const auto digits = without_underscores(text);
    if (!digits.has_value() || digits->empty() || (*digits)[0] == '-' || (*digits)[0] == '+') return std::nullopt;
    double number = 0;
    const auto read = std::from_chars(digits->data(), digits->data() + digits->size(), number);
    if (read.ptr != digits->data() + digits->size()) return std::nullopt;
    if (read.ec == std::errc::result_out_of_range) number = digits->find("e-") == std::string::npos ? HUGE_VAL : 0.0;
    return is_negative ? -number : number;
}

Result<Value> integer_of(const Call& call, double number) {
    if (std::isnan(number)) return call.argument(0).is_undefined() ? Value::integer(0) : call.argument(0);
    if (!(number > -9.2e18 && number < 9.2e18))
        return call.fail("the number is too large for an integer", "keep it as it is");
    return Value::integer(static_cast<std::int64_t>(number));
}

Result<Value> to_integer(Call& call) {
    const Value& input = call.input();
    TRY(const std::int64_t base, call.int_argument(1, "base", 10));
    if (base != 0 && (base < 2 || base > 36)) return call.fail("'int' needs a base from 2 to 36", "use 10 or 16");
    if (input.is_integral()) return Value::integer(input.as_int());
    if (input.is_float()) return integer_of(call, input.as_double());
    if (input.is_string()) {
        if (const auto number = read_integer(input.as_string_view(), static_cast<int>(base)))
            return Value::integer(*number);
        if (const auto number = read_number(input.as_string_view())) return integer_of(call, *number);
    }
    return call.has(0) ? call.argument(0) : Value::integer(0);
}

Result<Value> to_float(Call& call) {
    const Value& input = call.input();
    if (input.is_number()) return Value::number(input.as_double());
    if (input.is_string()) {
        if (const auto number = read_number(input.as_string_view())) return Value::number(*number);
    }
    return call.has(0) ? call.argument(0) : Value::number(0);
}

Result<Value> absolute(Call& call) {
    const Value& input = call.input();
    if (input.is_float()) return Value::number(std::fabs(input.as_double()));
    if (!input.is_integral()) return call.wrong_input("a number");
    return input.as_int() < 0 ? negate(input) : Value::integer(input.as_int());
}

double round_half_even(double number, std::int64_t precision) {
    if (precision > 300) return number;
    if (precision < 0) {
        const double unit = std::pow(10.0, static_cast<double>(-precision));
        return std::isinf(unit) ? 0.0 : std::nearbyint(number / unit) * unit;
    }
    // The decimal digits of the number are exact, so this rounds what Python rounds.
    std::array<char, 700> digits{};
    std::snprintf(digits.data(), digits.size(), "%.*f", static_cast<int>(precision), number);
    double rounded = number;
    std::from_chars(digits.data(), digits.data() + std::char_traits<char>::length(digits.data()), rounded);
    return rounded;
}

Result<Value> round(Call& call) {
    const Value& input = call.input();
    TRY(const std::int64_t precision, call.int_argument(0, "precision", 0));
    TRY(const std::string method, call.string_argument(1, "method", "common"));
    if (!input.is_number()) return call.wrong_input("a number");
    if (method == "common") {
        if (input.is_integral() && precision >= 0) return Value::integer(input.as_int());
        const double rounded = round_half_even(input.as_double(), precision);
        if (input.is_integral()) return integer_of(call, rounded);
        return Value::number(rounded);
    }
    if (method != "ceil" && method != "floor")
        return call.fail("'round' has no method '" + method + "'", "use 'common', 'ceil' or 'floor'");
    const double unit = std::pow(10.0, static_cast<double>(precision));
    const double scaled = input.as_double() * unit;
    return Value::number((method == "ceil" ? std::ceil(scaled) : std::floor(scaled)) / unit);
}

Result<Value> filesizeformat(Call& call) {
    constexpr std::array<std::string_view, 8> decimal{"kB", "MB", "GB", "TB", "PB", "EB", "ZB", "YB"};
    constexpr std::array<std::string_view, 8> binary{"KiB", "MiB", "GiB", "TiB", "PiB", "EiB", "ZiB", "YiB"};
    TRY(const bool is_binary, call.bool_argument(0, "binary", false));
    std::optional<double> bytes;
    if (call.input().is_number()) bytes = call.input().as_double();
    if (call.input().is_string()) bytes = read_number(call.input().as_string_view());
    if (!bytes.has_value() || !std::isfinite(*bytes)) return call.wrong_input("a number of bytes");
    const double base = is_binary ? 1024 : 1000;
    if (*bytes == 1) return Value::view("1 Byte");
    std::array<char, 400> text{};
    if (*bytes < base) {
        std::snprintf(text.data(), text.size(), "%.0f Bytes", std::trunc(*bytes));
        return Value::string(text.data());
    }
    double unit = base;
    std::size_t i = 0;
    for (; i < decimal.size(); ++i) {
        unit *= base;
        if (*bytes < unit || i + 1 == decimal.size()) break;
    }
    std::snprintf(text.data(), text.size(), "%.1f ", base * *bytes / unit);
    return Value::string(text.data() + std::string((is_binary ? binary : decimal)[i]));
}

}  // namespace

void add_number_filters(Registry& registry) {
    add_filter(registry, "int", {"default", "base"}, to_integer);
    add_filter(registry, "float", {"default"}, to_float);
    add_filter(registry, "abs", {}, absolute);
    add_filter(registry, "round", {"precision", "method"}, round);
    add_filter(registry, "filesizeformat", {"binary"}, filesizeformat);
}

}  // namespace byline::templating
