// The microformats of a page that a mention is read from: h-entry, h-cite and h-card, by
// https://microformats.org/wiki/microformats2-parsing.
// Pure functions; safe from any thread.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "html/document.hpp"

namespace byline::mention {

struct Item;

struct Property {
    std::string name;         // without its prefix: "in-reply-to"
    std::string value;        // of `u-`, absolute; of others, trimmed text
    std::vector<Item> items;  // none, or the one item that the value is of
};

struct Item {
    html::NodeIndex node = 0;
    std::vector<std::string> types;  // "h-entry"
    std::vector<Property> properties;

    [[nodiscard]] bool is(std::string_view type) const;
    // The first of that name; null when there is none.
    [[nodiscard]] const Property* find(std::string_view name) const;
    [[nodiscard]] std::string_view value(std::string_view name) const;
};

// The items of a page that are within no other but as its property or not at all, in the order of the page; those
// within a feed are among them.
[[nodiscard]] std::vector<Item> items_of(const html::Document& page, std::string_view base_url);

}  // namespace byline::mention
