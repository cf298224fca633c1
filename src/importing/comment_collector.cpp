#include "importing/comment_collector.hpp"

#include <algorithm>
#include <utility>

#include "importing/html_to_markdown.hpp"
#include "text/utf8.hpp"

namespace byline::importing {
namespace {

// Control characters become spaces, bytes that are no UTF-8 become U+FFFD.
std::string clean_text(std::string_view text, std::string_view kept_controls) {
    std::string out;
    out.reserve(text.size());
    for (std::size_t at = 0; at < text.size();) {
        const char32_t c = text::decode_next(text, at);
        const bool control = c < 0x20 || (c >= 0x7F && c < 0xA0);
        if (!control || (c < 0x20 && kept_controls.find(static_cast<char>(c)) != std::string_view::npos)) {
            text::append_code_point(out, c);
        } else if (c != '\r' && c != 0) {
            out += ' ';
        }
    }
    return out;
}

std::string trimmed(std::string_view text) {
    const std::size_t begin = text.find_first_not_of(" \t\n");
    if (begin == std::string_view::npos) return {};
    return std::string(text.substr(begin, text.find_last_not_of(" \t\n") + 1 - begin));
}

}  // namespace

CommentCollector::CommentCollector(Format format, std::string_view file, const ReadOptions& options)
    : file_(file), options_(options) {
    import_.format = format;
}

void CommentCollector::warn(std::string what, std::string remedy, std::uint32_t line) {
    if (import_.warnings.size() >= limits().warnings) return;
    Diagnostic warning{Severity::Warning,
                       content_error(std::move(what), std::move(remedy), {file_, line, line > 0 ? 1U : 0U})};
    import_.warnings.push_back(std::move(warning));
}

void CommentCollector::cut(std::string& field, std::size_t limit, std::string_view name, std::uint32_t line) {
    if (field.size() <= limit) return;
    field.resize(text::boundary_at_or_before(field, limit));
    warn("the " + std::string(name) + " of a comment is longer than " + std::to_string(limit) + " bytes and was cut",
         "look at what is left of it", line);
}

Result<void> CommentCollector::add(ImportedComment comment, Markup markup) {
    if (import_.comments.size() >= limits().comments) {
        return fail(content_error("more than " + std::to_string(limits().comments) + " comments",
                                  "import the file in parts", {file_, comment.line, 1}));
    }
    for (std::string* field :
         {&comment.thread, &comment.thread_title, &comment.id, &comment.reply_to, &comment.author_name,
          &comment.author_email, &comment.author_website, &comment.author_face, &comment.featured_note}) {
        *field = trimmed(clean_text(*field, ""));
        cut(*field, limits().field_bytes, "name or an address", comment.line);
    }
    comment.markdown = clean_text(comment.markdown, "\n\t");
    cut(comment.markdown, limits().text_bytes, "text", comment.line);
    if (markup == Markup::Html) comment.markdown = html_to_markdown(comment.markdown);
    comment.markdown = trimmed(comment.markdown);
    comment.likes = std::max<std::int64_t>(comment.likes, 0);
    if (comment.markdown.empty() && comment.state != State::Deleted) {
        warn("a comment of '" + comment.author_name + "' has no text and was left out", "nothing needs to be done",
             comment.line);
        return {};
    }
    if (comment.id.empty() || !ids_.insert(comment.id).second) {
        warn("the comment '" + comment.id + "' stands twice in the file and was taken once", "nothing needs to be done",
             comment.line);
        return {};
    }
    import_.comments.push_back(std::move(comment));
    return {};
}

Result<Import> CommentCollector::finish() && {
    for (ImportedComment& comment : import_.comments) {
        if (comment.reply_to.empty() || (comment.reply_to != comment.id && ids_.contains(comment.reply_to))) continue;
        warn("the comment '" + comment.id + "' answers '" + comment.reply_to + "', which is not in the file",
             "it will stand by itself", comment.line);
        comment.reply_to.clear();
    }
    if (import_.comments.empty()) warn("there are no comments in the file", "export it again, with its comments");
    return std::move(import_);
}

}  // namespace byline::importing
