#include <string>
#include <string_view>
#include <utility>

#include "conversation/people.hpp"
#include "discussion/face.hpp"
#include "discussion/moment.hpp"
#include "discussion/reader_routes.hpp"

namespace byline::discussion {
namespace {

using conversation::LinkPurpose;
using server::Visit;

constexpr std::int64_t mine_days = 30;
constexpr std::int64_t cookie_days = 365;
constexpr std::string_view cookie_name = "byline_reader";
constexpr int link_gone = 410;

std::optional<std::int64_t> person_of_link(const ReaderContext& context, const Visit& visit, LinkPurpose purpose) {
    return conversation::open_link(context.key, purpose, parameter_of(visit, "link"), now_ms(visit));
}

http::Response over(const ReaderContext& context, const Visit& visit) {
    PersonPage page;
    page.phrase = "link_over";
    return person_answer(context, visit, std::move(page), link_gone);
}

std::string mine_link(const ReaderContext& context, const Visit& visit, std::int64_t person) {
    return context.writer.prefix() + "mine/" +
           conversation::sign_link(context.key, LinkPurpose::Mine, person, now_ms(visit) + mine_days * day_ms);
}

// Who was verified hears of no answers any more; an address that never was gets nothing from here, whoever types it.
Result<void> stop_letters(const ReaderContext& context, std::int64_t person, std::int64_t now_ms) {
    return context.database.write([&](database::Transaction& transaction) -> Result<void> {
        TRY(const auto row, transaction.row("person.by_id", {{"id", person}}));
        if (!row) return {};
        const bool is_verified = !row->is_null(8);
        const std::string& address = row->text(3);
        if (!is_verified && !address.empty()) CHECK(letters::refuse(transaction, context.key, address, now_ms));
        CHECK(transaction.run("person.set_mail", {{"id", person}, {"wants_mail", 0}}));
        for (const auto purpose : {letters::Purpose::Answer, letters::Purpose::Verification}) {
            CHECK(transaction.run("letter.withdraw", {{"person", person}, {"purpose", letters::name_of(purpose)}}));
        }
        return {};
    });
}

}  // namespace

server::Identity identify_reader(const ReaderContext& context, const http::Request& request, std::int64_t now_ms) {
    std::string_view cookies = request.header("Cookie");
    const std::string wanted = std::string(cookie_name) + "=";
    while (!cookies.empty()) {
        const std::string_view cookie = cookies.substr(0, cookies.find(';'));
        cookies.remove_prefix(std::min(cookies.size(), cookie.size() + 1));
        const std::size_t begin = cookie.find_first_not_of(' ');
        if (begin == std::string_view::npos || !cookie.substr(begin).starts_with(wanted)) continue;
        const auto person =
            conversation::open_link(context.key, LinkPurpose::Reader, cookie.substr(begin + wanted.size()), now_ms);
        // Without a session of its own: pages carry tokens that all readers share, and a reader's cookie goes with
        // requests of our own pages alone.
        if (person) return {server::Credential::Reader, std::to_string(*person), {}};
    }
    return {};
}

http::Response verify_form(const ReaderContext& context, const Visit& visit) {
    if (!person_of_link(context, visit, LinkPurpose::Verify)) return over(context, visit);
    PersonPage page;
    page.phrase = "verify_question";
    page.action = context.writer.prefix() + "verify/" + parameter_of(visit, "link");
    page.button = "verify_button";
    if (context.letters != nullptr) page.choice = "verify_letters";
    return person_answer(context, visit, std::move(page), 200);
}

http::Response verify(const ReaderContext& context, const Visit& visit) {
    const auto person = person_of_link(context, visit, LinkPurpose::Verify);
    if (!person) return over(context, visit);
    const auto verified = conversation::verify(context.database, *context.rules.now(), *person, now_ms(visit));
    if (!verified) return out_of_order();
    const bool wants_letters = visit.form["choice"] == "yes" && !verified->is_name_taken;
    if (wants_letters && !conversation::set_wants_mail(context.database, verified->person, true)) return out_of_order();
    PersonPage page;
    page.phrase = verified->is_name_taken ? "verify_name_taken" : "verify_done";
    if (!verified->is_name_taken) page.mine_link = mine_link(context, visit, verified->person);
    http::Response response = person_answer(context, visit, std::move(page), 200);
    if (verified->is_name_taken) return response;
    const std::string secure = visit.transport == http::Transport::Tls ? "; Secure" : "";
    response.headers.push_back(
        {"Set-Cookie", std::string(cookie_name) + "=" +
                           conversation::sign_link(context.key, LinkPurpose::Reader, verified->person,
                                                   now_ms(visit) + cookie_days * day_ms) +
                           "; Path=" + context.writer.prefix() + "; Max-Age=31536000; HttpOnly; SameSite=Strict" +
                           secure});
    return response;
}

http::Response mine(const ReaderContext& context, const Visit& visit) {
    const auto person = person_of_link(context, visit, LinkPurpose::Mine);
    if (!person) return over(context, visit);
    PersonPage page;
    page.phrase = "mine_about";
    page.data_link = context.writer.prefix() + "mine/" + parameter_of(visit, "link") + "/data.json";
    page.action = context.writer.prefix() + "mine/" + parameter_of(visit, "link") + "/erase";
    page.button = "mine_erase";
    if (context.letters != nullptr) {
        const auto wants = conversation::wants_mail(context.database, *person);
        if (!wants) return out_of_order();
        page.letters_action = context.writer.prefix() + "mine/" + parameter_of(visit, "link") + "/letters";
        page.has_letters = *wants;
    }
    return person_answer(context, visit, std::move(page), 200);
}

http::Response choose_letters(const ReaderContext& context, const Visit& visit) {
    const auto person = person_of_link(context, visit, LinkPurpose::Mine);
    if (!person) return over(context, visit);
    const bool wants = visit.form["letters"] == "yes";
    if (!conversation::set_wants_mail(context.database, *person, wants)) return out_of_order();
    return mine(context, visit);
}

http::Response my_data(const ReaderContext& context, const Visit& visit) {
    const auto person = person_of_link(context, visit, LinkPurpose::Mine);
    if (!person) return over(context, visit);
    auto data = conversation::export_person(context.database, *person);
    if (!data) return out_of_order();
    http::Response response;
    response.headers = {{"Content-Type", "application/json"},
                        {"Cache-Control", "no-store"},
                        {"Content-Disposition", "attachment; filename=\"comments.json\""}};
    response.body = std::move(*data);
    return response;
}

http::Response erase_mine(const ReaderContext& context, const Visit& visit) {
    const auto person = person_of_link(context, visit, LinkPurpose::Mine);
    if (!person) return over(context, visit);
    if (!conversation::erase_person(context.database, *person, now_ms(visit))) return out_of_order();
    PersonPage page;
    page.phrase = "mine_erased";
    return person_answer(context, visit, std::move(page), 200);
}

http::Response stop_form(const ReaderContext& context, const Visit& visit) {
    if (!person_of_link(context, visit, LinkPurpose::Stop)) return over(context, visit);
    PersonPage page;
    page.phrase = "stop_question";
    page.action = context.writer.prefix() + "stop/" + parameter_of(visit, "link");
    page.button = "stop_button";
    return person_answer(context, visit, std::move(page), 200);
}

http::Response stop(const ReaderContext& context, const Visit& visit) {
    const auto person = person_of_link(context, visit, LinkPurpose::Stop);
    if (!person) return over(context, visit);
    if (!stop_letters(context, *person, now_ms(visit))) return out_of_order();
    PersonPage page;
    page.phrase = "stop_done";
    return person_answer(context, visit, std::move(page), 200);
}

http::Response face(const ReaderContext& /*context*/, const Visit& visit) {
    std::string_view name = parameter_of(visit, "name");
    if (!name.ends_with(".svg")) return nothing_here();
    name.remove_suffix(std::string_view(".svg").size());
    auto svg = face_svg(name);
    if (!svg) return nothing_here();
    http::Response response;
    response.headers = {{"Content-Type", "image/svg+xml"}, {"Cache-Control", "public, max-age=31536000, immutable"}};
    response.body = std::move(*svg);
    return response;
}

void ask_whose_address(const ReaderContext& context, const LetterDesk::Question& question, std::int64_t now_ms) {
    if (context.letters == nullptr || question.address.empty()) return;
    // What cannot be put in is no fault of the comment, which is stored: it stays unverified.
    const auto put = context.letters->ask(question, now_ms);
    if (put && *put == letters::Put::Waits) context.has_letter();
}

}  // namespace byline::discussion
