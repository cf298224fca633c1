// A Result<T> is a T, or the Error that stands in its way; what the world can cause returns one.
// Method names are those of std::expected (C++23), so that it can take this type's place one day.
#pragma once

#include <cassert>
#include <optional>
#include <utility>
#include <variant>

#include "result/error.hpp"

namespace byline {

// An error on its way out; converts to any Result<T>.
struct Failure {
    Error error;
};

[[nodiscard]] inline Failure fail(Error error) {
    return Failure{std::move(error)};
}

template <typename T>
class [[nodiscard]] Result {
  public:
    using value_type = T;

    // Implicit on purpose, as in std::expected: `return value;` and `return fail(error);`.
    // NOLINTBEGIN(google-explicit-constructor)
    Result(T value) : state_(std::in_place_index<0>, std::move(value)) {}
    Result(Failure failure) : state_(std::in_place_index<1>, std::move(failure.error)) {}
    // NOLINTEND(google-explicit-constructor)

    [[nodiscard]] bool has_value() const { return state_.index() == 0; }
    explicit operator bool() const { return has_value(); }

    [[nodiscard]] T& value() & { return assert(has_value()), *std::get_if<0>(&state_); }
    [[nodiscard]] const T& value() const& { return assert(has_value()), *std::get_if<0>(&state_); }
    [[nodiscard]] T&& value() && { return assert(has_value()), std::move(*std::get_if<0>(&state_)); }
    [[nodiscard]] T& operator*() & { return value(); }
    [[nodiscard]] const T& operator*() const& { return value(); }
    [[nodiscard]] T&& operator*() && { return std::move(*this).value(); }
    [[nodiscard]] T* operator->() { return &value(); }
    [[nodiscard]] const T* operator->() const { return &value(); }

    [[nodiscard]] Error& error() & { return assert(!has_value()), *std::get_if<1>(&state_); }
    [[nodiscard]] const Error& error() const& { return assert(!has_value()), *std::get_if<1>(&state_); }
    [[nodiscard]] Error&& error() && { return assert(!has_value()), std::move(*std::get_if<1>(&state_)); }

    template <typename U>
    [[nodiscard]] T value_or(U&& fallback) && {
        return has_value() ? std::move(*this).value() : static_cast<T>(std::forward<U>(fallback));
    }

  private:
    std::variant<T, Error> state_;
};

template <>
class [[nodiscard]] Result<void> {
  public:
    using value_type = void;

    Result() = default;
    // NOLINTNEXTLINE(google-explicit-constructor)
    Result(Failure failure) : error_(std::move(failure.error)) {}

    [[nodiscard]] bool has_value() const { return !error_.has_value(); }
    explicit operator bool() const { return has_value(); }
    [[nodiscard]] Error& error() & { return assert(!has_value()), *error_; }
    [[nodiscard]] const Error& error() const& { return assert(!has_value()), *error_; }
    [[nodiscard]] Error&& error() && { return assert(!has_value()), std::move(*error_); }

  private:
    std::optional<Error> error_;
};

}  // namespace byline

// TRY(auto document, parse(text)); declares `document`, or returns the error from the calling function.
// CHECK(write(file)); does the same for a Result<void>.
// A declaring form on purpose: GCC 12 leaks in statement expressions.
#define BYLINE_JOIN_(a, b) a##b
#define BYLINE_JOIN(a, b) BYLINE_JOIN_(a, b)
#define BYLINE_TRY_(temporary, declaration, ...)                         \
    auto temporary = (__VA_ARGS__);                                      \
    if (!temporary) return ::byline::fail(std::move(temporary).error()); \
    declaration = std::move(temporary).value() /* NOLINT(bugprone-macro-parentheses) */
#define TRY(declaration, ...) BYLINE_TRY_(BYLINE_JOIN(try_result_, __LINE__), declaration, __VA_ARGS__)
#define BYLINE_CHECK_(temporary, ...) \
    if (auto temporary = (__VA_ARGS__); !temporary) return ::byline::fail(std::move(temporary).error())
#define CHECK(...) BYLINE_CHECK_(BYLINE_JOIN(check_result_, __LINE__), __VA_ARGS__)
