// The shared parts of Values: each counted atomically and freed with its last Value.
// Immutable after creation.
#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "templating/call.hpp"
#include "templating/object.hpp"
#include "templating/value.hpp"
#include "templating/value_map.hpp"

namespace byline::templating {

struct Box {
    Box() = default;
    virtual ~Box() = default;
    Box(const Box&) = delete;
    Box& operator=(const Box&) = delete;

    std::atomic<std::uint32_t> references{1};
};

struct StringBox final : Box {
    explicit StringBox(std::string given) : text(std::move(given)) {}
    std::string text;
};

struct ListBox final : Box {
    explicit ListBox(std::vector<Value> given) : items(std::move(given)) {}
    std::vector<Value> items;
};

struct MapBox final : Box {
    explicit MapBox(ValueMap given) : entries(std::move(given)) {}
    ValueMap entries;
};

struct ObjectBox final : Box {
    explicit ObjectBox(std::shared_ptr<const Object> given) : object(std::move(given)) {}
    std::shared_ptr<const Object> object;  // the host may keep it too
};

struct FunctionBox final : Box {
    FunctionBox(std::string given_name, Signature given_signature, HostFunction given_function)
        : name(std::move(given_name)), signature(std::move(given_signature)), function(std::move(given_function)) {}
    std::string name;
    Signature signature;
    HostFunction function;
};

struct UndefinedBox final : Box {
    UndefinedBox(std::string given_message, std::string given_remedy)
        : message(std::move(given_message)), remedy(std::move(given_remedy)) {}
    std::string message;
    std::string remedy;
};

}  // namespace byline::templating
