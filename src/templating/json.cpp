#include "templating/json.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <vector>

#include "templating/object.hpp"
#include "templating/operations.hpp"
#include "templating/value_map.hpp"
#include "text/utf8.hpp"

namespace byline::templating {
namespace {

class Writer {
  public:
    Writer(JsonKeys keys, int indent) : keys_(keys), indent_(indent) {}

    Result<void> write(const Value& value, int depth) {
        if (depth > maximal_value_depth)
            return fail_without_place("a value is nested too deep for JSON", "write its parts");
        switch (value.kind()) {
            case ValueKind::None: out_ += "null"; return {};
            case ValueKind::Bool: out_ += value.as_bool() ? "true" : "false"; return {};
            case ValueKind::Float:
                if (!std::isfinite(value.as_double())) {
                    return fail_without_place("JSON has no form for a number that is not finite", "test it first");
                }
                [[fallthrough]];
            case ValueKind::Int: value.append_to(out_); return {};
            case ValueKind::String: string(value.as_string_view()); return {};
            case ValueKind::List: return items(value, depth);
            case ValueKind::Map: return map(value.as_map(), depth);
            case ValueKind::Object: return object(value, depth);
            case ValueKind::Undefined: return fail(undefined_used(value));
            case ValueKind::Function: break;
        }
        return fail_without_place("JSON has no form for a " + std::string(value.type_name()), "write its parts");
    }

    std::string take() { return std::move(out_); }

  private:
    void string(std::string_view text) {
        out_ += '"';
        for (std::size_t i = 0; i < text.size();) {
            const std::size_t start = i;
            const char32_t c = text::decode_next(text, i);
            if (c == '"' || c == '\\') {
                out_ += '\\';
                out_ += static_cast<char>(c);
            } else if (c == '\n') {
                out_ += "\\n";
            } else if (c == '\r') {
                out_ += "\\r";
            } else if (c == '\t') {
                out_ += "\\t";
            } else if (c < 0x20U) {
                std::array<char, 8> escape{};
                std::snprintf(escape.data(), escape.size(), "\\u%04x", static_cast<unsigned>(c));
                out_ += escape.data();
            } else if (c == text::replacement_character) {
                text::append_code_point(out_, c);
            } else {
                out_.append(text, start, i - start);
            }
        }
        out_ += '"';
    }

    void separate(bool is_first, int depth) {
        if (!is_first) out_ += indent_ < 0 ? ", " : ",";
        if (indent_ >= 0) out_ += "\n" + std::string(static_cast<std::size_t>(indent_ * depth), ' ');
    }

    void finish(bool is_empty, int depth) {
        if (indent_ >= 0 && !is_empty) out_ += "\n" + std::string(static_cast<std::size_t>(indent_ * depth), ' ');
    }

    Result<void> items(const Value& value, int depth) {
        out_ += '[';
        const std::size_t size = *value.size();
        for (std::size_t i = 0; i < size; ++i) {
            separate(i == 0, depth + 1);
            CHECK(write(value.item(i), depth + 1));
        }
        finish(size == 0, depth);
        out_ += ']';
        return {};
    }

    Result<void> map(const ValueMap& entries, int depth) {
        std::vector<std::pair<std::string, const Value*>> named;
        for (const auto& [key, value] : entries) {
            if (key.is_bool()) {
                named.emplace_back(key.as_bool() ? "true" : "false", &value);
            } else if (key.is_none()) {
                named.emplace_back("null", &value);
            } else if (key.is_string() || key.is_number()) {
                named.emplace_back(key.to_string(), &value);
            } else {
                return fail_without_place("a key of a JSON object must be a string", "use strings as keys");
            }
        }
        if (keys_ == JsonKeys::Sorted) {
            std::stable_sort(named.begin(), named.end(),
                             [](const auto& left, const auto& right) { return left.first < right.first; });
        }
        out_ += '{';
        for (std::size_t i = 0; i < named.size(); ++i) {
            separate(i == 0, depth + 1);
            string(named[i].first);
            out_ += ": ";
            CHECK(write(*named[i].second, depth + 1));
        }
        finish(named.empty(), depth);
        out_ += '}';
        return {};
    }

    Result<void> object(const Value& value, int depth) {
        const Object& given = value.as_object();
        if (given.role() == Object::Role::Range) return items(value, depth);
        if (const auto text = given.to_string()) {
            string(*text);
            return {};
        }
        if (given.is_sequence()) return items(value, depth);
        if (given.is_callable())
            return fail_without_place("JSON has no form for a " + std::string(value.type_name()), "write its parts");
        ValueMap entries;
        for (const std::string_view name : given.names()) entries.set(name, given.get(name));
        return map(entries, depth);
    }

    JsonKeys keys_;
    int indent_;
    std::string out_;
};

}  // namespace

Result<std::string> to_json(const Value& value, JsonKeys keys, int indent) {
    Writer writer(keys, indent);
    CHECK(writer.write(value, 0));
    return writer.take();
}

}  // namespace byline::templating
