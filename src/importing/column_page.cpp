#include "importing/column_page.hpp"

#include <algorithm>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "html/document.hpp"
#include "importing/html_to_markdown.hpp"
#include "text/ascii.hpp"
#include "text/digest.hpp"
#include "text/url.hpp"
#include "text/utf8.hpp"

namespace byline::importing {
namespace {

using html::Document;
using html::Node;
using html::NodeIndex;

constexpr std::string_view heading = "精选留言";
constexpr std::string_view author_reply = "作者回复";
constexpr std::size_t max_page_tags = 400'000;
constexpr int max_reply_nesting = 8;

bool is_list(const Node& node) {
    return node.name == "ul" || node.name == "ol";
}

// "18", "1,204", "1.2万", "10w+": at the begin of `text`. Nothing when it is no number, or a greater one than likes
// are.
std::optional<std::int64_t> written_count(std::string_view text) {
    constexpr std::size_t most_digits = 15;
    constexpr std::int64_t most_count = 1'000'000'000'000'000;
    std::int64_t number = 0;
    std::size_t digits = 0;
    const auto is_digit_at = [&text](std::size_t at) { return at < text.size() && text::is_ascii_digit(text[at]); };
    std::size_t at = 0;
    for (; is_digit_at(at) || (digits > 0 && text.substr(at, 1) == "," && is_digit_at(at + 1)); ++at) {
        if (text[at] == ',') continue;
        if (++digits > most_digits) return std::nullopt;
        number = number * 10 + (text[at] - '0');
    }
    if (digits == 0) return std::nullopt;
    std::string_view fraction;
    if (text.substr(at, 1) == "." && is_digit_at(at + 1)) {
        const std::size_t end = std::min(text.find_first_not_of("0123456789", at + 1), text.size());
        fraction = text.substr(at + 1, end - at - 1);
        at = end;
    }
    text.remove_prefix(at);
    std::int64_t unit = 1;
    constexpr std::pair<std::string_view, std::int64_t> units[] = {
        {"亿", 100'000'000}, {"億", 100'000'000}, {"万", 10'000}, {"萬", 10'000}, {"w", 10'000},
        {"W", 10'000},       {"千", 1'000},       {"k", 1'000},   {"K", 1'000}};
    for (const auto& [name, times] : units)
        if (text.starts_with(name)) unit = times;
    if (number > most_count / unit) return std::nullopt;
    number *= unit;
    for (const char digit : fraction) number += (digit - '0') * (unit /= 10);
    return number;
}

// The number that stands behind `sign`, in parentheses of either width; nothing when there is none.
std::optional<std::int64_t> count_behind(std::string_view text, std::string_view sign) {
    const std::size_t at = text.find(sign);
    if (at == std::string_view::npos) return std::nullopt;
    text.remove_prefix(at + sign.size());
    // A variation selector may stand behind the sign.
    for (bool more = true; more;) {
        more = false;
        for (const std::string_view skipped : {" ", "\u00A0", "\uFE0F", "（", "(", "：", ":"}) {
            if (text.starts_with(skipped)) {
                text.remove_prefix(skipped.size());
                more = true;
            }
        }
    }
    return written_count(text);
}

// "2019-03-31", "2019/3/31", "2019年3月31日", with a time of day or not, as the whole text or at its end.
std::optional<text::Timestamp> date_in(std::string_view text) {
    std::string plain = html::collapsed(text);
    for (const auto& [from, to] : {std::pair<std::string_view, std::string_view>{"年", "-"}, {"月", "-"}, {"日", ""}}) {
        for (std::size_t at = plain.find(from); at != std::string::npos; at = plain.find(from))
            plain.replace(at, from.size(), to);
    }
    const std::size_t digit = plain.find_first_of("0123456789");
    // Comments of China's sites say the hour of Beijing.
    constexpr std::int32_t beijing = 8 * 3600;
    return digit == std::string::npos ? std::nullopt
                                      : text::parse_timestamp(std::string_view(plain).substr(digit), beijing);
}

std::string page_address(const Document& document, std::string_view bytes) {
    for (const Node& node : document.nodes) {
        const std::string_view rel = node.attribute("rel").value_or("");
        if (node.name == "link" && text::equal_but_case(rel, "canonical"))
            return std::string(node.attribute("href").value_or(""));
        if (node.name == "meta" && node.attribute("property") == "og:url")
            return std::string(node.attribute("content").value_or(""));
    }
    // What browsers write on top of a page that they save.
    const std::string_view mark = "saved from url=(";
    const std::size_t at = bytes.substr(0, 2048).find(mark);
    if (at == std::string_view::npos) return {};
    const std::size_t begin = bytes.find(')', at);
    if (begin == std::string_view::npos) return {};
    const std::size_t end = bytes.find_first_of(" \r\n", begin);
    return end == std::string_view::npos ? std::string() : std::string(bytes.substr(begin + 1, end - begin - 1));
}

std::string page_title(const Document& document) {
    for (NodeIndex at = 0; at < document.nodes.size(); ++at) {
        if (document.nodes[at].name == "title") return html::collapsed(document.text_below(at));
    }
    return {};
}

// The list behind the heading, or nothing. `said` is the number that the heading gives.
std::optional<NodeIndex> find_list(const Document& document, std::optional<std::int64_t>& said) {
    bool seen = false;
    for (NodeIndex at = 0; at < document.nodes.size(); ++at) {
        const Node& node = document.nodes[at];
        const std::size_t found = node.text.find(heading);
        if (found != std::string::npos && html::collapsed(document.text_below(node.parent)).starts_with(heading)) {
            seen = true;
            said = count_behind(document.text_below(node.parent), heading);
        }
        if (seen && is_list(node)) return at;
    }
    return std::nullopt;
}

// One <li>, taken apart.
class Item {
  public:
    Item(const Document& document, NodeIndex at) : document_(document), at_(at) { take_apart(); }

    ImportedComment comment;
    std::string author_text;         // what stands behind 作者回复
    std::vector<NodeIndex> replies;  // lists inside

  private:
    void take_apart() {
        for (NodeIndex at = at_ + 1; at < document_.end_of(at_);) {
            const Node& node = document_.nodes[at];
            if (is_list(node) && !text_seen_) {
                replies.push_back(at);
                at = node.end;
            } else if (is_list(node)) {
                take_list(at);
                at = node.end;
            } else if (node.name == "div" || node.name == "p" || node.name == "blockquote") {
                at = take_block(at);
            } else if (node.name == "img") {
                if (comment.author_face.empty()) comment.author_face = node.attribute("src").value_or("");
                ++at;
            } else if (is_any_name(node.name)) {
                take_name(html::collapsed(document_.text_below(at)));
                at = node.end;
            } else {
                if (node.is_text()) take_text(node.text);
                ++at;
            }
        }
    }

    static bool is_any_name(std::string_view name) {
        return name == "span" || name == "b" || name == "strong" || name == "a" || name == "em" || name == "i" ||
               name == "time";
    }

    void take_name(const std::string& text) {
        if (text.empty()) return;
        if (comment.author_name.empty() && !text.starts_with("👍") && !text.starts_with("💬")) {
            comment.author_name = text;
        } else {
            take_text(text);
        }
    }

    void take_text(std::string_view text) {
        if (const auto likes = count_behind(text, "👍")) comment.likes = *likes;
        if (const auto replies_said = count_behind(text, "💬")) comment.replies_said = *replies_said;
        if (comment.author_name.empty() && !text_seen_) {
            const std::string name = html::collapsed(text.substr(0, std::min(text.find("👍"), text.size())));
            if (!name.empty()) comment.author_name = name;
        } else if (const auto time = date_in(text);
                   time && text.find("👍") == std::string_view::npos && text.find("💬") == std::string_view::npos) {
            comment.time = time;
        }
    }

    // A list inside is one of replies when its items say who wrote them.
    void take_list(NodeIndex at) {
        for (NodeIndex inside = at + 1; inside < document_.end_of(at); ++inside) {
            if (document_.nodes[inside].name == "img" || document_.nodes[inside].name == "span") {
                replies.push_back(at);
                return;
            }
        }
        add_paragraphs(markdown_below(document_, at, document_.end_of(at)));
    }

    // A block that holds blocks is looked into; another is text, or a date.
    NodeIndex take_block(NodeIndex at) {
        const Node& node = document_.nodes[at];
        bool has_parts = false;
        for (NodeIndex inside = at + 1; inside < node.end; ++inside) {
            const std::string& name = document_.nodes[inside].name;
            has_parts = has_parts || name == "div" || (name == "span" && comment.author_name.empty()) ||
                        (name == "img" && comment.author_face.empty() && comment.author_name.empty());
        }
        if (has_parts && node.name == "div") return at + 1;
        const std::string plain = html::collapsed(document_.text_below(at));
        constexpr std::size_t most_of_date = 40;
        const bool is_date = text_seen_ && plain.size() < most_of_date && date_in(plain);
        if (is_date || plain.starts_with("👍") || plain.starts_with("💬")) {
            take_text(plain);
        } else {
            text_seen_ = text_seen_ || !plain.empty();
            add_paragraphs(markdown_below(document_, at, node.end));
        }
        return node.end;
    }

    void add_paragraphs(std::string_view markdown) {
        // The author's answer begins a line, and goes to the end.
        std::size_t at = markdown.find(author_reply);
        while (at != std::string_view::npos && at > 0 && markdown[at - 1] != '\n' && markdown.substr(0, at) != "> ") {
            at = markdown.find(author_reply, at + author_reply.size());
        }
        std::string_view own = markdown.substr(0, at);
        if (at != std::string_view::npos) {
            std::string_view answer = markdown.substr(at + author_reply.size());
            for (const std::string_view colon : {"：", ":"}) {
                if (answer.starts_with(colon)) answer.remove_prefix(colon.size());
            }
            append_paragraph(author_text, answer);
            own = own == "> " ? std::string_view() : own;
            while (own.ends_with('\n') || own.ends_with('\\')) own.remove_suffix(1);
        } else if (!author_text.empty()) {
            append_paragraph(author_text, own);
            return;
        }
        append_paragraph(comment.markdown, own);
    }

    static void append_paragraph(std::string& to, std::string_view paragraph) {
        if (paragraph.empty()) return;
        if (!to.empty()) to += "\n\n";
        to += paragraph;
    }

    const Document& document_;
    NodeIndex at_;
    bool text_seen_ = false;
};

class PageReader {
  public:
    PageReader(const Document& document, std::string_view bytes, CommentCollector& to, std::string address)
        : document_(document), bytes_(bytes), to_(to), address_(std::move(address)), title_(page_title(document)) {}

    Result<void> add_items(NodeIndex list, const std::string& parent, int nesting) {
        for (NodeIndex at = list + 1; at < document_.end_of(list); at = document_.end_of(at)) {
            if (document_.nodes[at].name == "li") CHECK(add_item(at, parent, nesting));
        }
        return {};
    }

  private:
    Result<void> add_item(NodeIndex at, const std::string& parent, int nesting) {
        Item item(document_, at);
        ImportedComment& comment = item.comment;
        const std::string id = id_of(comment, parent);
        comment.id = id;
        comment.reply_to = parent;
        comment.thread = address_;
        comment.thread_title = title_;
        comment.line = line_of(document_.nodes[at].offset);
        if (parent.empty()) comment.featured = Featured::Yes;
        if (comment.author_name == "作者" || comment.author_name.ends_with("（作者）"))
            comment.by_author = ByAuthor::Yes;
        if (!comment.time) {
            to_.warn("the comment of '" + comment.author_name + "' has no date", "it will have the date of the import",
                     comment.line);
        }
        ImportedComment answer;
        answer.id = id + ".a";
        answer.reply_to = id;
        answer.thread = address_;
        answer.thread_title = title_;
        answer.author_name = "作者";
        answer.by_author = ByAuthor::Yes;
        answer.time = comment.time;
        answer.line = comment.line;
        answer.markdown = std::move(item.author_text);
        CHECK(to_.add(std::move(comment), Markup::Markdown));
        if (!answer.markdown.empty()) CHECK(to_.add(std::move(answer), Markup::Markdown));
        if (!item.replies.empty() && nesting >= max_reply_nesting) {
            to_.warn("answers nested deeper than " + std::to_string(max_reply_nesting) + " were left out",
                     "import them by hand", line_of(document_.nodes[at].offset));
            return {};
        }
        for (const NodeIndex list : item.replies) CHECK(add_items(list, id, nesting + 1));
        return {};
    }

    // Such a page has none. What is said, and not where it stands: saved again later, the page has more comments, in
    // another order.
    std::string id_of(const ImportedComment& comment, const std::string& parent) {
        constexpr std::size_t digits = 12;
        text::DigestBuilder digest;
        digest.add(parent).add(comment.author_name).add(comment.markdown);
        digest.add_number(comment.time ? static_cast<std::uint64_t>(comment.time->seconds) : 0);
        std::string id = digest.digest().hex().substr(0, digits);
        const int number = ++alike_[id];
        return number == 1 ? id : id + "-" + std::to_string(number);
    }

    // Asked for in the order of the page, so that lines are counted once.
    std::uint32_t line_of(std::size_t offset) {
        offset = std::min(offset, bytes_.size());
        if (offset < counted_) return line_;
        line_ += static_cast<std::uint32_t>(std::count(bytes_.begin() + static_cast<std::ptrdiff_t>(counted_),
                                                       bytes_.begin() + static_cast<std::ptrdiff_t>(offset), '\n'));
        counted_ = offset;
        return line_;
    }

    const Document& document_;
    std::string_view bytes_;
    CommentCollector& to_;
    std::string address_;
    std::string title_;
    std::map<std::string, int> alike_;  // how many had this id
    std::size_t counted_ = 0;
    std::uint32_t line_ = 1;
};

}  // namespace

bool has_column_comments(std::string_view html) {
    return html.find(heading) != std::string_view::npos && html.find('<') != std::string_view::npos;
}

Result<void> read_column_page(std::string_view html, CommentCollector& to) {
    const html::ReadLimits limits{to.limits().document_bytes, max_page_tags, std::size_t{1} << 30U};
    TRY(Document document, html::read(html, to.file(), limits));
    drop_controls(document);
    std::optional<std::int64_t> said;
    const auto list = find_list(document, said);
    if (!list) {
        return fail(content_error("the page has no list below a heading 精选留言",
                                  "save the page when its comments are shown, or say what the file is with --format",
                                  {to.file(), 0, 0}));
    }
    std::string address = to.options().thread.empty() ? page_address(document, html) : to.options().thread;
    if (address.empty())
        to.warn("the page does not say its own address", "say which page its comments belong to with --page");
    PageReader reader(document, html, to, std::move(address));
    CHECK(reader.add_items(*list, "", 1));
    std::int64_t shown = 0;
    for (NodeIndex at = *list + 1; at < document.end_of(*list); at = document.end_of(at))
        shown += document.nodes[at].name == "li" ? 1 : 0;
    if (said && *said != shown) {
        to.warn("the page says that it has " + std::to_string(*said) + " comments and shows " + std::to_string(shown),
                "save it again when all are shown");
    }
    return {};
}

}  // namespace byline::importing
