#include <string>
#include <utility>

#include "conversation/network.hpp"
#include "http/target.hpp"
#include "studio/studio_routes.hpp"
#include "text/url.hpp"

namespace byline::studio {
namespace {

using account::Refusal;
using server::Visit;
using templating::Value;
using templating::ValueMap;

constexpr int too_many_requests = 429;

std::string cookie(const Desk& desk, const Visit& visit, std::string_view token, std::int64_t seconds) {
    const std::string path = desk.pages.prefix();
    return "byline_studio=" + std::string(token) + "; Path=" + http::encode_path(path.substr(0, path.size() - 1)) +
           "; Max-Age=" + std::to_string(seconds) + "; HttpOnly; SameSite=Strict" +
           (visit.transport == http::Transport::Tls ? "; Secure" : "");
}

http::Response let_in(const Desk& desk, const Visit& visit, const account::Entry& entry, std::string_view where) {
    http::Response response = see_other(desk, where);
    response.headers.push_back({"Set-Cookie", cookie(desk, visit, entry.token, account::session_ms / ms_of_second)});
    return response;
}

std::string_view word_of(Refusal refusal) {
    switch (refusal) {
        case Refusal::None: return {};
        case Refusal::Wrong: return "wrong";
        case Refusal::CodeWanted: return "code";
        case Refusal::TooMany: return "many";
        case Refusal::WeakPassword: return "weak";
        case Refusal::NoName: return "name";
    }
    return {};
}

int status_of(Refusal refusal) {
    if (refusal == Refusal::None) return 200;
    return refusal == Refusal::TooMany ? too_many_requests : status_unprocessable;
}

http::Response door(const Desk& desk, const Visit& visit, Refusal refusal, std::string_view next) {
    ValueMap values;
    values.set("title", Value::view("enter_title"));
    values.set("refused", Value::string(std::string(word_of(refusal))));
    values.set("name", Value::string(std::string(visit.form["name"])));
    values.set("next", Value::string(std::string(next)));
    return room(desk, visit, "", "enter.html", "", std::move(values), status_of(refusal));
}

http::Response begin_again(const Desk& desk, const Visit& visit, Refusal refusal) {
    ValueMap values;
    values.set("title", Value::view("begin_title"));
    values.set("refused", Value::string(std::string(word_of(refusal))));
    values.set("name", Value::string(std::string(visit.form["name"])));
    values.set("token", Value::string(std::string(parameter_of(visit, "token"))));
    return room(desk, visit, "", "begin.html", "", std::move(values), status_of(refusal));
}

}  // namespace

http::Response to_queue(const Desk& desk, const Visit& /*visit*/) {
    return see_other(desk, "");
}

http::Response file(const Desk& desk, const Visit& visit) {
    auto response = desk.pages.file(parameter_of(visit, "name"));
    return response ? std::move(*response) : nothing_here(desk, visit);
}

http::Response to_door(const Desk& desk, const Visit& visit) {
    const std::string prefix = desk.pages.prefix();
    const auto& target = visit.request.target;
    std::string next;
    // What was to be written is gone by then, so only what was to be read is gone back to.
    if (visit.request.method != http::Method::Post && target.path.starts_with(prefix)) {
        next = http::encode_path(target.path.substr(prefix.size()));
        if (!target.query.empty()) next += "?" + target.query;
    }
    if (visit.request.method != http::Method::Post) {
        return see_other(desk, next.empty() ? "enter" : "enter?next=" + text::percent_encode_component(next));
    }
    constexpr int forbidden = 403;
    http::Response response = door(desk, visit, Refusal::None, next);
    response.status = forbidden;
    return response;
}

http::Response enter_form(const Desk& desk, const Visit& visit) {
    return door(desk, visit, Refusal::None, visit.query["next"]);
}

http::Response enter(const Desk& desk, const Visit& visit) {
    const account::Credentials credentials{.name = std::string(visit.form["name"]),
                                           .password = std::string(visit.form["password"]),
                                           .code = std::string(visit.form["code"]),
                                           .network = conversation::network_digest(desk.key, visit.address.text())};
    const auto entry = account::log_in(desk.database, credentials, now_ms(visit), desk.entropy);
    if (!entry) return out_of_order(desk, visit);
    if (entry->refusal != Refusal::None) return door(desk, visit, entry->refusal, visit.form["next"]);
    return let_in(desk, visit, *entry, visit.form["next"]);
}

http::Response begin_form(const Desk& desk, const Visit& visit) {
    return begin_again(desk, visit, Refusal::None);
}

http::Response begin(const Desk& desk, const Visit& visit) {
    const auto entry = account::create_first(desk.database, parameter_of(visit, "token"), visit.form["name"],
                                             visit.form["password"], now_ms(visit), desk.entropy);
    if (!entry) return out_of_order(desk, visit);
    if (entry->refusal == Refusal::Wrong) return first_link_over(desk, visit);
    if (entry->refusal != Refusal::None) return begin_again(desk, visit, entry->refusal);
    return let_in(desk, visit, *entry, "?said=entered");
}

http::Response leave(const Desk& desk, const Visit& visit) {
    if (!account::log_out(desk.database, session_token(visit.request))) return out_of_order(desk, visit);
    http::Response response = see_other(desk, "enter?said=left");
    response.headers.push_back({"Set-Cookie", cookie(desk, visit, "", 0)});
    return response;
}

}  // namespace byline::studio
