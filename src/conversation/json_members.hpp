// JsonMembers writes a flat JSON object, member by member.
// Belongs to one thread; borrows the text that it appends to.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "text/json.hpp"

namespace byline::conversation {

class JsonMembers {
  public:
    explicit JsonMembers(std::string& out) : out_(out) { out_ += '{'; }

    JsonMembers& add(std::string_view name, std::string_view text) {
        begin(name);
        text::append_json_string(out_, text);
        return *this;
    }
    JsonMembers& add(std::string_view name, std::int64_t number) {
        begin(name);
        out_ += std::to_string(number);
        return *this;
    }
    // Nothing is no member.
    JsonMembers& add(std::string_view name, const std::optional<std::int64_t>& number) {
        return number ? add(name, *number) : *this;
    }
    // Begins a member whose value the caller appends.
    void begin(std::string_view name) {
        if (out_.back() != '{') out_ += ',';
        text::append_json_string(out_, name);
        out_ += ':';
    }
    void end() { out_ += '}'; }

  private:
    std::string& out_;
};

}  // namespace byline::conversation
