#include "conversation/comment.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace byline::conversation {
namespace {

constexpr std::array<std::pair<State, std::string_view>, 6> states = {{{State::Held, "held"},
                                                                       {State::Published, "published"},
                                                                       {State::Rejected, "rejected"},
                                                                       {State::Spam, "spam"},
                                                                       {State::Deleted, "deleted"},
                                                                       {State::Erased, "erased"}}};
constexpr std::array<std::pair<Kind, std::string_view>, 5> kinds = {{{Kind::Comment, "comment"},
                                                                     {Kind::Reply, "reply"},
                                                                     {Kind::Like, "like"},
                                                                     {Kind::Repost, "repost"},
                                                                     {Kind::Mention, "mention"}}};

template <typename Table, typename Value>
std::string_view name_in(const Table& table, Value value) {
    return std::find_if(table.begin(), table.end(), [&](const auto& entry) { return entry.first == value; })->second;
}

template <typename Value, typename Table>
std::optional<Value> value_in(const Table& table, std::string_view name) {
    const auto found =
        std::find_if(table.begin(), table.end(), [&](const auto& entry) { return entry.second == name; });
    return found == table.end() ? std::nullopt : std::optional(found->first);
}

}  // namespace

std::string_view name_of(State state) {
    return name_in(states, state);
}

std::string_view name_of(Kind kind) {
    return name_in(kinds, kind);
}

std::optional<State> state_named(std::string_view name) {
    return value_in<State>(states, name);
}

std::optional<Kind> kind_named(std::string_view name) {
    return value_in<Kind>(kinds, name);
}

}  // namespace byline::conversation
