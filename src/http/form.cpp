#include "http/form.hpp"

#include <algorithm>
#include <optional>
#include <utility>

#include "http/request.hpp"
#include "http/utf8_check.hpp"

namespace byline::http {

namespace {

Failure refuse_form(std::string message) {
    return fail(usage_error(std::move(message), "fill in the form in a browser, and shorten what is long"));
}

int hex_digit_value(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

std::optional<std::string> decode_form_text(std::string_view text) {
    std::string decoded;
    decoded.reserve(text.size());
    for (std::size_t index = 0; index < text.size(); ++index) {
        char c = text[index];
        if (c == '+') {
            c = ' ';
        } else if (c == '%') {
            const int high = index + 1 < text.size() ? hex_digit_value(text[index + 1]) : -1;
            const int low = index + 2 < text.size() ? hex_digit_value(text[index + 2]) : -1;
            if (high < 0 || low < 0) return std::nullopt;
            c = static_cast<char>(high * 16 + low);
            index += 2;
        }
        if (c == '\0') return std::nullopt;
        decoded.push_back(c);
    }
    if (!is_utf8(decoded)) return std::nullopt;
    return decoded;
}

}  // namespace

std::string_view Form::operator[](std::string_view name) const {
    const auto found = std::find_if(fields_.begin(), fields_.end(), [&](const FormField& f) { return f.name == name; });
    return found == fields_.end() ? std::string_view() : std::string_view(found->value);
}

bool Form::has(std::string_view name) const {
    return std::any_of(fields_.begin(), fields_.end(), [&](const FormField& field) { return field.name == name; });
}

std::vector<std::string_view> Form::all(std::string_view name) const {
    std::vector<std::string_view> values;
    for (const FormField& field : fields_) {
        if (field.name == name) values.emplace_back(field.value);
    }
    return values;
}

Result<Form> parse_form(std::string_view text, const FormLimits& limits) {
    std::vector<FormField> fields;
    while (!text.empty()) {
        const std::size_t end = std::min(text.find('&'), text.size());
        const std::string_view pair = text.substr(0, end);
        text.remove_prefix(std::min(end + 1, text.size()));
        if (pair.empty()) continue;
        if (fields.size() == limits.fields_max) return refuse_form("the form has too many fields");
        const std::size_t equals = std::min(pair.find('='), pair.size());
        auto name = decode_form_text(pair.substr(0, equals));
        auto value = decode_form_text(equals < pair.size() ? pair.substr(equals + 1) : std::string_view());
        if (!name || !value) return refuse_form("the form has text that is not UTF-8, or an escape that is none");
        if (name->size() > limits.name_bytes_max) return refuse_form("the name of a field is too long");
        if (value->size() > limits.value_bytes_max) {
            return refuse_form("the field '" + *name + "' is longer than " + std::to_string(limits.value_bytes_max) +
                               " bytes");
        }
        fields.push_back({std::move(*name), std::move(*value)});
    }
    return Form(std::move(fields));
}

bool is_form_type(std::string_view content_type) {
    std::string_view type = content_type.substr(0, content_type.find(';'));
    while (!type.empty() && type.back() == ' ') type.remove_suffix(1);
    return same_header_name(type, "application/x-www-form-urlencoded");
}

}  // namespace byline::http
