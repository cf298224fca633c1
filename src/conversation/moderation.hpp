// Moderation: the queue of what waits, decisions on many at once that can be undone, and the featured comments.
// Functions block on the database; safe from any thread.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "conversation/comment.hpp"
#include "conversation/verdict.hpp"
#include "database/database.hpp"

namespace byline::conversation {

struct QueueFilter {
    std::optional<State> state = State::Held;
    std::optional<Kind> kind = std::nullopt;
    std::string thread = {};          // empty: all
    std::int64_t person = 0;          // 0: all
    std::int64_t before = INT64_MAX;  // ids below this one: the next page begins below the last of this one
    std::int64_t most = 50;           // at most 500
};

struct QueueEntry {
    std::int64_t id = 0;
    std::string thread;
    std::optional<std::int64_t> parent;
    Kind kind = Kind::Comment;
    State state = State::Held;
    std::string body;  // Markdown, as it was written
    std::int64_t created_ms = 0;
    Verdict verdict;
    std::string source;
    std::int64_t person = 0;
    std::string name;
    std::string email;
    std::string website;
    bool is_verified = false;
    std::int64_t published = 0;  // of this person
    Role role = Role::Reader;
    std::int64_t likes = 0;
    std::optional<std::int64_t> featured = std::nullopt;
    std::string featured_note;
    bool is_edited = false;
};

// The newest first.
[[nodiscard]] Result<std::vector<QueueEntry>> read_queue(database::Database& database, const QueueFilter& filter);

struct StateCount {
    State state = State::Held;
    std::int64_t comments = 0;
};
[[nodiscard]] Result<std::vector<StateCount>> count_states(database::Database& database);

struct Decision {
    std::string action;  // what was decided at once has one
    State before = State::Held;
    State after = State::Held;
    std::string who;
    std::string reason;
    std::int64_t decided_ms = 0;
};

struct Decided {
    std::string action;                 // for undo()
    std::vector<std::int64_t> changed;  // those that were in another state; erased ones stay as they are
};

inline constexpr std::size_t most_decided_at_once = 1000;

[[nodiscard]] Result<Decided> decide(database::Database& database, const std::vector<std::int64_t>& comments,
                                     State state, std::string_view who, std::string_view reason,
                                     const std::string& action, std::int64_t now_ms);

// Gives each comment of the action the state that it had, unless something else was decided since. The log says that
// too.
[[nodiscard]] Result<Decided> undo(database::Database& database, const std::string& action, std::string_view who,
                                   const std::string& new_action, std::int64_t now_ms);

[[nodiscard]] Result<std::vector<Decision>> decisions_on(database::Database& database, std::int64_t comment);

// A page that somebody wrote on.
struct ConversationEntry {
    std::string thread;
    std::int64_t published = 0;
    std::int64_t held = 0;
    std::int64_t newest = 0;  // id of its newest comment
    std::int64_t last_ms = 0;
};

// The newest first; those whose newest comment is below `before`.
[[nodiscard]] Result<std::vector<ConversationEntry>> read_conversations(database::Database& database,
                                                                        std::int64_t before, std::int64_t most);

// `rank`: its place among the featured ones of its thread, from 1; none: featured no more. Only what is published can
// be.
[[nodiscard]] Result<void> feature(database::Database& database, std::int64_t comment, std::optional<std::int64_t> rank,
                                   std::string_view note);

// The featured ones of a thread, in their order.
[[nodiscard]] Result<std::vector<std::int64_t>> featured_comments(database::Database& database,
                                                                  std::string_view thread);

// Behind the other featured ones of its thread; where it is, when it is one already.
[[nodiscard]] Result<void> feature_last(database::Database& database, std::int64_t comment);

enum class Shift : std::uint8_t { Up, Down };

// Exchanges it with its neighbour; nothing happens at either end.
[[nodiscard]] Result<void> shift_featured(database::Database& database, std::int64_t comment, Shift shift);

}  // namespace byline::conversation
