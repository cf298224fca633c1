#include "templating/loader.hpp"

namespace byline::templating {

Result<std::optional<TemplateSource>> MemoryLoader::load(std::string_view name) {
    const auto found = templates_.find(name);
    if (found == templates_.end()) return std::optional<TemplateSource>();
    return std::optional<TemplateSource>(TemplateSource{found->second, found->first});
}

std::vector<std::string> MemoryLoader::names() const {
    std::vector<std::string> names;
    for (const auto& [name, text] : templates_) names.push_back(name);
    return names;
}

}  // namespace byline::templating
