#include <string>
#include <utility>

#include "conversation/likes.hpp"
#include "conversation/network.hpp"
#include "discussion/reader_routes.hpp"

namespace byline::discussion {
namespace {

using conversation::Like;
using server::Visit;

std::string reader_of(const ReaderContext& context, const Visit& visit) {
    return conversation::reader_digest(context.key, visit.address.text(), visit.request.header("User-Agent"));
}

http::Response after_comment(const ReaderContext& context, const Visit& visit, Like like) {
    const std::int64_t comment = number_of(visit, "id");
    const auto entry = read_entry(context, comment);
    if (!entry) return out_of_order();
    if (!*entry || (*entry)->state != conversation::State::Published) return nothing_here();
    const auto likes =
        conversation::like_comment(context.database, comment, reader_of(context, visit), like, now_ms(visit));
    if (!likes) return out_of_order();
    const std::string number = std::to_string(comment);
    if (like == Like::Give) return see_other(context, "comments/" + number + "/liked#comment." + number);
    SectionNotice notice;
    notice.phrase = "like_taken_back";
    return page_answer(context, visit, (*entry)->thread, std::nullopt, std::move(notice), 200);
}

http::Response after_work(const ReaderContext& context, const Visit& visit, Like like) {
    const std::string address = context.pages.current_address("/" + parameter_of(visit, "page"));
    if (!context.pages.page(address)) return nothing_here();
    const auto likes =
        conversation::like_work(context.database, address, reader_of(context, visit), like, now_ms(visit));
    if (!likes) return out_of_order();
    if (like == Like::Give) return see_other(context, "liked" + address + "#at.notice");
    SectionNotice notice;
    notice.phrase = "like_taken_back";
    return page_answer(context, visit, address, std::nullopt, std::move(notice), 200);
}

}  // namespace

http::Response like_comment(const ReaderContext& context, const Visit& visit) {
    return after_comment(context, visit, Like::Give);
}

http::Response unlike_comment(const ReaderContext& context, const Visit& visit) {
    return after_comment(context, visit, Like::TakeBack);
}

http::Response liked_comment(const ReaderContext& context, const Visit& visit) {
    const auto entry = read_entry(context, number_of(visit, "id"));
    if (!entry) return out_of_order();
    if (!*entry || (*entry)->state != conversation::State::Published) return nothing_here();
    SectionNotice notice;
    notice.phrase = "liked";
    notice.comment = (*entry)->id;
    notice.take_back = "comments/" + std::to_string((*entry)->id) + "/unlike";
    return page_answer(context, visit, (*entry)->thread, std::nullopt, std::move(notice), 200);
}

http::Response like_work(const ReaderContext& context, const Visit& visit) {
    return after_work(context, visit, Like::Give);
}

http::Response unlike_work(const ReaderContext& context, const Visit& visit) {
    return after_work(context, visit, Like::TakeBack);
}

http::Response liked_work(const ReaderContext& context, const Visit& visit) {
    const std::string address = context.pages.current_address("/" + parameter_of(visit, "page"));
    SectionNotice notice;
    notice.phrase = "liked";
    notice.take_back = "unlike" + address;
    return page_answer(context, visit, address, std::nullopt, std::move(notice), 200);
}

}  // namespace byline::discussion
