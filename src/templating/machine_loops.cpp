#include <algorithm>
#include <utility>

#include "templating/engine_objects.hpp"
#include "templating/machine.hpp"
#include "templating/operations.hpp"

namespace byline::templating {

bool Machine::run_for(const ForStatement& statement, const Frame& frame) {
    Value items;
    if (!evaluate(*statement.items, frame, items)) return false;
    return run_loop(statement, frame, std::move(items), 0, statement.items->offset);
}

bool Machine::run_loop(const ForStatement& statement, const Frame& frame, Value items, std::size_t depth,
                       std::uint32_t offset) {
    if (items.is_string()) {
        // As a list, because finding the n-th character of a string means reading it from the start.
        auto characters = items_of(items);
        if (!characters) return fail(frame, offset, std::move(characters).error());
        items = Value::list(std::move(*characters));
    } else if (items.is_undefined()) {
        return fail(frame, offset, undefined_used(items));
    } else if (!items.is_map() && !items.is_sequence()) {
        return fail(frame, offset, "cannot loop over " + std::string(items.type_name()),
                    "a list, a map or a string has items");
    }
    if (statement.condition != nullptr && !filter_items(statement, frame, items)) return false;
    const std::size_t length = *items.size();
    if (length == 0) {
        clear(frame, statement.otherwise_slots);
        return run_statements(statement.otherwise, frame);
    }
    const auto loop = std::make_shared<LoopObject>(statement, frame, items, length, depth);
    const Value loop_value = Value::object(std::shared_ptr<const Object>(loop));
    // Whoever keeps the loop beyond its end finds it ended.
    const struct Ending {
        LoopObject& loop;
        ~Ending() { loop.frame = nullptr; }
    } ending{*loop};
    const bool is_simple = statement.target.kind == Target::Kind::Slot;
    bool ran = true;
    for (std::size_t i = 0; i < length && ran; ++i) {
        if (++iterations_ > limits_.loop_iterations) {
            return fail(frame, statement.offset,
                        "loops ran more than " + std::to_string(limits_.loop_iterations) + " times",
                        "loop over fewer items");
        }
        loop->index = i;
        clear(frame, statement.slots);
        Value item = items.item(i);
        if (is_simple) {
            store(statement.target, std::move(item), frame);
        } else if (!assign(statement.target, std::move(item), frame)) {
            return false;
        }
        slot(frame, statement.loop_slot) = loop_value;
        ran = run_statements(statement.body, frame);
    }
    clear(frame, statement.slots);
    return ran;
}

// The items for which the `if` of a for statement holds.
bool Machine::filter_items(const ForStatement& statement, const Frame& frame, Value& items) {
    std::vector<Value> chosen;
    const std::size_t length = *items.size();
    for (std::size_t i = 0; i < length; ++i) {
        if (++iterations_ > limits_.loop_iterations) {
            return fail(frame, statement.offset,
                        "loops ran more than " + std::to_string(limits_.loop_iterations) + " times",
                        "loop over fewer items");
        }
        clear(frame, statement.slots);
        Value item = items.item(i);
        if (!assign(statement.target, item, frame)) return false;
        bool truth = false;
        if (!evaluate_truth(*statement.condition, frame, truth)) return false;
        if (truth) chosen.push_back(std::move(item));
    }
    items = Value::list(std::move(chosen));
    return true;
}

// loop(items) in a recursive loop: the same body over other items.
bool Machine::recurse(const LoopObject& loop, const ArgumentBuffer& arguments, const Frame& frame,
                      std::uint32_t offset) {
    const ForStatement& statement = loop.statement;
    if (!statement.is_recursive) {
        return fail(frame, offset, "this loop is not recursive", "write 'recursive' at the end of its 'for'");
    }
    if (loop.frame == nullptr || loop.frame->base != frame.base) {
        return fail(frame, offset, "a loop can be called inside of its own body only",
                    "call it where 'loop' is its own");
    }
    if (arguments.positional().size() != 1 || !arguments.named.empty()) {
        return fail(frame, offset, "loop() takes the items to go through", "write 'loop(item.children)'");
    }
    // The body and all that is inside it use the same slots again.
    const auto nesting = static_cast<std::uint32_t>(frame.source->root().nesting + 1);
    if (!enter(frame, offset, nesting)) return false;
    std::vector<Value> saved;
    for (SlotIndex i = statement.first_slot; i < statement.last_slot; ++i) saved.push_back(slot(frame, i));
    const bool ran = run_loop(statement, frame, arguments.positional()[0], loop.depth + 1, offset);
    for (SlotIndex i = statement.first_slot; i < statement.last_slot; ++i) {
        slot(frame, i) = std::move(saved[i - statement.first_slot]);
    }
    leave(nesting);
    return ran;
}

}  // namespace byline::templating
