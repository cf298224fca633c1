// How templates work together: inheritance, blocks, includes, imports.
#include <algorithm>
#include <utility>

#include "templating/engine_objects.hpp"
#include "templating/machine.hpp"
#include "templating/operations.hpp"
#include "templating/suggestion.hpp"

namespace byline::templating {
namespace {

std::string list_names(const std::vector<const Template*>& chain, const std::string& last) {
    std::string names;
    for (const Template* each : chain) names += each->name() + " -> ";
    return names + last;
}

}  // namespace

bool Machine::run_template(const Template& chosen, Layer& layer) {
    const Escaping outer_escaping = escaping_;
    const bool was_muted = std::exchange(is_muted_, false);
    Inheritance inheritance;
    const Template* current = &chosen;
    bool ran = true;
    while (current != nullptr && ran) {
        inheritance.chain.push_back(current);
        inheritance.next = nullptr;
        Frame frame;
        frame.base = stack_.size();
        frame.layer = &layer;
        frame.source = current;
        frame.inheritance = &inheritance;
        escaping_ = current->escaping();
        is_muted_ = false;
        stack_.resize(frame.base + current->root().slot_count);
        ran = run_statements(current->root().body, frame);
        stack_.resize(frame.base);
        current = inheritance.next;
    }
    if (!ran) {
        for (std::size_t i = inheritance.chain.size() - 1; i-- > 0;) {
            error_.notes.push_back(
                {"extended by this template", {inheritance.chain[i]->source().displayed_path, 0, 0}});
        }
    }
    escaping_ = outer_escaping;
    is_muted_ = was_muted;
    return ran;
}

bool Machine::run_extends(const ExtendsStatement& statement, const Frame& frame) {
    if (frame.inheritance->next != nullptr) {
        return fail(frame, statement.offset, "a template is extended twice", "keep one 'extends'");
    }
    const Template* parent = nullptr;
    if (!find_template(statement.parent, Missing::IsError, frame, parent)) return false;
    const auto& chain = frame.inheritance->chain;
    const auto found = std::find(chain.begin(), chain.end(), parent);
    if (found != chain.end()) {
        return fail(frame, statement.offset,
                    "templates extend each other in a circle: " + list_names({found, chain.end()}, parent->name()),
                    "let one of them not extend the other");
    }
    frame.inheritance->next = parent;
    is_muted_ = true;
    return true;
}

bool Machine::run_block(const BlockStatement& statement, const Frame& frame) {
    const auto& chain = frame.inheritance->chain;
    for (std::size_t level = 0; level < chain.size(); ++level) {
        const Block* block = chain[level]->find_block(statement.name);
        if (block == nullptr) continue;
        if (block->is_required) {
            return fail(frame, statement.offset,
                        "the required block '" + std::string(statement.name) + "' is not filled",
                        "define it in '" + chain.front()->name() + "'");
        }
        if (statement.visible.empty()) return run_found_block(*block, level, frame, *frame.layer, statement.offset);
        auto layer = std::make_unique<Layer>();
        layer->parent = frame.layer;
        hand_over(statement.visible, frame, *layer);
        const bool ran = run_found_block(*block, level, frame, *layer, statement.offset);
        keep_if_captured(std::move(layer));
        return ran;
    }
    return true;
}

bool Machine::run_found_block(const Block& block, std::size_t level, const Frame& frame, Layer& layer,
                              std::uint32_t offset) {
    if (!enter(frame, offset, block.unit.nesting)) return false;
    Frame inner;
    inner.base = stack_.size();
    inner.layer = &layer;
    inner.source = frame.inheritance->chain[level];
    inner.inheritance = frame.inheritance;
    inner.block_name = block.name;
    inner.block_level = level;
    const Escaping outer = std::exchange(escaping_, inner.source->escaping());
    stack_.resize(inner.base + block.unit.slot_count);
    const bool ran = run_statements(block.unit.body, inner);
    stack_.resize(inner.base);
    escaping_ = outer;
    leave(block.unit.nesting);
    if (!ran && inner.source != frame.source)
        add_note(frame, offset, "in block '" + std::string(block.name) + "' of this template");
    return ran;
}

bool Machine::run_super(const CallExpression& call, const Frame& frame) {
    if (frame.block_name.empty()) {
        return fail(frame, call.offset, "super() stands outside of a block",
                    "call it inside of a block that a parent has too");
    }
    const auto& chain = frame.inheritance->chain;
    std::uint32_t remaining = call.super_depth;
    for (std::size_t level = frame.block_level + 1; level < chain.size(); ++level) {
        const Block* block = chain[level]->find_block(frame.block_name);
        if (block != nullptr && --remaining == 0)
            return run_found_block(*block, level, frame, *frame.layer, call.offset);
    }
    return fail(frame, call.offset,
                "no parent has the block '" + std::string(frame.block_name) + "', so there is no super()",
                "remove super(), or name the block as the parent does");
}

bool Machine::run_self_block(const CallExpression& call, const Frame& frame) {
    const auto& chain = frame.inheritance->chain;
    for (std::size_t level = 0; level < chain.size(); ++level) {
        const Block* block = chain[level]->find_block(call.block_name);
        if (block != nullptr) return run_found_block(*block, level, frame, *frame.layer, call.offset);
    }
    return fail(frame, call.offset, "there is no block '" + std::string(call.block_name) + "'",
                "self.NAME() shows a block");
}

void Machine::hand_over(const std::vector<Visible>& visible, const Frame& frame, Layer& layer) {
    for (const Visible& each : visible) {
        for (const SlotIndex index : each.source->slots) {
            const Value& value = slot(frame, index);
            if (value.is_undefined() && value.undefined_reason() == nullptr) continue;
            layer.variables.emplace_back(each.variable, value);
            break;
        }
    }
}

void Machine::keep_if_captured(std::unique_ptr<Layer> layer) {
    if (layer->is_captured) kept_layers_.push_back(std::move(layer));
}

// Of a list that names several, all: the first that exists is taken, so the others decide too.
void Machine::tell_templates(const Value& names) {
    if (host_ == nullptr) return;
    if (names.is_string()) return host_->reads_template(names.as_string_view());
    if (!names.is_list()) return;
    for (const Value& name : names.as_list()) {
        if (name.is_string()) host_->reads_template(name.as_string_view());
    }
}

bool Machine::find_template(const TemplateReference& reference, Missing missing, const Frame& frame,
                            const Template*& found) {
    found = nullptr;
    const bool is_constant = reference.expression->kind == ExpressionKind::Constant;
    if (is_constant) {
        found = reference.found.load(std::memory_order_acquire);
        if (found != nullptr) {
            tell_templates(static_cast<const ConstantExpression&>(*reference.expression).value);
            return true;
        }
    }
    Value given;
    if (!evaluate(*reference.expression, frame, given)) return false;
    tell_templates(given);
    std::vector<Value> names{given};
    if (given.is_list()) names = given.as_list();
    const std::uint32_t offset = reference.expression->offset;
    for (const Value& name : names) {
        if (!name.is_string()) {
            if (name.is_undefined()) return fail(frame, offset, undefined_used(name));
            return fail(frame, offset, "a template's name must be a string, this is " + std::string(name.type_name()),
                        "write its name in quotes");
        }
        auto loaded = registry_.find(name.as_string_view());
        if (!loaded) return fail(frame, offset, std::move(loaded).error());
        found = *loaded;
        if (found == nullptr) continue;
        if (is_constant) reference.found.store(found, std::memory_order_release);
        return true;
    }
    if (missing == Missing::IsAllowed) return true;
    if (names.size() == 1) return fail(frame, offset, registry_.missing_template(names[0].as_string_view()));
    return fail(frame, offset, "none of the named templates exists", "add one of them");
}

bool Machine::run_include(const IncludeStatement& statement, const Frame& frame) {
    const Template* included = nullptr;
    const Missing missing = statement.ignores_missing ? Missing::IsAllowed : Missing::IsError;
    if (!find_template(statement.included, missing, frame, included)) return false;
    if (included == nullptr) return true;
    if (!enter(frame, statement.offset, included->root().nesting)) return false;
    auto layer = std::make_unique<Layer>();
    if (statement.context == ContextUse::With) {
        layer->parent = frame.layer;
        hand_over(statement.visible, frame, *layer);
    } else {
        layer->sees_context = false;
    }
    const bool ran = run_template(*included, *layer);
    leave(included->root().nesting);
    if (!ran) add_note(frame, statement.offset, "included here");
    keep_if_captured(std::move(layer));
    return ran;
}

bool Machine::import_module(const TemplateReference& reference, ContextUse use, const std::vector<Visible>& visible,
                            const Frame& frame, std::uint32_t offset, Value& module) {
    const Template* imported = nullptr;
    if (!find_template(reference, Missing::IsError, frame, imported)) return false;
    if (use == ContextUse::Without) {
        for (const auto& [known, value] : modules_) {
            if (known == imported) {
                module = value;
                return true;
            }
        }
    }
    if (!enter(frame, offset, imported->root().nesting)) return false;
    auto layer = std::make_unique<Layer>();
    layer->sees_context = use == ContextUse::With;
    if (use == ContextUse::With) {
        // A copy: the module may outlive the frame that imports it.
        hand_over(visible, frame, *layer);
        for (const Layer* outer = frame.layer; outer != nullptr; outer = outer->parent) {
            layer->sees_context = layer->sees_context && outer->sees_context;
            layer->variables.insert(layer->variables.end(), outer->variables.begin(), outer->variables.end());
        }
    }
    const std::size_t handed_over = layer->variables.size();
    std::vector<Value> before;
    before.reserve(handed_over);
    for (const auto& [variable, value] : layer->variables) before.push_back(value);
    std::string text;
    std::string* const outer_out = std::exchange(out_, &text);
    const bool ran = run_template(*imported, *layer);
    out_ = outer_out;
    leave(imported->root().nesting);
    if (!ran) {
        add_note(frame, offset, "imported here");
        keep_if_captured(std::move(layer));
        return false;
    }
    std::vector<std::pair<std::string_view, Value>> exported;
    for (std::size_t i = 0; i < layer->variables.size(); ++i) {
        const auto& [variable, value] = layer->variables[i];
        if (i < handed_over && value.is_same(before[i])) continue;
        const std::string_view name = registry_.variable_name(variable);
        if (!name.starts_with('_')) exported.emplace_back(name, value);
    }
    auto object = std::make_shared<ModuleObject>(imported->name(), std::move(exported));
    object->text = std::move(text);
    module = Value::object(std::shared_ptr<const Object>(std::move(object)));
    if (use == ContextUse::Without) modules_.emplace_back(imported, module);
    keep_if_captured(std::move(layer));
    return true;
}

bool Machine::run_import(const ImportStatement& statement, const Frame& frame) {
    Value module;
    if (!import_module(statement.imported, statement.context, statement.visible, frame, statement.offset, module))
        return false;
    store(statement.target, std::move(module), frame);
    return true;
}

bool Machine::run_from_import(const FromImportStatement& statement, const Frame& frame) {
    Value module;
    if (!import_module(statement.imported, statement.context, statement.visible, frame, statement.offset, module))
        return false;
    const auto& object = static_cast<const ModuleObject&>(module.as_object());
    for (const auto& [name, target] : statement.names) {
        Value value = object.get(name);
        if (value.is_undefined()) {
            value = Value::undefined("'" + object.name + "' has no macro or variable '" + std::string(name) + "'",
                                     suggestion(name, object.names()));
        }
        store(target, std::move(value), frame);
    }
    return true;
}

}  // namespace byline::templating
