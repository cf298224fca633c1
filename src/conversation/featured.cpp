#include <algorithm>

#include "conversation/moderation.hpp"

namespace byline::conversation {
namespace {

using database::Transaction;

struct Place {
    std::int64_t comment = 0;
    std::optional<std::int64_t> rank;
    std::string note;
};

Result<std::vector<Place>> places_of(Transaction& transaction, std::string_view thread) {
    std::vector<Place> places;
    TRY(const auto rows, transaction.rows("comment.featured_of_thread", {{"thread", thread}}));
    places.reserve(rows.size());
    for (const auto& row : rows) places.push_back({row.number(0), row.maybe_number(1), row.text(2)});
    return places;
}

// From 1, without holes.
Result<void> store_places(Transaction& transaction, const std::vector<Place>& places) {
    std::int64_t rank = 0;
    for (const Place& place : places) {
        ++rank;
        if (place.rank == rank) continue;
        CHECK(
            transaction.run("comment.set_featured", {{"id", place.comment}, {"featured", rank}, {"note", place.note}}));
    }
    return {};
}

}  // namespace

Result<std::vector<std::int64_t>> featured_comments(database::Database& database, std::string_view thread) {
    return database.read([&](Transaction& transaction) -> Result<std::vector<std::int64_t>> {
        TRY(const auto places, places_of(transaction, thread));
        std::vector<std::int64_t> comments;
        comments.reserve(places.size());
        for (const Place& place : places) comments.push_back(place.comment);
        return comments;
    });
}

Result<void> feature_last(database::Database& database, std::int64_t comment) {
    return database.write([&](Transaction& transaction) -> Result<void> {
        TRY(const auto row, transaction.row("comment.by_id", {{"id", comment}}));
        if (!row || row->text(6) != name_of(State::Published)) {
            return fail(content_error("only a published comment can be featured", "publish it first", {}));
        }
        TRY(auto places, places_of(transaction, row->text(1)));
        if (std::ranges::find(places, comment, &Place::comment) != places.end()) return {};
        places.push_back({comment, std::nullopt, {}});
        CHECK(store_places(transaction, places));
        return transaction.announce("thread", row->text(1));
    });
}

Result<void> shift_featured(database::Database& database, std::int64_t comment, Shift shift) {
    return database.write([&](Transaction& transaction) -> Result<void> {
        TRY(const auto row, transaction.row("comment.by_id", {{"id", comment}}));
        if (!row) return {};
        TRY(auto places, places_of(transaction, row->text(1)));
        const auto found = std::ranges::find(places, comment, &Place::comment);
        if (found == places.end()) return {};
        if (shift == Shift::Up ? found == places.begin() : found + 1 == places.end()) return {};
        std::iter_swap(found, shift == Shift::Up ? found - 1 : found + 1);
        CHECK(store_places(transaction, places));
        return transaction.announce("thread", row->text(1));
    });
}

Result<std::vector<ConversationEntry>> read_conversations(database::Database& database, std::int64_t before,
                                                          std::int64_t most) {
    constexpr std::int64_t most_conversations = 500;
    return database.read([&](Transaction& transaction) -> Result<std::vector<ConversationEntry>> {
        std::vector<ConversationEntry> conversations;
        TRY(auto rows,
            transaction.rows("comment.conversations",
                             {{"before", before}, {"most", std::clamp<std::int64_t>(most, 1, most_conversations)}}));
        conversations.reserve(rows.size());
        for (auto& row : rows)
            conversations.push_back({row.take_text(0), row.number(1), row.number(2), row.number(3), row.number(4)});
        return conversations;
    });
}

}  // namespace byline::conversation
