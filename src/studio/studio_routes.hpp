// The routes of the studio: one table says how each is asked, and by whom.
// Handlers are called from several threads at once, and block on the store.
#pragma once

#include <vector>

#include "server/route.hpp"
#include "studio/desk.hpp"

namespace byline::studio {

// What the desk refers to outlives the routes.
[[nodiscard]] std::vector<server::Route> studio_routes(const Desk& desk);

// door_routes.cpp: in and out.
[[nodiscard]] http::Response to_queue(const Desk& desk, const server::Visit& visit);
[[nodiscard]] http::Response file(const Desk& desk, const server::Visit& visit);
[[nodiscard]] http::Response enter_form(const Desk& desk, const server::Visit& visit);
[[nodiscard]] http::Response enter(const Desk& desk, const server::Visit& visit);
[[nodiscard]] http::Response begin_form(const Desk& desk, const server::Visit& visit);
[[nodiscard]] http::Response begin(const Desk& desk, const server::Visit& visit);
[[nodiscard]] http::Response leave(const Desk& desk, const server::Visit& visit);
// To the door, and from there back.
[[nodiscard]] http::Response to_door(const Desk& desk, const server::Visit& visit);

// account_routes.cpp: password and codes.
[[nodiscard]] http::Response account_page(const Desk& desk, const server::Visit& visit);
[[nodiscard]] http::Response change_password(const Desk& desk, const server::Visit& visit);
[[nodiscard]] http::Response change_codes(const Desk& desk, const server::Visit& visit);

// queue_routes.cpp: what waits, and what is decided on it.
[[nodiscard]] http::Response queue(const Desk& desk, const server::Visit& visit);
[[nodiscard]] http::Response decide(const Desk& desk, const server::Visit& visit);
[[nodiscard]] http::Response undo(const Desk& desk, const server::Visit& visit);
[[nodiscard]] http::Response answer(const Desk& desk, const server::Visit& visit);

// thread_routes.cpp: conversations, each as a whole, and what is chosen of it.
[[nodiscard]] http::Response conversations(const Desk& desk, const server::Visit& visit);
[[nodiscard]] http::Response thread(const Desk& desk, const server::Visit& visit);
[[nodiscard]] http::Response feature(const Desk& desk, const server::Visit& visit);
[[nodiscard]] http::Response undo_import(const Desk& desk, const server::Visit& visit);

// people_routes.cpp: who wrote.
[[nodiscard]] http::Response people(const Desk& desk, const server::Visit& visit);
[[nodiscard]] http::Response person(const Desk& desk, const server::Visit& visit);
[[nodiscard]] http::Response person_data(const Desk& desk, const server::Visit& visit);
[[nodiscard]] http::Response erase_person(const Desk& desk, const server::Visit& visit);

// letter_routes.cpp: letters that did not arrive.
[[nodiscard]] http::Response failed_letters(const Desk& desk, const server::Visit& visit);
[[nodiscard]] http::Response settle_letter(const Desk& desk, const server::Visit& visit);

// rule_routes.cpp: by what is decided before anybody looks.
[[nodiscard]] http::Response rules(const Desk& desk, const server::Visit& visit);
[[nodiscard]] http::Response change_rules(const Desk& desk, const server::Visit& visit);

}  // namespace byline::studio
