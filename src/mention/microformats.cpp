#include "mention/microformats.hpp"

#include <algorithm>
#include <optional>

#include "text/ascii.hpp"
#include "text/url.hpp"

namespace byline::mention {
namespace {

using html::Document;
using html::Node;
using html::NodeIndex;

// Items inside each other beyond this are left out.
constexpr int max_item_nesting = 8;
// Of a page: each one may hold the text of all the others, so that a page of a megabyte could say gigabytes.
constexpr std::size_t max_properties = 2000;
constexpr std::size_t max_items = 500;
constexpr std::size_t max_text_bytes = std::size_t{64} << 10U;

enum class Prefix : char { Text = 'p', Url = 'u', Time = 't', Embedded = 'e' };

struct PropertyName {
    Prefix prefix;
    std::string_view name;
};

// "h-" and words of small letters and numbers; `rest` behind the prefix.
bool is_vocabulary_name(std::string_view rest) {
    return !rest.empty() && rest.front() != '-' && rest.back() != '-' &&
           std::all_of(rest.begin(), rest.end(),
                       [](char c) { return (c >= 'a' && c <= 'z') || text::is_ascii_digit(c) || c == '-'; });
}

std::vector<std::string> types_of(const Node& node) {
    std::vector<std::string> types;
    for (const std::string_view word : html::words_of(node.attribute("class").value_or(""))) {
        if (word.starts_with("h-") && is_vocabulary_name(word.substr(2))) types.emplace_back(word);
    }
    return types;
}

std::vector<PropertyName> property_names_of(const Node& node) {
    std::vector<PropertyName> names;
    for (const std::string_view word : html::words_of(node.attribute("class").value_or(""))) {
        for (const auto& [written, prefix] : {std::pair<std::string_view, Prefix>{"p-", Prefix::Text},
                                              {"u-", Prefix::Url},
                                              {"dt-", Prefix::Time},
                                              {"e-", Prefix::Embedded}}) {
            if (word.starts_with(written) && is_vocabulary_name(word.substr(written.size()))) {
                names.push_back({prefix, word.substr(written.size())});
            }
        }
    }
    return names;
}

bool is_named(const Node& node, std::initializer_list<std::string_view> names) {
    return std::find(names.begin(), names.end(), node.name) != names.end();
}

std::string trimmed_text(std::string_view text) {
    const std::size_t begin = text.find_first_not_of(" \t\r\n\f");
    if (begin == std::string_view::npos) return {};
    return std::string(text.substr(begin, text.find_last_not_of(" \t\r\n\f") + 1 - begin));
}

class Parser {
  public:
    Parser(const Document& page, std::string_view base) : page_(page), base_(base) {}

    Item item(NodeIndex at, int nesting) {
        Item made{at, types_of(page_.nodes[at]), {}};
        bool has_text = false;
        bool has_url = false;
        bool has_items = false;
        for (NodeIndex inside = at + 1; inside < page_.end_of(at);) {
            const Node& node = page_.nodes[inside];
            const std::vector<PropertyName> names = property_names_of(node);
            const bool is_item = !types_of(node).empty();
            has_items = has_items || is_item;
            for (const PropertyName& name : names) {
                has_text = has_text || name.prefix == Prefix::Text || name.prefix == Prefix::Embedded;
                has_url = has_url || name.prefix == Prefix::Url;
            }
            add_properties(made, inside, names, is_item && nesting < max_item_nesting, nesting);
            inside = is_item ? node.end : inside + 1;
        }
        add_implied(made, has_text, has_url, has_items);
        return made;
    }

    std::vector<Item> items() {
        std::vector<Item> items;
        NodeIndex feed_end = 0;
        for (NodeIndex at = 0; at < page_.nodes.size() && items.size() < max_items;) {
            const std::vector<std::string> types = types_of(page_.nodes[at]);
            const bool is_feed = std::find(types.begin(), types.end(), "h-feed") != types.end();
            // What is a property of the feed belongs to it.
            const bool is_property = at < feed_end && !property_names_of(page_.nodes[at]).empty();
            if (is_feed) feed_end = page_.end_of(at);
            if (!types.empty() && !is_property) items.push_back(item(at, 0));
            at = types.empty() || is_feed ? at + 1 : page_.end_of(at);
        }
        return items;
    }

  private:
    // The item of an element that has several names is kept for the first of them alone.
    void add_properties(Item& to, NodeIndex at, const std::vector<PropertyName>& names, bool is_item, int nesting) {
        std::vector<Item> inner;
        if (is_item && !names.empty()) inner.push_back(item(at, nesting + 1));
        for (const PropertyName& name : names) {
            if (++properties_ > max_properties) return;
            Property made{std::string(name.name), value(at, name.prefix), {}};
            if (!inner.empty()) {
                const Item& one = inner.front();
                const std::string_view instead = name.prefix == Prefix::Url    ? one.value("url")
                                                 : name.prefix == Prefix::Text ? one.value("name")
                                                                               : std::string_view();
                if (!instead.empty()) made.value = instead;
            }
            to.properties.push_back(std::move(made));
        }
        if (!inner.empty()) to.properties[to.properties.size() - names.size()].items = std::move(inner);
    }

