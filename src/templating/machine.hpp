// The Machine runs one template once: it walks the resolved tree and writes to one output buffer.
// Lives for one render, used by one thread. Methods that return bool return false after fail(): error() says why.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "result/result.hpp"
#include "templating/call.hpp"
#include "templating/environment.hpp"
#include "templating/registry.hpp"
#include "templating/syntax.hpp"
#include "templating/template.hpp"

namespace byline::templating {

class LoopObject;
class MacroObject;

// Variables of a template while it runs: what it set at its top level, and what was handed to it.
struct Layer {
    std::vector<std::pair<VariableId, Value>> variables;
    Layer* parent = nullptr;
    bool sees_context = true;  // also the variables that the host gave
    bool is_captured = false;  // a macro refers to it, so it lives as long as the machine
};

// The template that was asked for and those that it extends, in this order.
struct Inheritance {
    std::vector<const Template*> chain;
    const Template* next = nullptr;  // what `extends` named
};

struct Frame {
    std::size_t base = 0;  // of its slots
    Layer* layer = nullptr;
    const Template* source = nullptr;
    Inheritance* inheritance = nullptr;
    std::string_view block_name;
    std::size_t block_level = 0;  // position in the chain of the template whose block runs
};

// Arguments of one call, without allocation for the usual few.
class ArgumentBuffer {
  public:
    void add(Value value) {
        if (overflow_.empty() && count_ < inline_.size()) {
            inline_[count_++] = std::move(value);
            return;
        }
        if (overflow_.empty()) overflow_.assign(inline_.begin(), inline_.begin() + count_);
        overflow_.push_back(std::move(value));
    }
    [[nodiscard]] std::span<const Value> positional() const {
        if (overflow_.empty()) return {inline_.data(), count_};
        return overflow_;
    }
    std::vector<NamedValue> named;
    std::vector<Value> kept;  // what the names of `named` view into

  private:
    std::array<Value, 4> inline_;
    std::size_t count_ = 0;
    std::vector<Value> overflow_;
};

class Machine {
  public:
    Machine(const Template& chosen, const Value& context, std::string& out, Host* host);
    ~Machine();
    Machine(const Machine&) = delete;
    Machine& operator=(const Machine&) = delete;

    [[nodiscard]] bool run();
    [[nodiscard]] Error take_error() { return std::move(error_); }

    [[nodiscard]] Host* host() const { return host_; }
    [[nodiscard]] bool autoescape() const { return escaping_ == Escaping::On; }
    [[nodiscard]] const Limits& limits() const { return limits_; }
    [[nodiscard]] Registry& registry() const { return registry_; }

    // For host functions: errors as results.
    [[nodiscard]] Result<Value> call_value(const Value& callee, std::span<const Value> positional,
                                           std::span<const NamedValue> named);
    [[nodiscard]] Result<Value> call_filter(const RegisteredFilter& filter, const Value& input,
                                            std::span<const Value> positional, std::span<const NamedValue> named);
    [[nodiscard]] Result<bool> call_test(const RegisteredTest& test, const Value& input,
                                         std::span<const Value> positional, std::span<const NamedValue> named);

  private:
    friend class LoopObject;

    // machine.cpp: frames, names, output, errors
    bool fail(const Frame& frame, std::uint32_t offset, Error error);
    bool fail(const Frame& frame, std::uint32_t offset, std::string message, std::string remedy);
    void add_note(const Frame& frame, std::uint32_t offset, std::string message);
    [[nodiscard]] bool enter(const Frame& frame, std::uint32_t offset, std::uint32_t nesting);
    void leave(std::uint32_t nesting);
    [[nodiscard]] Value& slot(const Frame& frame, SlotIndex index) { return stack_[frame.base + index]; }
    void clear(const Frame& frame, const ScopeSlots& slots);
    void tell_templates(const Value& names);
    [[nodiscard]] const Value* find_name(const NameExpression& name, const Frame& frame);
    [[nodiscard]] const Value* find_variable(VariableId variable, std::string_view name, const Layer* layer);
    [[nodiscard]] Value undefined_variable(const NameExpression& name, const Frame& frame);
    void store(const Target& target, Value value, const Frame& frame);
    [[nodiscard]] bool assign(const Target& target, Value value, const Frame& frame);
    void set_variable(Layer& layer, VariableId variable, Value value);
    [[nodiscard]] bool emit(const Value& value, const Frame& frame, std::uint32_t offset);
    [[nodiscard]] bool check_output(const Frame& frame, std::uint32_t offset);
    [[nodiscard]] Value captured_text(std::string text) const;

