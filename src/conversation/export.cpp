#include "conversation/export.hpp"

#include "conversation/json_members.hpp"

namespace byline::conversation {
namespace {

using database::Row;
using database::Transaction;

constexpr std::int64_t rows_at_once = 1000;

void append_comment(std::string& out, const Row& row) {
    JsonMembers members(out);
    members.add("id", row.number(0)).add("page", row.text(1)).add("answers", row.maybe_number(2));
    members.add("kind", row.text(3)).add("state", row.text(4)).add("markdown", row.text(5));
    members.add("created_ms", row.number(6)).add("edited_ms", row.maybe_number(7)).add("likes", row.number(8));
    members.add("featured", row.maybe_number(9)).add("featured_note", row.text(10)).add("source", row.text(11));
    members.add("name", row.text(12)).add("email", row.text(13)).add("website", row.text(14)).add("face", row.text(15));
    members.add("role", row.text(16)).add("verified_ms", row.maybe_number(17));
    members.end();
    out += '\n';
}

}  // namespace

Result<Export> export_conversation(database::Database& database) {
    return database.read([](Transaction& transaction) -> Result<Export> {
        Export exported;
        std::int64_t after = 0;
        for (std::int64_t given = rows_at_once; given == rows_at_once;) {
            given = 0;
            CHECK(transaction.each("comment.all", {{"after", after}, {"most", rows_at_once}},
                                   [&](Row& row) -> Result<void> {
                                       after = row.number(0);
                                       ++given;
                                       append_comment(exported.comments, row);
                                       return {};
                                   }));
        }
        CHECK(transaction.each("reaction.all_works", {}, [&](Row& row) -> Result<void> {
            JsonMembers(exported.likes).add("page", row.text(0)).add("likes", row.number(1)).end();
            exported.likes += '\n';
            return {};
        }));
        return exported;
    });
}

}  // namespace byline::conversation
