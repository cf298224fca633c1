#include <string>
#include <utility>
#include <vector>

#include "letters/letter_queue.hpp"
#include "studio/entry_view.hpp"
#include "studio/studio_routes.hpp"

namespace byline::studio {
namespace {

using server::Visit;
using templating::Value;
using templating::ValueMap;

constexpr std::int64_t letters_on_page = 100;

ValueMap letter_map(const Desk& desk, const letters::FailedLetter& letter) {
    ValueMap map;
    map.set("id", Value::integer(letter.id));
    map.set("purpose", Value::string(std::string(letters::name_of(letter.purpose))));
    map.set("is_bounced", Value::boolean(letter.is_bounced));
    map.set("address", Value::string(letter.address));
    map.set("subject", Value::string(letter.subject));
    map.set("fault", Value::string(letter.fault));
    map.set("time", desk.pages.time(letter.created_ms));
    return map;
}

}  // namespace

http::Response failed_letters(const Desk& desk, const Visit& visit) {
    const auto found = letters::failed_letters(desk.database, letters_on_page);
    const auto count = letters::count_failed_letters(desk.database);
    if (!found || !count) return out_of_order(desk, visit);
    std::vector<ValueMap> maps;
    maps.reserve(found->size());
    for (const letters::FailedLetter& letter : *found) maps.push_back(letter_map(desk, letter));
    ValueMap values;
    values.set("title", Value::view("letters"));
    values.set("letters", list_of(std::move(maps)));
    values.set("more", Value::integer(*count - static_cast<std::int64_t>(found->size())));
    return room(desk, visit, "people", "letters.html", "letters", std::move(values));
}

http::Response settle_letter(const Desk& desk, const Visit& visit) {
    const std::int64_t letter = number_of(visit, "id");
    if (visit.form["do"] == "retry") {
        const auto waits = letters::retry(desk.database, letter, now_ms(visit));
        if (!waits) return out_of_order(desk, visit);
        return see_other(desk, *waits ? "letters?said=letter_waits" : "letters");
    }
    if (visit.form["do"] != "drop") return nothing_here(desk, visit);
    if (!letters::drop(desk.database, letter)) return out_of_order(desk, visit);
    return see_other(desk, "letters?said=letter_dropped");
}

}  // namespace byline::studio
