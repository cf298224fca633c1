// The Registry is what an environment's templates share: filters, tests, globals, names, and the compiled templates.
// Filters, tests and globals are read only once templates are compiled; names and templates are guarded by locks.
#pragma once

#include <deque>
#include <map>
#include <memory>
#include <optional>
#include <shared_mutex>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "templating/environment.hpp"
#include "templating/template.hpp"

namespace byline::templating {

struct RegisteredFilter {
    std::string name;
    Signature signature;
    HostFunction function;
};

struct RegisteredTest {
    std::string name;
    Signature signature;
    std::function<Result<bool>(Call&)> test;
};

struct Registry {
    std::unique_ptr<Loader> loader;
    EnvironmentOptions options;
    std::map<std::string, RegisteredFilter, std::less<>> filters;
    std::map<std::string, RegisteredTest, std::less<>> tests;

    // Variables are numbered, so that the machine compares numbers.
    [[nodiscard]] VariableId variable(std::string_view name);
    [[nodiscard]] std::size_t variable_count() const;
    [[nodiscard]] std::string_view variable_name(VariableId variable) const;
    void set_global(std::string_view name, Value value);
    // Undefined when there is none.
    [[nodiscard]] const Value& global(VariableId variable) const;
    [[nodiscard]] std::vector<std::string> global_names() const;

    // Compiled once; null when the loader knows no such template.
    [[nodiscard]] Result<const Template*> find(std::string_view name);
    // An error when the loader knows no such template; it names the nearest.
    [[nodiscard]] Error missing_template(std::string_view name) const;
    [[nodiscard]] Result<std::unique_ptr<Template>> compile(SourceText source);
    [[nodiscard]] const Template* keep(std::unique_ptr<Template> compiled);

  private:
    mutable std::shared_mutex names_mutex_;
    std::unordered_map<std::string_view, VariableId> variables_;
    std::deque<std::string> variable_names_;  // stable, for the views above

    std::vector<Value> globals_;

    mutable std::shared_mutex templates_mutex_;
    std::map<std::string, std::unique_ptr<Template>, std::less<>> templates_;
    std::vector<std::unique_ptr<Template>> unnamed_templates_;
};

}  // namespace byline::templating
