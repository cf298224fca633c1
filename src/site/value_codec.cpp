#include "site/value_codec.hpp"

#include <algorithm>
#include <cassert>
#include <string>
#include <utility>
#include <vector>

#include "site/data_node.hpp"
#include "templating/value_map.hpp"

namespace byline::site {
namespace {

using templating::Value;
using templating::ValueKind;
using templating::ValueMap;

// The map of all unknown keys is around the deepest value that a reader of front matter lets pass.
constexpr std::size_t max_depth = max_data_depth + 2;

// Memory is taken ahead of reading for at most this many items: nested counts that promise too much cost little.
constexpr std::size_t most_reserved = 64;

enum class Tag : std::uint8_t { Undefined, None, False, True, Int, Float, Text, List, Map };

void put(text::ByteWriter& out, Tag tag) {
    out.u8(static_cast<std::uint8_t>(tag));
}

void encode(const Value& value, text::ByteWriter& out, std::size_t depth) {
    assert(depth <= max_depth && !value.is_safe() && !value.is_tuple());
    switch (value.kind()) {
        case ValueKind::Undefined: return put(out, Tag::Undefined);
        case ValueKind::None: return put(out, Tag::None);
        case ValueKind::Bool: return put(out, value.as_bool() ? Tag::True : Tag::False);
        case ValueKind::Int: return put(out, Tag::Int), out.i64(value.as_int());
        case ValueKind::Float: return put(out, Tag::Float), out.number(value.as_double());
        case ValueKind::String: return put(out, Tag::Text), out.string(value.as_string_view());
        case ValueKind::List:
            put(out, Tag::List);
            out.u64(value.as_list().size());
            for (const Value& item : value.as_list()) encode(item, out, depth + 1);
            return;
        case ValueKind::Map:
            put(out, Tag::Map);
            out.u64(value.as_map().size());
            for (const auto& [key, entry] : value.as_map()) {
                out.string(key.as_string_view());
                encode(entry, out, depth + 1);
            }
            return;
        case ValueKind::Object:
        case ValueKind::Function: break;
    }
    assert(false && "front matter holds no objects");
    put(out, Tag::Undefined);
}

Value decode(text::ByteReader& in, std::size_t depth);

std::vector<Value> decode_items(text::ByteReader& in, std::size_t depth) {
    std::vector<Value> items;
    const std::size_t count = in.count(1);
    items.reserve(std::min(count, most_reserved));
    for (std::size_t i = 0; i < count && !in.is_failed(); ++i) items.push_back(decode(in, depth + 1));
    return items;
}

ValueMap decode_entries(text::ByteReader& in, std::size_t depth) {
    ValueMap map;
    const std::size_t count = in.count(2);
    map.reserve(std::min(count, most_reserved));
    for (std::size_t i = 0; i < count && !in.is_failed(); ++i) {
        const std::string_view key = in.string();
        map.set(key, decode(in, depth + 1));
        if (map.size() == i) in.fail();  // a key twice
    }
    return map;
}

Value decode(text::ByteReader& in, std::size_t depth) {
    if (depth > max_depth) return in.fail(), Value();
    switch (static_cast<Tag>(in.u8(static_cast<std::uint8_t>(Tag::Map)))) {
        case Tag::Undefined: return {};
        case Tag::None: return Value::none();
        case Tag::False: return Value::boolean(false);
        case Tag::True: return Value::boolean(true);
        case Tag::Int: return Value::integer(in.i64());
        case Tag::Float: return Value::number(in.number());
        case Tag::Text: return Value::string(std::string(in.string()));
        case Tag::List: return Value::list(decode_items(in, depth));
        case Tag::Map: return Value::map(decode_entries(in, depth));
    }
    return {};
}

}  // namespace

void encode_value(const Value& value, text::ByteWriter& out) {
    encode(value, out, 0);
}

Value decode_value(text::ByteReader& in) {
    return decode(in, 0);
}

}  // namespace byline::site
