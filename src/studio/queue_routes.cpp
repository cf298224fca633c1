#include <array>
#include <string>
#include <utility>
#include <vector>

#include "conversation/form.hpp"
#include "conversation/last_change.hpp"
#include "conversation/people.hpp"
#include "conversation/posting.hpp"
#include "letters/letter_queue.hpp"
#include "studio/entry_view.hpp"
#include "studio/studio_routes.hpp"
#include "text/url.hpp"

namespace byline::studio {
namespace {

using conversation::QueueFilter;
using conversation::State;
using server::Visit;
using templating::Value;
using templating::ValueMap;

constexpr std::int64_t entries_on_page = 40;
constexpr std::array<State, 5> tabs{State::Held, State::Published, State::Spam, State::Rejected, State::Deleted};

QueueFilter filter_of(const http::Form& query) {
    QueueFilter filter;
    filter.state = conversation::state_named(query["state"]).value_or(State::Held);
    filter.kind = conversation::kind_named(query["kind"]);
    filter.thread = query["thread"];
    filter.person = number_in(query["person"]);
    if (const std::int64_t before = number_in(query["before"]); before > 0) filter.before = before;
    filter.most = entries_on_page + 1;
    return filter;
}

// What stays in addresses of this page, whichever state is looked at.
std::string kept_of(const QueueFilter& filter) {
    std::string kept;
    if (!filter.thread.empty()) kept += "&thread=" + text::percent_encode_component(filter.thread);
    if (filter.person != 0) kept += "&person=" + std::to_string(filter.person);
    return kept;
}

Value tabs_value(const std::vector<conversation::StateCount>& counts) {
    std::vector<Value> values;
    for (const State state : tabs) {
        ValueMap map;
        std::int64_t count = 0;
        for (const auto& each : counts) {
            if (each.state == state) count = each.comments;
        }
        map.set("state", Value::string(std::string(conversation::name_of(state))));
        map.set("count", Value::integer(count));
        values.push_back(Value::map(std::move(map)));
    }
    return Value::list(std::move(values));
}

std::string filter_words(const Desk& desk, const QueueFilter& filter) {
    ValueMap values;
    if (!filter.thread.empty()) {
        values.set("thread", Value::string(filter.thread));
        return desk.pages.phrase("queue_of_thread", values);
    }
    if (filter.person == 0) return {};
    const auto person = conversation::read_person(desk.database, filter.person);
    values.set("name", Value::string(person && *person ? (*person)->name : std::to_string(filter.person)));
    return desk.pages.phrase("queue_of_person", values);
}

std::vector<std::int64_t> numbers_in(std::string_view list) {
    std::vector<std::int64_t> numbers;
    while (!list.empty()) {
        const std::string_view part = list.substr(0, list.find(','));
        list.remove_prefix(std::min(list.size(), part.size() + 1));
        if (const std::int64_t number = number_in(part); number > 0) numbers.push_back(number);
    }
    return numbers;
}

struct Wish {
    std::optional<State> state;
    std::vector<std::int64_t> comments;
};

// A button beside one comment, or below all: then for those that are selected.
Wish wish_of(const http::Form& form) {
    const std::string_view one = form["one"];
    if (!one.empty()) {
        const std::size_t dot = one.find('.');
        const std::int64_t comment = dot == std::string_view::npos ? 0 : number_in(one.substr(dot + 1));
        Wish wish{conversation::state_named(one.substr(0, dot)), {}};
        if (comment > 0) wish.comments.push_back(comment);
        return wish;
    }
    Wish wish{conversation::state_named(form["all_of"]), {}};
    if (form["all"] == "1") {
        wish.comments = numbers_in(form["shown"]);
    } else {
        for (const std::string_view each : form.all("comment")) {
            if (const std::int64_t comment = number_in(each); comment > 0) wish.comments.push_back(comment);
        }
    }
    return wish;
}

http::Response after(const Desk& desk, const Visit& visit, const conversation::Decided& decided,
                     std::string_view verb) {
    const std::string told = decided.action + "." + std::string(verb) + "." + std::to_string(decided.changed.size());
    return see_other(desk, with_parameter(visit.form["back"], "done", told));
}

conversation::Draft draft_of(const conversation::QueueEntry& entry, const Visit& visit, const std::string& name) {
    return {.thread = entry.thread,
            .parent = entry.id,
            .name = name,
            .email = {},
            .website = {},
            .body = std::string(visit.form["body"])};
}

// The page of the answered comment, with what was typed.
http::Response answer_again(const Desk& desk, const Visit& visit, const conversation::QueueEntry& entry) {
    ValueMap values;
    values.set("title", Value::view("answer"));
    values.set("failed_letters", Value::integer(0));
    values.set("state", Value::string(std::string(conversation::name_of(entry.state))));
    values.set("tabs", Value::list({}));
    values.set("kind", Value::view("any"));
    for (const char* name : {"filter", "kept", "kept_but_kind"}) values.set(name, Value::view(""));
    for (const char* name : {"is_older", "older"}) values.set(name, Value::none());
    values.set("entries", list_of(entry_values(desk, visit, {entry}, {entry.id, std::string(visit.form["body"])})));
    return room(desk, visit, "queue", "queue.html", "", std::move(values), status_unprocessable);
}

}  // namespace

http::Response queue(const Desk& desk, const Visit& visit) {
    const QueueFilter filter = filter_of(visit.query);
    auto entries = conversation::read_queue(desk.database, filter);
    const auto counts = conversation::count_states(desk.database);
    if (!entries || !counts) return out_of_order(desk, visit);
    const bool has_more = entries->size() > entries_on_page;
    if (has_more) entries->pop_back();
    const std::string state(conversation::name_of(*filter.state));
    const std::string kind(filter.kind ? conversation::name_of(*filter.kind) : std::string_view("any"));
    const std::string but_kind = kept_of(filter);
    const std::string kept = (filter.kind ? "&kind=" + kind : std::string()) + but_kind;
    const bool is_older = filter.before != INT64_MAX;
    ValueMap values;
    values.set("state", Value::string(state));
    values.set("kind", Value::string(kind));
    values.set("kept", Value::string(kept));
    values.set("kept_but_kind", Value::string(but_kind));
    values.set("tabs", tabs_value(*counts));
    values.set("filter", Value::string(filter_words(desk, filter)));
    values.set("is_older", Value::boolean(is_older));
    values.set("older", has_more ? Value::integer(entries->back().id) : Value::none());
    values.set("failed_letters", Value::integer(letters::count_failed_letters(desk.database).value_or(0)));
    values.set("entries", list_of(entry_values(desk, visit, *entries)));
    std::string back = "?state=" + state + kept;
    if (is_older) back += "&before=" + std::to_string(filter.before);
    return room(desk, visit, "queue", "queue.html", back, std::move(values));
}

http::Response decide(const Desk& desk, const Visit& visit) {
    const Wish wish = wish_of(visit.form);
    if (!wish.state || *wish.state == State::Erased) return nothing_here(desk, visit);
    const auto decided = conversation::decide(desk.database, wish.comments, *wish.state, writer_name(visit), "",
                                              new_action(desk), now_ms(visit));
    if (!decided) return out_of_order(desk, visit);
    return after(desk, visit, *decided, conversation::name_of(*wish.state));
}

http::Response undo(const Desk& desk, const Visit& visit) {
    const std::string action(visit.form["action"]);
    const std::string_view verb = visit.form["verb"];
    const std::string next = new_action(desk);
    if (verb == "chosen" || verb == "unchosen") {
        const auto undone = conversation::undo_featured(desk.database, visit.form["thread"], action, next);
        if (!undone) return out_of_order(desk, visit);
        return after_change(desk, visit.form["back"], next, verb == "chosen" ? "unchosen" : "chosen", *undone);
    }
    if (verb == "rules" || verb == "unruled") {
        const auto undone = conversation::undo_rules(desk.database, action, next);
        if (!undone) return out_of_order(desk, visit);
        return after_change(desk, visit.form["back"], next, verb == "rules" ? "unruled" : "rules", *undone);
    }
    const auto undone = conversation::undo(desk.database, action, writer_name(visit), next, now_ms(visit));
    if (!undone) return out_of_order(desk, visit);
    return after(desk, visit, *undone, "undone");
}

http::Response answer(const Desk& desk, const Visit& visit) {
    const std::string_view body = visit.form["body"];
    const auto entry = read_entry(desk, number_of(visit, "id"));
    if (!entry) return out_of_order(desk, visit, body);
    if (!*entry || ((*entry)->state != State::Held && (*entry)->state != State::Published)) {
        return nothing_here(desk, visit);
    }
    const auto rules = desk.rules.now();
    const auto proof =
        conversation::check_form_token(desk.key, (*entry)->thread, visit.form["age"], *rules, now_ms(visit));
    const bool is_long = body.size() > static_cast<std::size_t>(rules->most_body_bytes);
    if (!proof || is_long || body.find_first_not_of(" \t\r\n") == std::string_view::npos) {
        return answer_again(desk, visit, **entry);
    }
    const std::string name = author_name(desk, visit);
    const auto author = conversation::author_person(desk.database, name, desk.options.author_url, now_ms(visit));
    if (!author) return refused(desk, visit, author.error(), body);
    if ((*entry)->state == State::Held) {
        const auto published = conversation::decide(desk.database, {(*entry)->id}, State::Published, writer_name(visit),
                                                    "answered", new_action(desk), now_ms(visit));
        if (!published) return out_of_order(desk, visit, body);
    }
    const auto posted = conversation::post_comment(desk.database, *rules, draft_of(**entry, visit, name),
                                                   {.network = {}, .person = *author}, *proof, false, now_ms(visit));
    if (!posted) return out_of_order(desk, visit, body);
    const bool is_there =
        posted->outcome == conversation::Outcome::Stored || posted->outcome == conversation::Outcome::StoredBefore;
    if (!is_there) return answer_again(desk, visit, **entry);
    return see_other(desk, with_parameter(visit.form["back"], "said", "answered"));
}

}  // namespace byline::studio
