#include <algorithm>
#include <string>
#include <utility>

#include "conversation/comment_html.hpp"
#include "conversation/network.hpp"
#include "conversation/posting.hpp"
#include "discussion/moment.hpp"
#include "discussion/reader_routes.hpp"

namespace byline::discussion {
namespace {

using conversation::FieldFault;
using conversation::Outcome;
using server::Visit;

constexpr int unprocessable = 422;
constexpr int unavailable = 503;

// The names are those of conversation_form.html.
conversation::Form sent_form(const ReaderContext& context, const Visit& visit) {
    conversation::Form form;
    form.thread = context.pages.current_address(visit.form["page"]);
    form.parent = visit.form["parent"];
    form.name = visit.form["name"];
    form.email = visit.form["email"];
    form.website = visit.form["website"];
    form.body = visit.form["body"];
    form.honeypot = visit.form["subject"];
    form.token = visit.form["age"];
    if (const auto person = signed_in(visit); person && form.name.empty()) {
        const auto entry = conversation::read_person(context.database, *person);
        if (entry && *entry) form.name = (*entry)->name;
    }
    return form;
}

std::optional<conversation::Comment> answered_in(const ReaderContext& context, const conversation::Form& form) {
    if (form.parent.empty()) return std::nullopt;
    const auto thread = context.pages.thread(form.thread);
    for (const auto& comment : thread->comments) {
        if (std::to_string(comment.id) == form.parent && comment.state == conversation::State::Published) {
            return comment;
        }
    }
    return std::nullopt;
}

// The form again, with all that was typed.
http::Response form_again(const ReaderContext& context, const Visit& visit, conversation::Form fields, FormStep step,
                          std::vector<FieldFault> faults, int status) {
    SectionForm form;
    form.step = step;
    form.faults = std::move(faults);
    form.answered = answered_in(context, fields);
    form.form_token = visit.form_token();
    if (step == FormStep::Preview) form.preview = conversation::comment_html(fields.body).html;
    fields.token = conversation::form_token(context.key, fields.thread, now_ms(visit), context.entropy);
    const std::string address = fields.thread;
    form.fields = std::move(fields);
    http::Response response = page_answer(context, visit, address, std::move(form), std::nullopt, status);
    if (status == unavailable) response.headers.push_back({"Retry-After", "30"});
    return response;
}

bool is_open(const ReaderContext& context, const Visit& visit, std::string_view address) {
    const auto page = context.pages.page(address);
    return page && discussion::takes_comments(page->place, *context.rules.now(), now_ms(visit));
}

// With the text, if there is one: whoever was still writing can take it along.
http::Response closed_answer(const ReaderContext& context, const Visit& visit, std::string_view address,
                             std::string_view body) {
    if (!context.pages.page(address)) {
        PersonPage page;
        page.phrase = "comments_closed";
        page.kept_text = body;
        return person_answer(context, visit, std::move(page), context.pages.has_page(address) ? 403 : 404);
    }
    SectionNotice notice;
    notice.phrase = "comments_closed";
    if (!body.empty()) notice.html = conversation::comment_html(body).html;
    return page_answer(context, visit, address, std::nullopt, std::move(notice), 403);
}

// What the form is told when nothing was stored; nothing when something was.
std::optional<FieldFault> fault_of(Outcome outcome) {
    switch (outcome) {
        case Outcome::NameTaken: return FieldFault{"name", "taken"};
        case Outcome::NoSuchParent: return FieldFault{"form", "parent"};
        case Outcome::ThreadFull: return FieldFault{"form", "full"};
        case Outcome::NotYours:
        case Outcome::TooLate: return FieldFault{"form", "invalid"};
        case Outcome::Stored:
        case Outcome::StoredBefore: break;
    }
    return std::nullopt;
}

}  // namespace

http::Response answer_form(const ReaderContext& context, const Visit& visit) {
    const std::int64_t comment = number_of(visit, "id");
    const auto entry = read_entry(context, comment);
    if (!entry) return out_of_order();
    if (!*entry || (*entry)->state != conversation::State::Published) return nothing_here();
    const std::string& address = (*entry)->thread;
    if (!is_open(context, visit, address)) return closed_answer(context, visit, address, {});
    SectionForm form;
    form.fields.thread = address;
    form.fields.parent = std::to_string(comment);
    form.answered = answered_in(context, form.fields);
    return page_answer(context, visit, address, std::move(form), std::nullopt, 200);
}

http::Response preview(const ReaderContext& context, const Visit& visit) {
    conversation::Form form = sent_form(context, visit);
    if (!is_open(context, visit, form.thread)) return closed_answer(context, visit, form.thread, form.body);
    conversation::FormReading reading = conversation::read_form(form, *context.rules.now());
    const bool is_good = reading.faults.empty();
    return form_again(context, visit, std::move(form), is_good ? FormStep::Preview : FormStep::Write,
                      std::move(reading.faults), is_good ? 200 : unprocessable);
}

http::Response send(const ReaderContext& context, const Visit& visit) {
    conversation::Form form = sent_form(context, visit);
    if (!is_open(context, visit, form.thread)) return closed_answer(context, visit, form.thread, form.body);
    conversation::FormReading reading = conversation::read_form(form, *context.rules.now());
    if (!reading.draft) {
        return form_again(context, visit, std::move(form), FormStep::Write, std::move(reading.faults), unprocessable);
    }
    if (visit.form["step"] == "write") return form_again(context, visit, std::move(form), FormStep::Write, {}, 200);
    const auto proof =
        conversation::check_form_token(context.key, form.thread, form.token, *context.rules.now(), now_ms(visit));
    if (!proof) {
        return form_again(context, visit, std::move(form), FormStep::Preview, {{"form", "stale"}}, unprocessable);
    }
    const conversation::Sender sender{conversation::network_digest(context.key, visit.address.text()),
                                      signed_in(visit)};
    const auto posted = conversation::post_comment(context.database, *context.rules.now(), *reading.draft, sender,
                                                   *proof, !form.honeypot.empty(), now_ms(visit));
    if (!posted) {
        return form_again(context, visit, std::move(form), FormStep::Preview, {{"form", "gone"}}, unavailable);
    }
    if (const auto fault = fault_of(posted->outcome)) {
        return form_again(context, visit, std::move(form), FormStep::Write, {*fault}, unprocessable);
    }
    if (posted->outcome == Outcome::Stored && posted->state != conversation::State::Spam && !sender.person) {
        const auto page = context.pages.page(form.thread);
        ask_whose_address(context,
                          {.person = posted->person,
                           .address = reading.draft->email,
                           .network = sender.network,
                           .language = page ? page->place.language : ""},
                          now_ms(visit));
    }
    return see_other(context, "comments/" + std::to_string(posted->id) + "/sent/" +
                                  conversation::edit_token(context.key, posted->id) + "#at.notice");
}

http::Response sent(const ReaderContext& context, const Visit& visit) {
    const std::int64_t comment = number_of(visit, "id");
    const std::string& token = parameter_of(visit, "token");
    if (!conversation::is_edit_token(context.key, comment, token)) return nothing_here();
    const auto entry = read_entry(context, comment);
    if (!entry) return out_of_order();
    if (!*entry) return nothing_here();
    SectionNotice notice;
    notice.comment = comment;
    switch ((*entry)->state) {
        case conversation::State::Published: notice.phrase = "comment_published"; break;
        case conversation::State::Deleted:
        case conversation::State::Erased: notice.phrase = "comment_deleted"; break;
        // Who writes spam need not learn that it was recognised.
        case conversation::State::Held:
        case conversation::State::Spam:
        case conversation::State::Rejected: {
            const bool is_asked = context.letters != nullptr && !(*entry)->email.empty() && !(*entry)->is_verified;
            notice.phrase = is_asked ? "comment_waits_letter" : "comment_waits";
            break;
        }
    }
    if (notice.phrase != "comment_deleted") {
        notice.html = conversation::comment_html((*entry)->body).html;
        notice.edit_token = token;
        const std::int64_t until = (*entry)->created_ms + context.rules.now()->edit_minutes * minute_ms;
        notice.minutes = std::max<std::int64_t>(0, (until - now_ms(visit) + minute_ms - 1) / minute_ms);
    }
    return page_answer(context, visit, (*entry)->thread, std::nullopt, std::move(notice), 200);
}

}  // namespace byline::discussion
