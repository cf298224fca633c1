#include "highlighting/code_html.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "highlighting/highlight.hpp"
#include "text/html_escape.hpp"

namespace byline::highlighting {
namespace {

// <span class="k"> of each class; made once, because most of what is written are these.
const std::array<std::string, 32>& openings() {
    static const std::array<std::string, 32> texts = [] {
        std::array<std::string, 32> made;
        for (std::size_t i = 0; i < token_class_names().size(); ++i) {
            made[i] = fmt::format("<span class=\"{}\">", token_class_names()[i].css_class);
        }
        return made;
    }();
    return texts;
}

class CodeWriter {
  public:
    CodeWriter(std::string_view code, const CodeOptions& options) : code_(code), options_(options) {}

    std::string write(const std::vector<Span>& spans) {
        out_.reserve(code_.size() * 2 + 64);
        std::size_t begin = 0;
        for (const Span& span : spans) {
            write_token(code_.substr(begin, span.end - begin), span.token_class);
            begin = span.end;
        }
        return std::move(out_);
    }

    std::string write_lines(const std::vector<Span>& spans) {
        out_.reserve(code_.size() * 3 + 64);
        std::size_t begin = 0;
        for (const Span& span : spans) {
            std::string_view rest = code_.substr(begin, span.end - begin);
            begin = span.end;
            while (!rest.empty()) {
                open_line();
                const std::size_t newline = rest.find('\n');
                write_token(rest.substr(0, newline), span.token_class);
                if (newline == std::string_view::npos) break;
                close_line();
                out_ += '\n';
                rest.remove_prefix(newline + 1);
            }
        }
        close_line();
        return std::move(out_);
    }

  private:
    void write_token(std::string_view token, TokenClass token_class) {
        if (token.empty()) return;
        if (token_class == TokenClass::None) {
            text::append_escaped_html(out_, token);
            return;
        }
        out_ += openings()[static_cast<std::size_t>(token_class)];
        text::append_escaped_html(out_, token);
        out_ += "</span>";
    }

    void open_line() {
        if (is_open_) return;
        is_open_ = true;
        const std::uint32_t number = ++line_;
        out_ += "<span class=\"line";
        if (options_.marked.contains(number)) out_ += " marked";
        if (options_.inserted.contains(number)) out_ += " inserted";
        if (options_.deleted.contains(number)) out_ += " deleted";
        out_ += '"';
        if (options_.line_numbers == LineNumbers::Shown) {
            fmt::format_to(std::back_inserter(out_), " data-line=\"{}\"", options_.start + number - 1);
        }
        out_ += '>';
    }

    void close_line() {
        if (is_open_) out_ += "</span>";
        is_open_ = false;
    }

    std::string_view code_;
    const CodeOptions& options_;
    std::string out_;
    std::uint32_t line_ = 0;  // from 1, whatever number is shown
    bool is_open_ = false;
};

}  // namespace

text::SafeHtml to_html(const Languages& languages, const Language* language, std::string_view code,
                       const CodeOptions& options) {
    std::vector<Span> spans;
    if (language != nullptr) {
        spans = highlight(languages, *language, code);
    } else if (!code.empty()) {
        spans.push_back({static_cast<std::uint32_t>(code.size()), TokenClass::None});
    }
    CodeWriter writer(code, options);
    return text::SafeHtml::vouch(options.has_lines() ? writer.write_lines(spans) : writer.write(spans));
}

}  // namespace byline::highlighting
