#include "templating/registry.hpp"

#include <limits>
#include <mutex>

#include "templating/lexer.hpp"
#include "templating/parser.hpp"
#include "templating/resolver.hpp"
#include "templating/suggestion.hpp"

namespace byline::templating {
namespace {

const Value no_value;

Escaping escaping_for(const EnvironmentOptions& options, std::string_view name) {
    if (options.autoescape == Autoescape::Always) return Escaping::On;
    if (options.autoescape == Autoescape::Never) return Escaping::Off;
    for (const std::string_view ending : {".html", ".htm", ".xml", ".svg"}) {
        if (name.ends_with(ending)) return Escaping::On;
    }
    return Escaping::Off;
}

}  // namespace

VariableId Registry::variable(std::string_view name) {
    {
        const std::shared_lock lock(names_mutex_);
        const auto found = variables_.find(name);
        if (found != variables_.end()) return found->second;
    }
    const std::unique_lock lock(names_mutex_);
    const auto found = variables_.find(name);
    if (found != variables_.end()) return found->second;
    const auto variable = static_cast<VariableId>(variable_names_.size());
    variable_names_.emplace_back(name);
    variables_.emplace(variable_names_.back(), variable);
    return variable;
}

std::size_t Registry::variable_count() const {
    const std::shared_lock lock(names_mutex_);
    return variable_names_.size();
}

std::string_view Registry::variable_name(VariableId variable) const {
    const std::shared_lock lock(names_mutex_);
    return variable_names_[variable];
}

void Registry::set_global(std::string_view name, Value value) {
    const VariableId id = variable(name);
    if (id >= globals_.size()) globals_.resize(id + 1);
    globals_[id] = std::move(value);
}

const Value& Registry::global(VariableId variable) const {
    return variable < globals_.size() ? globals_[variable] : no_value;
}

std::vector<std::string> Registry::global_names() const {
    std::vector<std::string> names;
    for (std::size_t i = 0; i < globals_.size(); ++i) {
        if (!globals_[i].is_undefined()) names.emplace_back(variable_name(static_cast<VariableId>(i)));
    }
    return names;
}

Result<const Template*> Registry::find(std::string_view name) {
    {
        const std::shared_lock lock(templates_mutex_);
        const auto found = templates_.find(name);
        if (found != templates_.end()) return found->second.get();
    }
    TRY(auto loaded, loader->load(name));
    if (!loaded.has_value()) return nullptr;
    TRY(auto compiled, compile({std::string(name), std::move(loaded->displayed_path), std::move(loaded->text)}));
    // Two threads may have compiled it at once: the first one stays.
    const std::unique_lock lock(templates_mutex_);
    return templates_.try_emplace(std::string(name), std::move(compiled)).first->second.get();
}

Error Registry::missing_template(std::string_view name) const {
    const std::vector<std::string> known = loader->names();
    const std::vector<std::string_view> names(known.begin(), known.end());
    return content_error("there is no template '" + std::string(name) + "'",
                         names.empty() ? "add it to the theme" : suggestion(name, names), {});
}

Result<std::unique_ptr<Template>> Registry::compile(SourceText source) {
    if (source.text.size() > std::numeric_limits<std::uint32_t>::max() / 2) {
        return fail(content_error("a template is larger than 2 GB", "split it", {source.displayed_path, 0, 0}));
    }
    source.text = with_plain_newlines(std::move(source.text));
    const Escaping escaping = escaping_for(options, source.name);
    auto compiled = std::make_unique<Template>(std::move(source), escaping, *this);
    TRY(auto tokens, tokenize(compiled->source(), options));
    TRY(auto root, Parser(compiled->source(), std::move(tokens)).parse());
    CHECK(Resolver(*compiled).resolve(std::move(root)));
    return compiled;
}

const Template* Registry::keep(std::unique_ptr<Template> compiled) {
    const std::unique_lock lock(templates_mutex_);
    unnamed_templates_.push_back(std::move(compiled));
    return unnamed_templates_.back().get();
}

}  // namespace byline::templating
