// A Seldom<T> is a std::optional<T>, and a SeldomText a std::string, in the room of a pointer: for what most works
// lack, and a site may have a million of them. Values; as safe between threads as the T in them.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace byline::site {

// Names are those of std::optional. Copies are deep.
template <typename T>
class Seldom {
  public:
    Seldom() = default;
    ~Seldom() = default;
    Seldom(const Seldom& other) : value_(other ? std::make_unique<T>(*other) : nullptr) {}
    Seldom(Seldom&&) noexcept = default;
    Seldom& operator=(const Seldom& other) {
        if (this != &other) value_ = other ? std::make_unique<T>(*other) : nullptr;
        return *this;
    }
    Seldom& operator=(Seldom&&) noexcept = default;
    Seldom& operator=(T value) {
        value_ = std::make_unique<T>(std::move(value));
        return *this;
    }
    Seldom& operator=(std::optional<T> value) {
        value_ = value ? std::make_unique<T>(*std::move(value)) : nullptr;
        return *this;
    }

    T& emplace() { return *(value_ = std::make_unique<T>()); }
    void reset() { value_.reset(); }

    [[nodiscard]] bool has_value() const { return value_ != nullptr; }
    explicit operator bool() const { return has_value(); }
    [[nodiscard]] T& operator*() { return *value_; }
    [[nodiscard]] const T& operator*() const { return *value_; }
    [[nodiscard]] T* operator->() { return value_.get(); }
    [[nodiscard]] const T* operator->() const { return value_.get(); }

    // A copy, for those who take the usual type. Not by itself: a view into it would outlive it.
    explicit operator std::optional<T>() const { return value_ ? std::optional<T>(*value_) : std::nullopt; }

    friend bool operator==(const Seldom& left, const Seldom& right) {
        if (!left || !right) return left.has_value() == right.has_value();
        return *left == *right;
    }

  private:
    std::unique_ptr<T> value_;
};

class SeldomText {
  public:
    SeldomText() = default;
    SeldomText& operator=(std::string text) {
        if (text.empty()) {
            text_.reset();
        } else {
            text_ = std::move(text);
        }
        return *this;
    }
    void clear() { text_.reset(); }

    [[nodiscard]] bool empty() const { return !text_; }
    [[nodiscard]] const std::string& string() const {
        static const std::string nothing;
        return text_ ? *text_ : nothing;
    }
    // Read as the text that it is, wherever one is taken.
    // NOLINTBEGIN(google-explicit-constructor)
    operator const std::string&() const { return string(); }
    operator std::string_view() const { return string(); }
    // NOLINTEND(google-explicit-constructor)

    friend bool operator==(const SeldomText&, const SeldomText&) = default;
    friend bool operator==(const SeldomText& left, std::string_view right) { return left.string() == right; }

  private:
    Seldom<std::string> text_;
};

static_assert(sizeof(SeldomText) == sizeof(void*));

}  // namespace byline::site
