// A JsonWriter appends JSON to a string, in the order it is told, safe to stand inside <script> as well.
// Used by one thread. Written instead of taking a library because `<` must be escaped, and pages need it a million
// times.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "text/json.hpp"

namespace byline::publish {

class JsonWriter {
  public:
    explicit JsonWriter(std::string& out) : out_(out) {}

    JsonWriter& begin_object() { return open('{'); }
    JsonWriter& end_object() { return close('}'); }
    JsonWriter& begin_array() { return open('['); }
    JsonWriter& end_array() { return close(']'); }

    JsonWriter& key(std::string_view name) {
        separate();
        text::append_json_string(out_, name);
        out_ += ':';
        needs_comma_ = false;
        return *this;
    }
    JsonWriter& value(std::string_view text) {
        separate();
        text::append_json_string(out_, text);
        needs_comma_ = true;
        return *this;
    }
    JsonWriter& value(const char* text) { return value(std::string_view(text)); }
    JsonWriter& value(std::int64_t number) { return literal(std::to_string(number)); }
    JsonWriter& value(bool truth) { return literal(truth ? "true" : "false"); }

    // Key and value at once; nothing where the text is empty.
    JsonWriter& text_if_any(std::string_view name, std::string_view text) {
        return text.empty() ? *this : key(name).value(text);
    }

  private:
    JsonWriter& literal(std::string_view written) {
        separate();
        out_ += written;
        needs_comma_ = true;
        return *this;
    }
    JsonWriter& open(char bracket) {
        separate();
        out_ += bracket;
        needs_comma_ = false;
        return *this;
    }
    JsonWriter& close(char bracket) {
        out_ += bracket;
        needs_comma_ = true;
        return *this;
    }
    void separate() {
        if (needs_comma_) out_ += ',';
        needs_comma_ = false;
    }

    std::string& out_;
    bool needs_comma_ = false;
};

}  // namespace byline::publish
