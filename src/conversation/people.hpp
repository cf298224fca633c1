// People: who wrote, how often and where; the links by which they prove who they are, and take along or erase what is
// theirs. Functions block on the database, but for those that only sign; safe from any thread.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "conversation/comment.hpp"
#include "conversation/rules.hpp"
#include "database/database.hpp"
#include "secrets/key.hpp"

namespace byline::conversation {

// The key of the site, made when it is first asked for; it lies in the store, so that every process has the same.
[[nodiscard]] Result<secrets::Key> site_key(database::Database& database, const secrets::Entropy& entropy);

enum class LinkPurpose : std::uint8_t {
    Verify,  // by mail: the address is theirs; whoever follows it is signed in
    Reader,  // in the cookie of one who is signed in
    Mine,    // export and erase
    Stop,    // no more mail; does not expire
};

// For a URL. A link for one purpose is none for another.
[[nodiscard]] std::string sign_link(const secrets::Key& key, LinkPurpose purpose, std::int64_t person,
                                    std::int64_t expires_ms);
// Whose it is; nothing when it is wrong or over.
[[nodiscard]] std::optional<std::int64_t> open_link(const secrets::Key& key, LinkPurpose purpose, std::string_view link,
                                                    std::int64_t now_ms);

struct Verified {
    bool is_name_taken = false;  // by another who was verified meanwhile: nothing was changed
    std::int64_t person = 0;     // whom the address belongs to, who may be another entry than the link's
    std::int64_t published = 0;  // comments that this published
};

// The link was followed. What the person wrote before is theirs now, and is published where the rules allow it.
[[nodiscard]] Result<Verified> verify(database::Database& database, const Rules& rules, std::int64_t person,
                                      std::int64_t now_ms);

struct PersonEntry {
    std::int64_t id = 0;
    std::string name;
    std::string email;
    std::string website;
    Role role = Role::Reader;
    bool is_verified = false;
    std::int64_t comments = 0;
    std::int64_t published = 0;
    std::int64_t spam = 0;
    std::int64_t threads = 0;
    std::int64_t first_ms = 0;
    std::int64_t last_ms = 0;
};

// The newest first; ids below `before`.
[[nodiscard]] Result<std::vector<PersonEntry>> read_people(database::Database& database, std::int64_t before,
                                                           std::int64_t most);
[[nodiscard]] Result<std::optional<PersonEntry>> read_person(database::Database& database, std::int64_t person);

struct PersonThread {
    std::string thread;
    std::int64_t comments = 0;
    std::int64_t last_ms = 0;
};
[[nodiscard]] Result<std::vector<PersonThread>> threads_of(database::Database& database, std::int64_t person);

[[nodiscard]] Result<bool> wants_mail(database::Database& database, std::int64_t person);
[[nodiscard]] Result<void> set_wants_mail(database::Database& database, std::int64_t person, bool wants);

// Everything that is theirs, as one JSON object.
[[nodiscard]] Result<std::string> export_person(database::Database& database, std::int64_t person);
// Name, address, face and texts are gone afterwards; where others have answered, an empty place stays.
[[nodiscard]] Result<void> erase_person(database::Database& database, std::int64_t person, std::int64_t now_ms);

// The site's author as one who answers: made when there is none of this name, with the badge.
[[nodiscard]] Result<std::int64_t> author_person(database::Database& database, std::string_view name,
                                                 std::string_view website, std::int64_t now_ms);

}  // namespace byline::conversation
