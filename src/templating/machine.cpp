#include "templating/machine.hpp"

#include <algorithm>
#include <array>
#include <charconv>

#include "templating/engine_objects.hpp"
#include "templating/operations.hpp"
#include "templating/suggestion.hpp"
#include "text/html_escape.hpp"

namespace byline::templating {
namespace {

// Of statements and expressions within one another, over all calls: bounds the machine's own stack.
constexpr std::size_t maximal_frames = 3000;

}  // namespace

Machine::Machine(const Template& chosen, const Value& context, std::string& out, Host* host)
    : chosen_(chosen),
      registry_(chosen.registry()),
      limits_(registry_.options.limits),
      context_(context),
      host_(host),
      out_(&out),
      escaping_(chosen.escaping()) {
    stack_.reserve(64);
    context_cache_.resize(registry_.variable_count());
}

Machine::~Machine() {
    // A namespace may hold itself, which counting alone would never free.
    for (const Value& space : changed_namespaces_) static_cast<const NamespaceObject&>(space.as_object()).clear();
}

bool Machine::run() {
    auto layer = std::make_unique<Layer>();
    const bool ran = run_template(chosen_, *layer);
    keep_if_captured(std::move(layer));
    return ran;
}

bool Machine::fail(const Frame& frame, std::uint32_t offset, Error error) {
    if (error.place.file.empty()) {
        Error placed = frame.source->source().error(offset, std::move(error.message), std::move(error.remedy));
        placed.code = error.code;
        placed.notes = std::move(error.notes);
        error = std::move(placed);
    } else if (error.notes.empty()) {
        error.notes.push_back({"asked for here", frame.source->source().place(offset)});
    }
    error_ = std::move(error);
    return false;
}

bool Machine::fail(const Frame& frame, std::uint32_t offset, std::string message, std::string remedy) {
    return fail(frame, offset, content_error(std::move(message), std::move(remedy), {}));
}

void Machine::add_note(const Frame& frame, std::uint32_t offset, std::string message) {
    constexpr std::size_t shown = 20;
    if (error_.notes.size() < shown) {
        error_.notes.push_back({std::move(message), frame.source->source().place(offset)});
    }
}

bool Machine::enter(const Frame& frame, std::uint32_t offset, std::uint32_t nesting) {
    ++calls_;
    nesting_ += nesting;
    if (calls_ <= limits_.call_depth && nesting_ <= maximal_frames) return true;
    leave(nesting);
    return fail(frame, offset, "macros, includes and blocks are more than " + std::to_string(calls_) + " deep",
                "something calls itself without end; the notes show how");
}

void Machine::leave(std::uint32_t nesting) {
    --calls_;
    nesting_ -= nesting;
}

void Machine::clear(const Frame& frame, const ScopeSlots& slots) {
    for (const SlotIndex index : slots) slot(frame, index) = Value();
}

const Value* Machine::find_name(const NameExpression& name, const Frame& frame) {
    for (const SlotIndex index : name.slots) {
        const Value& value = slot(frame, index);
        // An empty slot is undefined without a reason; an undefined value that was assigned has one.
        if (!value.is_undefined() || value.undefined_reason() != nullptr) return &value;
    }
    return find_variable(name.variable, name.name, frame.layer);
}

const Value* Machine::find_variable(VariableId variable, std::string_view name, const Layer* layer) {
    bool sees_context = true;
    for (; layer != nullptr; layer = layer->parent) {
        for (const auto& [known, value] : layer->variables) {
            if (known == variable) return &value;
        }
        sees_context = sees_context && layer->sees_context;
    }
    if (sees_context) {
        if (variable >= context_cache_.size()) context_cache_.resize(registry_.variable_count());
        ContextEntry& entry = context_cache_[variable];
        if (entry.state == ContextEntry::State::Unknown) {
            entry.value = attribute_of(context_, name);
            entry.state = entry.value.is_undefined() ? ContextEntry::State::Missing : ContextEntry::State::Found;
        }
        if (entry.state == ContextEntry::State::Found) return &entry.value;
    }
    const Value& global = registry_.global(variable);
    if (global.is_undefined()) return nullptr;
    if (host_ != nullptr && !global.is_callable()) host_->reads_global(name, member_read_);
    return &global;
}

Value Machine::undefined_variable(const NameExpression& name, const Frame& frame) {
    std::vector<std::string_view> names;
    bool sees_context = true;
    for (const Layer* layer = frame.layer; layer != nullptr; layer = layer->parent) {
        for (const auto& [variable, value] : layer->variables) names.push_back(registry_.variable_name(variable));
        sees_context = sees_context && layer->sees_context;
    }
    if (sees_context && context_.is_object()) {
        for (const std::string_view known : context_.as_object().names()) names.push_back(known);
    } else if (sees_context && context_.is_map()) {
        for (const auto& [key, value] : context_.as_map()) {
            if (key.is_string()) names.push_back(key.as_string_view());
        }
    }
    const std::vector<std::string> globals = registry_.global_names();
    names.insert(names.end(), globals.begin(), globals.end());
    return Value::undefined("unknown variable '" + std::string(name.name) + "'", suggestion(name.name, names));
}

void Machine::set_variable(Layer& layer, VariableId variable, Value value) {
    for (auto& [known, existing] : layer.variables) {
        if (known == variable) {
            existing = std::move(value);
            return;
        }
    }
    layer.variables.emplace_back(variable, std::move(value));
}

void Machine::store(const Target& target, Value value, const Frame& frame) {
    if (value.is_undefined() && value.undefined_reason() == nullptr) {
        value = Value::undefined("'" + std::string(target.name) + "' is undefined",
                                 "test it with 'is defined', or give it a default: 'x | default(y)'");
    }
    if (target.kind == Target::Kind::Slot) {
        slot(frame, target.slot) = std::move(value);
    } else {
        set_variable(*frame.layer, target.variable, std::move(value));
    }
}

bool Machine::assign(const Target& target, Value value, const Frame& frame) {
    if (target.kind == Target::Kind::Slot || target.kind == Target::Kind::Variable) {
        store(target, std::move(value), frame);
        return true;
    }
    if (target.kind == Target::Kind::NamespaceAttribute) {
        const Value* space = find_name(*target.space, frame);
        if (space == nullptr)
            return fail(frame, target.offset, undefined_used(undefined_variable(*target.space, frame)));
        if (!space->is_object() || space->as_object().role() != Object::Role::Namespace) {
            return fail(frame, target.offset,
                        "attributes can be set on a namespace only, this is " + std::string(space->type_name()),
                        "make one first: '{% set x = namespace() %}'");
        }
        const bool may_refer_back = value.is_list() || value.is_map() || value.is_object() || value.is_callable();
        if (may_refer_back && (changed_namespaces_.empty() || !changed_namespaces_.back().is_same(*space))) {
            changed_namespaces_.push_back(*space);
        }
        static_cast<const NamespaceObject&>(space->as_object()).set(target.name, std::move(value));
        return true;
    }
    auto items = items_of(value);
    if (!items) return fail(frame, target.offset, std::move(items).error());
    if (items->size() != target.parts.size()) {
        return fail(frame, target.offset,
                    "cannot give " + std::to_string(items->size()) + " values to " +
                        std::to_string(target.parts.size()) + " names",
                    "write as many names as there are values");
    }
    for (std::size_t i = 0; i < target.parts.size(); ++i) {
        if (!assign(target.parts[i], std::move((*items)[i]), frame)) return false;
    }
    return true;
}

bool Machine::check_output(const Frame& frame, std::uint32_t offset) {
    if (out_->size() <= limits_.output_bytes) return true;
    return fail(frame, offset, "the output is larger than " + std::to_string(limits_.output_bytes) + " bytes",
                "split the page, or find the loop that does not end");
}

bool Machine::emit(const Value& value, const Frame& frame, std::uint32_t offset) {
    switch (value.kind()) {
        case ValueKind::String:
            if (escaping_ == Escaping::Off || value.is_safe()) {
                out_->append(value.as_string_view());
            } else {
                text::append_escaped_html(*out_, value.as_string_view());
            }
            break;
        case ValueKind::Int: {
            std::array<char, 24> digits{};
            const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), value.as_int()).ptr;
            out_->append(digits.data(), end);
            return true;
        }
        case ValueKind::Undefined: return fail(frame, offset, undefined_used(value));
        case ValueKind::Object: {
            const auto text = value.as_object().to_string();
            if (!text.has_value()) {
                return fail(frame, offset, "a " + std::string(value.type_name()) + " cannot be printed",
                            "print one of its attributes");
            }
            // An imported template's text is made by the engine, already escaped.
            if (escaping_ == Escaping::Off || value.as_object().role() == Object::Role::Module) {
                out_->append(*text);
            } else {
                text::append_escaped_html(*out_, *text);
            }
            break;
        }
        default: append_joined(*out_, value, escaping_);
    }
    return check_output(frame, offset);
}

Value Machine::captured_text(std::string text) const {
    return escaping_ == Escaping::On ? Value::safe(text::SafeHtml::vouch(std::move(text)))
                                     : Value::string(std::move(text));
}

}  // namespace byline::templating
