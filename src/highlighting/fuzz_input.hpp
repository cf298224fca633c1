// What a fuzzer tries, and what the tests replay: the first line says how the rest is read.
// Not for several threads at once.
#pragma once

#include <algorithm>
#include <string>
#include <string_view>

#include "highlighting/code_html.hpp"
#include "highlighting/span_checks.hpp"

namespace byline::highlighting {

// "rust\n…": code in that language; "\n…": a definition, and then itself as code. What is wrong, or nothing.
[[nodiscard]] inline std::string try_input(std::string_view input) {
    const Languages& shipped = shipped_languages();
    const std::size_t newline = std::min(input.find('\n'), input.size());
    const std::string_view name = input.substr(0, newline);
    const std::string_view rest = input.substr(std::min(newline + 1, input.size()));
    const Language* language = shipped.find(name);
    if (language == nullptr && !name.empty()) {
        const auto names = shipped.names();
        language = shipped.find(names[static_cast<unsigned char>(name[0]) % names.size()]);
    }
    if (language != nullptr) {
        HighlightAccount account;
        const auto spans = highlight(shipped, *language, rest, &account);
        if (account.steps > 3000 * (rest.size() + 1)) return "more steps than the bounds allow";
        CodeOptions options;
        static_cast<void>(read_code_options(rest.substr(0, 40), options));
        static_cast<void>(to_html(shipped, language, rest, options));
        return check_spans(rest, spans);
    }
    const Languages languages(std::vector<DefinitionFile>{{"languages/own.toml", std::string(rest)}});
    const bool is_right = languages.check().empty();
    const Language* own = languages.find("own");
    if (own == nullptr) return is_right ? "a definition that is right is not found" : "";
    return check_spans(rest, highlight(languages, *own, rest));
}

}  // namespace byline::highlighting
