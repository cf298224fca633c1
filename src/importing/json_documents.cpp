#include "importing/json_documents.hpp"

#include <algorithm>
#include <string>

#include "json/parse.hpp"
#include "text/utf8.hpp"

namespace byline::importing {
namespace {

bool is_left_out(std::string_view line) {
    const std::size_t first = line.find_first_not_of(" \t\r");
    return first == std::string_view::npos || line[first] == '#';
}

Failure too_large(const CommentCollector& to, std::size_t bytes, std::uint32_t line) {
    return fail(content_error("JSON of more than " + std::to_string(bytes) + " bytes", "import it in parts",
                              {to.file(), line, 1}));
}

// Bytes of a source, as many as one wants to look at together.
class Window {
  public:
    explicit Window(ByteSource& source) : source_(source) {}

    // Adds a piece; false at the end.
    [[nodiscard]] Result<bool> grow() {
        TRY(const std::string_view piece, source_.next());
        bytes_.erase(0, taken_);
        taken_ = 0;
        bytes_ += piece;
        return !piece.empty();
    }
    [[nodiscard]] std::string_view seen() const { return std::string_view(bytes_).substr(taken_); }
    void take(std::size_t size) { taken_ += size; }

  private:
    ByteSource& source_;
    std::string bytes_;
    std::size_t taken_ = 0;
};

Result<void> read_whole(Window& window, const CommentCollector& to, std::uint32_t line,
                        const std::function<Result<void>(const json::Value&, std::uint32_t)>& take) {
    for (bool more = true; more;) {
        TRY(more, window.grow());
        if (window.seen().size() > to.limits().document_bytes) return too_large(to, to.limits().document_bytes, line);
    }
    TRY(const json::Value value, json::parse(window.seen(), to.file(), {.first_line = line}));
    return take(value, line);
}

}  // namespace

Result<void> for_each_json(ByteSource& source, const CommentCollector& to,
                           const std::function<Result<void>(const json::Value&, std::uint32_t)>& take) {
    Window window(source);
    std::uint32_t line = 1;
    std::size_t total = 0;
    bool is_first = true;
    bool more = true;
    while (true) {
        std::size_t end = window.seen().find('\n');
        while (end == std::string_view::npos && more) {
            const std::size_t before = window.seen().size();
            TRY(more, window.grow());
            total += window.seen().size() - before;
            if (total > to.limits().file_bytes) return too_large(to, to.limits().file_bytes, line);
            end = window.seen().find('\n', before);
            // One value of many lines may be longer than a line.
            if (window.seen().size() > to.limits().line_bytes && end == std::string_view::npos && !is_first) {
                return too_large(to, to.limits().line_bytes, line);
            }
            if (window.seen().size() > to.limits().document_bytes)
                return too_large(to, to.limits().document_bytes, line);
        }
        if (end == std::string_view::npos && window.seen().empty()) return {};
        std::string_view one = window.seen().substr(0, end);
        if (is_first && one.starts_with(text::utf8_byte_order_mark)) {
            window.take(text::utf8_byte_order_mark.size());
            one.remove_prefix(text::utf8_byte_order_mark.size());
        }
        if (!is_left_out(one)) {
            auto value = json::parse(one, to.file(), {.first_line = line});
            // What does not end on the first line is one value of many lines.
            if (!value && is_first && more) return read_whole(window, to, line, take);
            if (!value && is_first && end != std::string_view::npos) return read_whole(window, to, line, take);
            if (!value) return fail(std::move(value).error());
            CHECK(take(*value, line));
            is_first = false;
        }
        if (end == std::string_view::npos) return {};
        window.take(one.size() + 1);
        ++line;
    }
}

}  // namespace byline::importing
