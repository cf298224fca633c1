// A Desk is what the studio's routes share; the functions make answers of it.
// Immutable but for what is thread-safe itself; safe from any thread.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "account/accounts.hpp"
#include "http/response.hpp"
#include "server/route.hpp"
#include "studio/studio.hpp"
#include "templating/value_map.hpp"

namespace byline::studio {

// A form was sent that cannot be taken as it is.
inline constexpr int status_unprocessable = 422;

struct Desk {
    const StudioOptions& options;
    database::Database& database;
    const secrets::Key& key;
    const secrets::Entropy& entropy;
    const conversation::RuleBook& rules;
    const PageWriter& pages;
};

[[nodiscard]] std::int64_t now_ms(const server::Visit& visit);
// The number that a parameter of the path, or a field, is; 0 for what is none.
[[nodiscard]] std::int64_t number_in(std::string_view text);
[[nodiscard]] std::int64_t number_of(const server::Visit& visit, std::string_view parameter);
[[nodiscard]] std::string_view parameter_of(const server::Visit& visit, std::string_view parameter);

// The account's name, of who has logged in.
[[nodiscard]] std::string writer_name(const server::Visit& visit);
[[nodiscard]] std::int64_t writer_account(const server::Visit& visit);
[[nodiscard]] std::string author_name(const Desk& desk, const server::Visit& visit);

// What the page is called, without the name of the site; empty for what is no page.
[[nodiscard]] std::string page_title(const Desk& desk, std::string_view address);

// The token that the browser holds; empty without one.
[[nodiscard]] std::string_view session_token(const http::Request& request);

// A page of the studio: `here` is the room that it belongs to, empty outside of all; what was done or said before, as
// the address tells, stands above. `back` is this page again, below the prefix.
[[nodiscard]] http::Response room(const Desk& desk, const server::Visit& visit, std::string_view here,
                                  std::string_view template_name, std::string_view back, templating::ValueMap values,
                                  int status = 200);

// After a write, below the prefix. What could lead elsewhere leads to the queue.
[[nodiscard]] http::Response see_other(const Desk& desk, std::string_view below_prefix);
// `back` with a parameter more, before its fragment.
[[nodiscard]] std::string with_parameter(std::string_view back, std::string_view name, std::string_view value);

// What one decision, choice or change of rules is called, so that it can be undone.
[[nodiscard]] std::string new_action(const Desk& desk);
// Back, with a word on what was changed, and a way to undo it.
[[nodiscard]] http::Response after_change(const Desk& desk, std::string_view back, std::string_view action,
                                          std::string_view verb, bool has_changed);

[[nodiscard]] http::Response nothing_here(const Desk& desk, const server::Visit& visit);
[[nodiscard]] http::Response first_link_over(const Desk& desk, const server::Visit& visit);
// The store is gone; `kept` is what was typed.
[[nodiscard]] http::Response out_of_order(const Desk& desk, const server::Visit& visit, std::string_view kept = {});
[[nodiscard]] http::Response refused(const Desk& desk, const server::Visit& visit, const Error& error,
                                     std::string_view kept = {});

}  // namespace byline::studio
