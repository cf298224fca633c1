#include "importing/json_comments.hpp"

#include <optional>
#include <set>
#include <utility>

#include "importing/json_documents.hpp"

namespace byline::importing {
namespace {

using json::Kind;
using json::Value;

constexpr double most_likes = 1e15;

bool is_true(const Value& object, std::string_view name) {
    const Value* value = object.find(name);
    return value != nullptr &&
           ((value->kind == Kind::Boolean && value->boolean) || (value->kind == Kind::Integer && value->integer != 0));
}

std::int64_t number_of(const Value& object, std::string_view name) {
    const Value* value = object.find(name);
    if (value == nullptr || !(value->number > -most_likes && value->number < most_likes)) return 0;
    return static_cast<std::int64_t>(value->number);
}

// A string or a number, as text: databases give both as ids.
std::string id_of(const Value& object, std::string_view name) {
    const Value* value = object.find(name);
    if (value == nullptr) return {};
    if (value->kind == Kind::Integer) return std::to_string(value->integer);
    return value->text;
}

Failure no_comment(const CommentCollector& to, std::uint32_t line, std::string_view engine) {
    return fail(content_error("this JSON is no comment of " + std::string(engine), "say what the file is with --format",
                              {to.file(), line, 1}));
}

Result<void> add_remark42(const Value& value, std::uint32_t line, CommentCollector& to) {
    ImportedComment comment;
    comment.line = line;
    comment.id = id_of(value, "id");
    comment.reply_to = id_of(value, "pid");
    const Value* locator = value.find("locator");
    const Value* user = value.find("user");
    if (comment.id.empty() || locator == nullptr || user == nullptr) return no_comment(to, line, "Remark42");
    comment.thread = locator->text_of("url");
    comment.thread_title = value.text_of("title");
    comment.author_name = user->text_of("name");
    comment.author_face = user->text_of("picture");
    if (is_true(*user, "admin")) comment.by_author = ByAuthor::Yes;
    comment.time = text::parse_timestamp(value.text_of("time"));
    comment.likes = number_of(value, "score");
    if (is_true(value, "pin")) comment.featured = Featured::Yes;
    if (is_true(value, "delete")) comment.state = State::Deleted;
    // What was typed is better than what was made of it.
    const std::string_view typed = value.text_of("orig");
    comment.markdown = typed.empty() ? value.text_of("text") : typed;
    if (comment.likes < 0) {
        to.warn("a comment has more votes against it than for it; it comes in with none", "nothing needs to be done",
                line);
    }
    return to.add(std::move(comment), typed.empty() ? Markup::Html : Markup::Markdown);
}

// "2021-05-01T10:00:00.000Z", {"__type": "Date", "iso": …}, or milliseconds.
std::optional<text::Timestamp> waline_time(const Value& object, std::string_view name) {
    const Value* value = object.find(name);
    if (value == nullptr) return std::nullopt;
    if (value->kind == Kind::Integer) {
        constexpr std::int64_t milliseconds = 1000;
        return text::Timestamp{value->integer / milliseconds, 0, false};
    }
    return text::parse_timestamp(value->kind == Kind::Object ? value->text_of("iso") : std::string_view(value->text));
}

struct WalineUsers {
    std::set<std::string, std::less<>> administrators;
};

Result<void> add_waline(const Value& value, std::uint32_t line, const WalineUsers& users, CommentCollector& to) {
    ImportedComment comment;
    comment.line = line;
    comment.id = id_of(value, "objectId");
    if (comment.id.empty()) comment.id = id_of(value, "id");
    if (comment.id.empty() || value.find("comment") == nullptr) return no_comment(to, line, "Waline or Valine");
    comment.thread = value.text_of("url");
    comment.reply_to = id_of(value, "pid");
    if (comment.reply_to.empty() || comment.reply_to == "0") comment.reply_to = id_of(value, "rid");
    if (comment.reply_to == "0") comment.reply_to.clear();
    comment.author_name = value.text_of("nick");
    comment.author_email = value.text_of("mail");
    comment.author_website = value.text_of("link");
    comment.author_face = value.text_of("avatar");
    for (const std::string_view name : {"insertedAt", "createdAt", "time"}) {
        if (!comment.time) comment.time = waline_time(value, name);
    }
    comment.likes = number_of(value, "like");
    const std::string_view status = value.text_of("status");
    if (status == "waiting") comment.state = State::Held;
    if (status == "spam") comment.state = State::Spam;
    if (is_true(value, "sticky")) comment.featured = Featured::Yes;
    if (users.administrators.contains(id_of(value, "user_id"))) comment.by_author = ByAuthor::Yes;
    comment.markdown = value.text_of("comment");
    // Valine keeps what it rendered, Waline what was typed.
    const bool rendered = comment.markdown.starts_with("<p") || comment.markdown.find("</") != std::string::npos;
    return to.add(std::move(comment), rendered ? Markup::Html : Markup::Markdown);
}

Result<void> add_waline_rows(const Value& rows, std::uint32_t line, const WalineUsers& users, CommentCollector& to) {
    for (const Value& row : rows.items) CHECK(add_waline(row, line, users, to));
    return {};
}

WalineUsers waline_users(const Value* rows) {
    WalineUsers users;
    if (rows == nullptr) return users;
    for (const Value& row : rows->items) {
        if (row.text_of("type") == "administrator") users.administrators.insert(id_of(row, "objectId"));
    }
    return users;
}

constexpr std::int64_t ms_of_second = 1000;

// Nothing for one that came from another site: it belongs to its source, which can tell us of it again.
Result<std::optional<ImportedComment>> byline_comment(const Value& value, std::uint32_t line, CommentCollector& to) {
    ImportedComment comment;
    comment.line = line;
    comment.id = id_of(value, "id");
    const std::string_view kind = value.text_of("kind");
    const std::string_view state = value.text_of("state");
    if (comment.id.empty() || kind.empty() || state.empty()) return no_comment(to, line, "Byline");
    if (kind != "comment") return std::optional<ImportedComment>();
    comment.reply_to = id_of(value, "answers");
    comment.thread = value.text_of("page");
    comment.author_name = value.text_of("name");
    comment.author_email = value.text_of("email");
    comment.author_website = value.text_of("website");
    comment.author_face = value.text_of("face");
    if (value.text_of("role") == "author") comment.by_author = ByAuthor::Yes;
    if (const std::int64_t created = number_of(value, "created_ms"); created > 0) {
        comment.time = text::Timestamp{created / ms_of_second, 0, false};
        comment.time_ms = created % ms_of_second;
    }
    comment.markdown = value.text_of("markdown");
    comment.likes = number_of(value, "likes");
    if (state == "held") comment.state = State::Held;
    if (state == "spam") comment.state = State::Spam;
    if (state == "rejected" || state == "deleted" || state == "erased") comment.state = State::Deleted;
    comment.featured_place = number_of(value, "featured");
    if (comment.featured_place > 0) comment.featured = Featured::Yes;
    comment.featured_note = value.text_of("featured_note");
    return std::optional(std::move(comment));
}

}  // namespace

Result<void> read_remark42(ByteSource& source, CommentCollector& to) {
    bool is_first = true;
    return for_each_json(source, to, [&](const Value& value, std::uint32_t line) -> Result<void> {
        const bool about_file = std::exchange(is_first, false) && value.find("version") != nullptr;
        return about_file ? Result<void>() : add_remark42(value, line, to);
    });
}

Result<void> read_waline(ByteSource& source, CommentCollector& to) {
    return for_each_json(source, to, [&](const Value& value, std::uint32_t line) -> Result<void> {
        if (value.kind == Kind::Array) return add_waline_rows(value, line, {}, to);
        if (const Value* data = value.find("data"); data != nullptr && data->find("Comment") != nullptr) {
            return add_waline_rows(*data->find("Comment"), line, waline_users(data->find("Users")), to);
        }
        if (const Value* rows = value.find("results"); rows != nullptr) return add_waline_rows(*rows, line, {}, to);
        return add_waline(value, line, {}, to);
    });
}

Result<void> read_byline(ByteSource& source, CommentCollector& to) {
    std::int64_t from_elsewhere = 0;
    CHECK(for_each_json(source, to, [&](const Value& value, std::uint32_t line) -> Result<void> {
        TRY(auto comment, byline_comment(value, line, to));
        if (comment) return to.add(std::move(*comment), Markup::Markdown);
        ++from_elsewhere;
        return {};
    }));
    if (from_elsewhere > 0) {
        to.warn("of what other sites said, " + std::to_string(from_elsewhere) + " were left out",
                "`byline backup` and `byline restore` carry over everything");
    }
    return {};
}

}  // namespace byline::importing
