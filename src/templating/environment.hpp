// An Environment compiles templates, and knows the filters, tests, functions and globals that they may use.
// Filters, tests, functions and globals are added before the first get(); afterwards any number of threads may
// get and render at once. Templates live as long as their environment.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <set>
#include <string>
#include <string_view>

#include "result/result.hpp"
#include "templating/call.hpp"
#include "templating/loader.hpp"
#include "templating/value.hpp"

namespace byline::templating {

class Template;
struct Registry;

// Bounds on what one render may do; each gives a clear error when it is passed.
struct Limits {
    std::size_t output_bytes = 256U << 20U;    // of the whole output, and of each captured part
    std::size_t string_bytes = 64U << 20U;     // of one computed string
    std::size_t list_items = 4'000'000;        // of one computed list
    std::size_t loop_iterations = 50'000'000;  // of all loops together
    std::size_t call_depth = 200;              // macros, includes, blocks and recursive loops within another
};

enum class Autoescape : std::uint8_t { ByFileName, Always, Never };  // ByFileName: on for .html .htm .xml .svg
enum class Escaping : std::uint8_t { On, Off };
enum class BlockTrimming : std::uint8_t { Keep, Trim };
enum class BlockIndentation : std::uint8_t { Keep, Strip };
enum class TrailingNewline : std::uint8_t { Strip, Keep };

struct EnvironmentOptions {
    Autoescape autoescape = Autoescape::ByFileName;
    BlockTrimming trim_blocks = BlockTrimming::Keep;          // the newline after a block tag
    BlockIndentation lstrip_blocks = BlockIndentation::Keep;  // the blanks before a block tag
    TrailingNewline trailing_newline = TrailingNewline::Strip;
    Limits limits;
};

class Environment {
  public:
    // Has Jinja's own filters, tests and globals.
    explicit Environment(std::unique_ptr<Loader> loader, EnvironmentOptions options = {});
    ~Environment();
    Environment(const Environment&) = delete;
    Environment& operator=(const Environment&) = delete;

    // A name that exists is replaced.
    void add_filter(std::string name, Signature signature, HostFunction filter);
    void add_test(std::string name, Signature signature, std::function<Result<bool>(Call&)> test);
    void add_function(const std::string& name, Signature signature, HostFunction function);
    void add_global(const std::string& name, Value value);

    // Compiled once, then from memory. The error has the place and, for an unknown name, the nearest.
    [[nodiscard]] Result<const Template*> get(std::string_view name);
    // The same for text that no loader knows; `displayed_path` names it in errors, and decides on autoescape.
    [[nodiscard]] Result<const Template*> compile(std::string text, std::string displayed_path);

    // The names of all templates that rendering `name` may read: itself, and what it reaches by extends, include,
    // import and from with a constant name. Names that do not exist are in the set too: adding one changes the page.
    [[nodiscard]] Result<std::set<std::string>> dependencies(std::string_view name);

    [[nodiscard]] const EnvironmentOptions& options() const;
    [[nodiscard]] Registry& registry() const { return *registry_; }

  private:
    std::unique_ptr<Registry> registry_;
};

// Appends to `out`; on an error `out` is as it was. `context` is a map or an object whose attributes are the
// template's variables. `host` is what Call::host() gives.
[[nodiscard]] Result<void> render(const Template& chosen, const Value& context, std::string& out, Host* host = nullptr);

}  // namespace byline::templating
