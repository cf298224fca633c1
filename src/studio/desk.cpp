#include "studio/desk.hpp"

#include <algorithm>
#include <charconv>
#include <utility>

#include "conversation/moderation.hpp"
#include "http/target.hpp"
#include "text/ascii.hpp"

namespace byline::studio {
namespace {

using templating::Value;
using templating::ValueMap;

constexpr std::string_view cookie_start = "byline_studio=";
constexpr std::size_t most_back_bytes = 1000;
constexpr int unavailable = 503;

// "17.published.3": the action, what was done, to how many. It only says what stands above the page.
Value done_value(const PageWriter& pages, std::string_view told) {
    const std::size_t first = told.find('.');
    const std::size_t second = told.rfind('.');
    if (first == std::string_view::npos || first == second) return Value::none();
    const std::string_view verb = told.substr(first + 1, second - first - 1);
    if (!pages.has_phrase("done_" + std::string(verb))) return Value::none();
    ValueMap map;
    map.set("action", Value::string(std::string(told.substr(0, first))));
    map.set("verb", Value::string(std::string(verb)));
    map.set("count", Value::integer(number_in(told.substr(second + 1))));
    return Value::map(std::move(map));
}

Value known_phrase(const PageWriter& pages, std::string_view group, std::string_view name) {
    if (name.empty() || !pages.has_phrase(std::string(group) + std::string(name))) return Value::none();
    return Value::string(std::string(name));
}

bool may_lead_back(char c) {
    return text::is_ascii_letter(c) || text::is_ascii_digit(c) ||
           std::string_view("-._~/?=&%#+,").find(c) != std::string_view::npos;
}

// What a page says that says one thing only: phrases by their keys, or a text with its remedy.
struct Message {
    int status = 200;
    std::string_view title;
    std::string_view about = {};
    std::string_view text = {};
    std::string_view remedy = {};
    std::string_view kept = {};  // what was typed
};

http::Response message_page(const Desk& desk, const server::Visit& visit, const Message& message) {
    ValueMap values;
    for (const auto& [name, text] :
         {std::pair("title", message.title), std::pair("about", message.about), std::pair("text", message.text),
          std::pair("remedy", message.remedy), std::pair("kept", message.kept)}) {
        values.set(name, Value::string(std::string(text)));
    }
    return room(desk, visit, "", "message.html", "", std::move(values), message.status);
}

}  // namespace

std::int64_t now_ms(const server::Visit& visit) {
    return visit.now * ms_of_second;
}

std::int64_t number_in(std::string_view text) {
    std::int64_t number = 0;
    const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), number);
    return fault == std::errc() && end == text.data() + text.size() && number > 0 ? number : 0;
}

std::string_view parameter_of(const server::Visit& visit, std::string_view parameter) {
    const auto found = visit.parameters.find(parameter);
    return found == visit.parameters.end() ? std::string_view() : std::string_view(found->second);
}

std::int64_t number_of(const server::Visit& visit, std::string_view parameter) {
    return number_in(parameter_of(visit, parameter));
}

std::int64_t writer_account(const server::Visit& visit) {
    const std::string_view name = visit.identity.name;
    return number_in(name.substr(0, name.find(' ')));
}

std::string writer_name(const server::Visit& visit) {
    const std::size_t space = visit.identity.name.find(' ');
    return space == std::string::npos ? std::string() : visit.identity.name.substr(space + 1);
}

std::string author_name(const Desk& desk, const server::Visit& visit) {
    return desk.options.author_name.empty() ? writer_name(visit) : desk.options.author_name;
}

std::string page_title(const Desk& desk, std::string_view address) {
    std::string title = desk.options.page_title ? desk.options.page_title(address) : std::string();
    const std::string ending = " · " + desk.options.pages.site_title;
    if (title.size() > ending.size() && title.ends_with(ending)) title.resize(title.size() - ending.size());
    return title;
}

