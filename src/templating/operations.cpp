#include "templating/operations.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "templating/characters.hpp"
#include "templating/object.hpp"
#include "templating/suggestion.hpp"
#include "templating/value_box.hpp"
#include "text/html_escape.hpp"

namespace byline::templating {
namespace {

constexpr std::string_view too_large = "the result is too large for an integer";

Failure fail_operands(std::string_view operation, const Value& left, const Value& right) {
    return fail_without_place("cannot " + std::string(operation) + " " + std::string(left.type_name()) + " and " +
                                  std::string(right.type_name()),
                              "convert them first: 'x | int', 'x | string'; '~' joins anything as text");
}

Result<Value> integer_power(std::int64_t base, std::int64_t exponent) {
    if (exponent < 0) {
        if (base == 0) return fail_without_place("division by zero", "zero has no negative power");
        return Value::number(std::pow(static_cast<double>(base), static_cast<double>(exponent)));
    }
    std::int64_t result = 1;
    while (exponent > 0) {
        if ((exponent & 1) != 0 && __builtin_mul_overflow(result, base, &result)) {
            return fail_without_place(std::string(too_large), "use a number with a decimal point");
        }
        exponent >>= 1;
        if (exponent > 0 && __builtin_mul_overflow(base, base, &base)) {
            return fail_without_place(std::string(too_large), "use a number with a decimal point");
        }
    }
    return Value::integer(result);
}

Result<Value> compute_integers(Operation operation, std::int64_t left, std::int64_t right) {
    std::int64_t result = 0;
    bool overflow = false;
    switch (operation) {
        case Operation::Add: overflow = __builtin_add_overflow(left, right, &result); break;
        case Operation::Subtract: overflow = __builtin_sub_overflow(left, right, &result); break;
        case Operation::Multiply: overflow = __builtin_mul_overflow(left, right, &result); break;
        case Operation::Power: return integer_power(left, right);
        default:
            if (right == 0) return fail_without_place("division by zero", "test the divisor first");
            if (operation == Operation::Divide) {
                return Value::number(static_cast<double>(left) / static_cast<double>(right));
            }
            if (right == -1) {
                if (operation == Operation::Modulo) return Value::integer(0);
                overflow = __builtin_sub_overflow(std::int64_t{0}, left, &result);
                break;
            }
            // Rounded down, and a remainder with the divisor's sign.
            result = left / right;
            if (left % right != 0 && ((left < 0) != (right < 0))) --result;
            if (operation == Operation::Modulo) result = left - result * right;
    }
    if (overflow) return fail_without_place(std::string(too_large), "use a number with a decimal point");
    return Value::integer(result);
}

Result<Value> compute_numbers(Operation operation, double left, double right) {
    const bool divides =
        operation == Operation::Divide || operation == Operation::FloorDivide || operation == Operation::Modulo;
    if (divides && right == 0) return fail_without_place("division by zero", "test the divisor first");
    switch (operation) {
        case Operation::Add: return Value::number(left + right);
        case Operation::Subtract: return Value::number(left - right);
        case Operation::Multiply: return Value::number(left * right);
        case Operation::Divide: return Value::number(left / right);
        case Operation::Power: {
            if (left == 0 && right < 0) return fail_without_place("division by zero", "zero has no negative power");
            const double result = std::pow(left, right);
            if (std::isnan(result) && !std::isnan(left) && !std::isnan(right)) {
                return fail_without_place("a negative number has no such power", "use a whole exponent");
            }
            if (std::isinf(result) && !std::isinf(left) && !std::isinf(right)) {
                return fail_without_place("the result is too large", "use smaller numbers");
            }
            return Value::number(result);
        }
        default: {
            double remainder = std::fmod(left, right);
            if (remainder != 0 && ((right < 0) != (remainder < 0))) remainder += right;
            if (operation == Operation::Modulo) {
                return Value::number(remainder == 0 ? std::copysign(0.0, right) : remainder);
            }
            const double quotient = (left - remainder) / right;
            double floored = std::floor(quotient);
            if (quotient - floored > 0.5) floored += 1;
            return Value::number(quotient == 0 ? std::copysign(0.0, left / right) : floored);
        }
    }
}

Result<Value> repeat(const Value& value, std::int64_t count, const Limits& limits) {
    const auto times = static_cast<std::size_t>(std::max<std::int64_t>(count, 0));
    if (value.is_string()) {
        const std::string_view text = value.as_string_view();
        if (!text.empty() && times > limits.string_bytes / text.size()) {
            return fail_without_place("a repeated string is too long", "repeat it less often");
        }
        std::string out;
        out.reserve(text.size() * times);
        for (std::size_t i = 0; i < times && !text.empty(); ++i) out += text;
        return value.is_safe() ? Value::safe(text::SafeHtml::vouch(std::move(out))) : Value::string(std::move(out));
    }
    const auto& items = value.as_list();
    if (!items.empty() && times > limits.list_items / items.size()) {
        return fail_without_place("a repeated list is too long", "repeat it less often");
    }
    std::vector<Value> out;
    out.reserve(items.size() * times);
    for (std::size_t i = 0; i < times && !items.empty(); ++i) out.insert(out.end(), items.begin(), items.end());
    return value.is_tuple() ? Value::tuple(std::move(out)) : Value::list(std::move(out));
}

Result<Value> add(const Value& left, const Value& right, const Limits& limits) {
    if (left.is_string() && right.is_string()) {
        const bool safe = left.is_safe() || right.is_safe();
        std::string out;
        append_joined(out, left, safe ? Escaping::On : Escaping::Off);
        append_joined(out, right, safe ? Escaping::On : Escaping::Off);
        if (out.size() > limits.string_bytes)
            return fail_without_place("a string is too long", "print its parts instead");
        return safe ? Value::safe(text::SafeHtml::vouch(std::move(out))) : Value::string(std::move(out));
    }
    if (left.is_list() && right.is_list() && left.is_tuple() == right.is_tuple()) {
        std::vector<Value> out = left.as_list();
        if (out.size() + right.as_list().size() > limits.list_items) {
            return fail_without_place("a list is too long", "loop over its parts instead");
        }
        out.insert(out.end(), right.as_list().begin(), right.as_list().end());
        return left.is_tuple() ? Value::tuple(std::move(out)) : Value::list(std::move(out));
    }
    return fail_operands("add", left, right);
}

}  // namespace

Failure fail_without_place(std::string message, std::string remedy) {
    return fail(content_error(std::move(message), std::move(remedy), {}));
}

Error undefined_used(const Value& value) {
    if (const UndefinedBox* reason = value.undefined_reason())
        return content_error(reason->message, reason->remedy, {});
    return content_error("a value is undefined", "test it with 'is defined', or give it a default: 'x | default(y)'",
                         {});
}

void append_joined(std::string& out, const Value& part, Escaping escaping) {
    if (escaping == Escaping::Off || part.is_safe()) {
        part.append_to(out);
    } else if (part.is_string()) {
        text::append_escaped_html(out, part.as_string_view());
    } else {
        text::append_escaped_html(out, part.to_string());
    }
}

Result<Value> compute(Operation operation, const Value& left, const Value& right, const Limits& limits) {
    if (left.is_undefined()) return fail(undefined_used(left));
    if (right.is_undefined()) return fail(undefined_used(right));
    if (left.is_number() && right.is_number()) {
        if (left.is_float() || right.is_float()) return compute_numbers(operation, left.as_double(), right.as_double());
        return compute_integers(operation, left.as_int(), right.as_int());
    }
    switch (operation) {
        case Operation::Add: return add(left, right, limits);
        case Operation::Subtract: return fail_operands("subtract", left, right);
        case Operation::Multiply:
            if ((left.is_string() || left.is_list()) && right.is_integral())
                return repeat(left, right.as_int(), limits);
            if ((right.is_string() || right.is_list()) && left.is_integral())
                return repeat(right, left.as_int(), limits);
            return fail_operands("multiply", left, right);
        case Operation::Modulo:
            if (left.is_string()) {
                if (right.is_tuple()) return format_text(left, right.as_list(), {}, limits);
                return format_text(left, {right}, right.is_map() ? right : Value(), limits);
            }
            return fail_operands("divide", left, right);
        case Operation::Power: return fail_operands("raise to a power", left, right);
        default: return fail_operands("divide", left, right);
    }
}

Result<Value> negate(const Value& operand) {
    if (operand.is_undefined()) return fail(undefined_used(operand));
    if (operand.is_float()) return Value::number(-operand.as_double());
    if (!operand.is_integral()) {
        return fail_without_place("cannot negate " + std::string(operand.type_name()), "convert it first: 'x | int'");
    }
    return compute_integers(Operation::Subtract, 0, operand.as_int());
}

Result<bool> contains(const Value& container, const Value& item) {
    if (container.is_undefined()) return fail(undefined_used(container));
    if (item.is_undefined()) return fail(undefined_used(item));
    if (container.is_string()) {
        if (!item.is_string()) {
            return fail_without_place("cannot search a string for " + std::string(item.type_name()),
                                      "convert it first: 'x | string'");
        }
        return container.as_string_view().find(item.as_string_view()) != std::string_view::npos;
    }
    if (container.is_map()) return container.as_map().find(item) != nullptr;
    if (container.is_list()) {
        const auto& items = container.as_list();
        return std::find(items.begin(), items.end(), item) != items.end();
    }
    if (container.is_sequence()) {
        const Object& object = container.as_object();
        const std::size_t size = object.size();
        for (std::size_t i = 0; i < size; ++i) {
            if (object.at(i) == item) return true;
        }
        return false;
    }
    return fail_without_place("cannot search in " + std::string(container.type_name()),
                              "'in' needs a list, a map or a string on its right");
}

Result<bool> holds(Comparison comparison, const Value& left, const Value& right) {
    if (comparison == Comparison::In) return contains(right, left);
    if (comparison == Comparison::NotIn) {
        TRY(const bool found, contains(right, left));
        return !found;
    }
    if (left.is_undefined()) return fail(undefined_used(left));
    if (right.is_undefined()) return fail(undefined_used(right));
    if (comparison == Comparison::Equal) return left == right;
    if (comparison == Comparison::NotEqual) return !(left == right);
    const auto order = Value::compare(left, right);
    if (!order.has_value()) return fail_operands("compare", left, right);
    switch (comparison) {
        case Comparison::Less: return *order < 0;
        case Comparison::LessOrEqual: return *order <= 0;
        case Comparison::Greater: return *order > 0;
        default: return *order >= 0;
    }
}

}  // namespace byline::templating
