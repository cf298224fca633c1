#include "math/engine.hpp"

#include <cassert>
#include <cstdint>
#include <cstdlib>
#include <cstring>

#include <duktape.h>

#include "math/cesu8.hpp"
#include "math/engine_script.hpp"

namespace byline::math {

// Counts the bytes in use, and refuses more than the limit: Duktape then collects its garbage and asks again, before it
// gives up with an error.
struct Engine::Heap {
    std::size_t most_bytes = 0;
    std::size_t used = 0;
    bool is_exhausted = false;

    // Before each block stands its size.
    struct alignas(std::max_align_t) Header {
        std::size_t size = 0;
    };

    static void* allocate(void* self, duk_size_t size) { return reallocate(self, nullptr, size); }

    static void* reallocate(void* self, void* block, duk_size_t size) {
        Heap& heap = *static_cast<Heap*>(self);
        Header* header = block == nullptr ? nullptr : static_cast<Header*>(block) - 1;
        const std::size_t before = header == nullptr ? 0 : header->size;
        if (size == 0) {
            heap.used -= before;
            std::free(header);
            return nullptr;
        }
        if (size > heap.most_bytes || heap.used - before > heap.most_bytes - size) {
            heap.is_exhausted = true;
            return nullptr;
        }
        auto* grown = static_cast<Header*>(std::realloc(header, sizeof(Header) + size));
        if (grown == nullptr) return nullptr;
        grown->size = size;
        heap.used += size - before;
        return grown + 1;
    }

    static void release(void* self, void* block) {
        if (block != nullptr) static_cast<void>(reallocate(self, block, 0));
    }

    // Everything runs protected: Duktape never comes here unless it is broken.
    [[noreturn]] static void fail(void* /*self*/, const char* /*message*/) { std::abort(); }
};

namespace {

std::string_view string_at(duk_context* context, duk_idx_t index) {
    duk_size_t size = 0;
    const char* bytes = duk_get_lstring_default(context, index, &size, "", 0);
    return {bytes, size};
}

// A message of Temml's: without the space that it begins with.
std::string said(std::string_view message) {
    while (message.starts_with(' ')) message.remove_prefix(1);
    while (message.ends_with(' ') || message.ends_with('.')) message.remove_suffix(1);
    return cesu8_to_utf8(message);
}

}  // namespace

void Engine::Free::operator()(duk_hthread* context) const {
    duk_destroy_heap(context);
}

Engine::Engine(const Limits& limits) : limits_(limits), heap_(std::make_unique<Heap>()) {
    // Not counted until Temml stands: a limit that is below that would only be a mistake.
    heap_->most_bytes = SIZE_MAX;
    context_.reset(duk_create_heap(Heap::allocate, Heap::reallocate, Heap::release, heap_.get(), Heap::fail));
    if (context_ == nullptr) std::abort();  // the system has no memory left
    duk_context* context = context_.get();
    const std::string_view script = engine_script();
    [[maybe_unused]] const duk_int_t failed = duk_peval_lstring(context, script.data(), script.size());
    assert(failed == 0);
    heap_->most_bytes = limits.heap_bytes;
}

Engine::~Engine() = default;

Answer Engine::render(std::string_view tex, Style style, std::string_view macros) {
    duk_context* context = context_.get();
    // The calls that fill the stack may run out of memory too.
    struct Call {
        std::string tex;
        std::string macros;
        Style style;
        const Limits& limits;
    };
    const Call call{utf8_to_cesu8(tex), utf8_to_cesu8(macros), style, limits_};
    const duk_safe_call_function run = [](duk_context* inner, void* data) -> duk_ret_t {
        const Call& asked = *static_cast<const Call*>(data);
        duk_dup(inner, 0);
        duk_push_lstring(inner, asked.tex.data(), asked.tex.size());
        duk_push_boolean(inner, asked.style == Style::Display ? 1 : 0);
        duk_push_lstring(inner, asked.macros.data(), asked.macros.size());
        duk_push_uint(inner, asked.limits.steps);
        duk_push_uint(inner, asked.limits.expansions);
        duk_call(inner, 5);
        return 1;
    };
    const duk_int_t failed = duk_safe_call(context, run, const_cast<Call*>(&call), 0, 1);
    Answer answer;
    is_spent_ = heap_->is_exhausted;
    if (is_spent_) {
        answer.fault = "it takes too much memory";
    } else if (failed != 0) {
        // Not of Temml's own: either the count has ended, or the recursion, or it stumbled over what it did not expect.
        const std::string_view name = (duk_get_prop_string(context, -1, "message"), string_at(context, -1));
        const bool is_stopped = name == "$steps";
        const bool is_deep = name.find("limit") != std::string_view::npos;
        duk_pop(context);
        answer.fault = is_stopped ? "it takes too many steps"
                       : is_deep  ? "it is nested too deeply"
                                  : "it is not complete";
    } else if (duk_is_string(context, -1) != 0) {
        if (string_at(context, -1).size() > limits_.output_bytes)
            answer.fault = "its MathML is too long";
        else
            answer.mathml = cesu8_to_utf8(string_at(context, -1));
    } else {
        duk_get_prop_string(context, -1, "message");
        answer.fault = said(string_at(context, -1));
        duk_get_prop_string(context, -2, "position");
        const double unit = duk_get_number_default(context, -1, -1);
        if (unit >= 0) answer.offset = byte_of_utf16_unit(tex, static_cast<std::size_t>(unit));
        duk_pop_2(context);
    }
    duk_pop(context);
    return answer;
}

}  // namespace byline::math
