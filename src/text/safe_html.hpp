// SafeHtml is text that may stand in a page as it is; untrusted text becomes one by escape_html() only.
// A value without shared state.
#pragma once

#include <string>
#include <string_view>
#include <utility>

namespace byline::text {

class SafeHtml {
  public:
    SafeHtml() = default;

    // Vouches for `html`. Callers are renderers and sanitizers; tools/check_style.py holds their list.
    [[nodiscard]] static SafeHtml vouch(std::string html) { return SafeHtml(std::move(html)); }

    [[nodiscard]] std::string_view view() const { return html_; }
    [[nodiscard]] const std::string& string() const& { return html_; }
    [[nodiscard]] std::string string() && { return std::move(html_); }
    [[nodiscard]] bool empty() const { return html_.empty(); }

    friend bool operator==(const SafeHtml&, const SafeHtml&) = default;

  private:
    explicit SafeHtml(std::string html) : html_(std::move(html)) {}
    std::string html_;
};

}  // namespace byline::text
