// The objects that the engine itself gives to templates: macros, loops, namespaces, imported modules, ranges.
// Each belongs to one render, used by one thread; only ranges may be shared.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "templating/object.hpp"
#include "templating/syntax.hpp"
#include "templating/value.hpp"
#include "templating/value_map.hpp"

namespace byline::templating {

class Machine;
struct Frame;
struct Layer;
class Template;
enum class Escaping : std::uint8_t;

class MacroObject final : public Object {
  public:
    MacroObject(const Macro& given, const Template& given_source, Layer& given_layer, Escaping given_escaping)
        : Object(Role::Macro), macro(given), source(given_source), layer(given_layer), escaping(given_escaping) {}

    [[nodiscard]] Value get(std::string_view name) const override;
    [[nodiscard]] std::string_view type_name() const override { return "macro"; }
    [[nodiscard]] bool is_callable() const override { return true; }
    [[nodiscard]] Result<Value> call(Call& call) const override;
    [[nodiscard]] std::optional<std::string> to_string() const override;

    const Macro& macro;
    const Template& source;
    Layer& layer;
    Escaping escaping;
    std::vector<Value> captured;  // as macro.captured
};

// `loop`: where a for statement stands.
class LoopObject final : public Object {
  public:
    LoopObject(const ForStatement& given_statement, const Frame& given_frame, Value given_items,
               std::size_t given_length, std::size_t given_depth)
        : Object(Role::Loop),
          statement(given_statement),
          frame(&given_frame),
          items(std::move(given_items)),
          length(given_length),
          depth(given_depth) {}

    [[nodiscard]] Value get(std::string_view name) const override;
    [[nodiscard]] std::span<const std::string_view> names() const override;
    [[nodiscard]] std::string_view type_name() const override { return "loop"; }
    [[nodiscard]] bool is_callable() const override { return statement.is_recursive; }
    [[nodiscard]] std::optional<std::string> to_string() const override;

    // True the first time, and when the values differ from those of the call before.
    [[nodiscard]] bool has_changed(std::span<const Value> values) const;

    const ForStatement& statement;
    const Frame* frame;  // null once the loop has ended
    Value items;
    std::size_t length;
    std::size_t depth;  // from 0
    std::size_t index = 0;

  private:
    mutable std::vector<Value> last_checked_;
    mutable bool was_checked_ = false;
};

// namespace(): the one thing whose attributes templates may set.
class NamespaceObject final : public Object {
  public:
    NamespaceObject() : Object(Role::Namespace) {}

    [[nodiscard]] Value get(std::string_view name) const override;
    [[nodiscard]] std::span<const std::string_view> names() const override { return names_; }
    [[nodiscard]] std::string_view type_name() const override { return "namespace"; }
    [[nodiscard]] std::optional<std::string> to_string() const override;
    // Only through the machine: a namespace belongs to one render.
    void set(std::string_view name, Value value) const;
    void clear() const;

  private:
    mutable ValueMap attributes_;
    mutable std::vector<std::string_view> names_;
};

// What `import` gives: the macros and variables of a template.
class ModuleObject final : public Object {
  public:
    ModuleObject(std::string name, std::vector<std::pair<std::string_view, Value>> exported);

    [[nodiscard]] Value get(std::string_view name) const override;
    [[nodiscard]] std::span<const std::string_view> names() const override { return names_; }
    [[nodiscard]] std::string_view type_name() const override { return "imported template"; }
    [[nodiscard]] std::optional<std::string> to_string() const override { return text; }

    std::string name;
    std::string text;  // what running it printed

  private:
    std::vector<std::pair<std::string_view, Value>> exported_;
    std::vector<std::string_view> names_;
};

class RangeObject final : public Object {
  public:
    RangeObject(std::int64_t start, std::int64_t stop, std::int64_t step, std::size_t size)
        : Object(Role::Range), start_(start), stop_(stop), step_(step), size_(size) {}

    [[nodiscard]] Value get(std::string_view) const override { return {}; }
    [[nodiscard]] std::string_view type_name() const override { return "range"; }
    [[nodiscard]] bool is_sequence() const override { return true; }
    [[nodiscard]] std::size_t size() const override { return size_; }
    [[nodiscard]] Value at(std::size_t index) const override {
        return Value::integer(start_ + static_cast<std::int64_t>(index) * step_);
    }
    [[nodiscard]] std::optional<std::string> to_string() const override;
    // The items at start, start + step ... before stop: a range again.
    [[nodiscard]] std::shared_ptr<const Object> slice(std::int64_t start, std::int64_t stop, std::int64_t step) const;

  private:
    std::int64_t start_;
    std::int64_t stop_;
    std::int64_t step_;
    std::size_t size_;
};

}  // namespace byline::templating
