#include "conversation/renaming.hpp"

namespace byline::conversation {
namespace {

using database::Transaction;

Result<bool> move_likes(Transaction& transaction, std::string_view from, std::string_view to) {
    TRY(const auto row, transaction.row("reaction.of_work", {{"target", from}}));
    if (!row) return false;
    const std::string old_target = "work:" + std::string(from);
    const std::string new_target = "work:" + std::string(to);
    CHECK(transaction.run("reaction.move", {{"from", old_target}, {"to", new_target}}));
    // Those who like the page under either address.
    TRY(const std::int64_t twice, transaction.run("reaction.delete_target", {{"target", old_target}}));
    CHECK(transaction.row("reaction.add_to_work", {{"target", to}, {"more", row->number(0) - twice}}));
    CHECK(transaction.run("reaction.delete_work", {{"target", from}}));
    return true;
}

}  // namespace

Result<std::vector<std::string>> addresses_in_use(database::Database& database) {
    return database.read([](Transaction& transaction) -> Result<std::vector<std::string>> {
        std::vector<std::string> addresses;
        CHECK(transaction.each("comment.addresses", {}, [&](database::Row& row) -> Result<void> {
            addresses.push_back(row.take_text(0));
            return {};
        }));
        return addresses;
    });
}

Result<void> move_conversation(database::Database& database, std::string_view from, std::string_view to) {
    if (from == to) return {};
    return database.write([&](Transaction& transaction) -> Result<void> {
        TRY(const std::int64_t comments, transaction.run("comment.move_thread", {{"from", from}, {"to", to}}));
        CHECK(transaction.run("mention.move_thread", {{"from", from}, {"to", to}}));
        TRY(const bool has_likes, move_likes(transaction, from, to));
        if (comments == 0 && !has_likes) return {};
        for (const std::string_view address : {from, to}) CHECK(transaction.announce("thread", address));
        return {};
    });
}

}  // namespace byline::conversation
