#include <string>
#include <utility>

#include "conversation/people.hpp"
#include "letters/letter_queue.hpp"
#include "studio/entry_view.hpp"
#include "studio/studio_routes.hpp"

namespace byline::studio {
namespace {

using conversation::PersonEntry;
using server::Visit;
using templating::Value;
using templating::ValueMap;

constexpr std::int64_t people_on_page = 50;
constexpr std::int64_t entries_of_person = 40;

ValueMap person_map(const Desk& desk, const PersonEntry& person) {
    const bool is_author = person.role == conversation::Role::Author;
    ValueMap map;
    map.set("id", Value::integer(person.id));
    map.set("name", Value::string(person.name));
    map.set("email", Value::string(is_author ? std::string() : person.email));
    map.set("website", Value::string(web_address(person.website)));
    map.set("face", Value::string(desk.options.face(person.name)));
    map.set("is_author", Value::boolean(is_author));
    map.set("is_verified", Value::boolean(person.is_verified));
    map.set("comments", Value::integer(person.comments));
    map.set("published", Value::integer(person.published));
    map.set("spam", Value::integer(person.spam));
    map.set("threads", Value::integer(person.threads));
    map.set("first", desk.pages.time(person.first_ms));
    map.set("last", desk.pages.time(person.last_ms));
    return map;
}

}  // namespace

http::Response people(const Desk& desk, const Visit& visit) {
    const std::int64_t asked = number_in(visit.query["before"]);
    auto found = conversation::read_people(desk.database, asked > 0 ? asked : INT64_MAX, people_on_page + 1);
    if (!found) return out_of_order(desk, visit);
    const bool has_more = found->size() > people_on_page;
    if (has_more) found->pop_back();
    std::vector<ValueMap> maps;
    for (const PersonEntry& person : *found) maps.push_back(person_map(desk, person));
    ValueMap values;
    values.set("failed_letters", Value::integer(letters::count_failed_letters(desk.database).value_or(0)));
    values.set("people", list_of(std::move(maps)));
    values.set("is_older", Value::boolean(asked > 0));
    values.set("older", has_more ? Value::integer(found->back().id) : Value::none());
    return room(desk, visit, "people", "people.html", "people", std::move(values));
}

http::Response person(const Desk& desk, const Visit& visit) {
    const std::int64_t id = number_of(visit, "id");
    const auto found = conversation::read_person(desk.database, id);
    if (!found) return out_of_order(desk, visit);
    if (!*found) return nothing_here(desk, visit);
    const std::int64_t asked = number_in(visit.query["before"]);
    conversation::QueueFilter filter;
    filter.state = std::nullopt;
    filter.person = id;
    filter.before = asked > 0 ? asked : INT64_MAX;
    filter.most = entries_of_person + 1;
    auto entries = conversation::read_queue(desk.database, filter);
    const auto threads = conversation::threads_of(desk.database, id);
    if (!entries || !threads) return out_of_order(desk, visit);
    const bool has_more = entries->size() > entries_of_person;
    if (has_more) entries->pop_back();
    std::vector<ValueMap> maps;
    for (const auto& each : *threads) {
        ValueMap map;
        map.set("thread", Value::string(each.thread));
        map.set("page_title", Value::string(page_title(desk, each.thread)));
        map.set("path", Value::string(address_path(each.thread)));
        map.set("comments", Value::integer(each.comments));
        map.set("last", desk.pages.time(each.last_ms));
        maps.push_back(std::move(map));
    }
    ValueMap values;
    values.set("person", Value::map(person_map(desk, **found)));
    values.set("threads", list_of(std::move(maps)));
    values.set("is_older", Value::boolean(asked > 0));
    values.set("older", has_more ? Value::integer(entries->back().id) : Value::none());
    values.set("entries", list_of(entry_values(desk, visit, *entries)));
    return room(desk, visit, "people", "person.html", "people/" + std::to_string(id), std::move(values));
}

http::Response person_data(const Desk& desk, const Visit& visit) {
    const std::int64_t id = number_of(visit, "id");
    const auto found = conversation::read_person(desk.database, id);
    if (!found) return out_of_order(desk, visit);
    if (!*found) return nothing_here(desk, visit);
    auto data = conversation::export_person(desk.database, id);
    if (!data) return out_of_order(desk, visit);
    http::Response response;
    response.headers = {{"Content-Type", "application/json"},
                        {"Content-Disposition", "attachment; filename=\"person-" + std::to_string(id) + ".json\""}};
    response.body = std::move(*data);
    add_studio_headers(response);
    return response;
}

http::Response erase_person(const Desk& desk, const Visit& visit) {
    const std::int64_t id = number_of(visit, "id");
    const auto found = conversation::read_person(desk.database, id);
    if (!found) return out_of_order(desk, visit);
    if (!*found || (*found)->role == conversation::Role::Author) return nothing_here(desk, visit);
    if (!conversation::erase_person(desk.database, id, now_ms(visit))) return out_of_order(desk, visit);
    return see_other(desk, "people?said=erased");
}

}  // namespace byline::studio
