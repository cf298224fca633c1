// Formulas makes MathML of TeX: by Temml, in engines of which it makes one for each thread that needs one.
// Safe from any thread. The same formula always gives the same bytes, whatever came before it.
#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "math/limits.hpp"
#include "math/style.hpp"
#include "result/result.hpp"
#include "text/digest.hpp"
#include "text/safe_html.hpp"

namespace byline::math {

class Engine;

// What a name, with its backslash, stands for in every formula: {"\\RR", "\\mathbb{R}"}; #1 to #9 are its arguments.
using Macros = std::map<std::string, std::string>;

class Formulas {
  public:
    explicit Formulas(const Macros& macros = {}, const Limits& limits = {});
    Formulas(const Formulas&) = delete;
    Formulas& operator=(const Formulas&) = delete;
    ~Formulas();

    // A <math> element. An error says what is wrong with the TeX; its place has no file, and counts lines and columns
    // of the formula itself (none when the formula as a whole is meant).
    [[nodiscard]] Result<text::SafeHtml> render(std::string_view tex, Style style);

    // What a result depends on beside TeX and style: macros and limits.
    [[nodiscard]] const text::Digest& digest() const { return digest_; }

  private:
    [[nodiscard]] std::unique_ptr<Engine> take_engine();
    void give_back(std::unique_ptr<Engine> engine);

    const Limits limits_;
    std::string macros_;  // as JSON
    text::Digest digest_;
    std::mutex mutex_;  // guards what follows
    std::vector<std::unique_ptr<Engine>> idle_;
};

}  // namespace byline::math
