#include "mention/entry_links.hpp"

#include <algorithm>
#include <array>
#include <set>

#include "mention/endpoint.hpp"
#include "text/ascii.hpp"
#include "text/url.hpp"

namespace byline::mention {
namespace {

std::string lower_host(std::string_view url) {
    std::string host(text::split_url(url).authority.value_or(std::string_view()));
    std::transform(host.begin(), host.end(), host.begin(), text::ascii_lower);
    return host;
}

bool says_what_it_is_about(const html::Node& node) {
    constexpr std::array<std::string_view, 4> classes{"u-in-reply-to", "u-like-of", "u-repost-of", "u-bookmark-of"};
    return std::any_of(classes.begin(), classes.end(), [&](std::string_view one) { return node.has_class(one); });
}

// What others wrote stands in citations within the entry.
bool is_of_others(const html::Node& node) {
    return node.has_class("h-cite") || node.has_class("h-card");
}

class EntryReader {
  public:
    EntryReader(const html::Document& page, std::string_view page_url, std::size_t limit)
        : page_(page),
          base_(base_of(page, page_url)),
          page_url_(text::percent_encode_url(page_url)),
          own_host_(lower_host(page_url)),
          limit_(limit) {}

    EntryLinks read() {
        for (html::NodeIndex at = 0; at < page_.nodes.size(); ++at) {
            if (!page_.nodes[at].has_class("h-entry") || !is_about_page(at)) continue;
            read_entry(at);
            break;
        }
        links_.digest = builder_.digest();
        return std::move(links_);
    }

  private:
    // Lists have entries too, but those say that they stand elsewhere.
    [[nodiscard]] bool is_about_page(html::NodeIndex entry) const {
        for (html::NodeIndex at = entry + 1; at < page_.end_of(entry); ++at) {
            const html::Node& node = page_.nodes[at];
            if (node.has_class("h-entry")) return false;
            if (is_of_others(node)) {
                at = page_.end_of(at) - 1;
            } else if (node.has_class("u-url") && node.attribute("href")) {
                return text::percent_encode_url(text::resolve(base_, *node.attribute("href"))) == page_url_;
            }
        }
        return false;
    }

    void read_entry(html::NodeIndex entry) {
        html::NodeIndex content_end = 0;
        for (html::NodeIndex at = entry + 1; at < page_.end_of(entry);) {
            const html::Node& node = page_.nodes[at];
            if (is_of_others(node)) {
                at = page_.end_of(at);
                continue;
            }
            if (node.has_class("e-content") || node.has_class("p-name")) {
                content_end = std::max(content_end, page_.end_of(at));
            }
            const bool is_content = at < content_end;
            if (is_content) builder_.add(node.name).add(node.text);
            if (is_content || says_what_it_is_about(node)) take_link(node);
            ++at;
        }
    }

    void take_link(const html::Node& node) {
        const auto href = node.name == "a" ? node.attribute("href") : std::nullopt;
        if (!href) return;
        std::string url = text::resolve(base_, text::percent_encode_url(html::collapsed(*href)));
        builder_.add(url);
        url.resize(std::min(url.find('#'), url.size()));
        const bool is_elsewhere = text::is_web_url(url) && lower_host(url) != own_host_;
        if (is_elsewhere && links_.targets.size() < limit_ && seen_.insert(url).second) {
            links_.targets.push_back(std::move(url));
        }
    }

    const html::Document& page_;
    const std::string base_;
    const std::string page_url_;
    const std::string own_host_;
    const std::size_t limit_;
    EntryLinks links_;
    text::DigestBuilder builder_;
    std::set<std::string, std::less<>> seen_;
};

}  // namespace

EntryLinks entry_links(const html::Document& page, std::string_view page_url, std::size_t limit) {
    return EntryReader(page, page_url, limit).read();
}

}  // namespace byline::mention
