// name_key() is the form in which names are compared: two names that look alike have one key.
// Pure functions; safe from any thread.
#pragma once

#include <string>
#include <string_view>

namespace byline::conversation {

// Compatibility forms, case, spaces and invisible characters make no difference, nor do letters of other scripts that
// look the same (Unicode Technical Standard 39, skeleton). 张三 and 張三 are two names, as they are to those who bear
// them.
[[nodiscard]] std::string name_key(std::string_view name);

// What a reader typed, as it is shown: runs of spaces as one, nothing invisible, nothing that turns the direction of
// text.
[[nodiscard]] std::string shown_name(std::string_view name);

// Likewise for an address: the domain in lower case; empty when it is none that could be written to.
[[nodiscard]] std::string normal_email(std::string_view email);

}  // namespace byline::conversation
