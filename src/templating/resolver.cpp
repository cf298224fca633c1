#include "templating/resolver.hpp"

#include <algorithm>

#include "templating/registry.hpp"

namespace byline::templating {

Result<void> Resolver::resolve(Unit root) {
    template_.root_ = std::move(root);
    begin(ScopeKind::Root);
    CHECK(statements(template_.root_.body));
    template_.root_.slot_count = finish().next_slot;
    return {};
}

Failure Resolver::fail_at(std::uint32_t offset, std::string message, std::string remedy) const {
    return fail(template_.source().error(offset, std::move(message), std::move(remedy)));
}

void Resolver::begin(ScopeKind kind) {
    Scope scope;
    scope.kind = kind;
    scopes_.push_back(std::move(scope));
}

Resolver::Scope Resolver::finish() {
    Scope scope = std::move(scopes_.back());
    scopes_.pop_back();
    return scope;
}

// The position of the scope that begins the unit to which the last of the first `scope_count` scopes belongs.
std::size_t Resolver::unit_scope(std::size_t scope_count) const {
    std::size_t position = scope_count - 1;
    while (scopes_[position].kind == ScopeKind::Inner) --position;
    return position;
}

SlotIndex Resolver::new_slot(std::size_t scope_count) {
    return scopes_[unit_scope(scope_count)].next_slot++;
}

SlotIndex Resolver::declare(std::string_view name) {
    for (const auto& [known, slot] : scopes_.back().names) {
        if (known == name) return slot;
    }
    const SlotIndex slot = new_slot(scopes_.size());
    scopes_.back().names.emplace_back(name, slot);
    scopes_.back().own.push_back(slot);
    return slot;
}

void Resolver::declare_target(Target& target) {
    switch (target.kind) {
        case Target::Kind::Several:
            for (Target& part : target.parts) declare_target(part);
            break;
        case Target::Kind::NamespaceAttribute: resolve_name(*target.space); break;
        default:
            target.variable = template_.registry().variable(target.name);
            if (scopes_.back().kind == ScopeKind::Root) {
                target.kind = Target::Kind::Variable;
            } else {
                target.kind = Target::Kind::Slot;
                target.slot = declare(target.name);
            }
    }
}

bool Resolver::is_declared_below(std::string_view name, std::size_t scope_count) const {
    for (std::size_t i = scope_count; i-- > 0;) {
        for (const auto& [known, slot] : scopes_[i].names) {
            if (known == name) return true;
        }
        if (scopes_[i].kind == ScopeKind::Root || scopes_[i].kind == ScopeKind::Block) return false;
    }
    return false;
}

bool Resolver::is_local(std::string_view name) const {
    return is_declared_below(name, scopes_.size());
}

void Resolver::resolve_name_from(NameExpression& name, std::size_t scope_count) {
    name.variable = template_.registry().variable(name.name);
    for (std::size_t i = scope_count; i-- > 0;) {
        const auto found = std::find_if(scopes_[i].names.begin(), scopes_[i].names.end(),
                                        [&](const auto& known) { return known.first == name.name; });
        if (found != scopes_[i].names.end()) {
            name.slots.push_back(found->second);
        } else if (scopes_[i].kind == ScopeKind::Macro) {
            capture(name, i);
        }
        if (scopes_[i].kind != ScopeKind::Inner) return;
    }
}

// A macro sees the locals around it as they are where it is defined; what stands around all macros it reads from
// the context when it is called.
void Resolver::capture(NameExpression& name, std::size_t macro_scope) {
    Macro& macro = *scopes_[macro_scope].macro;
    const auto add = [&]() {
        const SlotIndex slot = new_slot(macro_scope + 1);
        scopes_[macro_scope].names.emplace_back(name.name, slot);
        name.slots.push_back(slot);
        return slot;
    };
    if (name.name == "caller") {
        macro.uses_caller = true;
        macro.caller_slot = add();
    } else if (name.name == "varargs") {
        macro.uses_varargs = true;
        macro.varargs_slot = add();
    } else if (name.name == "kwargs") {
        macro.uses_kwargs = true;
        macro.kwargs_slot = add();
    } else if (is_declared_below(name.name, macro_scope)) {
        Visible visible;
        visible.source = std::make_unique<NameExpression>(name.offset, name.name);
        resolve_name_from(*visible.source, macro_scope);
        visible.variable = visible.source->variable;
        visible.slot = add();
        macro.captured.push_back(std::move(visible));
    }
}

std::vector<Visible> Resolver::visible_names() {
    std::vector<std::string_view> names;
    for (std::size_t i = scopes_.size(); i-- > 0;) {
        for (const auto& [name, slot] : scopes_[i].names) {
            if (std::find(names.begin(), names.end(), name) == names.end()) names.push_back(name);
        }
        if (scopes_[i].kind != ScopeKind::Inner) break;
    }
    std::vector<Visible> visible;
    for (const std::string_view name : names) {
        Visible one;
        one.source = std::make_unique<NameExpression>(0, name);
        resolve_name(*one.source);
        one.variable = one.source->variable;
        visible.push_back(std::move(one));
    }
    return visible;
}

}  // namespace byline::templating
