#include "importing/wordpress.hpp"

#include <set>
#include <utility>
#include <vector>

#include "importing/xml_stream.hpp"

namespace byline::importing {
namespace {

// WordPress keeps comments as people typed them and makes paragraphs of their lines when it shows them.
std::string with_paragraphs(std::string_view text) {
    if (text.find("<p>") != std::string_view::npos || text.find("<pre") != std::string_view::npos)
        return std::string(text);
    std::string out;
    for (const char c : text) {
        if (c == '\r') continue;
        if (c == '\n') {
            out += "<br>";
        } else {
            out += c;
        }
    }
    return out;
}

std::optional<text::Timestamp> time_of(std::string_view text) {
    return text.starts_with("0000") ? std::nullopt : text::parse_timestamp(text);
}

class WordPressListener : public XmlListener {
  public:
    explicit WordPressListener(CommentCollector& to) : to_(to) {}

    [[nodiscard]] bool saw_root() const { return saw_root_; }

    Result<void> begin(const std::vector<std::string>& path, const XmlAttributes&, std::uint32_t line) override {
        if (path.size() == 1) saw_root_ = path[0] == "rss";
        if (path.size() == 3 && path[2] == "item") {
            title_.clear();
            link_.clear();
            pending_.clear();
        }
        if (path.size() == 4 && path[3] == "comment") {
            comment_ = ImportedComment{};
            comment_.line = line;
            type_.clear();
            has_account_ = false;
        }
        return {};
    }

    Result<void> end(const std::vector<std::string>& path, const std::string& text) override {
        if (path.size() == 4 && path[2] == "author" && path[3] == "author_email") writers_.insert(text);
        if (path.size() < 3 || path[2] != "item") return {};
        if (path.size() == 3) return end_item();
        if (path.size() == 4 && path[3] == "title") title_ = text;
        if (path.size() == 4 && path[3] == "link") link_ = text;
        if (path.size() == 4 && path[3] == "comment") end_comment();
        if (path.size() == 5 && path[3] == "comment") set(path[4], text);
        return {};
    }

  private:
    void set(const std::string& name, const std::string& text) {
        if (name == "comment_id") comment_.id = text;
        if (name == "comment_author") comment_.author_name = text;
        if (name == "comment_author_email") comment_.author_email = text;
        if (name == "comment_author_url") comment_.author_website = text;
        if (name == "comment_date_gmt" && time_of(text)) comment_.time = time_of(text);
        if (name == "comment_date" && !comment_.time) comment_.time = time_of(text);
        if (name == "comment_content") comment_.markdown = with_paragraphs(text);
        if (name == "comment_parent" && text != "0") comment_.reply_to = text;
        if (name == "comment_type") type_ = text;
        if (name == "comment_user_id") has_account_ = !text.empty() && text != "0";
        if (name == "comment_approved") {
            if (text == "0") comment_.state = State::Held;
            if (text == "spam") comment_.state = State::Spam;
            if (text == "trash" || text == "post-trashed") comment_.state = State::Deleted;
        }
    }

    void end_comment() {
        if (type_ == "pingback" || type_ == "trackback") {
            to_.warn("a " + type_ + " of '" + comment_.author_name + "' was left out: it is no comment",
                     "links from elsewhere come in as mentions", comment_.line);
            return;
        }
        const bool writes_here = writers_.contains(comment_.author_email) && !comment_.author_email.empty();
        if (has_account_ && writes_here) comment_.by_author = ByAuthor::Yes;
        pending_.push_back(std::move(comment_));
    }

    Result<void> end_item() {
        for (ImportedComment& comment : pending_) {
            comment.thread = link_;
            comment.thread_title = title_;
            CHECK(to_.add(std::move(comment), Markup::Html));
        }
        pending_.clear();
        return {};
    }

    CommentCollector& to_;
    std::set<std::string, std::less<>> writers_;
    std::string title_;
    std::string link_;
    std::string type_;
    bool has_account_ = false;
    ImportedComment comment_;
    std::vector<ImportedComment> pending_;
    bool saw_root_ = false;
};

}  // namespace

Result<void> read_wordpress(ByteSource& source, CommentCollector& to) {
    WordPressListener listener(to);
    const Limits& limits = to.limits();
    CHECK(read_xml(source, to.file(), {limits.file_bytes, limits.text_bytes + 4}, listener));
    if (!listener.saw_root()) {
        return fail(content_error("this XML is no export of WordPress: its first element is not <rss>",
                                  "say what it is with --format", {to.file(), 1, 1}));
    }
    return {};
}

}  // namespace byline::importing