    // machine_statements.cpp
    [[nodiscard]] bool run_statements(const Statements& body, const Frame& frame);
    [[nodiscard]] bool run_statement(const Statement& statement, const Frame& frame);
    [[nodiscard]] bool run_output(const OutputStatement& statement, const Frame& frame);
    [[nodiscard]] bool run_if(const IfStatement& statement, const Frame& frame);
    [[nodiscard]] bool run_set_block(const SetBlockStatement& statement, const Frame& frame);
    [[nodiscard]] bool run_filter_block(const FilterBlockStatement& statement, const Frame& frame);
    [[nodiscard]] bool run_with(const WithStatement& statement, const Frame& frame);
    [[nodiscard]] bool run_autoescape(const AutoescapeStatement& statement, const Frame& frame);
    [[nodiscard]] bool capture(const Statements& body, const ScopeSlots& slots, const Frame& frame, std::string& text);

    // machine_loops.cpp
    [[nodiscard]] bool run_for(const ForStatement& statement, const Frame& frame);
    [[nodiscard]] bool run_loop(const ForStatement& statement, const Frame& frame, Value items, std::size_t depth,
                                std::uint32_t offset);
    [[nodiscard]] bool filter_items(const ForStatement& statement, const Frame& frame, Value& items);
    [[nodiscard]] bool recurse(const LoopObject& loop, const ArgumentBuffer& arguments, const Frame& frame,
                               std::uint32_t offset);

    // machine_templates.cpp
    [[nodiscard]] bool run_template(const Template& chosen, Layer& layer);
    [[nodiscard]] bool run_block(const BlockStatement& statement, const Frame& frame);
    [[nodiscard]] bool run_found_block(const Block& block, std::size_t level, const Frame& frame, Layer& layer,
                                       std::uint32_t offset);
    [[nodiscard]] bool run_super(const CallExpression& call, const Frame& frame);
    [[nodiscard]] bool run_self_block(const CallExpression& call, const Frame& frame);
    [[nodiscard]] bool run_extends(const ExtendsStatement& statement, const Frame& frame);
    [[nodiscard]] bool run_include(const IncludeStatement& statement, const Frame& frame);
    [[nodiscard]] bool run_import(const ImportStatement& statement, const Frame& frame);
    [[nodiscard]] bool run_from_import(const FromImportStatement& statement, const Frame& frame);
    [[nodiscard]] bool import_module(const TemplateReference& reference, ContextUse use,
                                     const std::vector<Visible>& visible, const Frame& frame, std::uint32_t offset,
                                     Value& module);
    enum class Missing { IsError, IsAllowed };
    // `found` is null when nothing was found and that is allowed.
    [[nodiscard]] bool find_template(const TemplateReference& reference, Missing missing, const Frame& frame,
                                     const Template*& found);
    void hand_over(const std::vector<Visible>& visible, const Frame& frame, Layer& layer);
    void keep_if_captured(std::unique_ptr<Layer> layer);

