// A Loader finds a template's text by its name; the environment compiles what it returns once.
// Implementations must be safe to call from several threads.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "result/result.hpp"

namespace byline::templating {

struct TemplateSource {
    std::string text;
    std::string displayed_path;  // as errors name it: "themes/mine/article.html"
};

class Loader {
  public:
    virtual ~Loader() = default;
    // nullopt when there is no template of that name; an error when there is one that cannot be read.
    [[nodiscard]] virtual Result<std::optional<TemplateSource>> load(std::string_view name) = 0;
    // Every name that load() knows, for "did you mean"; may be empty.
    [[nodiscard]] virtual std::vector<std::string> names() const { return {}; }
};

// Templates given as text, for tests and for what is compiled into the program.
class MemoryLoader final : public Loader {
  public:
    MemoryLoader() = default;
    explicit MemoryLoader(std::map<std::string, std::string, std::less<>> templates)
        : templates_(std::move(templates)) {}

    void add(std::string name, std::string text) { templates_.insert_or_assign(std::move(name), std::move(text)); }
    [[nodiscard]] Result<std::optional<TemplateSource>> load(std::string_view name) override;
    [[nodiscard]] std::vector<std::string> names() const override;

  private:
    std::map<std::string, std::string, std::less<>> templates_;
};

}  // namespace byline::templating
