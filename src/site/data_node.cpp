#include "site/data_node.hpp"

#include <utility>

#include "templating/value_map.hpp"

namespace byline::site {

const DataNode* DataNode::find(std::string_view key) const {
    for (const DataEntry& entry : entries) {
        if (entry.key == key) return &entry.value;
    }
    return nullptr;
}

std::size_t DataNode::weight() const {
    std::size_t sum = 1 + text.size();
    for (const DataNode& item : items) sum += item.weight();
    for (const DataEntry& entry : entries) sum += entry.key.size() + entry.value.weight();
    return sum;
}

std::string_view described(const DataNode& node) {
    switch (node.kind) {
        case DataKind::Null: return "nothing";
        case DataKind::Bool: return "true or false";
        case DataKind::Integer: return "a whole number";
        case DataKind::Float: return "a number";
        case DataKind::Text: return "text";
        case DataKind::Date: return "a date";
        case DataKind::List: return "a list";
        case DataKind::Map: return "a table";
    }
    return "something else";
}

templating::Value to_value(const DataNode& node) {
    using templating::Value;
    switch (node.kind) {
        case DataKind::Null: return Value::none();
        case DataKind::Bool: return Value::boolean(node.boolean);
        case DataKind::Integer: return Value::integer(node.integer);
        case DataKind::Float: return Value::number(node.number);
        case DataKind::Text:
        case DataKind::Date: return Value::string(node.text);
        case DataKind::List: break;
        case DataKind::Map: {
            templating::ValueMap map;
            map.reserve(node.entries.size());
            for (const DataEntry& entry : node.entries) map.set(entry.key, to_value(entry.value));
            return Value::map(std::move(map));
        }
    }
    std::vector<Value> items;
    items.reserve(node.items.size());
    for (const DataNode& item : node.items) items.push_back(to_value(item));
    return Value::list(std::move(items));
}

}  // namespace byline::site
