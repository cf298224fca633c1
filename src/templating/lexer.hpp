// The lexer cuts a template's source into tokens by Jinja 3.1's rules, whitespace control included.
// Pure.
#pragma once

#include <vector>

#include "result/result.hpp"
#include "templating/environment.hpp"
#include "templating/source_text.hpp"
#include "templating/token.hpp"

namespace byline::templating {

// The last token is EndOfFile. Tokens view into `source`, which must outlive them.
[[nodiscard]] Result<std::vector<Token>> tokenize(const SourceText& source, const EnvironmentOptions& options);

}  // namespace byline::templating