std::string_view session_token(const http::Request& request) {
    std::string_view cookies = request.header("Cookie");
    while (!cookies.empty()) {
        std::string_view cookie = cookies.substr(0, cookies.find(';'));
        cookies.remove_prefix(std::min(cookies.size(), cookie.size() + 1));
        cookie.remove_prefix(std::min(cookie.size(), cookie.find_first_not_of(' ')));
        if (cookie.starts_with(cookie_start)) return cookie.substr(cookie_start.size());
    }
    return {};
}

http::Response room(const Desk& desk, const server::Visit& visit, std::string_view here, std::string_view template_name,
                    std::string_view back, ValueMap values, int status) {
    const bool is_in = visit.identity.credential == server::Credential::Writer;
    values.set("writer", is_in ? Value::string(writer_name(visit)) : Value::none());
    values.set("author", Value::string(is_in ? author_name(desk, visit) : std::string()));
    values.set("here", Value::string(std::string(here)));
    if (!here.empty() && values.find("title") == nullptr) values.set("title", Value::string(std::string(here)));
    values.set("back", Value::string(std::string(back)));
    values.set("form_token", Value::string(visit.form_token()));
    values.set("done", is_in ? done_value(desk.pages, visit.query["done"]) : Value::none());
    values.set("said", known_phrase(desk.pages, "said_", visit.query["said"]));
    if (values.find("refused") == nullptr) values.set("refused", Value::none());
    std::int64_t waiting = 0;
    if (is_in) {
        if (const auto counts = conversation::count_states(desk.database)) {
            for (const auto& count : *counts) {
                if (count.state == conversation::State::Held) waiting = count.comments;
            }
        }
    }
    values.set("waiting", Value::integer(waiting));
    return desk.pages.page(status, template_name, std::move(values));
}

http::Response see_other(const Desk& desk, std::string_view below_prefix) {
    const bool is_ours = below_prefix.size() <= most_back_bytes && std::ranges::all_of(below_prefix, may_lead_back);
    http::Response response =
        http::redirect_response(303, desk.pages.prefix() + std::string(is_ours ? below_prefix : std::string_view()));
    add_studio_headers(response);
    return response;
}

std::string with_parameter(std::string_view back, std::string_view name, std::string_view value) {
    const std::string_view path = back.substr(0, back.find('#'));
    const char separator = path.find('?') == std::string_view::npos ? '?' : '&';
    return std::string(path) + separator + std::string(name) + "=" + std::string(value) +
           std::string(back.substr(path.size()));
}

std::string new_action(const Desk& desk) {
    constexpr std::size_t action_digits = 16;
    return secrets::random_token(desk.entropy).substr(0, action_digits);
}

http::Response after_change(const Desk& desk, std::string_view back, std::string_view action, std::string_view verb,
                            bool has_changed) {
    const std::string told = std::string(action) + "." + std::string(verb) + (has_changed ? ".1" : ".0");
    return see_other(desk, with_parameter(back, "done", told));
}

http::Response nothing_here(const Desk& desk, const server::Visit& visit) {
    return message_page(desk, visit, {.status = 404, .title = "nothing_title", .about = "nothing_about"});
}

http::Response first_link_over(const Desk& desk, const server::Visit& visit) {
    return message_page(desk, visit, {.status = 410, .title = "begin_title", .about = "begin_over"});
}

http::Response out_of_order(const Desk& desk, const server::Visit& visit, std::string_view kept) {
    http::Response response =
        message_page(desk, visit, {.status = unavailable, .title = "gone_title", .about = "gone_about", .kept = kept});
    response.headers.push_back({"Retry-After", "30"});
    return response;
}

http::Response refused(const Desk& desk, const server::Visit& visit, const Error& error, std::string_view kept) {
    if (error.code != ErrorCode::Content && error.code != ErrorCode::Usage) return out_of_order(desk, visit, kept);
    return message_page(
        desk, visit,
        {.status = 409, .title = "fault_title", .text = error.message, .remedy = error.remedy, .kept = kept});
}

}  // namespace byline::studio