    std::string value(NodeIndex at, Prefix prefix) const {
        const Node& node = page_.nodes[at];
        const auto attribute = [&](std::string_view name) { return node.attribute(name); };
        if (prefix == Prefix::Embedded) return trimmed_text(text(at));
        if (prefix == Prefix::Url) return address(at);
        if (prefix == Prefix::Time && is_named(node, {"time", "ins", "del"}) && attribute("datetime")) {
            return trimmed_text(*attribute("datetime"));
        }
        if (is_named(node, {"abbr", "link"}) && attribute("title")) return std::string(*attribute("title"));
        if (is_named(node, {"data", "input"}) && attribute("value")) return std::string(*attribute("value"));
        if (prefix == Prefix::Text && is_named(node, {"img", "area"}) && attribute("alt"))
            return std::string(*attribute("alt"));
        return trimmed_text(text(at));
    }

    std::string address(NodeIndex at) const {
        const Node& node = page_.nodes[at];
        std::optional<std::string_view> found;
        if (is_named(node, {"a", "area", "link"})) found = node.attribute("href");
        if (is_named(node, {"img", "audio", "video", "source", "iframe"})) found = node.attribute("src");
        if (!found && node.name == "video") found = node.attribute("poster");
        if (node.name == "object") found = node.attribute("data");
        if (!found && node.name == "abbr") found = node.attribute("title");
        if (!found && is_named(node, {"data", "input"})) found = node.attribute("value");
        return text::resolve(base_, found ? trimmed_text(*found) : trimmed_text(text(at)));
    }

    // Pictures count by their alternative text, or by their address.
    std::string text(NodeIndex at) const {
        std::string out;
        for (NodeIndex inside = at; inside < page_.end_of(at) && out.size() < max_text_bytes;) {
            const Node& node = page_.nodes[inside];
            if (is_named(node, {"script", "style", "template"})) {
                inside = node.end;
                continue;
            }
            if (node.name == "img") {
                const auto alt = node.attribute("alt");
                const auto source = node.attribute("src");
                if (alt) {
                    out += *alt;
                } else if (source) {
                    out.append(" ").append(text::resolve(base_, *source)).append(" ");
                }
            }
            out += node.text;
            ++inside;
        }
        return out;
    }

    // "Parsing for implied properties".
    void add_implied(Item& item, bool has_text, bool has_url, bool has_items) const {
        if (!has_text && !has_items && item.find("name") == nullptr)
            item.properties.push_back({"name", implied_name(item.node), {}});
        if (item.find("photo") == nullptr && !has_url) {
            if (const auto at = implied_node(item.node, "img", "src"))
                item.properties.push_back({"photo", address(*at), {}});
        }
        if (item.find("url") == nullptr && !has_url && !has_items) {
            if (const auto at = implied_node(item.node, "a", "href"))
                item.properties.push_back({"url", address(*at), {}});
        }
    }

    std::string implied_name(NodeIndex at) const {
        if (const auto picture = implied_node(at, "img", "alt")) {
            const std::string_view alt = page_.nodes[*picture].attribute("alt").value_or("");
            if (!alt.empty()) return trimmed_text(alt);
        }
        if (const auto shortened = implied_node(at, "abbr", "title")) {
            return trimmed_text(page_.nodes[*shortened].attribute("title").value_or(""));
        }
        return trimmed_text(text(at));
    }

    // The element itself, its only child of that name, or the only child of its only child.
    std::optional<NodeIndex> implied_node(NodeIndex at, std::string_view name, std::string_view attribute) const {
        if (page_.nodes[at].name == name && page_.nodes[at].attribute(attribute)) return at;
        for (int level = 0; level < 2; ++level) {
            std::optional<NodeIndex> only;
            std::optional<NodeIndex> child;
            int children = 0;
            int named = 0;
            for (NodeIndex inside = at + 1; inside < page_.end_of(at); inside = page_.end_of(inside)) {
                const Node& node = page_.nodes[inside];
                if (node.is_text()) continue;
                ++children;
                child = inside;
                if (node.name == name && node.attribute(attribute)) {
                    ++named;
                    only = inside;
                }
            }
            // The name is implied by an only child alone, other properties by the only one of its kind.
            const bool alone = attribute == "alt" || attribute == "title" ? children == 1 : true;
            if (named == 1 && alone && types_of(page_.nodes[*only]).empty()) return only;
            if (children != 1 || !types_of(page_.nodes[*child]).empty()) return std::nullopt;
            at = *child;
        }
        return std::nullopt;
    }

    const Document& page_;
    std::string_view base_;
    std::size_t properties_ = 0;
};

}  // namespace

bool Item::is(std::string_view type) const {
    return std::find(types.begin(), types.end(), type) != types.end();
}

const Property* Item::find(std::string_view name) const {
    const auto found =
        std::find_if(properties.begin(), properties.end(), [&](const Property& one) { return one.name == name; });
    return found == properties.end() ? nullptr : &*found;
}

std::string_view Item::value(std::string_view name) const {
    const Property* property = find(name);
    return property == nullptr ? std::string_view() : std::string_view(property->value);
}

std::vector<Item> items_of(const Document& page, std::string_view base_url) {
    return Parser(page, base_url).items();
}

}  // namespace byline::mention
