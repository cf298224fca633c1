#include "discussion/reader_context.hpp"

#include <charconv>
#include <utility>

#include "discussion/moment.hpp"
#include "http/target.hpp"

namespace byline::discussion {
namespace {

http::Response own_page(int status, std::string html) {
    http::Response response = http::html_response(status, std::move(html));
    response.headers.push_back({"Cache-Control", "no-store"});
    response.headers.push_back({"X-Robots-Tag", "noindex"});
    return response;
}

// Of a work that has no conversation any more: what is to be said stands on a page of its own, and a comment that is
// somewhere can still be deleted by who wrote it.
PersonPage page_without_place(const ReaderContext& context, const std::optional<SectionNotice>& notice) {
    PersonPage page;
    page.phrase = notice ? notice->phrase : "comments_closed";
    if (!notice || notice->edit_token.empty()) return page;
    page.action =
        context.writer.prefix() + "comments/" + std::to_string(notice->comment) + "/delete/" + notice->edit_token;
    page.button = "comment_delete";
    return page;
}

}  // namespace

std::int64_t now_ms(const server::Visit& visit) {
    return visit.now * second_ms;
}

http::Response page_answer(const ReaderContext& context, const server::Visit& visit, std::string_view address,
                           std::optional<SectionForm> form, std::optional<SectionNotice> notice, int status) {
    const auto page = context.pages.page(address);
    if (!page && context.pages.has_page(address)) {
        return person_answer(context, visit, page_without_place(context, notice), status);
    }
    if (!page) return nothing_here();
    const auto thread = context.pages.thread(address);
    Section section;
    section.page = address;
    section.language = page->place.language;
    section.thread = thread.get();
    section.likes = context.pages.likes(address);
    section.like_token = visit.form_token();
    if (form) {
        form->is_known = signed_in(visit).has_value();
        section.form = std::move(form);
    } else if (takes_comments(page->place, *context.rules.now(), now_ms(visit))) {
        section.form.emplace();
    }
    section.notice = std::move(notice);
    const auto html = context.writer.write(section);
    if (!html) return out_of_order();
    return own_page(status, page_with(*page->resource->identity().bytes, page->place, *html));
}

http::Response person_answer(const ReaderContext& context, const server::Visit& visit, PersonPage page, int status) {
    const std::string_view wanted = visit.query["language"];
    const auto around = context.pages.any_page(wanted);
    if (!around) return nothing_here();
    page.language = around->place.language;
    page.form_token = visit.form_token();
    // What follows is in the language that the letter was in.
    for (std::string* address : {&page.action, &page.mine_link, &page.letters_action}) {
        if (!address->empty()) *address += "?language=" + page.language;
    }
    const auto html = context.writer.write(page);
    if (!html) return out_of_order();
    const std::string title = context.writer.phrase("conversation", page.language);
    return own_page(status, page_about(*around->resource->identity().bytes, title, *html));
}

http::Response see_other(const ReaderContext& context, std::string_view below_routes) {
    const std::string_view path = below_routes.substr(0, below_routes.find('#'));
    const std::string_view fragment = below_routes.substr(path.size());
    http::Response response = http::redirect_response(
        303, http::encode_path(context.writer.prefix() + std::string(path)) + std::string(fragment));
    response.headers.push_back({"Cache-Control", "no-store"});
    return response;
}

http::Response nothing_here() {
    http::Response response = http::text_response(404, "there is nothing here; go back, and load the page again\n");
    response.headers.push_back({"Cache-Control", "no-store"});
    return response;
}

http::Response out_of_order() {
    http::Response response =
        http::text_response(503, "the conversation cannot be reached; go back, and try again in a moment\n");
    response.headers.push_back({"Cache-Control", "no-store"});
    response.headers.push_back({"Retry-After", "30"});
    return response;
}

http::Response out_of_order(const ReaderContext& context, const server::Visit& visit, std::string text) {
    constexpr int status_kept = 503;
    PersonPage page;
    page.phrase = text.empty() ? "conversation_away" : "fault_gone";
    page.kept_text = std::move(text);
    http::Response response = person_answer(context, visit, std::move(page), status_kept);
    if (response.status == status_kept) response.headers.push_back({"Retry-After", "30"});
    return response.status == status_kept ? response : out_of_order();
}

const std::string& parameter_of(const server::Visit& visit, std::string_view parameter) {
    static const std::string none;
    const auto found = visit.parameters.find(parameter);
    return found == visit.parameters.end() ? none : found->second;
}

std::int64_t number_of(const server::Visit& visit, std::string_view parameter) {
    const std::string& text = parameter_of(visit, parameter);
    std::int64_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    return error == std::errc() && end == text.data() + text.size() && number > 0 ? number : 0;
}

std::optional<std::int64_t> signed_in(const server::Visit& visit) {
    if (visit.identity.credential != server::Credential::Reader) return std::nullopt;
    const std::string& name = visit.identity.name;
    std::int64_t person = 0;
    const auto [end, error] = std::from_chars(name.data(), name.data() + name.size(), person);
    return error == std::errc() && end == name.data() + name.size() ? std::optional(person) : std::nullopt;
}

Result<std::optional<conversation::QueueEntry>> read_entry(const ReaderContext& context, std::int64_t comment) {
    conversation::QueueFilter filter;
    filter.state = std::nullopt;
    filter.before = comment + 1;
    filter.most = 1;
    TRY(auto entries, conversation::read_queue(context.database, filter));
    if (entries.empty() || entries.front().id != comment) return std::optional<conversation::QueueEntry>();
    return std::optional(std::move(entries.front()));
}

}  // namespace byline::discussion
