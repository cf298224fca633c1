#include <algorithm>
#include <limits>
#include <string>
#include <unordered_map>
#include <utility>

#include "conversation/arrivals.hpp"
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
    conversation::QueueFilter filter;
    filter.state = std::nullopt;
    filter.thread = address;
    filter.most = entries_of_thread + 1;
    auto read = conversation::read_queue(desk.database, filter);
    if (!read) return out_of_order(desk, visit);
    if (read->empty()) return nothing_here(desk, visit);
    const bool is_cut = read->size() > entries_of_thread;
    if (is_cut) read->pop_back();
    std::erase_if(*read, [](const QueueEntry& entry) { return entry.state == conversation::State::Erased; });
    Tree tree = tree_of(std::move(*read));
    auto maps = entry_values(desk, visit, tree.entries);
    std::vector<std::pair<std::int64_t, ValueMap>> chosen;
    for (std::size_t index = 0; index < maps.size(); ++index) {
        maps[index].set("depth", Value::integer(tree.depths[index]));
        const QueueEntry& entry = tree.entries[index];
        if (tree.depths[index] > 0) maps[index].set("answered", Value::none());
        if (entry.featured && entry.state == conversation::State::Published) {
            chosen.emplace_back(*entry.featured, maps[index]);
        }
    }
    std::ranges::stable_sort(chosen, {}, [](const auto& each) { return each.first; });
    std::vector<ValueMap> chosen_maps;
    chosen_maps.reserve(chosen.size());
    for (auto& each : chosen) chosen_maps.push_back(std::move(each.second));
    ValueMap values;
    values.set("thread", Value::string(address));
    values.set("page_title", Value::string(page_title(desk, address)));
    values.set("href", Value::string(desk.pages.setup().site_path + address_path(address).substr(1)));
    values.set("chosen", list_of(std::move(chosen_maps)));
    values.set("entries", list_of(std::move(maps)));
    values.set("is_cut", Value::boolean(is_cut));
    return room(desk, visit, "conversations", "thread.html", "thread" + address_path(address), std::move(values));
}

http::Response feature(const Desk& desk, const Visit& visit) {
    const auto entry = read_entry(desk, number_of(visit, "id"));
    if (!entry) return out_of_order(desk, visit);
    if (!*entry) return nothing_here(desk, visit);
    const std::int64_t comment = (*entry)->id;
    const std::string_view wish = visit.form["do"];
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
    const std::string back = "thread" + address_path((*entry)->thread);
    if (wish == "remove") return see_other(desk, back);
    return see_other(
        desk, (wish == "add" ? with_parameter(back, "said", "featured") : back) + "#chosen-" + std::to_string(comment));
}

http::Response undo_import(const Desk& desk, const Visit& visit) {
    const auto undone = conversation::undo_import(desk.database, number_of(visit, "id"), now_ms(visit));
    if (!undone) return refused(desk, visit, undone.error());
    return see_other(desk, "conversations?said=import_undone");
}

}  // namespace byline::studio
