// An Engine is one Duktape with Temml loaded: some 50 milliseconds to make, below one for a formula.
// Used by one thread at a time.
#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "math/limits.hpp"
#include "math/style.hpp"

struct duk_hthread;

namespace byline::math {

// What became of one formula.
struct Answer {
    std::optional<std::string> mathml;  // UTF-8; else see below
    std::string fault;                  // one sentence without its full stop
    std::optional<std::size_t> offset;  // the byte of the formula at which it was found
};

class Engine {
  public:
    explicit Engine(const Limits& limits);
    Engine(const Engine&) = delete;
    Engine& operator=(const Engine&) = delete;
    ~Engine();

    // `macros` is a JSON object: what each name, with its backslash, stands for. What one formula defines is gone with
    // it.
    [[nodiscard]] Answer render(std::string_view tex, Style style, std::string_view macros);

    // Out of memory: another one is needed.
    [[nodiscard]] bool is_spent() const { return is_spent_; }

  private:
    struct Heap;
    struct Free {
        void operator()(duk_hthread* context) const;
    };

    const Limits limits_;
    std::unique_ptr<Heap> heap_;
    std::unique_ptr<duk_hthread, Free> context_;  // before the heap that it lies in
    bool is_spent_ = false;
};

}  // namespace byline::math
