#include "templating/filter_input.hpp"

#include <algorithm>
#include <charconv>

#include "templating/characters.hpp"
#include "templating/operations.hpp"

namespace byline::templating {

void add_filter(Registry& registry, std::string name, Signature signature, HostFunction function) {
    std::string key = name;
    registry.filters.insert_or_assign(std::move(key),
                                      RegisteredFilter{std::move(name), std::move(signature), std::move(function)});
}

void add_test(Registry& registry, std::string name, Signature signature, std::function<Result<bool>(Call&)> test) {
    std::string key = name;
    registry.tests.insert_or_assign(std::move(key),
                                    RegisteredTest{std::move(name), std::move(signature), std::move(test)});
}

Value text_like(const Value& input, std::string text) {
    return input.is_safe() ? safe_text(std::move(text)) : Value::string(std::move(text));
}

Value safe_text(std::string text) {
    return Value::safe(text::SafeHtml::vouch(std::move(text)));
}

std::vector<std::string_view> split_lines(std::string_view text) {
    std::vector<std::string_view> lines;
    std::size_t start = 0;
    for (std::size_t i = 0; i < text.size();) {
        const Character c = character_at(text, i);
        const char32_t point = c.code_point;
        const bool ends = (point >= 0x0AU && point <= 0x0DU) || (point >= 0x1CU && point <= 0x1EU) || point == 0x85U ||
                          point == 0x2028U || point == 0x2029U;
        const std::size_t end = i;
        i += c.bytes;
        if (!ends) continue;
        if (point == '\r' && i < text.size() && text[i] == '\n') ++i;
        lines.push_back(text.substr(start, end - start));
        start = i;
    }
    if (start < text.size()) lines.push_back(text.substr(start));
    return lines;
}

Result<AttributePath> AttributePath::parse(const Value& attribute) {
    AttributePath path;
    if (attribute.is_undefined() || attribute.is_none()) return path;
    if (attribute.is_integral()) {
        path.parts_.push_back(attribute);
        return path;
    }
    if (!attribute.is_string()) {
        return fail_without_place("an attribute's name must be a string, this is " + std::string(attribute.type_name()),
                                  "write it in quotes");
    }
    const std::string_view text = attribute.as_string_view();
    for (std::size_t start = 0; start <= text.size();) {
        const std::size_t end = std::min(text.find('.', start), text.size());
        const std::string_view part = text.substr(start, end - start);
        std::int64_t index = 0;
        const auto read = std::from_chars(part.data(), part.data() + part.size(), index);
        const bool is_index =
            !part.empty() && read.ec == std::errc() && read.ptr == part.data() + part.size() && index >= 0;
        path.parts_.push_back(is_index ? Value::integer(index) : Value::string(std::string(part)));
        start = end + 1;
    }
    return path;
}

Result<Value> AttributePath::of(const Value& item) const {
    Value current = item;
    for (const Value& part : parts_) {
        TRY(current, item_of(current, part));
    }
    return current;
}

Value comparison_key(const Value& value, LetterCase letter_case) {
    if (letter_case == LetterCase::Matters || !value.is_string()) return value;
    return Value::string(to_lower(value.as_string_view()));
}

}  // namespace byline::templating
