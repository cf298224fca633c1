#include <algorithm>
#include <limits>
#include <string>
#include <unordered_map>
#include <utility>

#include "conversation/arrivals.hpp"
#include "conversation/last_change.hpp"
#include "studio/entry_view.hpp"
#include "studio/studio_routes.hpp"
#include "text/url.hpp"

namespace byline::studio {
namespace {

using conversation::QueueEntry;
using server::Visit;
using templating::Value;
using templating::ValueMap;

constexpr std::int64_t conversations_on_page = 50;
constexpr std::int64_t entries_of_thread = 200;
constexpr std::int64_t most_imports = 20;
constexpr std::int64_t deepest = 4;

struct Tree {
    std::vector<QueueEntry> entries;  // each behind what it answers, brothers by age
    std::vector<std::int64_t> depths;
};

Tree tree_of(std::vector<QueueEntry> entries) {
    std::ranges::sort(entries, {}, &QueueEntry::id);
    std::unordered_map<std::int64_t, std::size_t> places;
    for (std::size_t index = 0; index < entries.size(); ++index) places.emplace(entries[index].id, index);
    std::vector<std::vector<std::size_t>> children(entries.size());
    std::vector<std::size_t> waiting;
    std::vector<std::int64_t> depths(entries.size());
    // What something answers is older, so its depth is known by then.
    for (std::size_t index = 0; index < entries.size(); ++index) {
        const auto parent = entries[index].parent ? places.find(*entries[index].parent) : places.end();
        if (parent == places.end() || parent->second >= index) {
            waiting.push_back(index);
        } else {
            children[parent->second].push_back(index);
            depths[index] = std::min(depths[parent->second] + 1, deepest);
        }
    }
    std::ranges::reverse(waiting);
    Tree tree;
    while (!waiting.empty()) {
        const std::size_t index = waiting.back();
        waiting.pop_back();
        waiting.insert(waiting.end(), children[index].rbegin(), children[index].rend());
        tree.depths.push_back(depths[index]);
        tree.entries.push_back(std::move(entries[index]));
    }
    return tree;
}

Value imports_value(const Desk& desk, const std::vector<conversation::ImportEntry>& imports) {
    std::vector<ValueMap> maps;
    for (const auto& each : imports) {
        ValueMap map;
        map.set("id", Value::integer(each.batch));
        map.set("source", Value::string(each.source));
        map.set("comments", Value::integer(each.comments));
        map.set("is_undone", Value::boolean(each.is_undone));
        map.set("time", desk.pages.time(each.created_ms));
        maps.push_back(std::move(map));
    }
    return list_of(std::move(maps));
}

// A part of a thread, the newest first.
struct Part {
    std::vector<QueueEntry> entries;
    std::int64_t before = 0;  // it begins below this number
    bool is_older = false;    // than the newest part
    std::int64_t older = 0;   // where the next part begins; 0: there is none
};

Result<Part> read_part(const Desk& desk, const std::string& address, std::int64_t before) {
    conversation::QueueFilter filter;
    filter.state = std::nullopt;
    filter.thread = address;
    filter.before = before > 0 ? before : INT64_MAX;
    filter.most = entries_of_thread + 1;
    Part part;
    part.before = before;
    part.is_older = before > 0;
    TRY(part.entries, conversation::read_queue(desk.database, filter));
    if (part.entries.size() > entries_of_thread) {
        part.entries.pop_back();
        part.older = part.entries.back().id;
    }
    return part;
}

// The newest part; or the one below ?before=; or one that has the comment ?at=, with what was said around it.
Result<Part> part_of(const Desk& desk, const Visit& visit, const std::string& address) {
    TRY(auto part, read_part(desk, address, number_in(visit.query["before"])));
    const std::int64_t at = number_in(visit.query["at"]);
    if (at == 0 || part.older == 0 || at >= part.older) return part;
    return read_part(desk, address, at + entries_of_thread / 2);
}

// What is chosen of a thread, in its order, whichever part is looked at.
Result<std::vector<QueueEntry>> chosen_of(const Desk& desk, const std::string& address,
                                          const std::vector<QueueEntry>& near) {
    std::vector<QueueEntry> chosen;
    TRY(const auto numbers, conversation::featured_comments(desk.database, address));
    for (const std::int64_t number : numbers) {
        const auto found = std::ranges::find(near, number, &QueueEntry::id);
        if (found != near.end()) {
            chosen.push_back(*found);
            continue;
        }
        TRY(auto far, read_entry(desk, number));
        if (far) chosen.push_back(std::move(*far));
    }
    return chosen;
}

}  // namespace

http::Response conversations(const Desk& desk, const Visit& visit) {
    const std::int64_t asked = number_in(visit.query["before"]);
    const bool is_older = asked > 0;
    auto found =
        conversation::read_conversations(desk.database, is_older ? asked : INT64_MAX, conversations_on_page + 1);
    const auto imports = conversation::read_imports(desk.database, most_imports);
    if (!found || !imports) return out_of_order(desk, visit);
    const bool has_more = found->size() > conversations_on_page;
    if (has_more) found->pop_back();
    std::vector<ValueMap> maps;
    for (const auto& each : *found) {
        ValueMap map;
        map.set("thread", Value::string(each.thread));
        map.set("page_title", Value::string(page_title(desk, each.thread)));
        map.set("path", Value::string(address_path(each.thread)));
        map.set("published", Value::integer(each.published));
        map.set("held", Value::integer(each.held));
        map.set("last", desk.pages.time(each.last_ms));
        maps.push_back(std::move(map));
    }
    ValueMap values;
    values.set("threads", list_of(std::move(maps)));
    values.set("imports", imports_value(desk, is_older ? std::vector<conversation::ImportEntry>() : *imports));
    values.set("is_older", Value::boolean(is_older));
    values.set("older", has_more ? Value::integer(found->back().newest) : Value::none());
    return room(desk, visit, "conversations", "conversations.html", "conversations", std::move(values));
}

http::Response thread(const Desk& desk, const Visit& visit) {
    const std::string address = "/" + std::string(parameter_of(visit, "page"));
    auto part = part_of(desk, visit, address);
    if (!part) return out_of_order(desk, visit);
    if (part->entries.empty() && !part->is_older) return nothing_here(desk, visit);
    auto chosen = chosen_of(desk, address, part->entries);
    if (!chosen) return out_of_order(desk, visit);
    auto chosen_maps = entry_values(desk, visit, *chosen);
    std::erase_if(part->entries, [](const QueueEntry& entry) { return entry.state == conversation::State::Erased; });
    Tree tree = tree_of(std::move(part->entries));
    auto maps = entry_values(desk, visit, tree.entries);
    for (std::size_t index = 0; index < maps.size(); ++index) {
        maps[index].set("depth", Value::integer(tree.depths[index]));
        if (tree.depths[index] > 0) maps[index].set("answered", Value::none());
    }
    std::string back = "thread" + address_path(address);
    if (part->is_older) back += "?before=" + std::to_string(part->before);
    ValueMap values;
    values.set("thread", Value::string(address));
    values.set("page_title", Value::string(page_title(desk, address)));
    values.set("href", Value::string(desk.pages.setup().site_path + address_path(address).substr(1)));
    values.set("path", Value::string("thread" + address_path(address)));
    values.set("chosen", list_of(std::move(chosen_maps)));
    values.set("entries", list_of(std::move(maps)));
    values.set("is_older", Value::boolean(part->is_older));
    values.set("older", part->older > 0 ? Value::integer(part->older) : Value::none());
    values.set("on_page", Value::integer(entries_of_thread));
    return room(desk, visit, "conversations", "thread.html", back, std::move(values));
}

http::Response feature(const Desk& desk, const Visit& visit) {
    const auto entry = read_entry(desk, number_of(visit, "id"));
    if (!entry) return out_of_order(desk, visit);
    if (!*entry) return nothing_here(desk, visit);
    const std::int64_t comment = (*entry)->id;
    const std::string& address = (*entry)->thread;
    const std::string_view wish = visit.form["do"];
    const auto before = conversation::featured_now(desk.database, address);
    if (!before) return out_of_order(desk, visit);
    Result<void> done;
    if (wish == "add") {
        done = conversation::feature_last(desk.database, comment);
    } else if (wish == "up" || wish == "down") {
        done = conversation::shift_featured(desk.database, comment,
                                            wish == "up" ? conversation::Shift::Up : conversation::Shift::Down);
    } else if (wish == "remove") {
        done = conversation::feature(desk.database, comment, std::nullopt, {});
    }
    // What is written beside them is kept by every button but the one that takes it away.
    if (done && (*entry)->featured && visit.form.has("note") && wish != "remove") {
        const auto now = read_entry(desk, comment);
        if (now && *now && (*now)->featured) {
            done = conversation::feature(desk.database, comment, (*now)->featured, visit.form["note"]);
        }
    }
    if (!done) return refused(desk, visit, done.error());
    const std::string action = new_action(desk);
    const auto changed = conversation::remember_featured(desk.database, address, action, *before);
    if (!changed) return out_of_order(desk, visit);
    std::string back(visit.form["back"]);
    if (!back.starts_with("thread/")) back = "thread" + address_path(address);
    if (wish != "remove") back += "#chosen-" + std::to_string(comment);
    return after_change(desk, back, action, "chosen", *changed);
}

http::Response undo_import(const Desk& desk, const Visit& visit) {
    const auto undone = conversation::undo_import(desk.database, number_of(visit, "id"), now_ms(visit));
    if (!undone) return refused(desk, visit, undone.error());
    return see_other(desk, "conversations?said=import_undone");
}

}  // namespace byline::studio
