// Filters that change text: case, trimming, replacing, formatting.
#include <algorithm>

#include "templating/builtins.hpp"
#include "templating/characters.hpp"
#include "templating/filter_input.hpp"
#include "templating/machine.hpp"
#include "templating/operations.hpp"
#include "templating/value_map.hpp"

namespace byline::templating {
namespace {

Result<Value> upper(Call& call) {
    return text_like(call.input(), to_upper(InputText(call.input()).view()));
}
Result<Value> lower(Call& call) {
    return text_like(call.input(), to_lower(InputText(call.input()).view()));
}

Result<Value> capitalize(Call& call) {
    const InputText text(call.input());
    if (text.view().empty()) return text_like(call.input(), {});
    const std::size_t first = character_at(text.view(), 0).bytes;
    return text_like(call.input(), to_title(text.view().substr(0, first)) + to_lower(text.view().substr(first)));
}

// The first character of every word in upper case, the rest in lower case; words begin after blanks and - ( { [ <.
Result<Value> title(Call& call) {
    const InputText input(call.input());
    const std::string_view text = input.view();
    const auto is_separator = [](char32_t c) {
        return is_space(c) || c == '-' || c == '(' || c == '{' || c == '[' || c == '<';
    };
    std::string out;
    for (std::size_t i = 0; i < text.size();) {
        const Character first = character_at(text, i);
        if (is_separator(first.code_point)) {
            out.append(text, i, first.bytes);
            i += first.bytes;
            continue;
        }
        std::size_t end = i + first.bytes;
        while (end < text.size()) {
            const Character next = character_at(text, end);
            if (is_separator(next.code_point)) break;
            end += next.bytes;
        }
        out += to_upper(text.substr(i, first.bytes));
        out += to_lower(text.substr(i + first.bytes, end - i - first.bytes));
        i = end;
    }
    // Not safe, even of safe text: `&amp;` is no longer what it was.
    return Value::string(std::move(out));
}

Result<Value> trim(Call& call) {
    const InputText input(call.input());
    if (!call.has(0) || call.argument(0).is_none()) {
        return text_like(call.input(), std::string(trim_spaces(input.view())));
    }
    TRY(const std::string characters, call.string_argument(0, "chars"));
    std::vector<char32_t> trimmed;
    for (std::size_t i = 0; i < characters.size(); i += character_at(characters, i).bytes) {
        trimmed.push_back(character_at(characters, i).code_point);
    }
    std::string_view text = input.view();
    const auto is_trimmed = [&](std::size_t offset) {
        return std::find(trimmed.begin(), trimmed.end(), character_at(text, offset).code_point) != trimmed.end();
    };
    while (!text.empty() && is_trimmed(0)) text.remove_prefix(character_at(text, 0).bytes);
    while (!text.empty()) {
        std::size_t last = text.size() - 1;
        while (last > 0 && (static_cast<unsigned char>(text[last]) & 0xC0U) == 0x80U) --last;
        if (!is_trimmed(last)) break;
        text = text.substr(0, last);
    }
    return text_like(call.input(), std::string(text));
}

std::string escaped(const Value& value) {
    std::string out;
    append_joined(out, value, Escaping::On);
    return out;
}

Result<Value> replace(Call& call) {
    TRY(const std::int64_t count,
        call.argument(2).is_none() ? Result<std::int64_t>(-1) : call.int_argument(2, "count", -1));
    const Value& old_value = call.argument(0);
    const Value& new_value = call.argument(1);
    // Safe text is only mixed with text that was escaped.
    const bool escapes = call.autoescape() && (old_value.is_safe() || new_value.is_safe() || call.input().is_safe());
    const std::string text = escapes ? escaped(call.input()) : call.input().to_string();
    const std::string old_text = escapes ? escaped(old_value) : old_value.to_string();
    const std::string new_text = escapes ? escaped(new_value) : new_value.to_string();
    const std::size_t bound = call.machine().limits().string_bytes;
    std::string out;
    std::size_t position = 0;
    std::int64_t replaced = 0;
    while (position <= text.size() && (count < 0 || replaced < count)) {
        if (out.size() > bound) return call.fail("the replaced text is too long", "replace less");
        const std::size_t found = old_text.empty() ? position : text.find(old_text, position);
        if (found == std::string::npos) break;
        out.append(text, position, found - position);
        out += new_text;
        ++replaced;
        position = found + old_text.size();
        if (!old_text.empty()) continue;
        if (position == text.size()) {
            ++position;
            break;
        }
        const std::size_t bytes = character_at(text, position).bytes;
        out.append(text, position, bytes);
        position += bytes;
    }
    if (position < text.size()) out.append(text, position);
    return escapes ? safe_text(std::move(out)) : Value::string(std::move(out));
}

Result<Value> format(Call& call) {
    const std::vector<Value> arguments(call.extra_positional().begin(), call.extra_positional().end());
    if (!arguments.empty() && !call.extra_named().empty()) {
        return call.fail("'format' takes positional or named arguments, not both", "use one kind");
    }
    Value named;
    if (!call.extra_named().empty()) {
        ValueMap map;
        for (const auto& [name, value] : call.extra_named()) map.set(name, value);
        named = Value::map(std::move(map));
    }
    const Value text = call.input().is_string() ? call.input() : Value::string(call.input().to_string());
    return format_text(text, arguments, named, call.machine().limits());
}

Result<Value> string(Call& call) {
    if (call.input().is_string()) return call.input();
    return Value::string(call.input().to_string());
}

Result<Value> wordcount(Call& call) {
    const InputText input(call.input());
    std::int64_t words = 0;
    bool in_word = false;
    for (std::size_t i = 0; i < input.view().size();) {
        const Character c = character_at(input.view(), i);
        const bool is_part = is_word(c.code_point);
        if (is_part && !in_word) ++words;
        in_word = is_part;
        i += c.bytes;
    }
    return Value::integer(words);
}

Result<Value> default_value(Call& call) {
    const bool boolean = call.argument(1).truthy();
    if (call.input().is_undefined() || (boolean && !call.input().truthy())) {
        return call.has(0) ? call.argument(0) : Value::view("");
    }
    return call.input();
}

}  // namespace

void add_string_filters(Registry& registry) {
    add_filter(registry, "upper", {}, upper);
    add_filter(registry, "lower", {}, lower);
    add_filter(registry, "capitalize", {}, capitalize);
    add_filter(registry, "title", {}, title);
    add_filter(registry, "trim", {"chars"}, trim);
    add_filter(registry, "replace", {"old!", "new!", "count"}, replace);
    add_filter(registry, "format", {"*", "**"}, format);
    add_filter(registry, "string", {}, string);
    add_filter(registry, "wordcount", {}, wordcount);
    add_filter(registry, "default", {"?", "default_value", "boolean"}, default_value);
    add_filter(registry, "d", {"?", "default_value", "boolean"}, default_value);
}

}  // namespace byline::templating
