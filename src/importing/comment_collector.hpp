// A CommentCollector takes the comments of one file, holds them to the limits, and keeps what could not be carried
// over. Belongs to one thread.
#pragma once

#include <set>
#include <string>
#include <string_view>

#include "importing/read_comments.hpp"

namespace byline::importing {

enum class Markup : std::uint8_t { Markdown, Html };

class CommentCollector {
  public:
    CommentCollector(Format format, std::string_view file, const ReadOptions& options);

    // `comment.markdown` is in `markup` yet. Fails when there are too many.
    [[nodiscard]] Result<void> add(ImportedComment comment, Markup markup);

    // Says once for each `what` that something cannot be carried over.
    void warn(std::string what, std::string remedy, std::uint32_t line = 0);

    // Replies to what is not there are made to stand alone.
    [[nodiscard]] Result<Import> finish() &&;

    [[nodiscard]] const Limits& limits() const { return options_.limits; }
    [[nodiscard]] const ReadOptions& options() const { return options_; }
    [[nodiscard]] const std::string& file() const { return file_; }
    [[nodiscard]] bool is_empty() const { return import_.comments.empty(); }

  private:
    void cut(std::string& field, std::size_t limit, std::string_view name, std::uint32_t line);

    Import import_;
    std::string file_;
    const ReadOptions& options_;
    std::set<std::string, std::less<>> ids_;
};

}  // namespace byline::importing
