#include "discussion/reader_routes.hpp"

#include <array>

namespace byline::discussion {
namespace {

using server::Credential;
using server::Effect;

using Answer = http::Response (*)(const ReaderContext&, const server::Visit&);

struct Line {
    Effect effect;
    std::string_view path;  // below the prefix
    Credential needs;
    Answer answer;
};

constexpr std::array<Line, 24> reader_table{{
    {Effect::Reads, "comments/{id}/answer", Credential::Anyone, answer_form},
    {Effect::Previews, "preview", Credential::Anyone, preview},
    {Effect::Writes, "send", Credential::Anyone, send},
    {Effect::Reads, "comments/{id}/sent/{token}", Credential::Anyone, sent},
    {Effect::Reads, "comments/{id}/edit/{token}", Credential::Anyone, edit_form},
    {Effect::Writes, "comments/{id}/edit/{token}", Credential::Anyone, edit},
    {Effect::Writes, "comments/{id}/delete/{token}", Credential::Anyone, take_away},
    {Effect::Writes, "comments/{id}/like", Credential::Anyone, like_comment},
    {Effect::Writes, "comments/{id}/unlike", Credential::Anyone, unlike_comment},
    {Effect::Reads, "comments/{id}/liked", Credential::Anyone, liked_comment},
    {Effect::Writes, "like/{page...}", Credential::Anyone, like_work},
    {Effect::Writes, "unlike/{page...}", Credential::Anyone, unlike_work},
    {Effect::Reads, "liked/{page...}", Credential::Anyone, liked_work},
    {Effect::Reads, "verify/{link}", Credential::Anyone, verify_form},
    {Effect::Writes, "verify/{link}", Credential::Anyone, verify},
    {Effect::Reads, "mine/{link}", Credential::Anyone, mine},
    {Effect::Reads, "mine/{link}/data.json", Credential::Anyone, my_data},
    {Effect::Writes, "mine/{link}/letters", Credential::Anyone, choose_letters},
    {Effect::Writes, "mine/{link}/erase", Credential::Anyone, erase_mine},
    {Effect::Reads, "stop/{link}", Credential::Anyone, stop_form},
    {Effect::Receives, "stop/{link}", Credential::Anyone, stop},  // RFC 8058: mail programs send it, by the link alone
    {Effect::Receives, "webmention", Credential::Anyone, take_mention},
    {Effect::Reads, "webmention/{status}", Credential::Anyone, mention_status},
    {Effect::Reads, "faces/{name}", Credential::Anyone, face},
}};

}  // namespace

std::vector<server::Route> reader_routes(const ReaderContext& context) {
    std::vector<server::Route> routes;
    for (const Line& line : reader_table) {
        server::Route route;
        route.effect = line.effect;
        route.pattern = context.writer.prefix() + std::string(line.path);
        route.needs = line.needs;
        route.handler = [&context, answer = line.answer](const server::Visit& visit) { return answer(context, visit); };
        routes.push_back(std::move(route));
    }
    return routes;
}

}  // namespace byline::discussion
