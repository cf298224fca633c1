// A Language is a definition whose contexts and lists of words can be asked for by name.
// Safe from any thread as far as it is public; what is made on demand is made under the mutex of Languages.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <string_view>

#include "highlighting/context.hpp"
#include "highlighting/definition.hpp"

namespace byline::highlighting {

class Language {
  public:
    Language(const Languages& languages, std::string name, Definition definition);

    // "rust": the name of its file, and of the class language-rust.
    [[nodiscard]] const std::string& name() const { return name_; }
    [[nodiscard]] const Context& start() const { return *contexts_.find(definition_.start)->second; }
    [[nodiscard]] const Definition& definition() const { return definition_; }
    // Null when it has no such context.
    [[nodiscard]] const Context* find_context(std::string_view name) const;
    [[nodiscard]] const auto& contexts() const { return contexts_; }

  private:
    friend class ContextCompiler;

    std::string name_;
    Definition definition_;
    std::map<std::string, std::unique_ptr<const Context>, std::less<>> contexts_;
    // Compiled when a context needs them.
    mutable std::map<std::string, std::unique_ptr<const CompiledWords>, std::less<>> words_;
};

}  // namespace byline::highlighting
