// A RuleBook has the rules that hold now: those of byline.toml, with what was changed in the studio over them. The
// changes lie in the store, so that every process goes by the same.
// A RuleBook is thread-safe; the functions that take a database block on it.
#pragma once

#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "conversation/rules.hpp"
#include "database/database.hpp"

namespace byline::conversation {

// What is set here goes before what the file says.
struct RuleChanges {
    std::optional<Hold> hold = std::nullopt;
    std::optional<std::int64_t> edit_minutes = std::nullopt;
    std::optional<std::int64_t> close_after_days = std::nullopt;
    std::optional<std::int64_t> most_links = std::nullopt;
    std::optional<std::int64_t> most_a_minute = std::nullopt;
    std::optional<std::int64_t> most_a_day = std::nullopt;
    std::vector<std::string> blocked = {};  // besides those of the file

    friend bool operator==(const RuleChanges&, const RuleChanges&) = default;
};

[[nodiscard]] std::string_view name_of(Hold hold);
[[nodiscard]] std::optional<Hold> hold_named(std::string_view name);

// As it is stored: a line a change, a tab behind its name. Lines that mean nothing are passed over, so that an older
// program reads what a newer one wrote.
[[nodiscard]] std::string written(const RuleChanges& changes);
[[nodiscard]] RuleChanges read_rule_changes(std::string_view text);

[[nodiscard]] Rules with_changes(Rules rules, const RuleChanges& changes);

// The setting that holds them.
inline constexpr const char* rules_setting = "comment rules";

[[nodiscard]] Result<RuleChanges> stored_rule_changes(database::Database& database);

class RuleBook {
  public:
    explicit RuleBook(Rules of_file) : of_file_(std::move(of_file)), now_(std::make_shared<const Rules>(of_file_)) {}

    [[nodiscard]] const Rules& of_file() const { return of_file_; }
    // Shared: with who goes by it meanwhile.
    [[nodiscard]] std::shared_ptr<const Rules> now() const;
    // What the store says.
    [[nodiscard]] Result<void> read(database::Database& database);

  private:
    const Rules of_file_;
    mutable std::mutex mutex_;          // guards:
    std::shared_ptr<const Rules> now_;  // shared: see now()
};

}  // namespace byline::conversation
