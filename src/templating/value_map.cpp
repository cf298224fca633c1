#include "templating/value_map.hpp"

#include <cassert>

namespace byline::templating {
namespace {

// Up to this many entries a search in order is faster than hashing.
constexpr std::size_t searched_in_order = 8;

}  // namespace

ValueMap::ValueMap(std::initializer_list<LiteralEntry> entries) {
    entries_.reserve(entries.size());
    for (const LiteralEntry& entry : entries) {
        assert(find(entry.name.view()) == nullptr);
        append(Value::view(entry.name.view()), entry.value);
    }
}

void ValueMap::set(std::string_view name, Value value) {
    set(Value::string(std::string(name)), std::move(value));
}

void ValueMap::set(Value key, Value value) {
    if (const Value* existing = find(key)) {
        *const_cast<Value*>(existing) = std::move(value);
        return;
    }
    append(std::move(key), std::move(value));
}

void ValueMap::append(Value key, Value value) {
    entries_.emplace_back(std::move(key), std::move(value));
    if (entries_.size() <= searched_in_order) return;
    if (entries_.size() * 2 > index_.size()) {
        rebuild_index();
    } else {
        add_to_index(entries_.size() - 1);
    }
}

void ValueMap::rebuild_index() {
    std::size_t size = 32;
    while (size < entries_.size() * 4) size *= 2;
    index_.assign(size, 0);
    for (std::size_t i = 0; i < entries_.size(); ++i) add_to_index(i);
}

void ValueMap::add_to_index(std::size_t position) {
    std::size_t slot = entries_[position].first.hash() & (index_.size() - 1);
    while (index_[slot] != 0) slot = (slot + 1) & (index_.size() - 1);
    index_[slot] = static_cast<std::uint32_t>(position + 1);
}

const Value* ValueMap::find(std::string_view name) const {
    if (index_.empty()) {
        for (const auto& [key, value] : entries_) {
            if (key.is_string() && key.as_string_view() == name) return &value;
        }
        return nullptr;
    }
    return find(Value::view(name));
}

const Value* ValueMap::find(const Value& key) const {
    if (index_.empty()) {
        for (const auto& [existing, value] : entries_) {
            if (existing == key) return &value;
        }
        return nullptr;
    }
    std::size_t slot = key.hash() & (index_.size() - 1);
    while (index_[slot] != 0) {
        const Entry& entry = entries_[index_[slot] - 1];
        if (entry.first == key) return &entry.second;
        slot = (slot + 1) & (index_.size() - 1);
    }
    return nullptr;
}

}  // namespace byline::templating
