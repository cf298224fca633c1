#include "mention/read_mention.hpp"

#include <algorithm>
#include <array>
#include <vector>

#include "mention/endpoint.hpp"
#include "mention/microformats.hpp"
#include "text/ascii.hpp"
#include "text/url.hpp"
#include "text/utf8.hpp"

namespace byline::mention {
namespace {

constexpr std::size_t max_name_bytes = 300;
constexpr std::size_t max_url_bytes = 2048;
constexpr std::size_t max_content_bytes = 20'000;

std::string_view without_fragment(std::string_view url) {
    return url.substr(0, url.find('#'));
}

// Scheme and host in small letters, no fragment, and a path where there is none.
std::string comparable(std::string_view url) {
    const text::UrlParts parts = text::split_url(without_fragment(url));
    std::string out;
    if (parts.scheme) out.append(*parts.scheme).append("://");
    if (parts.authority) out.append(*parts.authority);
    std::transform(out.begin(), out.end(), out.begin(), text::ascii_lower);
    out += parts.path.empty() ? "/" : text::percent_encode_url(parts.path);
    if (parts.query) out.append("?").append(*parts.query);
    return out;
}

bool leads_to(const html::Node& node, std::string_view base, std::string_view comparable_target) {
    for (const std::string_view name : {"href", "src", "data", "cite", "poster", "value"}) {
        const auto address = node.attribute(name);
        if (address && comparable(text::resolve(base, html::collapsed(*address))) == comparable_target) return true;
    }
    return false;
}

bool leads_below(const html::Document& page, html::NodeIndex first, html::NodeIndex end, std::string_view base,
                 std::string_view comparable_target) {
    for (html::NodeIndex at = first; at < end; ++at) {
        const html::Node& node = page.nodes[at];
        // A <link> of the page's head says something about the page; one with a class is a microformat.
        const bool of_head = node.name == "base" || (node.name == "link" && !node.attribute("class"));
        if (!of_head && leads_to(node, base, comparable_target)) return true;
    }
    return false;
}

std::string one_line(std::string_view text) {
    std::string out = html::collapsed(text);
    std::erase_if(out, [](char c) { return (c >= 0 && c < ' ') || c == 0x7F; });
    out.resize(text::boundary_at_or_before(out, max_name_bytes));
    return out;
}

// Lines are kept, white space within them is not.
std::string many_lines(std::string_view text) {
    std::string out;
    int empty = 0;
    while (!text.empty()) {
        const std::size_t end = std::min(text.find('\n'), text.size());
        std::string line = html::collapsed(text.substr(0, end));
        std::erase_if(line, [](char c) { return (c >= 0 && c < ' ') || c == 0x7F; });
        text.remove_prefix(std::min(end + 1, text.size()));
        empty = line.empty() ? empty + 1 : 0;
        if (line.empty() && (empty > 1 || out.empty())) continue;
        out.append(line).append("\n");
        if (out.size() > max_content_bytes) break;
    }
    while (out.ends_with('\n')) out.pop_back();
    out.resize(text::boundary_at_or_before(out, max_content_bytes));
    return out;
}

std::string web_url(std::string_view url) {
    return text::is_web_url(url) && url.size() <= max_url_bytes ? text::percent_encode_url(url) : std::string();
}

bool names_target(const Item& entry, std::string_view property, std::string_view comparable_target) {
    return std::any_of(entry.properties.begin(), entry.properties.end(), [&](const Property& one) {
        return one.name == property && comparable(one.value) == comparable_target;
    });
}

Kind kind_of_entry(const Item& entry, std::string_view comparable_target) {
    constexpr std::array<std::pair<std::string_view, Kind>, 5> kinds{{{"in-reply-to", Kind::Reply},
                                                                      {"like-of", Kind::Like},
                                                                      {"favorite-of", Kind::Like},
                                                                      {"repost-of", Kind::Repost},
                                                                      {"share-of", Kind::Repost}}};
    for (const auto& [property, kind] : kinds) {
        if (names_target(entry, property, comparable_target)) return kind;
    }
    return Kind::Mention;
}

void take_author(Mention& mention, const Item& card) {
    mention.author_name = one_line(card.value("name"));
    mention.author_url = web_url(card.value("url"));
    mention.author_photo = web_url(card.value("photo"));
}

// https://indieweb.org/authorship, as far as one page tells: the entry's, its feed's, a card that stands by itself.
void find_author(Mention& mention, const Item* entry, const std::vector<Item>& items) {
    const Property* author = entry == nullptr ? nullptr : entry->find("author");
    for (const Item& item : items) {
        if (author == nullptr && item.is("h-feed")) author = item.find("author");
    }
    if (author != nullptr) {
        if (!author->items.empty()) {
            take_author(mention, author->items.front());
        } else if (text::is_web_url(author->value)) {
            mention.author_url = web_url(author->value);
        } else {
            mention.author_name = one_line(author->value);
        }
        return;
    }
    const auto card = std::find_if(items.begin(), items.end(), [](const Item& item) { return item.is("h-card"); });
    if (card != items.end()) take_author(mention, *card);
}

std::string title_of(const html::Document& page) {
    for (html::NodeIndex at = 0; at < page.nodes.size(); ++at) {
        if (page.nodes[at].name == "title") return one_line(page.text_below(at));
    }
    return {};
}

// The entry that links to the target; the first one when none does by itself.
const Item* entry_of(const html::Document& page, const std::vector<Item>& items, std::string_view base,
                     std::string_view target) {
    const Item* first = nullptr;
    for (const Item& item : items) {
        if (!item.is("h-entry")) continue;
        if (first == nullptr) first = &item;
        if (leads_below(page, item.node, page.end_of(item.node), base, target)) return &item;
    }
    return first;
}

}  // namespace

bool links_to(const html::Document& page, std::string_view page_url, std::string_view target) {
    return leads_below(page, 0, page.end_of(0), base_of(page, page_url), comparable(target));
}

Result<std::optional<Mention>> read_mention(std::string_view html, std::string_view page_url, std::string_view target) {
    TRY(const html::Document page, html::read(html, page_url, {}));
    if (!links_to(page, page_url, target)) return std::optional<Mention>();
    const std::string base = base_of(page, page_url);
    const std::string wanted = comparable(target);
    const std::vector<Item> items = items_of(page, base);
    const Item* entry = entry_of(page, items, base, wanted);
    Mention mention;
    mention.url = std::string(page_url);
    mention.title = title_of(page);
    if (entry != nullptr) {
        mention.kind = kind_of_entry(*entry, wanted);
        if (const std::string url = web_url(entry->value("url")); !url.empty()) mention.url = url;
        const std::string_view content =
            entry->find("content") != nullptr ? entry->value("content") : entry->value("summary");
        mention.content = many_lines(content.empty() ? entry->value("name") : content);
        // A note's name is its text: then it has no title.
        const std::string name = one_line(entry->value("name"));
        mention.title = content.empty() || html::collapsed(content).starts_with(name) ? std::string() : name;
        mention.published = text::parse_timestamp(entry->value("published"));
    }
    find_author(mention, entry, items);
    return std::optional(std::move(mention));
}

}  // namespace byline::mention
