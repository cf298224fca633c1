// A Template is compiled text, ready to be rendered: its statements, its blocks, and the names it refers to.
// Immutable; any number of threads may render it.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "templating/environment.hpp"
#include "templating/source_text.hpp"
#include "templating/syntax.hpp"

namespace byline::templating {

struct Registry;

class Template {
  public:
    Template(SourceText source, Escaping escaping, Registry& registry)
        : source_(std::move(source)), escaping_(escaping), registry_(registry) {}
    Template(const Template&) = delete;
    Template& operator=(const Template&) = delete;

    [[nodiscard]] const std::string& name() const { return source_.name; }
    [[nodiscard]] const SourceText& source() const { return source_; }
    [[nodiscard]] Escaping escaping() const { return escaping_; }
    [[nodiscard]] Registry& registry() const { return registry_; }
    [[nodiscard]] const Unit& root() const { return root_; }
    // Null when there is none of that name.
    [[nodiscard]] const Block* find_block(std::string_view name) const {
        for (const auto& block : blocks_) {
            if (block->name == name) return block.get();
        }
        return nullptr;
    }
    // Names of other templates that stand in this one as constants.
    [[nodiscard]] const std::vector<std::string>& references() const { return references_; }

  private:
    friend class Resolver;

    SourceText source_;
    Escaping escaping_;
    Registry& registry_;  // outlives its templates
    Unit root_;
    std::vector<std::unique_ptr<Block>> blocks_;
    std::vector<std::string> references_;
};

}  // namespace byline::templating
