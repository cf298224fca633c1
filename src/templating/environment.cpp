#include "templating/environment.hpp"

#include <utility>
#include <vector>

#include "templating/builtins.hpp"
#include "templating/machine.hpp"
#include "templating/registry.hpp"

namespace byline::templating {

Environment::Environment(std::unique_ptr<Loader> loader, EnvironmentOptions options)
    : registry_(std::make_unique<Registry>()) {
    registry_->loader = std::move(loader);
    registry_->options = options;
    add_string_filters(*registry_);
    add_text_layout_filters(*registry_);
    add_html_filters(*registry_);
    add_number_filters(*registry_);
    add_sequence_filters(*registry_);
    add_selection_filters(*registry_);
    add_ordering_filters(*registry_);
    add_value_tests(*registry_);
    add_globals(*registry_);
}

Environment::~Environment() = default;

void Environment::add_filter(std::string name, Signature signature, HostFunction filter) {
    std::string key = name;
    registry_->filters.insert_or_assign(std::move(key),
                                        RegisteredFilter{std::move(name), std::move(signature), std::move(filter)});
}

void Environment::add_test(std::string name, Signature signature, std::function<Result<bool>(Call&)> test) {
    std::string key = name;
    registry_->tests.insert_or_assign(std::move(key),
                                      RegisteredTest{std::move(name), std::move(signature), std::move(test)});
}

void Environment::add_function(const std::string& name, Signature signature, HostFunction function) {
    registry_->set_global(name, Value::function(name, std::move(signature), std::move(function)));
}

void Environment::add_global(const std::string& name, Value value) {
    registry_->set_global(name, std::move(value));
}

Result<const Template*> Environment::get(std::string_view name) {
    TRY(const Template* found, registry_->find(name));
    if (found == nullptr) return fail(registry_->missing_template(name));
    return found;
}

Result<const Template*> Environment::compile(std::string text, std::string displayed_path) {
    std::string name = displayed_path;
    TRY(auto compiled, registry_->compile({std::move(name), std::move(displayed_path), std::move(text)}));
    return registry_->keep(std::move(compiled));
}

Result<std::set<std::string>> Environment::dependencies(std::string_view name) {
    std::set<std::string> names{std::string(name)};
    std::vector<std::string> pending{std::string(name)};
    while (!pending.empty()) {
        const std::string current = std::move(pending.back());
        pending.pop_back();
        TRY(const Template* found, registry_->find(current));
        if (found == nullptr) continue;
        for (const std::string& reference : found->references()) {
            if (names.insert(reference).second) pending.push_back(reference);
        }
    }
    return names;
}

const EnvironmentOptions& Environment::options() const {
    return registry_->options;
}

Result<void> render(const Template& chosen, const Value& context, std::string& out, Host* host) {
    const std::size_t before = out.size();
    Machine machine(chosen, context, out, host);
    if (machine.run()) return {};
    out.resize(before);
    return fail(machine.take_error());
}

}  // namespace byline::templating
