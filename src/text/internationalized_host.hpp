// Names of hosts in other scripts than Latin, in the form that is looked up: "例子.公司" is "xn--fsqu00a.xn--55qx5d".
// Pure function; safe from any thread.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace byline::text {

// By Unicode Technical Standard 46, nontransitional, as browsers do. A name that is ASCII already stays as it is, but
// for its case. Nothing for what is no name: characters that may not stand in one, labels that are too long.
[[nodiscard]] std::optional<std::string> ascii_host(std::string_view host);

}  // namespace byline::text
