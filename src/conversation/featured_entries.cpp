#include "conversation/featured_entries.hpp"

#include <algorithm>
#include <map>
#include <utility>

#include <fmt/format.h>

#include "conversation/comment_html.hpp"
#include "conversation/json_members.hpp"
#include "json/parse.hpp"

namespace byline::conversation {
namespace {

FeaturedEntry featured_entry_of(database::Row& row) {
    FeaturedEntry entry;
    entry.thread = row.take_text(0);
    entry.markdown = row.take_text(4);
    entry.answers = row.number(8);
    Comment& comment = entry.comment;
    comment.id = row.number(1);
    comment.state = State::Published;
    // Only comment_html() writes this column.
    comment.html = row.number(3) == comment_html_version ? text::SafeHtml::vouch(row.take_text(2))
                                                         : comment_html(entry.markdown).html;
    comment.created_ms = row.number(5);
    comment.likes = row.number(6);
    comment.featured_note = row.take_text(7);
    comment.person = {row.number(9),
                      row.take_text(10),
                      row.take_text(11),
                      row.take_text(12),
                      row.text(13) == "author" ? Role::Author : Role::Reader,
                      !row.is_null(14)};
    return entry;
}

Error fault_in(std::string_view file, std::uint32_t line, std::string message) {
    return content_error(std::move(message), "export it again with `byline export featured`, from the store",
                         {std::string(file), line, 1});
}

Result<FeaturedEntry> parse_line(std::string_view line, std::string_view file, std::uint32_t number) {
    TRY(const json::Value value, json::parse(line, file, {.first_line = number}));
    const auto whole = [&value](std::string_view name) {
        const json::Value* const member = value.find(name);
        return member != nullptr && member->kind == json::Kind::Integer ? member->integer : 0;
    };
    FeaturedEntry entry;
    entry.thread = value.text_of("page");
    entry.thread_size = whole("comments");
    entry.markdown = value.text_of("markdown");
    entry.answers = whole("answers");
    Comment& comment = entry.comment;
    comment.id = whole("id");
    comment.state = State::Published;
    comment.html = comment_html(entry.markdown).html;
    comment.created_ms = whole("created_ms");
    comment.likes = whole("likes");
    comment.featured_note = value.text_of("note");
    comment.person.name = value.text_of("name");
    comment.person.website = value.text_of("website");
    comment.person.face = value.text_of("face");
    comment.person.role = value.text_of("role") == "author" ? Role::Author : Role::Reader;
    comment.person.is_verified = whole("verified") != 0;
    if (!entry.thread.starts_with('/') || comment.id <= 0) {
        return fail(fault_in(file, number, "a featured comment has a `page` that begins with a slash, and an `id`"));
    }
    return entry;
}

}  // namespace

Result<FeaturedEntries> read_featured_entries(database::Database& database) {
    return database.read([](database::Transaction& transaction) -> Result<FeaturedEntries> {
        std::map<std::string, std::int64_t, std::less<>> sizes;
        CHECK(transaction.each("comment.sizes_of_featured", {}, [&](database::Row& row) -> Result<void> {
            sizes.emplace(row.take_text(0), row.number(1));
            return {};
        }));
        FeaturedEntries entries;
        CHECK(transaction.each("comment.featured", {{"most", most_featured + 1}},
                               [&](database::Row& row) -> Result<void> {
                                   entries.push_back(featured_entry_of(row));
                                   entries.back().thread_size = sizes[entries.back().thread];
                                   return {};
                               }));
        if (entries.size() <= most_featured) return entries;
        return fail(content_error(fmt::format("more than {} comments are featured", most_featured),
                                  "feature fewer in the studio", {}));
    });
}

std::string featured_lines(const FeaturedEntries& entries) {
    std::string out;
    for (const FeaturedEntry& entry : entries) {
        const Comment& comment = entry.comment;
        JsonMembers members(out);
        members.add("page", entry.thread).add("comments", entry.thread_size).add("id", comment.id);
        members.add("name", comment.person.name).add("website", comment.person.website);
        members.add("face", comment.person.face);
        members.add("role", comment.person.role == Role::Author ? "author" : "reader");
        members.add("verified", std::int64_t{comment.person.is_verified ? 1 : 0});
        members.add("markdown", entry.markdown).add("created_ms", comment.created_ms).add("likes", comment.likes);
        members.add("answers", entry.answers).add("note", comment.featured_note);
        members.end();
        out += '\n';
    }
    return out;
}

Result<FeaturedEntries> parse_featured_entries(std::string_view bytes, std::string_view file) {
    FeaturedEntries entries;
    std::uint32_t number = 0;
    while (!bytes.empty()) {
        const std::size_t end = std::min(bytes.find('\n'), bytes.size());
        const std::string_view line = bytes.substr(0, end);
        bytes.remove_prefix(std::min(end + 1, bytes.size()));
        ++number;
        if (line.find_first_not_of(" \t\r") == std::string_view::npos) continue;
        if (entries.size() == most_featured)
            return fail(fault_in(file, number, "there are too many featured comments"));
        TRY(auto entry, parse_line(line, file, number));
        entries.push_back(std::move(entry));
    }
    // By hand it may have been put together otherwise; the order within a page is the author's.
    std::ranges::stable_sort(entries, {}, &FeaturedEntry::thread);
    return entries;
}

}  // namespace byline::conversation
