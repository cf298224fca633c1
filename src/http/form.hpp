// A Form is what a browser sends of a form, or what a query says: names with values, application/x-www-form-urlencoded
// (WHATWG URL, section 5). A value; the functions are pure.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "result/result.hpp"

namespace byline::http {

struct FormField {
    std::string name;
    std::string value;  // UTF-8 without NUL; line ends as they were sent

    friend bool operator==(const FormField&, const FormField&) = default;
};

struct FormLimits {
    std::size_t fields_max = 100;
    std::size_t name_bytes_max = 100;
    std::size_t value_bytes_max = std::size_t{64} * 1024;
};

class Form {
  public:
    Form() = default;
    explicit Form(std::vector<FormField> fields) : fields_(std::move(fields)) {}

    // The first value of that name; empty when there is none.
    [[nodiscard]] std::string_view operator[](std::string_view name) const;
    [[nodiscard]] bool has(std::string_view name) const;
    [[nodiscard]] std::vector<std::string_view> all(std::string_view name) const;
    [[nodiscard]] const std::vector<FormField>& fields() const { return fields_; }

  private:
    std::vector<FormField> fields_;
};

// Refused, not repaired: bad escapes, bytes that are not UTF-8, NUL, more or longer fields than the limits allow.
[[nodiscard]] Result<Form> parse_form(std::string_view text, const FormLimits& limits = {});

// True for the Content-Type that parse_form() reads.
[[nodiscard]] bool is_form_type(std::string_view content_type);

}  // namespace byline::http
