#include "importing/isso.hpp"

#include <memory>
#include <utility>

#include "importing/sqlite_library.hpp"

namespace byline::importing {
namespace {

constexpr std::string_view select_comments =
    "SELECT c.id, c.parent, c.created, c.mode, c.text, c.author, c.email, c.website, c.likes, t.uri, t.title "
    "FROM comments c JOIN threads t ON t.id = c.tid ORDER BY c.id";
enum Column : std::uint8_t { Id, Parent, Created, Mode, Text, Author, Email, Website, Likes, Uri, Title };

constexpr std::int64_t mode_held = 2;
constexpr std::int64_t mode_deleted = 4;  // kept because others answered it

struct CloseDatabase {
    const SqliteLibrary* sqlite;
    void operator()(sqlite3* database) const { sqlite->close(database); }
};

struct FinalizeStatement {
    const SqliteLibrary* sqlite;
    void operator()(sqlite3_stmt* statement) const { sqlite->finalize(statement); }
};

// What a file says about itself is not trusted: no functions in its schema, no tables over its own pages.
void distrust(const SqliteLibrary& sqlite, sqlite3* database, const Limits& limits) {
    sqlite.configure(database, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, nullptr);
    sqlite.configure(database, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
    sqlite.configure(database, SQLITE_DBCONFIG_ENABLE_TRIGGER, 0, nullptr);
    sqlite.configure(database, SQLITE_DBCONFIG_ENABLE_VIEW, 0, nullptr);
    sqlite.limit(database, SQLITE_LIMIT_LENGTH, static_cast<int>(limits.line_bytes));
}

std::string text_at(const SqliteLibrary& sqlite, sqlite3_stmt* row, Column column) {
    const unsigned char* bytes = sqlite.column_text(row, column);
    if (bytes == nullptr) return {};
    return {reinterpret_cast<const char*>(bytes), static_cast<std::size_t>(sqlite.column_bytes(row, column))};
}

ImportedComment comment_of(const SqliteLibrary& sqlite, sqlite3_stmt* row) {
    ImportedComment comment;
    comment.id = std::to_string(sqlite.column_integer(row, Id));
    if (sqlite.column_type(row, Parent) != SQLITE_NULL)
        comment.reply_to = std::to_string(sqlite.column_integer(row, Parent));
    constexpr double last_second = 253402300799;  // of the year 9999
    const double created = sqlite.column_number(row, Created);
    if (created > 0 && created <= last_second)
        comment.time = text::Timestamp{static_cast<std::int64_t>(created), 0, false};
    const std::int64_t mode = sqlite.column_integer(row, Mode);
    if (mode == mode_held) comment.state = State::Held;
    if (mode == mode_deleted) comment.state = State::Deleted;
    comment.markdown = text_at(sqlite, row, Text);
    comment.author_name = text_at(sqlite, row, Author);
    comment.author_email = text_at(sqlite, row, Email);
    comment.author_website = text_at(sqlite, row, Website);
    comment.likes = sqlite.column_integer(row, Likes);
    comment.thread = text_at(sqlite, row, Uri);
    comment.thread_title = text_at(sqlite, row, Title);
    return comment;
}

}  // namespace

Result<void> read_isso(const std::string& path, CommentCollector& to) {
    TRY(const SqliteLibrary* sqlite, SqliteLibrary::get());
    sqlite3* opened = nullptr;
    const int code = sqlite->open(path.c_str(), &opened, SQLITE_OPEN_READONLY | SQLITE_OPEN_NOMUTEX, nullptr);
    const std::unique_ptr<sqlite3, CloseDatabase> database(opened, CloseDatabase{sqlite});
    const auto bad = [&](std::string remedy) {
        const char* why = opened == nullptr ? "no memory" : sqlite->message(opened);
        return fail(
            content_error("the database cannot be read: " + std::string(why), std::move(remedy), {to.file(), 0, 0}));
    };
    if (code != SQLITE_OK) return bad("name a file that can be read");
    distrust(*sqlite, opened, to.limits());
    sqlite3_stmt* prepared = nullptr;
    if (sqlite->prepare(opened, select_comments.data(), static_cast<int>(select_comments.size()), &prepared, nullptr) !=
        SQLITE_OK) {
        return bad("is it the database of Isso? its tables are 'threads' and 'comments'");
    }
    const std::unique_ptr<sqlite3_stmt, FinalizeStatement> statement(prepared, FinalizeStatement{sqlite});
    int step = sqlite->step(prepared);
    for (; step == SQLITE_ROW; step = sqlite->step(prepared)) {
        CHECK(to.add(comment_of(*sqlite, prepared), Markup::Markdown));
    }
    if (step != SQLITE_DONE) return bad("stop Isso and copy the file again");
    return {};
}

}  // namespace byline::importing
