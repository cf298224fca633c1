// A Value is what a template computes with: text, numbers, lists, maps and the host's objects.
// Sixteen bytes, cheap to copy. Shared parts are immutable and counted atomically, so a Value may be
// copied between threads; one Value object is not to be written by two threads at once.
#pragma once

#include <compare>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "result/result.hpp"
#include "text/safe_html.hpp"

namespace byline::templating {

class Call;
class Object;
class Value;
class ValueMap;
struct FunctionBox;
struct Signature;
struct UndefinedBox;
using HostFunction = std::function<Result<Value>(Call&)>;

// Values are trees, but a host may nest them without end: beyond this they count as different, print as "...", and are
// no JSON.
inline constexpr int maximal_value_depth = 200;

enum class ValueKind : std::uint8_t { Undefined, None, Bool, Int, Float, String, List, Map, Object, Function };

class Value {
  public:
    Value() = default;  // undefined
    Value(const Value& other) noexcept
        : payload_(other.payload_), size_(other.size_), kind_(other.kind_), flags_(other.flags_) {
        if (is_owned()) retain();
    }
    Value(Value&& other) noexcept
        : payload_(other.payload_), size_(other.size_), kind_(other.kind_), flags_(other.flags_) {
        other.kind_ = ValueKind::Undefined;
        other.flags_ = 0;
    }
    Value& operator=(const Value& other) noexcept {
        Value copy(other);
        swap(copy);
        return *this;
    }
    Value& operator=(Value&& other) noexcept {
        Value taken(std::move(other));
        swap(taken);
        return *this;
    }
    ~Value() {
        if (is_owned()) release();
    }
    void swap(Value& other) noexcept {
        std::swap(payload_, other.payload_);
        std::swap(size_, other.size_);
        std::swap(kind_, other.kind_);
        std::swap(flags_, other.flags_);
    }

    [[nodiscard]] static Value undefined() { return {}; }
    // Undefined that remembers why, for the error that using it gives.
    [[nodiscard]] static Value undefined(std::string message, std::string remedy);
    [[nodiscard]] static Value none();
    [[nodiscard]] static Value boolean(bool value);
    [[nodiscard]] static Value integer(std::int64_t value);
    [[nodiscard]] static Value number(double value);
    // Borrowed: the bytes must outlive the render. Escaped where it is printed.
    [[nodiscard]] static Value view(std::string_view text);
    // Owned and shared.
    [[nodiscard]] static Value string(std::string text);
    // Printed as it is, also where autoescape is on.
    [[nodiscard]] static Value safe(text::SafeHtml html);
    // Borrowed, and vouched for by the caller as safe HTML.
    [[nodiscard]] static Value safe_view(std::string_view html);
    [[nodiscard]] static Value list(std::vector<Value> items);
    // A list that prints as Python's tuple does; the pairs of a map are such.
    [[nodiscard]] static Value tuple(std::vector<Value> items);
    [[nodiscard]] static Value map(ValueMap entries);
    // Borrowed: must outlive the render.
    [[nodiscard]] static Value object(const Object* object);
    // Shared: the host and templates may both keep it.
    [[nodiscard]] static Value object(std::shared_ptr<const Object> object);
    [[nodiscard]] static Value function(std::string name, Signature signature, HostFunction function);

    [[nodiscard]] ValueKind kind() const { return kind_; }
    [[nodiscard]] bool is_undefined() const { return kind_ == ValueKind::Undefined; }
    [[nodiscard]] bool is_none() const { return kind_ == ValueKind::None; }
    [[nodiscard]] bool is_bool() const { return kind_ == ValueKind::Bool; }
    [[nodiscard]] bool is_int() const { return kind_ == ValueKind::Int; }
    [[nodiscard]] bool is_float() const { return kind_ == ValueKind::Float; }
    // As in Python, true and false count as the integers 1 and 0.
    [[nodiscard]] bool is_integral() const { return is_int() || is_bool(); }
    [[nodiscard]] bool is_number() const { return is_integral() || is_float(); }
    [[nodiscard]] bool is_string() const { return kind_ == ValueKind::String; }
    [[nodiscard]] bool is_safe() const { return (flags_ & safe_flag) != 0; }
    [[nodiscard]] bool is_list() const { return kind_ == ValueKind::List; }
    [[nodiscard]] bool is_tuple() const { return (flags_ & tuple_flag) != 0; }
    [[nodiscard]] bool is_map() const { return kind_ == ValueKind::Map; }
    [[nodiscard]] bool is_object() const { return kind_ == ValueKind::Object; }
    [[nodiscard]] bool is_callable() const;
    // A list, or an object that is a sequence: item(i) answers for i < *size().
    [[nodiscard]] bool is_sequence() const;

    // Each asserts that the kind is right.
    [[nodiscard]] bool as_bool() const { return payload_.integer != 0; }
    [[nodiscard]] std::int64_t as_int() const { return payload_.integer; }
    [[nodiscard]] double as_double() const;  // of any number
    [[nodiscard]] std::string_view as_string_view() const;
    [[nodiscard]] const std::vector<Value>& as_list() const;
    [[nodiscard]] const ValueMap& as_map() const;
    [[nodiscard]] const Object& as_object() const;
    [[nodiscard]] const FunctionBox& as_function() const;
    // Null when the undefined value carries no reason.
    [[nodiscard]] const UndefinedBox* undefined_reason() const;

    [[nodiscard]] bool truthy() const;
    // "string", "list" ... or the object's own word.
    [[nodiscard]] std::string_view type_name() const;
    // Characters (code points), items or entries; nullopt for what has no length.
    [[nodiscard]] std::optional<std::size_t> size() const;
    // The i-th item of a sequence, character of a string, or key of a map; undefined beyond the end.
    [[nodiscard]] Value item(std::size_t index) const;
    // A map's entry or an object's attribute; undefined when there is none.
    [[nodiscard]] Value attribute(std::string_view name) const;

    // What printing gives, unescaped: Python's str().
    [[nodiscard]] std::string to_string() const;
    void append_to(std::string& out) const;
    // As inside a printed list: strings are quoted. Python's repr().
    void append_quoted_to(std::string& out) const;

    // Equality as in Python: 1 == 1.0 == true; a list is not a tuple; the order of a map's keys does not matter.
    friend bool operator==(const Value& left, const Value& right) { return left.equals(right, 0); }
    // nullopt when the two cannot be ordered: a number and a string.
    [[nodiscard]] static std::optional<std::partial_ordering> compare(const Value& left, const Value& right);
    // Equal values have equal hashes.
    [[nodiscard]] std::size_t hash() const;
    // The same object, or equal where there is no identity: what `is sameas` asks.
    [[nodiscard]] bool is_same(const Value& other) const;

  private:
    static constexpr std::uint8_t owned_flag = 1;
    static constexpr std::uint8_t safe_flag = 2;
    static constexpr std::uint8_t tuple_flag = 4;

    [[nodiscard]] bool is_owned() const { return (flags_ & owned_flag) != 0; }
    void retain() const noexcept;
    void release() noexcept;
    [[nodiscard]] bool equals(const Value& other, int depth) const;
    void append_nested(std::string& out, int depth) const;

    union Payload {
        std::int64_t integer;
        double number;
        const char* text;
        const Object* object;
        struct Box* box;
    };
    Payload payload_{};
    std::uint32_t size_ = 0;  // of a borrowed string, in bytes
    ValueKind kind_ = ValueKind::Undefined;
    std::uint8_t flags_ = 0;
};

static_assert(sizeof(Value) == 16);

}  // namespace byline::templating
