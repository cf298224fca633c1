// A ValueMap is an ordered map from values to values: what {"a": 1}, a TOML table or a YAML mapping becomes.
// Keeps the order of insertion. Built by one thread; afterwards any number may read.
#pragma once

#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "templating/value.hpp"

namespace byline::templating {

// A name that stands in the program as a literal, and so outlives every map.
class LiteralName {
  public:
    template <std::size_t size>
    // NOLINTNEXTLINE(google-explicit-constructor): {"title", ...} is how maps are written
    consteval LiteralName(const char (&literal)[size]) : name_(literal, size - 1) {}
    [[nodiscard]] constexpr std::string_view view() const { return name_; }

  private:
    std::string_view name_;
};

struct LiteralEntry {
    LiteralName name;
    Value value;
};

class ValueMap {
  public:
    using Entry = std::pair<Value, Value>;

    ValueMap() = default;
    // The names are borrowed, and all different.
    ValueMap(std::initializer_list<LiteralEntry> entries);

    // Replaces the value of an equal key, which keeps its position. The name is copied.
    void set(std::string_view name, Value value);
    void set(Value key, Value value);

    // Null when there is no such key.
    [[nodiscard]] const Value* find(std::string_view name) const;
    [[nodiscard]] const Value* find(const Value& key) const;

    void reserve(std::size_t count) { entries_.reserve(count); }
    [[nodiscard]] std::size_t size() const { return entries_.size(); }
    [[nodiscard]] bool empty() const { return entries_.empty(); }
    [[nodiscard]] const std::vector<Entry>& entries() const { return entries_; }
    [[nodiscard]] auto begin() const { return entries_.begin(); }
    [[nodiscard]] auto end() const { return entries_.end(); }

  private:
    void append(Value key, Value value);  // a key that is not there
    void add_to_index(std::size_t position);
    void rebuild_index();

    std::vector<Entry> entries_;
    // Open addressing, positions + 1, 0 for free; empty while the map is small enough to be searched in order.
    std::vector<std::uint32_t> index_;
};

}  // namespace byline::templating
