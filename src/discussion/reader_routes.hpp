// The routes of readers: one table says how each is asked, and by whom.
// Handlers are called from several threads at once, and block on the store.
#pragma once

#include <vector>

#include "discussion/reader_context.hpp"
#include "server/route.hpp"

namespace byline::discussion {

// What the context refers to outlives the routes.
[[nodiscard]] std::vector<server::Route> reader_routes(const ReaderContext& context);

// By the cookie that whoever followed a link of verification has.
[[nodiscard]] server::Identity identify_reader(const ReaderContext& context, const http::Request& request,
                                               std::int64_t now_ms);

// posting_routes.cpp: a comment before and after it is sent.
[[nodiscard]] http::Response answer_form(const ReaderContext& context, const server::Visit& visit);
[[nodiscard]] http::Response preview(const ReaderContext& context, const server::Visit& visit);
[[nodiscard]] http::Response send(const ReaderContext& context, const server::Visit& visit);
[[nodiscard]] http::Response sent(const ReaderContext& context, const server::Visit& visit);

// editing_routes.cpp: for who has the link that the page after the sending gives.
[[nodiscard]] http::Response edit_form(const ReaderContext& context, const server::Visit& visit);
[[nodiscard]] http::Response edit(const ReaderContext& context, const server::Visit& visit);
[[nodiscard]] http::Response take_away(const ReaderContext& context, const server::Visit& visit);

// like_routes.cpp: of comments and of works.
[[nodiscard]] http::Response like_comment(const ReaderContext& context, const server::Visit& visit);
[[nodiscard]] http::Response unlike_comment(const ReaderContext& context, const server::Visit& visit);
[[nodiscard]] http::Response liked_comment(const ReaderContext& context, const server::Visit& visit);
[[nodiscard]] http::Response like_work(const ReaderContext& context, const server::Visit& visit);
[[nodiscard]] http::Response unlike_work(const ReaderContext& context, const server::Visit& visit);
[[nodiscard]] http::Response liked_work(const ReaderContext& context, const server::Visit& visit);

// person_routes.cpp: what links in letters lead to.
[[nodiscard]] http::Response verify_form(const ReaderContext& context, const server::Visit& visit);
[[nodiscard]] http::Response verify(const ReaderContext& context, const server::Visit& visit);
[[nodiscard]] http::Response mine(const ReaderContext& context, const server::Visit& visit);
[[nodiscard]] http::Response my_data(const ReaderContext& context, const server::Visit& visit);
[[nodiscard]] http::Response choose_letters(const ReaderContext& context, const server::Visit& visit);
[[nodiscard]] http::Response erase_mine(const ReaderContext& context, const server::Visit& visit);
[[nodiscard]] http::Response stop_form(const ReaderContext& context, const server::Visit& visit);
[[nodiscard]] http::Response stop(const ReaderContext& context, const server::Visit& visit);
// mention_routes.cpp: what servers of others tell, and what became of it.
[[nodiscard]] http::Response take_mention(const ReaderContext& context, const server::Visit& visit);
[[nodiscard]] http::Response mention_status(const ReaderContext& context, const server::Visit& visit);

[[nodiscard]] http::Response face(const ReaderContext& context, const server::Visit& visit);
// The writer of a new comment is asked by letter, when letters are sent.
void ask_whose_address(const ReaderContext& context, const LetterDesk::Question& question, std::int64_t now_ms);

}  // namespace byline::discussion