    // machine_expressions.cpp
    [[nodiscard]] bool evaluate(const Expression& expression, const Frame& frame, Value& result);
    [[nodiscard]] const Value* peek(const Expression& expression, const Frame& frame);
    [[nodiscard]] bool evaluate_truth(const Expression& expression, const Frame& frame, bool& truth);
    [[nodiscard]] bool evaluate_name(const NameExpression& name, const Frame& frame, Value& result);
    [[nodiscard]] bool evaluate_sequence(const SequenceExpression& node, const Frame& frame, Value& result);
    [[nodiscard]] bool evaluate_map(const MapExpression& node, const Frame& frame, Value& result);
    [[nodiscard]] bool evaluate_attribute(const AttributeExpression& node, const Frame& frame, Value& result);
    [[nodiscard]] bool evaluate_item(const ItemExpression& node, const Frame& frame, Value& result);
    [[nodiscard]] bool evaluate_slice(const SliceExpression& node, const Frame& frame, Value& result);
    [[nodiscard]] bool evaluate_arithmetic(const ArithmeticExpression& node, const Frame& frame, Value& result);
    [[nodiscard]] bool evaluate_compare(const CompareExpression& node, const Frame& frame, Value& result);
    [[nodiscard]] bool evaluate_logic(const LogicExpression& node, const Frame& frame, Value& result);
    [[nodiscard]] bool evaluate_unary(const UnaryExpression& node, const Frame& frame, Value& result);
    [[nodiscard]] bool evaluate_concatenation(const ConcatenationExpression& node, const Frame& frame, Value& result);
    [[nodiscard]] bool evaluate_conditional(const ConditionalExpression& node, const Frame& frame, Value& result);
    [[nodiscard]] bool attribute(const Value& base, const AttributeExpression& node, const Frame& frame, Value& result);
    [[nodiscard]] bool take(Result<Value> computed, const Frame& frame, std::uint32_t offset, Value& result);

    // machine_calls.cpp
    [[nodiscard]] bool evaluate_arguments(const ArgumentList& list, const Frame& frame, std::uint32_t offset,
                                          ArgumentBuffer& buffer);
    [[nodiscard]] bool evaluate_filter(const FilterExpression& node, const Frame& frame, Value& result);
    [[nodiscard]] bool evaluate_test(const TestExpression& node, const Frame& frame, Value& result);
    [[nodiscard]] bool evaluate_call(const CallExpression& node, const Frame& frame, Value& result);
    // Runs what writes rather than returns (macros, blocks, recursive loops) straight into the output.
    // `handled` is false when the callee turned out to return a value, which is then `result`.
    [[nodiscard]] bool call_or_write(const CallExpression& node, const Frame& frame, const Value* caller, Value& result,
                                     bool& handled);
    [[nodiscard]] bool call_function(const Value& callee, const ArgumentBuffer& arguments, const Frame& frame,
                                     std::uint32_t offset, Value& result);
    [[nodiscard]] Result<Value> bind_and_call(std::string_view name, const Signature& signature,
                                              const HostFunction& function, const Value& input,
                                              std::span<const Value> positional, std::span<const NamedValue> named);
    [[nodiscard]] bool run_macro_statement(const MacroStatement& statement, const Frame& frame);
    [[nodiscard]] bool run_call_block(const CallBlockStatement& statement, const Frame& frame);
    [[nodiscard]] Value make_macro(const Macro& macro, const Frame& frame);
    [[nodiscard]] bool run_macro(const Value& callee, std::span<const Value> positional,
                                 std::span<const NamedValue> named, const Value* caller, const Frame& frame,
                                 std::uint32_t offset);
    [[nodiscard]] bool bind_parameters(const MacroObject& macro, std::span<const Value> positional,
                                       std::span<const NamedValue> named, const Value* caller, const Frame& frame,
                                       const Frame& caller_frame, std::uint32_t offset);

    struct ContextEntry {
        enum class State : std::uint8_t { Unknown, Missing, Found };
        State state = State::Unknown;
        Value value;
    };

    const Template& chosen_;
    Registry& registry_;
    const Limits limits_;
    const Value& context_;
    Host* host_;
    std::string_view member_read_;  // of the name that is being looked up, when no more than this member of it is read
    std::string* out_;
    Escaping escaping_;
    bool is_muted_ = false;  // after `extends`: what stands outside of blocks is not shown

    std::vector<Value> stack_;
    std::vector<ContextEntry> context_cache_;
    std::vector<std::unique_ptr<Layer>> kept_layers_;
    std::vector<std::pair<const Template*, Value>> modules_;
    std::vector<Value> changed_namespaces_;
    const Value* block_input_ = nullptr;    // of a filter or set block's filter
    const Frame* current_frame_ = nullptr;  // of the call that a host function stands in
    std::uint32_t current_offset_ = 0;

    std::size_t calls_ = 0;
    std::size_t nesting_ = 0;
    std::size_t iterations_ = 0;
    Error error_;
};

}  // namespace byline::templating
