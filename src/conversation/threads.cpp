#include "conversation/threads.hpp"

#include <algorithm>
#include <limits>
#include <type_traits>
#include <utility>

#include "conversation/comment_html.hpp"

namespace byline::conversation {
namespace {

constexpr std::int64_t most_comments = 20'000;  // of a thread, read at once

bool is_text(Kind kind) {
    return kind != Kind::Like && kind != Kind::Repost;
}

bool is_seen(const Comment& comment) {
    return comment.state == State::Published;
}

// What was taken away leaves a place; what was never shown does not.
bool may_leave_place(const Comment& comment) {
    return comment.state == State::Deleted || comment.state == State::Erased;
}

constexpr std::size_t none = std::numeric_limits<std::size_t>::max();

// Of the comment of this id, before `end`.
std::size_t place_of(const std::vector<Comment>& comments, std::int64_t id, std::size_t end) {
    const auto last = comments.begin() + static_cast<std::ptrdiff_t>(end);
    const auto found = std::lower_bound(
        comments.begin(), last, id, [](const Comment& comment, std::int64_t wanted) { return comment.id < wanted; });
    return found == last || found->id != id ? none : static_cast<std::size_t>(found - comments.begin());
}

Comment comment_of(database::Row& row) {
    Comment comment;
    comment.id = row.number(0);
    comment.parent = row.maybe_number(1);
    comment.depth = row.number(2);
    comment.state = state_named(row.text(3)).value_or(State::Rejected);
    comment.kind = kind_named(row.text(4)).value_or(Kind::Mention);
    comment.created_ms = row.number(7);
    comment.edited_ms = row.maybe_number(8);
    comment.likes = row.number(9);
    comment.featured = row.maybe_number(10);
    comment.featured_note = row.take_text(11);
    comment.source = row.take_text(12);
    comment.person = {row.number(13),
                      row.take_text(14),
                      row.take_text(15),
                      row.take_text(16),
                      row.text(17) == "author" ? Role::Author : Role::Reader,
                      !row.is_null(18)};
    return comment;
}

Result<Thread> read_in(database::Transaction& transaction, std::string_view address) {
    std::vector<Comment> comments;
    static_assert(std::is_nothrow_move_constructible_v<Comment>);  // or growing would copy them
    comments.reserve(64);
    std::vector<std::size_t> outdated;
    CHECK(transaction.each("comment.by_thread", {{"thread", address}, {"most", most_comments}},
                           [&](database::Row& row) -> Result<void> {
                               comments.push_back(comment_of(row));
                               if (!is_seen(comments.back())) return {};
                               if (row.number(6) != comment_html_version) {
                                   outdated.push_back(comments.size() - 1);
                                   return {};
                               }
                               // Only comment_html() writes this column.
                               comments.back().html = text::SafeHtml::vouch(row.take_text(5));
                               return {};
                           }));
    for (const std::size_t index : outdated) {
        TRY(const auto whole, transaction.row("comment.by_id", {{"id", comments[index].id}}));
        if (whole) comments[index].html = comment_html(whole->text(7)).html;
    }
    return arrange(std::string(address), std::move(comments));
}

}  // namespace

Thread arrange(std::string address, std::vector<Comment> comments) {
    Thread thread;
    thread.address = std::move(address);
    std::vector<std::size_t> parent(comments.size(), none);
    std::vector<bool> is_shown(comments.size());
    std::vector<bool> is_answered(comments.size());  // by one that is shown
    // From the youngest: an answer is younger than what it answers, so it is known whether one is shown.
    for (std::size_t i = comments.size(); i-- > 0;) {
        if (comments[i].parent) parent[i] = place_of(comments, *comments[i].parent, i);
        is_shown[i] =
            is_text(comments[i].kind) && (is_seen(comments[i]) || (is_answered[i] && may_leave_place(comments[i])));
        if ((is_shown[i] || is_answered[i]) && parent[i] != none) is_answered[parent[i]] = true;
    }
    // One whose parent is not shown, because it was rejected since, moves up.
    // The answers of each, youngest first, as a chain; the last one begins those of the page itself.
    std::vector<std::size_t> youngest(comments.size() + 1, none);
    std::vector<std::size_t> older(comments.size(), none);
    for (std::size_t i = 0; i < comments.size(); ++i) {
        if (!is_shown[i]) {
            if (!is_text(comments[i].kind) && is_seen(comments[i])) thread.reactions.push_back(std::move(comments[i]));
            continue;
        }
        std::size_t above = parent[i];
        while (above != none && !is_shown[above]) above = parent[above];
        // As deep as it was stored at most: whom it answers is known however long a talk becomes.
        comments[i].depth = above == none ? 0 : std::min(comments[above].depth + 1, comments[i].depth);
        older[i] = std::exchange(youngest[above == none ? comments.size() : above], i);
    }
    thread.comments.reserve(comments.size());
    std::vector<std::size_t> waiting;
    const auto wait_for = [&](std::size_t answers) {
        for (std::size_t i = youngest[answers]; i != none; i = older[i]) waiting.push_back(i);
    };
    wait_for(comments.size());
    while (!waiting.empty()) {
        const std::size_t i = waiting.back();
        waiting.pop_back();
        wait_for(i);
        Comment& comment = comments[i];
        if (is_seen(comment)) {
            ++thread.published;
            if (comment.featured) thread.featured.push_back(thread.comments.size());
        } else {
            comment.person = {};
            comment.html = {};
        }
        thread.comments.push_back(std::move(comment));
    }
    std::stable_sort(thread.featured.begin(), thread.featured.end(), [&](std::size_t a, std::size_t b) {
        return *thread.comments[a].featured < *thread.comments[b].featured;
    });
    return thread;
}

Result<Thread> read_thread(database::Database& database, std::string_view address) {
    return database.read([&](database::Transaction& transaction) { return read_in(transaction, address); });
}

Result<std::vector<Thread>> published_threads(database::Database& database) {
    return database.read([&](database::Transaction& transaction) -> Result<std::vector<Thread>> {
        TRY(const auto addresses, transaction.rows("comment.threads"));
        std::vector<Thread> threads;
        for (const database::Row& row : addresses) {
            TRY(auto thread, read_in(transaction, row.text(0)));
            threads.push_back(std::move(thread));
        }
        return threads;
    });
}

}  // namespace byline::conversation
