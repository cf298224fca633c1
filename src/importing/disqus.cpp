#include "importing/disqus.hpp"

#include <unordered_map>
#include <utility>

#include "importing/xml_stream.hpp"

namespace byline::importing {
namespace {

struct DisqusThread {
    std::string address;
    std::string title;
};

class DisqusListener : public XmlListener {
  public:
    explicit DisqusListener(CommentCollector& to) : to_(to) {}

    [[nodiscard]] bool saw_root() const { return saw_root_; }

    Result<void> begin(const std::vector<std::string>& path, const XmlAttributes& attributes,
                       std::uint32_t line) override {
        const std::string& name = path.back();
        if (path.size() == 1) saw_root_ = name == "disqus";
        if (path.size() == 2) {
            comment_ = ImportedComment{};
            comment_.id = attributes.value("id");
            comment_.line = line;
            thread_ = {};
        } else if (path.size() == 3 && path[1] == "post") {
            if (name == "thread") comment_.thread = attributes.value("id");
            if (name == "parent") comment_.reply_to = attributes.value("id");
        }
        return {};
    }

    Result<void> end(const std::vector<std::string>& path, const std::string& text) override {
        if (path.size() < 2) return {};
        if (path[1] == "thread") {
            if (path.size() == 3 && path[2] == "link") thread_.address = text;
            if (path.size() == 3 && path[2] == "title") thread_.title = text;
            if (path.size() == 2) threads_.insert_or_assign(comment_.id, std::move(thread_));
            return {};
        }
        if (path[1] != "post") return {};
        if (path.size() == 2) return end_post();
        set(path, text);
        return {};
    }

  private:
    void set(const std::vector<std::string>& path, const std::string& text) {
        const std::string& name = path.back();
        if (path.size() == 4 && path[2] == "author") {
            if (name == "name") comment_.author_name = text;
            if (name == "email") comment_.author_email = text;
            if (name == "link") comment_.author_website = text;
        }
        if (path.size() != 3) return;
        if (name == "message") comment_.markdown = text;
        if (name == "createdAt") comment_.time = text::parse_timestamp(text);
        if (name == "likes" && !text.empty()) comment_.likes = std::atoll(text.c_str());
        if (name == "isDeleted" && text == "true") comment_.state = State::Deleted;
        if (name == "isSpam" && text == "true") comment_.state = State::Spam;
        if (name == "isApproved" && text == "false" && comment_.state == State::Published) comment_.state = State::Held;
    }

    Result<void> end_post() {
        const auto found = threads_.find(comment_.thread);
        if (found == threads_.end()) {
            to_.warn("the post '" + comment_.id + "' belongs to the thread '" + comment_.thread +
                         "', which is not in the file",
                     "export all threads", comment_.line);
            return {};
        }
        comment_.thread = found->second.address;
        comment_.thread_title = found->second.title;
        return to_.add(std::move(comment_), Markup::Html);
    }

    CommentCollector& to_;
    ImportedComment comment_;
    DisqusThread thread_;
    std::unordered_map<std::string, DisqusThread> threads_;
    bool saw_root_ = false;
};

}  // namespace

Result<void> read_disqus(ByteSource& source, CommentCollector& to) {
    DisqusListener listener(to);
    const Limits& limits = to.limits();
    CHECK(read_xml(source, to.file(), {limits.file_bytes, limits.text_bytes + 4}, listener));
    if (!listener.saw_root()) {
        return fail(content_error("this XML is no export of Disqus: its first element is not <disqus>",
                                  "say what it is with --format", {to.file(), 1, 1}));
    }
    return {};
}

}  // namespace byline::importing
