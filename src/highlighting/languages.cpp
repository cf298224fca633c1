#include "highlighting/languages.hpp"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "highlighting/context_compiler.hpp"
#include "highlighting/embedded_languages.hpp"
#include "text/digest.hpp"
#include "text/nearest.hpp"

namespace byline::highlighting {
namespace {

std::string lowered(std::string_view name) {
    std::string text(name);
    for (char& c : text) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    return text;
}

// "rust" of "languages/rust.toml".
std::string name_of(std::string_view path) {
    path.remove_prefix(path.find_last_of('/') + 1);
    return std::string(path.substr(0, path.find_last_of('.')));
}

}  // namespace

struct Languages::Entry {
    std::string name;
    DefinitionFile file;
    DefinitionNames names;
    bool is_of_site = false;
    std::optional<Error> fault;  // of the names
    // Made on demand.
    mutable std::unique_ptr<const Language> language;
    mutable std::optional<Error> wrong;
    mutable bool is_being_read = false;
};

const CompiledContext& Context::compile() const {
    const std::scoped_lock lock(languages_.mutex_);
    // What a site's definition lacks was told by check(); without rules its code is shown as it is.
    if (!languages_.compile(*this)) {
        auto empty = std::make_unique<CompiledContext>();
        empty->automaton = *Automaton::make({});
        owned_ = std::move(empty);
        compiled_.store(owned_.get(), std::memory_order_release);
    }
    return *owned_;
}

Language::Language(const Languages& languages, std::string name, Definition definition)
    : name_(std::move(name)), definition_(std::move(definition)) {
    for (const auto& [context, source] : definition_.contexts) {
        contexts_.emplace(context, std::make_unique<const Context>(languages, *this, context));
    }
}

const Context* Language::find_context(std::string_view name) const {
    const auto found = contexts_.find(name);
    return found == contexts_.end() ? nullptr : found->second.get();
}

Languages::Languages(std::vector<DefinitionFile> of_site) : of_site_(std::move(of_site)) {
    std::ranges::sort(of_site_, {}, &DefinitionFile::path);
}

Languages::~Languages() = default;

void Languages::make_index() const {
    const auto add = [&](DefinitionFile file, bool is_of_site) {
        auto entry = std::make_unique<Entry>();
        entry->name = name_of(file.path);
        entry->is_of_site = is_of_site;
        entry->file = std::move(file);
        if (auto names = read_definition_names(entry->file)) {
            entry->names = std::move(*names);
        } else {
            entry->fault = std::move(names).error();
        }
        entries_.push_back(std::move(entry));
    };
    text::DigestBuilder digest;
    for (const DefinitionFile& file : of_site_) {
        digest.add(file.path).add(file.text);
        add(file, true);
    }
    site_digest_ = of_site_.empty() ? 0 : digest.digest64();
    for (const EmbeddedFile& file : embedded_languages()) {
        add({fmt::format("languages/{}", file.path), std::string(file.bytes)}, false);
    }
    const auto add_names = [&](bool is_of_site) {
        for (const auto& entry : entries_) {
            if (entry->is_of_site == is_of_site) index_.try_emplace(lowered(entry->name), entry.get());
        }
        for (const auto& entry : entries_) {
            if (entry->is_of_site != is_of_site) continue;
            for (const std::string& alias : entry->names.aliases) index_.try_emplace(lowered(alias), entry.get());
        }
    };
    add_names(true);
    add_names(false);
}

const Languages::Entry* Languages::entry_of(std::string_view name) const {
    std::call_once(index_once_, [&] { make_index(); });
    const auto found = index_.find(lowered(name));
    return found == index_.end() ? nullptr : found->second;
}

const Language* Languages::find(std::string_view name) const {
    const Entry* entry = entry_of(name);
    if (entry == nullptr) return nullptr;
    const std::scoped_lock lock(mutex_);
    const auto language = language_of(*entry);
    return language ? *language : nullptr;
}

std::optional<std::string> Languages::nearest(std::string_view name) const {
    std::call_once(index_once_, [&] { make_index(); });
    std::vector<std::string_view> known;
    for (const auto& [text, entry] : index_) known.push_back(text);
    std::ranges::sort(known);
    const auto near = text::nearest(name, known);
    if (!near) return std::nullopt;
    return std::string(*near);
}

Result<const Language*> Languages::language_of(const Entry& entry) const {
    if (entry.language != nullptr) return entry.language.get();
    if (entry.wrong) return fail(*entry.wrong);
    if (entry.fault) return fail(*entry.fault);
    if (entry.is_being_read) {
        return fail(content_error(fmt::format("the language '{}' extends itself", entry.name),
                                  "take one extends out of the circle", {entry.file.path, 1, 1}));
    }
    entry.is_being_read = true;
    auto made = [&]() -> Result<const Language*> {
        const Definition* extended = nullptr;
        if (!entry.names.extends.empty()) {
            TRY(const Language* language, language_extended_by(entry));
            if (language == nullptr) {
                const auto near = nearest(entry.names.extends);
                return fail(content_error(
                    fmt::format("unknown language '{}' behind extends", entry.names.extends),
                    near ? fmt::format("did you mean '{}'?", *near) : "take it out, or define that language too",
                    {entry.file.path, 1, 1}));
            }
            extended = &language->definition();
        }
        TRY(Definition definition, read_definition(entry.file, extended));
        entry.language = std::make_unique<const Language>(*this, entry.name, std::move(definition));
        return entry.language.get();
    }();
    entry.is_being_read = false;
    if (!made) entry.wrong = made.error();
    return made;
}

// A site's rust.toml that extends "rust" means the one that it takes the place of.
Result<const Language*> Languages::language_extended_by(const Entry& entry) const {
    const std::string name = lowered(entry.names.extends);
    if (entry.is_of_site && name == lowered(entry.name)) {
        for (const auto& other : entries_) {
            if (!other->is_of_site && lowered(other->name) == name) return language_of(*other);
        }
    }
    return language_named(name);
}

Result<const Language*> Languages::language_named(std::string_view name) const {
    const Entry* entry = entry_of(name);
    if (entry == nullptr) return static_cast<const Language*>(nullptr);
    return language_of(*entry);
}

Result<void> Languages::compile(const Context& context) const {
    if (context.owned_ != nullptr) return {};
    const Language& language = context.language();
    const auto source = language.definition().contexts.find(context.name());
    TRY(context.owned_, ContextCompiler(*this, language).compile(*source->second));
    context.compiled_.store(context.owned_.get(), std::memory_order_release);
    return {};
}

Diagnostics Languages::check() const {
    return check_entries(false);
}

Diagnostics Languages::check_all() const {
    return check_entries(true);
}

Diagnostics Languages::check_entries(bool embedded_too) const {
    std::call_once(index_once_, [&] { make_index(); });
    Diagnostics faults;
    const auto add = [&](Error error) {
        const Diagnostic fault{Severity::Error, std::move(error)};
        if (std::ranges::find(faults, fault) == faults.end()) faults.push_back(fault);
    };
    const std::scoped_lock lock(mutex_);
    for (const auto& entry : entries_) {
        if (!entry->is_of_site && !embedded_too) continue;
        const auto language = language_of(*entry);
        if (!language) {
            add(language.error());
            continue;
        }
        for (const auto& [name, context] : (*language)->contexts()) {
            if (auto compiled = compile(*context); !compiled) add(std::move(compiled).error());
        }
    }
    return faults;
}

std::uint64_t Languages::digest(std::string_view name) const {
    const Entry* entry = entry_of(name);
    text::DigestBuilder digest;
    digest.add(entry == nullptr ? std::string_view() : entry->name);
    // A name that nobody knows is told with the nearest one, which may be the site's.
    bool depends_on_site = entry == nullptr;
    if (entry != nullptr && !of_site_.empty()) {
        const std::scoped_lock lock(mutex_);
        std::vector<const Entry*> seen;
        depends_on_site = leads_to_site(*entry, seen);
    }
    digest.add_number(depends_on_site ? site_digest_ : 0);
    return digest.digest64();
}

// Whether a definition is the site's, or may lead to one that is: by a name in it, or by what the code names.
bool Languages::leads_to_site(const Entry& entry, std::vector<const Entry*>& seen) const {
    if (entry.is_of_site) return true;
    if (std::ranges::find(seen, &entry) != seen.end()) return false;
    seen.push_back(&entry);
    const auto language = language_of(entry);
    if (!language) return true;
    const auto leads = [&](std::string_view context) {
        if (context.starts_with('$')) return true;
        const auto colon = context.find(':');
        if (colon == std::string_view::npos) return false;
        const Entry* other = entry_of(context.substr(0, colon));
        return other == nullptr || leads_to_site(*other, seen);
    };
    const auto action_leads = [&](const RuleAction& action) {
        return leads(action.context) || (action.region && leads(action.region->context));
    };
    const Definition& definition = (*language)->definition();
    for (const auto& [name, context] : definition.contexts) {
        if (context->otherwise && action_leads(*context->otherwise)) return true;
        for (const auto& item : context->items) {
            const auto* rule = std::get_if<RuleSource>(&item);
            if (rule != nullptr ? action_leads(rule->action) : leads(std::get<IncludeSource>(item).context))
                return true;
        }
    }
    return std::ranges::any_of(definition.words, [&](const auto& list) {
        return std::ranges::any_of(list.second,
                                   [&](const WordGroup& group) { return group.action && action_leads(*group.action); });
    });
}

std::vector<std::string_view> Languages::names() const {
    std::call_once(index_once_, [&] { make_index(); });
    std::vector<std::string_view> names;
    for (const auto& entry : entries_) names.push_back(entry->name);
    std::ranges::sort(names);
    names.erase(std::unique(names.begin(), names.end()), names.end());
    return names;
}

}  // namespace byline::highlighting
