// What holds for every text that is read as a form: for the fuzzer, and for the test that replays its corpus.
// Pure functions; safe from any thread.
#pragma once

#include <string>
#include <string_view>

#include "http/form.hpp"
#include "http/utf8_check.hpp"

namespace byline::http {

// The form as a client would send it, every byte escaped.
[[nodiscard]] inline std::string written_again(const Form& form) {
    constexpr std::string_view digits = "0123456789ABCDEF";
    std::string text;
    const auto append = [&](std::string_view part) {
        for (const char c : part) {
            const auto byte = static_cast<unsigned char>(c);
            text += {'%', digits[byte >> 4U], digits[byte & 15U]};
        }
    };
    for (const FormField& field : form.fields()) {
        if (!text.empty()) text += '&';
        append(field.name);
        text += '=';
        append(field.value);
    }
    return text;
}

// An empty text, or what does not hold.
[[nodiscard]] inline std::string fault_in_form(std::string_view text) {
    const FormLimits limits{.fields_max = 20, .name_bytes_max = 40, .value_bytes_max = 400};
    const auto form = parse_form(text, limits);
    if (!form) return form.error().message.empty() || form.error().remedy.empty() ? "a refusal says too little" : "";
    if (form->fields().size() > limits.fields_max) return "a form has too many fields";
    for (const FormField& field : form->fields()) {
        if (field.name.size() > limits.name_bytes_max) return "a name is too long";
        if (field.value.size() > limits.value_bytes_max) return "a value is too long";
        for (const std::string& part : {field.name, field.value}) {
            if (!is_utf8(part)) return "a field is not UTF-8";
            if (part.find('\0') != std::string::npos) return "a field has NUL";
        }
        if (!form->has(field.name)) return "a field is not found by its name";
        if (form->all(field.name).front() != (*form)[field.name]) return "the first value of a name is another";
    }
    const auto again = parse_form(written_again(*form), limits);
    if (!again || again->fields() != form->fields()) return "a form written again says something else";
    return {};
}

}  // namespace byline::http
