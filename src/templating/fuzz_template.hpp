// What the fuzzer runs, and the test that replays its corpus.
// Only for tests.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "templating/environment.hpp"
#include "templating/value_map.hpp"

namespace byline::templating {

inline void fuzz_template(std::string_view bytes) {
    auto loader = std::make_unique<MemoryLoader>();
    constexpr std::string_view separator = "\n%%%\n";
    char name = 'a';
    while (true) {
        const std::size_t end = bytes.find(separator);
        loader->add(std::string(1, name) + ".html", std::string(bytes.substr(0, end)));
        if (end == std::string_view::npos || name == 'c') break;
        bytes.remove_prefix(end + separator.size());
        ++name;
    }
    EnvironmentOptions options;
    options.limits = {.output_bytes = 1U << 16U,
                      .string_bytes = 1U << 14U,
                      .list_items = 1000,
                      .loop_iterations = 2000,
                      .call_depth = 50};
    Environment environment(std::move(loader), options);
    const Value context =
        Value::map({{"x", Value::integer(7)},
                    {"s", Value::view("a <b> 中文 c")},
                    {"xs", Value::list({Value::integer(3), Value::view("b"), Value::none()})},
                    {"m", Value::map({{"k", Value::view("v")}, {"n", Value::list({Value::integer(1)})}})},
                    {"html", Value::safe_view("<i>&amp;</i>")}});
    const auto found = environment.get("a.html");
    if (!found) return;
    std::string out;
    const auto rendered = render(**found, context, out);
    if (!rendered && !out.empty()) __builtin_trap();
}

}  // namespace byline::templating
