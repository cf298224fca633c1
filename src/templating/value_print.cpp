// How values print: as Python's str() and repr() do, because that is what Jinja's {{ }} shows.
#include <array>
#include <charconv>
#include <cmath>
#include <cstdio>

#include <unicode/uchar.h>

#include "templating/characters.hpp"
#include "templating/value.hpp"
#include "templating/value_box.hpp"

namespace byline::templating {
namespace {

void append_int(std::string& out, std::int64_t number) {
    std::array<char, 24> digits{};
    const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), number).ptr;
    out.append(digits.data(), end);
}

// The shortest digits that read back as the same number, in Python's notation.
void append_float(std::string& out, double number) {
    if (std::isnan(number)) {
        out += "nan";
        return;
    }
    if (std::isinf(number)) {
        out += number < 0 ? "-inf" : "inf";
        return;
    }
    const double magnitude = std::fabs(number);
    std::array<char, 400> digits{};
    const bool plain = magnitude == 0 || (magnitude >= 1e-4 && magnitude < 1e16);
    const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), number,
                                   plain ? std::chars_format::fixed : std::chars_format::scientific)
                         .ptr;
    const std::string_view text(digits.data(), static_cast<std::size_t>(end - digits.data()));
    out += text;
    if (plain && text.find('.') == std::string_view::npos) out += ".0";
}

bool is_printable(char32_t code_point) {
    const auto type = u_charType(static_cast<UChar32>(code_point));
    switch (type) {
        case U_CONTROL_CHAR:
        case U_FORMAT_CHAR:
        case U_SURROGATE:
        case U_PRIVATE_USE_CHAR:
        case U_UNASSIGNED:
        case U_LINE_SEPARATOR:
        case U_PARAGRAPH_SEPARATOR: return false;
        case U_SPACE_SEPARATOR: return code_point == ' ';
        default: return true;
    }
}

void append_hexadecimal(std::string& out, const char* format, char32_t code_point) {
    std::array<char, 16> buffer{};
    std::snprintf(buffer.data(), buffer.size(), format, static_cast<unsigned>(code_point));
    out += buffer.data();
}

void append_quoted(std::string& out, std::string_view text) {
    const bool has_single = text.find('\'') != std::string_view::npos;
    const bool has_double = text.find('"') != std::string_view::npos;
    const char quote = has_single && !has_double ? '"' : '\'';
    out.push_back(quote);
    for (std::size_t i = 0; i < text.size();) {
        const Character character = character_at(text, i);
        const char32_t c = character.code_point;
        if (c == static_cast<char32_t>(quote) || c == '\\') {
            out.push_back('\\');
            out.push_back(static_cast<char>(c));
        } else if (c == '\n') {
            out += "\\n";
        } else if (c == '\r') {
            out += "\\r";
        } else if (c == '\t') {
            out += "\\t";
        } else if (c < 0x20U || (c >= 0x7FU && !is_printable(c))) {
            append_hexadecimal(out, c < 0x100U ? "\\x%02x" : c < 0x10000U ? "\\u%04x" : "\\U%08x", c);
        } else {
            out.append(text, i, character.bytes);
        }
        i += character.bytes;
    }
    out.push_back(quote);
}

}  // namespace

std::string Value::to_string() const {
    std::string out;
    append_to(out);
    return out;
}

void Value::append_to(std::string& out) const {
    if (is_string()) {
        out += as_string_view();
    } else {
        append_nested(out, 0);
    }
}

void Value::append_quoted_to(std::string& out) const {
    append_nested(out, 0);
}

void Value::append_nested(std::string& out, int depth) const {
    if (depth > maximal_value_depth) {
        out += "...";
        return;
    }
    switch (kind_) {
        case ValueKind::Undefined: out += "Undefined"; break;
        case ValueKind::None: out += "None"; break;
        case ValueKind::Bool: out += payload_.integer != 0 ? "True" : "False"; break;
        case ValueKind::Int: append_int(out, payload_.integer); break;
        case ValueKind::Float: append_float(out, payload_.number); break;
        case ValueKind::String:
            if (is_safe()) out += "Markup(";
            append_quoted(out, as_string_view());
            if (is_safe()) out += ")";
            break;
        case ValueKind::List: {
            const auto& items = as_list();
            out += is_tuple() ? '(' : '[';
            for (std::size_t i = 0; i < items.size(); ++i) {
                if (i != 0) out += ", ";
                items[i].append_nested(out, depth + 1);
            }
            if (is_tuple() && items.size() == 1) out += ',';
            out += is_tuple() ? ')' : ']';
            break;
        }
        case ValueKind::Map: {
            out += '{';
            bool first = true;
            for (const auto& [key, value] : as_map()) {
                if (!first) out += ", ";
                first = false;
                key.append_nested(out, depth + 1);
                out += ": ";
                value.append_nested(out, depth + 1);
            }
            out += '}';
            break;
        }
        case ValueKind::Object: {
            const auto text = as_object().to_string();
            if (text.has_value()) {
                out += *text;
            } else {
                out += '<';
                out += as_object().type_name();
                out += '>';
            }
            break;
        }
        case ValueKind::Function: out += "<function " + as_function().name + ">"; break;
    }
}

}  // namespace byline::templating
