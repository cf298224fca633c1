// A Call is what a filter, test or function of the host's receives: input, arguments, and where it was called.
// Lives on the stack of one render; not to be kept.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "result/result.hpp"
#include "templating/value.hpp"

namespace byline::templating {

class Machine;

// Names of the arguments in order, without the filter's input. "*" last takes any number of further positional
// arguments, "**" any further named ones. A name that ends in "!" must be given. "?" first: undefined values may come
// in; without it they are an error before the function is called.
struct Signature {
    Signature() = default;
    Signature(std::initializer_list<std::string_view> names);  // NOLINT(google-explicit-constructor)

    std::vector<std::string> names;
    std::size_t required = 0;  // how many of the first are
    bool takes_more = false;
    bool takes_named = false;
    bool takes_undefined = false;
};

// What the host lends to its own filters and functions during one render: the current page, the record of reads.
class Host {
  public:
    virtual ~Host() = default;

    // Told of each template that the render goes on to read by extends, include, import or from, whether it exists or
    // not; the one that was asked for is not told of.
    virtual void reads_template(std::string_view /*name*/) {}
    // Told of each global that is read and is no function: of one member where the expression names one
    // (`data.talks`), else of all of it, with `member` empty.
    virtual void reads_global(std::string_view /*name*/, std::string_view /*member*/) {}
};

using NamedValue = std::pair<std::string_view, Value>;

class Call {
  public:
    Call(Machine& machine, std::string_view callee, const Value& input, std::span<const Value> arguments,
         std::span<const Value> extra_positional, std::span<const NamedValue> extra_named)
        : machine_(machine),
          callee_(callee),
          input_(input),
          arguments_(arguments),
          extra_positional_(extra_positional),
          extra_named_(extra_named) {}

    // What stands left of the pipe, or before `is`; undefined for a function.
    [[nodiscard]] const Value& input() const { return input_; }
    // By the signature's order; undefined when it was not given.
    [[nodiscard]] const Value& argument(std::size_t index) const;
    [[nodiscard]] bool has(std::size_t index) const { return !argument(index).is_undefined(); }
    [[nodiscard]] std::span<const Value> extra_positional() const { return extra_positional_; }
    [[nodiscard]] std::span<const NamedValue> extra_named() const { return extra_named_; }

    // The argument as what it has to be; the fallback when it was not given; an error naming it otherwise.
    [[nodiscard]] Result<std::string> string_argument(std::size_t index, std::string_view name,
                                                      std::string_view fallback = {}) const;
    [[nodiscard]] Result<std::int64_t> int_argument(std::size_t index, std::string_view name,
                                                    std::int64_t fallback = 0) const;
    [[nodiscard]] Result<bool> bool_argument(std::size_t index, std::string_view name, bool fallback) const;

    // Null when the render was given none.
    [[nodiscard]] Host* host() const;
    [[nodiscard]] bool autoescape() const;
    [[nodiscard]] std::string_view callee() const { return callee_; }

    // An error at the place of this call; the engine adds line, snippet and include chain.
    [[nodiscard]] Failure fail(std::string message, std::string remedy) const;
    // The input is not what the filter works on: "filter 'date' needs a date, got string".
    [[nodiscard]] Failure wrong_input(std::string_view needed) const;
    // The error that using an undefined value gives.
    [[nodiscard]] Failure undefined_error(const Value& value) const;

    // Calls a function or macro value; a macro's output comes back as a (safe) string.
    [[nodiscard]] Result<Value> invoke(const Value& callable, std::span<const Value> arguments);
    [[nodiscard]] Result<Value> apply_filter(std::string_view name, const Value& input,
                                             std::span<const Value> arguments, std::span<const NamedValue> named);
    [[nodiscard]] Result<bool> apply_test(std::string_view name, const Value& input, std::span<const Value> arguments,
                                          std::span<const NamedValue> named);
    [[nodiscard]] Machine& machine() const { return machine_; }

  private:
    Machine& machine_;
    std::string_view callee_;
    const Value& input_;
    std::span<const Value> arguments_;
    std::span<const Value> extra_positional_;
    std::span<const NamedValue> extra_named_;
};

}  // namespace byline::templating
