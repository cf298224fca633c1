// Filters that lay text out: indenting, centring, cutting, wrapping. Widths are in characters.
#include <algorithm>
#include <utility>

#include "templating/builtins.hpp"
#include "templating/characters.hpp"
#include "templating/filter_input.hpp"
#include "templating/machine.hpp"
#include "text/html_escape.hpp"

namespace byline::templating {
namespace {

Result<std::size_t> width_argument(const Call& call, std::size_t index, std::string_view name, std::int64_t fallback) {
    TRY(const std::int64_t width, call.int_argument(index, name, fallback));
    if (width > static_cast<std::int64_t>(call.machine().limits().string_bytes)) {
        return call.fail(
            "the argument '" + std::string(name) + "' of '" + std::string(call.callee()) + "' is too large",
            "use a smaller one");
    }
    return static_cast<std::size_t>(std::max<std::int64_t>(width, 0));
}

Result<Value> center(Call& call) {
    TRY(const std::size_t width, width_argument(call, 0, "width", 80));
    const InputText input(call.input());
    const std::size_t length = count_characters(input.view());
    if (length >= width) return text_like(call.input(), std::string(input.view()));
    const std::size_t blanks = width - length;
    // As Python shares out an odd blank.
    const std::size_t left = blanks / 2 + (blanks & width & 1U);
    return text_like(call.input(),
                     std::string(left, ' ') + std::string(input.view()) + std::string(blanks - left, ' '));
}

Result<Value> indent(Call& call) {
    std::string indentation;
    if (call.argument(0).is_string()) {
        indentation = std::string(call.argument(0).as_string_view());
        if (call.input().is_safe() && !call.argument(0).is_safe())
            indentation = text::escape_html(indentation).string();
    } else {
        TRY(const std::size_t width, width_argument(call, 0, "width", 4));
        indentation = std::string(width, ' ');
    }
    TRY(const bool indents_first, call.bool_argument(1, "first", false));
    TRY(const bool indents_blank, call.bool_argument(2, "blank", false));
    const InputText input(call.input());
    const std::string with_end = std::string(input.view()) + "\n";
    const std::vector<std::string_view> lines = split_lines(with_end);
    if (lines.size() > call.machine().limits().string_bytes / (indentation.size() + 1)) {
        return call.fail("the indented text is too long", "indent less");
    }
    std::string out;
    for (std::size_t i = 0; i < lines.size(); ++i) {
        if (i != 0) out += '\n';
        const bool indents = i == 0 ? indents_first : (indents_blank || !lines[i].empty());
        if (indents) out += indentation;
        out += lines[i];
    }
    return text_like(call.input(), std::move(out));
}

Result<Value> truncate(Call& call) {
    TRY(const std::int64_t length, call.int_argument(0, "length", 255));
    TRY(const bool kills_words, call.bool_argument(1, "killwords", false));
    TRY(const std::string end, call.string_argument(2, "end", "..."));
    TRY(const std::int64_t leeway,
        call.argument(3).is_none() ? Result<std::int64_t>(5) : call.int_argument(3, "leeway", 5));
    const auto end_length = static_cast<std::int64_t>(count_characters(end));
    if (length < end_length || leeway < 0) {
        return call.fail("'truncate' to " + std::to_string(length) + " characters leaves no room for '" + end + "'",
                         "use a larger length, or a shorter end");
    }
    if (!call.input().is_string()) return call.wrong_input("a string");
    const std::string_view text = call.input().as_string_view();
    // Characters are at most as many as bytes.
    if (static_cast<std::int64_t>(text.size()) <= length ||
        static_cast<std::int64_t>(count_characters(text)) - leeway <= length) {
        return call.input();
    }
    std::string_view kept = text.substr(0, byte_offset(text, static_cast<std::size_t>(length - end_length)));
    if (!kills_words) {
        const std::size_t space = kept.rfind(' ');
        if (space != std::string_view::npos) kept = kept.substr(0, space);
    }
    const bool escapes = call.input().is_safe() || call.argument(2).is_safe();
    std::string out(call.input().is_safe() || !escapes ? std::string(kept) : text::escape_html(kept).string());
    out += escapes && !call.argument(2).is_safe() ? text::escape_html(end).string() : end;
    return escapes ? safe_text(std::move(out)) : Value::string(std::move(out));
}

bool is_letter(std::string_view text, std::size_t offset) {
    const char32_t c = character_at(text, offset).code_point;
    return is_word(c) && !(c >= '0' && c <= '9');
}

// Pieces between which a line may break: words, the blanks between them, and the parts of hyphenated words.
std::vector<std::string_view> wrapping_chunks(std::string_view line, bool breaks_on_hyphens) {
    std::vector<std::string_view> chunks;
    const auto is_blank = [&](std::size_t i) { return line[i] == ' ' || (line[i] >= 9 && line[i] <= 13); };
    std::size_t start = 0;
    for (std::size_t i = 0; i < line.size();) {
        if (i > start && is_blank(i) != is_blank(start)) {
            chunks.push_back(line.substr(start, i - start));
            start = i;
        }
        if (breaks_on_hyphens && line[i] == '-' && i >= start + 2 && i + 2 < line.size()) {
            std::size_t before = i - 1;
            while (before > start && (static_cast<unsigned char>(line[before]) & 0xC0U) == 0x80U) --before;
            const std::size_t next = i + 1 + character_at(line, i + 1).bytes;
            if (before > start && is_letter(line, before) && is_letter(line, i + 1) && next < line.size() &&
                is_letter(line, next)) {
                chunks.push_back(line.substr(start, i + 1 - start));
                start = i + 1;
            }
        }
        i += character_at(line, i).bytes;
    }
    if (start < line.size()) chunks.push_back(line.substr(start));
    return chunks;
}

std::vector<std::string> wrap_line(std::string_view line, std::size_t width, bool breaks_long_words,
                                   bool breaks_on_hyphens) {
    std::vector<std::string_view> chunks = wrapping_chunks(line, breaks_on_hyphens);
    std::reverse(chunks.begin(), chunks.end());
    const auto is_blank = [](std::string_view chunk) { return trim_spaces(chunk).empty(); };
    std::vector<std::string> lines;
    while (!chunks.empty()) {
        if (!lines.empty() && is_blank(chunks.back())) chunks.pop_back();
        std::vector<std::string_view> current;
        std::size_t length = 0;
        while (!chunks.empty() && length + count_characters(chunks.back()) <= width) {
            length += count_characters(chunks.back());
            current.push_back(chunks.back());
            chunks.pop_back();
        }
        if (!chunks.empty() && count_characters(chunks.back()) > width) {
            if (breaks_long_words) {
                std::string_view& chunk = chunks.back();
                std::size_t end = byte_offset(chunk, width - length);
                const std::size_t hyphen =
                    breaks_on_hyphens && end > 0 ? chunk.substr(0, end).rfind('-') : std::string_view::npos;
                if (hyphen != std::string_view::npos && hyphen > 0 && chunk.find_first_not_of('-') < hyphen)
                    end = hyphen + 1;
                current.push_back(chunk.substr(0, end));
                chunk.remove_prefix(end);
            } else if (current.empty()) {
                current.push_back(chunks.back());
                chunks.pop_back();
            }
        }
        if (!current.empty() && is_blank(current.back())) current.pop_back();
        if (current.empty()) continue;
        std::string joined;
        for (const std::string_view chunk : current) joined += chunk;
        lines.push_back(std::move(joined));
    }
    return lines;
}

Result<Value> wordwrap(Call& call) {
    TRY(const std::size_t width, width_argument(call, 0, "width", 79));
    if (width == 0) return call.fail("'wordwrap' needs a width of at least 1", "use a larger one");
    TRY(const bool breaks_long_words, call.bool_argument(1, "break_long_words", true));
    const std::string separator = call.argument(2).is_string() ? std::string(call.argument(2).as_string_view()) : "\n";
    TRY(const bool breaks_on_hyphens, call.bool_argument(3, "break_on_hyphens", true));
    const InputText input(call.input());
    if (input.view().size() > call.machine().limits().string_bytes / (separator.size() + 1)) {
        return call.fail("the wrapped text is too long", "wrap less");
    }
    std::string out;
    bool is_first = true;
    for (const std::string_view line : split_lines(input.view())) {
        if (!std::exchange(is_first, false)) out += separator;
        const auto wrapped = wrap_line(line, width, breaks_long_words, breaks_on_hyphens);
        for (std::size_t i = 0; i < wrapped.size(); ++i) {
            if (i != 0) out += separator;
            out += wrapped[i];
        }
    }
    return Value::string(std::move(out));
}

}  // namespace

void add_text_layout_filters(Registry& registry) {
    add_filter(registry, "center", {"width"}, center);
    add_filter(registry, "indent", {"width", "first", "blank"}, indent);
    add_filter(registry, "truncate", {"length", "killwords", "end", "leeway"}, truncate);
    add_filter(registry, "wordwrap", {"width", "break_long_words", "wrapstring", "break_on_hyphens"}, wordwrap);
}

}  // namespace byline::templating
