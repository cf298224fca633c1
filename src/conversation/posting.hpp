// Posting: a draft becomes a stored comment, with a verdict and a first state; its writer may change it for a while.
// Functions block on the database; safe from any thread. What they return is on disk.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "conversation/form.hpp"
#include "conversation/verdict.hpp"
#include "database/database.hpp"

namespace byline::conversation {

// Who sends, as far as the server knows.
struct Sender {
    std::string network;                 // network_digest()
    std::optional<std::int64_t> person;  // who proved to be it, by a link or by signing in
};

enum class Outcome : std::uint8_t {
    Stored,
    StoredBefore,  // the same submission arrived again
    NameTaken,     // a verified person has this name: take another, or prove to be it
    NoSuchParent,  // what is answered is not there, or not to be seen
    ThreadFull,
    NotYours,  // to edit or delete
    TooLate,   // to edit
};

struct Posted {
    Outcome outcome = Outcome::Stored;
    std::int64_t id = 0;
    State state = State::Held;
    std::int64_t person = 0;
};

[[nodiscard]] Result<Posted> post_comment(database::Database& database, const Rules& rules, const Draft& draft,
                                          const Sender& sender, const FormProof& proof, bool is_honeypot_filled,
                                          std::int64_t now_ms);

// Signed for whoever wrote a comment: with it, it may be edited and deleted from the page that thanked for it.
[[nodiscard]] std::string edit_token(const secrets::Key& key, std::int64_t comment);
[[nodiscard]] bool is_edit_token(const secrets::Key& key, std::int64_t comment, std::string_view token);

// For who has the token, within the window; the verdict is made again, so that nobody edits spam into a good comment.
[[nodiscard]] Result<Posted> edit_comment(database::Database& database, const Rules& rules, std::int64_t comment,
                                          std::string_view body, std::int64_t now_ms);
// For who has the token or is the person, at any time.
[[nodiscard]] Result<Posted> delete_comment(database::Database& database, std::int64_t comment, std::string_view who,
                                            std::int64_t now_ms);

}  // namespace byline::conversation
