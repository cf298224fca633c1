// An Object is something of the host's that templates read lazily: a page, the site, a date.
// Attributes are asked for only when a template's evaluation needs them, once per evaluation.
// Shared between rendering threads: get() and at() must be safe to call concurrently.
#pragma once

#include <compare>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "result/result.hpp"
#include "templating/value.hpp"

namespace byline::templating {

class Object {
  public:
    virtual ~Object() = default;

    // Undefined when the name is unknown; none when it is known but has nothing.
    [[nodiscard]] virtual Value get(std::string_view name) const = 0;
    // Every name that get() knows, for "did you mean" and for JSON.
    [[nodiscard]] virtual std::span<const std::string_view> names() const { return {}; }
    // What an error calls it: "page".
    [[nodiscard]] virtual std::string_view type_name() const = 0;

    // A sequence can be looped over, indexed and measured. Only then are size() and at() asked.
    [[nodiscard]] virtual bool is_sequence() const { return false; }
    [[nodiscard]] virtual std::size_t size() const { return 0; }
    [[nodiscard]] virtual Value at(std::size_t) const { return {}; }

    [[nodiscard]] virtual bool truthy() const { return !is_sequence() || size() != 0; }
    // What {{ x }} prints (escaped where autoescape is on); nullopt: an object that cannot be printed.
    [[nodiscard]] virtual std::optional<std::string> to_string() const { return std::nullopt; }

    [[nodiscard]] virtual bool is_callable() const { return false; }
    [[nodiscard]] virtual Result<Value> call(Call& call) const;

    // Both are asked only about another Object.
    [[nodiscard]] virtual bool equals(const Object& other) const { return this == &other; }
    [[nodiscard]] virtual std::optional<std::partial_ordering> compare(const Object&) const { return std::nullopt; }

    // The engine's own kinds, so that it need not ask at run time what it made itself.
    enum class Role : std::uint8_t { Host, Macro, Loop, Namespace, Module, Range };
    [[nodiscard]] Role role() const { return role_; }

  protected:
    Object() = default;
    explicit Object(Role role) : role_(role) {}
    Object(const Object&) = default;
    Object& operator=(const Object&) = default;

  private:
    Role role_ = Role::Host;
};

}  // namespace byline::templating
