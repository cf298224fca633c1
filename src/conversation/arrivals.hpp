// Arrivals are what was said elsewhere: mentions that other sites tell of, and comments that are imported.
// Functions block on the database; safe from any thread.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "conversation/comment.hpp"
#include "conversation/rules.hpp"
#include "database/database.hpp"

namespace byline::conversation {

// A page elsewhere that was fetched and links here.
struct Mention {
    std::string source;  // its address
    std::string thread;  // the page of ours that it is about
    Kind kind = Kind::Mention;
    std::string name;
    std::string website;
    std::string face;  // a path of the site, or empty
    std::string body;  // Markdown or plain text
};

// Stores it, or brings the one of the same source and thread up to date. Its text is judged like any other. A new one
// is held, unless nothing is: who wrote it is what its page says, so nobody is known by it. One that was published
// stays so unless its new text speaks against it, and one that the author took away stays away.
[[nodiscard]] Result<std::int64_t> put_mention(database::Database& database, const Rules& rules, const Mention& mention,
                                               std::int64_t now_ms);
// The source links here no more, or is gone.
[[nodiscard]] Result<bool> remove_mention(database::Database& database, std::string_view source,
                                          std::string_view thread, std::int64_t now_ms);

struct ImportedComment {
    std::string key;  // of the comment where it came from: the same one is imported once
    std::optional<std::string> parent_key = std::nullopt;
    std::string thread;
    std::string name;
    std::string email;
    std::string website;
    std::string face;
    std::string body;  // Markdown
    std::int64_t created_ms = 0;
    std::int64_t likes = 0;
    std::optional<std::int64_t> featured = std::nullopt;
    std::string featured_note = {};
    State state = State::Published;
    bool is_author = false;
};

enum class ImportRun : std::uint8_t { Dry, Real };

struct ImportReport {
    std::int64_t batch = 0;  // for undo_import(); 0 after a dry run
    std::int64_t added = 0;
    std::int64_t known = 0;    // were there already
    std::int64_t orphans = 0;  // answer something that is not there: they stand by themselves
    std::int64_t threads = 0;
};

// All of it or nothing; parents may come in any order. A dry run does everything and keeps nothing.
[[nodiscard]] Result<ImportReport> import_batch(database::Database& database, const Rules& rules,
                                                std::string_view source, const std::vector<ImportedComment>& comments,
                                                ImportRun run, std::int64_t now_ms);

struct ImportEntry {
    std::int64_t batch = 0;
    std::string source;
    std::int64_t created_ms = 0;
    bool is_undone = false;
    std::int64_t comments = 0;
};

// The newest first.
[[nodiscard]] Result<std::vector<ImportEntry>> read_imports(database::Database& database, std::int64_t most);

struct UndoneImport {
    std::int64_t comments = 0;
    std::vector<std::string> faces = {};  // paths of the site that nobody has for a face any more
};

// Takes a batch out again: as if it had never been, or, where readers have answered since, with empty places.
[[nodiscard]] Result<UndoneImport> undo_import(database::Database& database, std::int64_t batch, std::int64_t now_ms);

}  // namespace byline::conversation
