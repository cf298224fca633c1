#include "letters/letter_html.hpp"

#include <algorithm>
#include <string>

#include "text/html_escape.hpp"
#include "text/unicode.hpp"
#include "text/url.hpp"
#include "text/utf8.hpp"

namespace byline::letters {
namespace {

constexpr std::string_view quote_mark = "> ";
constexpr std::string_view end_mark = "-- ";
constexpr std::size_t most_shown_of_url = 60;
constexpr std::string_view head =
    "<!doctype html>\n<html><head><meta charset=\"utf-8\"><meta name=\"color-scheme\" content=\"light dark\"></head>\n"
    "<body style=\"margin:0;padding:1.5em;font:16px/1.7 'Helvetica Neue','PingFang SC','Noto Sans CJK SC','Microsoft "
    "YaHei',sans-serif\">\n<div style=\"max-width:36em;margin:0 auto\">\n";
constexpr std::string_view foot = "</div>\n</body></html>\n";

std::string_view language_of(std::string_view text) {
    bool has_han = false;
    for (std::size_t at = 0; at < text.size();) {
        const char32_t c = text::decode_next(text, at);
        if (text::is_kana(c)) return "ja";
        if (text::is_hangul(c)) return "ko";
        has_han = has_han || text::is_han(c);
    }
    return has_han ? "zh" : "en";
}

bool is_address(std::string_view line) {
    return line.find(' ') == std::string_view::npos && text::is_web_url(line);
}

// The words before a colon at a line's end, of either width; empty when there is none.
std::string_view words_before_colon(std::string_view line) {
    for (const std::string_view colon : {":", "："}) {
        if (line.ends_with(colon)) return line.substr(0, line.size() - colon.size());
    }
    return {};
}

class LetterWriter {
  public:
    std::string write(std::string_view text) && {
        html_ = head;
        while (!text.empty()) {
            const std::string_view line = text.substr(0, text.find('\n'));
            text.remove_prefix(std::min(text.size(), line.size() + 1));
            take(line);
        }
        end_block();
        if (is_in_end_) html_ += "</div>\n";
        html_ += foot;
        return std::move(html_);
    }

  private:
    enum class Block : std::uint8_t { None, Paragraph, Quotation };

    void take(std::string_view line) {
        if (line == end_mark && !is_in_end_) {
            end_block();
            html_ += "<div style=\"margin-top:2em;padding-top:.5em;border-top:1px solid #8886;font-size:14px\">\n";
            is_in_end_ = true;
        } else if (line.empty()) {
            end_block();
        } else if (line.starts_with(quote_mark) || line == ">") {
            add(Block::Quotation, line.substr(std::min(line.size(), quote_mark.size())));
        } else if (is_address(line)) {
            add_link(line);
        } else {
            add(Block::Paragraph, line);
        }
    }

    void add(Block block, std::string_view line) {
        if (block != block_) end_block();
        block_ = block;
        if (!lines_.empty()) lines_ += '\n';
        lines_ += line;
    }

    void add_link(std::string_view url) {
        std::string words;
        if (block_ == Block::Paragraph) {
            const std::size_t last = lines_.rfind('\n') + 1;  // 0 when there is one line
            words = words_before_colon(std::string_view(lines_).substr(last));
            if (!words.empty()) lines_.resize(last == 0 ? 0 : last - 1);
        }
        end_block();
        if (words.empty()) {
            words = url.substr(0, most_shown_of_url);
            if (words.size() < url.size()) words += "…";
        }
        html_.append("<p lang=\"").append(language_of(words)).append("\"><a href=\"");
        text::append_escaped_html(html_, url);
        html_ += "\">";
        text::append_escaped_html(html_, words);
        html_ += "</a></p>\n";
    }

    void end_block() {
        const bool is_quotation = block_ == Block::Quotation;
        block_ = Block::None;
        if (lines_.empty()) return;
        html_ += is_quotation ? "<blockquote dir=\"auto\" style=\"margin:1em 0;padding:.1em 1em;border-left:3px solid "
                                "#8886\""
                              : "<p dir=\"auto\"";
        html_.append(" lang=\"").append(language_of(lines_)).append("\">");
        for (std::size_t at = 0; at <= lines_.size();) {
            const std::size_t end = std::min(lines_.find('\n', at), lines_.size());
            if (at > 0) html_ += "<br>\n";
            text::append_escaped_html(html_, std::string_view(lines_).substr(at, end - at));
            at = end + 1;
        }
        html_ += is_quotation ? "</blockquote>\n" : "</p>\n";
        lines_.clear();
    }

    std::string html_;
    std::string lines_;  // of the block that is being read
    Block block_ = Block::None;
    bool is_in_end_ = false;
};

}  // namespace

text::SafeHtml letter_html(std::string_view text) {
    return text::SafeHtml::vouch(LetterWriter().write(text));
}

}  // namespace byline::letters
