#include "site/data_file_json.hpp"

#include <string>
#include <utility>
#include <vector>

#include "json/parse.hpp"
#include "site/data_node.hpp"
#include "templating/value_map.hpp"

namespace byline::site {
namespace {

using templating::Value;

Value template_value_of(json::Value& from) {
    switch (from.kind) {
        case json::Kind::Null: return Value::none();
        case json::Kind::Boolean: return Value::boolean(from.boolean);
        case json::Kind::Integer: return Value::integer(from.integer);
        case json::Kind::Number: return Value::number(from.number);
        case json::Kind::String: return Value::string(std::move(from.text));
        case json::Kind::Array: {
            std::vector<Value> items;
            items.reserve(from.items.size());
            for (json::Value& item : from.items) items.push_back(template_value_of(item));
            return Value::list(std::move(items));
        }
        case json::Kind::Object: break;
    }
    templating::ValueMap map;
    map.reserve(from.members.size());
    for (json::Member& member : from.members) map.set(member.name, template_value_of(member.value));
    return Value::map(std::move(map));
}

}  // namespace

Result<Value> parse_json(std::string_view bytes, std::string_view path) {
    TRY(json::Value value, json::parse(bytes, path, {.max_depth = max_data_depth}));
    return template_value_of(value);
}

}  // namespace byline::site
