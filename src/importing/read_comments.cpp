#include "importing/read_comments.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "importing/column_page.hpp"
#include "importing/comment_collector.hpp"
#include "importing/disqus.hpp"
#include "importing/isso.hpp"
#include "importing/json_comments.hpp"
#include "importing/wordpress.hpp"

namespace byline::importing {
namespace {

constexpr std::string_view sqlite_magic("SQLite format 3\0", 16);
// Enough to see what a file is; a saved page shows it only below its article.
constexpr std::size_t looked_at_bytes = std::size_t{64} << 10U;

constexpr std::array<std::pair<std::string_view, Format>, 7> formats{{{"disqus", Format::Disqus},
                                                                      {"wordpress", Format::WordPress},
                                                                      {"isso", Format::Isso},
                                                                      {"remark42", Format::Remark42},
                                                                      {"waline", Format::Waline},
                                                                      {"column", Format::ColumnPage},
                                                                      {"byline", Format::Byline}}};

Failure unknown_format(std::string_view file) {
    return fail(content_error(
        "the format of the file is not known",
        "Byline reads exports of Disqus (XML), WordPress (WXR), Isso (its database), Remark42 (backup), "
        "Waline or Valine (JSON), saved pages with 精选留言, and what `byline export comments` writes; say "
        "which it is with --format",
        {std::string(file), 0, 0}));
}

Result<std::string> read_page(ByteSource& source, std::string_view file, std::size_t limit) {
    std::string bytes;
    while (true) {
        TRY(const std::string_view piece, source.next());
        if (piece.empty()) return bytes;
        if (bytes.size() + piece.size() > limit) {
            return fail(content_error("a page of more than " + std::to_string(limit) + " bytes",
                                      "save it without its pictures", {std::string(file), 0, 0}));
        }
        bytes += piece;
    }
}

Result<Import> read_as(Format format, ByteSource& source, std::string_view file, const ReadOptions& options) {
    CommentCollector to(format, file, options);
    switch (format) {
        case Format::Disqus: CHECK(read_disqus(source, to)); break;
        case Format::WordPress: CHECK(read_wordpress(source, to)); break;
        case Format::Remark42: CHECK(read_remark42(source, to)); break;
        case Format::Waline: CHECK(read_waline(source, to)); break;
        case Format::Byline: CHECK(read_byline(source, to)); break;
        case Format::ColumnPage: {
            TRY(const std::string page, read_page(source, file, options.limits.document_bytes));
            CHECK(read_column_page(page, to));
            break;
        }
        case Format::Isso:
            return fail(usage_error("a database can only be read as a file of its own", "unpack it first"));
    }
    return std::move(to).finish();
}

}  // namespace

std::string_view name_of(Format format) {
    for (const auto& [name, one] : formats) {
        if (one == format) return name;
    }
    return {};
}

std::optional<Format> format_named(std::string_view name) {
    for (const auto& [known, format] : formats) {
        if (known == name) return format;
    }
    return std::nullopt;
}

std::optional<Format> detect_format(std::string_view beginning) {
    const auto has = [&](std::string_view text) { return beginning.find(text) != std::string_view::npos; };
    if (beginning.starts_with(sqlite_magic)) return Format::Isso;
    const std::size_t first = beginning.find_first_not_of(" \t\r\n\xEF\xBB\xBF");
    if (first == std::string_view::npos) return std::nullopt;
    if (beginning[first] == '{' || beginning[first] == '[' || beginning[first] == '#') {
        if (has("\"created_ms\"") && has("\"markdown\"") && has("\"page\"")) return Format::Byline;
        if (has("\"locator\"") || (has("\"version\"") && has("\"posts\""))) return Format::Remark42;
        if (has("\"comment\"") || has("\"Comment\"") || has("\"nick\"")) return Format::Waline;
        return std::nullopt;
    }
    if (beginning[first] != '<') return std::nullopt;
    if (has("<disqus")) return Format::Disqus;
    if (has("<rss") && (has("wordpress.org/export") || has("wp:"))) return Format::WordPress;
    if (has("<html") || has("<HTML") || has("<!DOCTYPE html") || has("<!doctype html") ||
        has_column_comments(beginning)) {
        return Format::ColumnPage;
    }
    // A part of a page, whose comments stand far below.
    return has("<?xml") ? std::nullopt : std::optional(Format::ColumnPage);
}

Result<Import> read_comments_from(ByteSource& source, std::string_view file, const ReadOptions& options) {
    std::string seen;
    while (seen.size() < looked_at_bytes) {
        TRY(const std::string_view piece, source.next());
        if (piece.empty()) break;
        seen += piece;
    }
    const auto format = options.format ? options.format : detect_format(seen);
    if (!format) return unknown_format(file);
    ResumedSource resumed(seen, source);
    return read_as(*format, resumed, file, options);
}

Result<Import> read_comments(const std::string& path, const ReadOptions& options) {
    TRY(const auto source, open_file(path));
    std::string seen;
    while (seen.size() < sqlite_magic.size()) {
        TRY(const std::string_view piece, source->next());
        if (piece.empty()) break;
        seen += piece;
    }
    const bool is_database = seen.starts_with(sqlite_magic);
    if (is_database || options.format == Format::Isso) {
        if (options.format && *options.format != Format::Isso) return unknown_format(path);
        CommentCollector to(Format::Isso, path, options);
        CHECK(read_isso(path, to));
        return std::move(to).finish();
    }
    ResumedSource resumed(seen, *source);
    return read_comments_from(resumed, path, options);
}

}  // namespace byline::importing
