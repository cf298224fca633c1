// Languages are all languages that code can be highlighted in: those that the program carries, and those of the site.
// Safe from any thread; a definition is read, and a context compiled, when it is needed for the first time.
#pragma once

#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "highlighting/definition.hpp"
#include "highlighting/language.hpp"
#include "result/diagnostic.hpp"
#include "result/result.hpp"

namespace byline::highlighting {

class Languages {
  public:
    // A definition of the site takes the place of one of the program with its name, and its aliases those of others.
    explicit Languages(std::vector<DefinitionFile> of_site = {});
    ~Languages();
    Languages(const Languages&) = delete;
    Languages& operator=(const Languages&) = delete;

    // By name or alias, in any letter case. Null when nobody has defined it, or when its definition is wrong: then
    // check() says so.
    [[nodiscard]] const Language* find(std::string_view name) const;
    // Whether there is a definition of that name, right or wrong; nothing is read for it.
    [[nodiscard]] bool knows(std::string_view name) const { return entry_of(name) != nullptr; }
    // The known name that is most like `name`.
    [[nodiscard]] std::optional<std::string> nearest(std::string_view name) const;
    // Reads and compiles the site's definitions, so that each fault in them is told; with its place and a remedy.
    [[nodiscard]] Diagnostics check() const;
    // Reads and compiles every definition, the program's too.
    [[nodiscard]] Diagnostics check_all() const;
    // Of all that highlighting code in the language `name` depends on beside the program: what definition it has, or
    // that it has none. The same in two builds: the same code becomes the same HTML.
    [[nodiscard]] std::uint64_t digest(std::string_view name) const;
    // The names of the languages, without aliases, sorted.
    [[nodiscard]] std::vector<std::string_view> names() const;

  private:
    friend class Context;
    friend class ContextCompiler;
    struct Entry;

    void make_index() const;
    [[nodiscard]] Diagnostics check_entries(bool embedded_too) const;
    [[nodiscard]] const Entry* entry_of(std::string_view name) const;
    // These expect the mutex to be held.
    [[nodiscard]] Result<const Language*> language_of(const Entry& entry) const;
    [[nodiscard]] Result<const Language*> language_extended_by(const Entry& entry) const;
    [[nodiscard]] Result<const Language*> language_named(std::string_view name) const;
    [[nodiscard]] Result<void> compile(const Context& context) const;
    [[nodiscard]] bool leads_to_site(const Entry& entry, std::vector<const Entry*>& seen) const;

    std::vector<DefinitionFile> of_site_;
    mutable std::once_flag index_once_;
    mutable std::vector<std::unique_ptr<Entry>> entries_;          // those of the site first, each part by path
    mutable std::unordered_map<std::string, const Entry*> index_;  // by name and alias in lower case
    mutable std::uint64_t site_digest_ = 0;
    mutable std::mutex mutex_;  // guards what entries have read, and what contexts and words are compiled to
};

}  // namespace byline::highlighting
