#include <string>
#include <utility>

#include "conversation/comment_html.hpp"
#include "conversation/posting.hpp"
#include "discussion/reader_routes.hpp"

namespace byline::discussion {
namespace {

using conversation::QueueEntry;
using server::Visit;

bool has_token(const ReaderContext& context, const Visit& visit) {
    return conversation::is_edit_token(context.key, number_of(visit, "id"), parameter_of(visit, "token"));
}

// The form with this text, and how the text will look when `looks` is not empty.
http::Response edit_again(const ReaderContext& context, const Visit& visit, const QueueEntry& entry, std::string body,
                          std::vector<conversation::FieldFault> faults, int status, text::SafeHtml looks = {}) {
    SectionForm form;
    form.step = FormStep::Edit;
    form.fields.thread = entry.thread;
    form.fields.name = entry.name;
    form.fields.body = std::move(body);
    form.preview = std::move(looks);
    form.form_token = visit.form_token();
    form.comment = entry.id;
    form.edit_token = parameter_of(visit, "token");
    form.faults = std::move(faults);
    return page_answer(context, visit, entry.thread, std::move(form), std::nullopt, status);
}

std::string sent_page(const Visit& visit) {
    return "comments/" + parameter_of(visit, "id") + "/sent/" + parameter_of(visit, "token") + "#at.notice";
}

}  // namespace

http::Response edit_form(const ReaderContext& context, const Visit& visit) {
    if (!has_token(context, visit)) return nothing_here();
    const auto entry = read_entry(context, number_of(visit, "id"));
    if (!entry) return out_of_order();
    if (!*entry) return nothing_here();
    const bool is_open =
        (*entry)->state == conversation::State::Held || (*entry)->state == conversation::State::Published;
    if (!is_open || !conversation::may_edit(*context.rules.now(), (*entry)->created_ms, now_ms(visit))) {
        return see_other(context, sent_page(visit));
    }
    return edit_again(context, visit, **entry, (*entry)->body, {}, 200);
}

http::Response edit(const ReaderContext& context, const Visit& visit) {
    if (!has_token(context, visit)) return nothing_here();
    const auto entry = read_entry(context, number_of(visit, "id"));
    if (!entry) return out_of_order(context, visit, std::string(visit.form["body"]));
    if (!*entry) return nothing_here();
    conversation::Form form;
    form.thread = (*entry)->thread;
    form.name = (*entry)->name;
    form.body = visit.form["body"];
    conversation::FormReading reading = conversation::read_form(form, *context.rules.now());
    if (!reading.draft) return edit_again(context, visit, **entry, form.body, std::move(reading.faults), 422);
    if (visit.form["step"] == "preview") {
        text::SafeHtml looks = conversation::comment_html(reading.draft->body).html;
        return edit_again(context, visit, **entry, form.body, {}, 200, std::move(looks));
    }
    const auto edited = conversation::edit_comment(context.database, *context.rules.now(), (*entry)->id,
                                                   reading.draft->body, now_ms(visit));
    if (!edited) return edit_again(context, visit, **entry, form.body, {{"form", "gone"}}, 503);
    if (edited->outcome == conversation::Outcome::TooLate) {
        return edit_again(context, visit, **entry, form.body, {{"form", "too late"}}, 422);
    }
    return see_other(context, sent_page(visit));
}

http::Response take_away(const ReaderContext& context, const Visit& visit) {
    if (!has_token(context, visit)) return nothing_here();
    const auto gone = conversation::delete_comment(context.database, number_of(visit, "id"), "writer", now_ms(visit));
    if (!gone) return out_of_order();
    return see_other(context, sent_page(visit));
}

}  // namespace byline::discussion
