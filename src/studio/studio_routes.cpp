#include "studio/studio_routes.hpp"

#include <array>

namespace byline::studio {
namespace {

using server::Credential;
using server::Effect;

using Answer = http::Response (*)(const Desk&, const server::Visit&);

struct Line {
    Effect effect;
    std::string_view path;  // below the prefix
    Credential needs;
    Answer answer;
};

constexpr std::array<Line, 31> studio_table{{
    {Effect::Reads, "", Credential::Writer, queue},
    {Effect::Reads, "files/{name}", Credential::Anyone, file},
    {Effect::Reads, "enter", Credential::Anyone, enter_form},
    {Effect::Writes, "enter", Credential::Anyone, enter},
    {Effect::Reads, "begin/{token}", Credential::Anyone, begin_form},
    {Effect::Writes, "begin/{token}", Credential::Anyone, begin},
    {Effect::Writes, "leave", Credential::Writer, leave},
    {Effect::Writes, "decide", Credential::Writer, decide},
    {Effect::Writes, "undo", Credential::Writer, undo},
    {Effect::Writes, "answer/{id}", Credential::Writer, answer},
    {Effect::Reads, "conversations", Credential::Writer, conversations},
    {Effect::Reads, "thread/{page...}", Credential::Writer, thread},
    {Effect::Writes, "feature/{id}", Credential::Writer, feature},
    {Effect::Writes, "imports/{id}/undo", Credential::Writer, undo_import},
    {Effect::Reads, "people", Credential::Writer, people},
    {Effect::Reads, "people/{id}", Credential::Writer, person},
    {Effect::Reads, "people/{id}/data.json", Credential::Writer, person_data},
    {Effect::Writes, "people/{id}/erase", Credential::Writer, erase_person},
    {Effect::Reads, "letters", Credential::Writer, failed_letters},
    {Effect::Writes, "letters/{id}", Credential::Writer, settle_letter},
    {Effect::Reads, "rules", Credential::Writer, rules},
    {Effect::Writes, "rules", Credential::Writer, change_rules},
    {Effect::Reads, "account", Credential::Writer, account_page},
    {Effect::Writes, "account/password", Credential::Writer, change_password},
    {Effect::Writes, "account/codes", Credential::Writer, change_codes},
    // What lies behind a form that was sent, for whoever loads that page again.
    {Effect::Reads, "account/password", Credential::Writer, account_page},
    {Effect::Reads, "account/codes", Credential::Writer, account_page},
    {Effect::Reads, "decide", Credential::Writer, to_queue},
    {Effect::Reads, "undo", Credential::Writer, to_queue},
    {Effect::Reads, "feature/{id}", Credential::Writer, to_queue},
    {Effect::Reads, "answer/{id}", Credential::Writer, to_queue},
}};

}  // namespace

std::vector<server::Route> studio_routes(const Desk& desk) {
    std::vector<server::Route> routes;
    const std::string prefix = desk.pages.prefix();
    routes.push_back({.effect = Effect::Reads,
                      .pattern = prefix.substr(0, prefix.size() - 1),
                      .needs = Credential::Anyone,
                      .handler = [&desk](const server::Visit& visit) { return to_queue(desk, visit); }});
    for (const Line& line : studio_table) {
        server::Route route;
        route.effect = line.effect;
        route.pattern = prefix + std::string(line.path);
        route.needs = line.needs;
        route.handler = [&desk, answer = line.answer](const server::Visit& visit) { return answer(desk, visit); };
        routes.push_back(std::move(route));
    }
    return routes;
}

}  // namespace byline::studio
