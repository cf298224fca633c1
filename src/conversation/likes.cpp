#include "conversation/likes.hpp"

#include "conversation/comment.hpp"

namespace byline::conversation {
namespace {

using database::Transaction;

// 1, -1, or 0 when it was so already.
Result<std::int64_t> react(Transaction& transaction, const std::string& target, std::string_view reader, Like like,
                           std::int64_t now_ms) {
    if (like == Like::Give) {
        return transaction.run("reaction.insert", {{"target", target}, {"reader", reader}, {"created_at", now_ms}});
    }
    TRY(const std::int64_t gone, transaction.run("reaction.delete", {{"target", target}, {"reader", reader}}));
    return -gone;
}

}  // namespace

Result<std::int64_t> like_comment(database::Database& database, std::int64_t comment, std::string_view reader,
                                  Like like, std::int64_t now_ms) {
    return database.write([&](Transaction& transaction) -> Result<std::int64_t> {
        TRY(const auto row, transaction.row("comment.by_id", {{"id", comment}}));
        if (!row || row->text(6) != name_of(State::Published)) {
            return fail(content_error("there is no such comment", "load the page again", {}));
        }
        TRY(const auto change, react(transaction, "comment:" + std::to_string(comment), reader, like, now_ms));
        if (change == 0) return row->number(9);
        TRY(const auto likes, transaction.row("comment.add_likes", {{"id", comment}, {"more", change}}));
        CHECK(transaction.announce("thread", row->text(1)));
        return likes->number(0);
    });
}

Result<std::int64_t> like_work(database::Database& database, std::string_view address, std::string_view reader,
                               Like like, std::int64_t now_ms) {
    return database.write([&](Transaction& transaction) -> Result<std::int64_t> {
        TRY(const auto change, react(transaction, "work:" + std::string(address), reader, like, now_ms));
        TRY(const auto likes, transaction.row("reaction.add_to_work", {{"target", address}, {"more", change}}));
        if (change != 0) CHECK(transaction.announce("likes", address));
        return likes->number(0);
    });
}

Result<std::int64_t> likes_of_work(database::Database& database, std::string_view address) {
    return database.read([&](Transaction& transaction) -> Result<std::int64_t> {
        TRY(const auto row, transaction.row("reaction.of_work", {{"target", address}}));
        return row ? row->number(0) : 0;
    });
}

Result<std::vector<WorkLikes>> likes_of_works(database::Database& database) {
    return database.read([](Transaction& transaction) -> Result<std::vector<WorkLikes>> {
        std::vector<WorkLikes> all;
        CHECK(transaction.each("reaction.all_works", {}, [&](database::Row& row) -> Result<void> {
            all.push_back({row.take_text(0), row.number(1)});
            return {};
        }));
        return all;
    });
}

}  // namespace byline::conversation
