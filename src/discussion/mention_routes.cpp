#include <algorithm>
#include <string>
#include <string_view>
#include <utility>

#include "conversation/network.hpp"
#include "discussion/reader_routes.hpp"
#include "http/target.hpp"
#include "mentioning/arrival.hpp"
#include "text/ascii.hpp"
#include "text/url.hpp"

namespace byline::discussion {
namespace {

using server::Visit;

constexpr std::size_t most_address_bytes = 2'048;
constexpr std::string_view status_purpose = "mention status";
constexpr int too_many_requests = 429;

http::Response told(int status, std::string_view text) {
    http::Response response = http::text_response(status, std::string(text) + "\n");
    response.headers.push_back({"Cache-Control", "no-store"});
    response.headers.push_back({"X-Robots-Tag", "noindex"});
    return response;
}

bool can_be_asked(std::string_view url) {
    const bool is_printable =
        std::all_of(url.begin(), url.end(), [](char c) { return static_cast<unsigned char>(c) > ' ' && c != 0x7F; });
    return text::is_web_url(url) && url.size() <= most_address_bytes && is_printable;
}

std::string_view authority_of(std::string_view url) {
    return text::split_url(url).authority.value_or(std::string_view());
}

// The page of this site that an address means, as pages are called here; empty when it is none that takes mentions.
std::string page_of(const ReaderContext& context, const Visit& visit, std::string_view url) {
    if (!text::equal_but_case(authority_of(url), authority_of(context.origin))) return {};
    const auto decoded = text::percent_decode(text::split_url(url).path);
    if (!decoded) return {};
    const std::string& root = context.writer.site_path();
    const std::string path = decoded->empty() ? "/" : *decoded;
    if (!(path + "/").starts_with(root)) return {};
    const std::string address = "/" + path.substr(std::min(root.size(), path.size()));
    constexpr std::string_view index = "index.html";
    const std::string folder = address.ends_with(index) ? address.substr(0, address.size() - index.size()) : address;
    for (const std::string& written : {address, address + "/", folder}) {
        std::string tried = context.pages.current_address(written);
        const auto page = context.pages.page(tried);
        if (page && takes_comments(page->place, *context.rules.now(), now_ms(visit))) return tried;
    }
    return {};
}

}  // namespace

// https://www.w3.org/TR/webmention/, section 3.2: what can be told at once is told at once, the rest by the address in
// Location.
http::Response take_mention(const ReaderContext& context, const Visit& visit) {
    if (context.mentions == nullptr) return nothing_here();
    const std::string source(visit.form["source"]);
    const std::string target(visit.form["target"]);
    if (!can_be_asked(source)) return told(400, "source is no address of http or https that can be asked");
    if (!can_be_asked(target)) return told(400, "target is no address of http or https");
    if (source == target) return told(400, "source and target are one");
    if (text::equal_but_case(authority_of(source), authority_of(context.origin))) {
        return told(400, "source is a page of this site, which knows its own links");
    }
    mentioning::Arrival arrival{source, target, page_of(context, visit, target),
                                conversation::network_digest(context.key, visit.address.text())};
    if (arrival.thread.empty()) return told(400, "target is no page of this site that takes webmentions");
    const auto received = mentioning::receive(context.database, arrival, context.mentions->limits, now_ms(visit));
    if (!received) return out_of_order();
    if (received->receipt == mentioning::Receipt::TooMany) {
        http::Response response = told(too_many_requests, "too many webmentions just now; send it again in an hour");
        response.headers.push_back({"Retry-After", "3600"});
        return response;
    }
    context.mentions->has_arrival();
    const std::string status = context.origin + context.writer.prefix() + "webmention/" +
                               context.key.sign(status_purpose, std::to_string(received->id));
    http::Response response = told(201, "thank you; what becomes of it is told at " + status);
    response.headers.push_back({"Location", status});
    return response;
}

http::Response mention_status(const ReaderContext& context, const Visit& visit) {
    const auto opened = context.key.opened(status_purpose, parameter_of(visit, "status"));
    if (!opened) return nothing_here();
    const auto progress = mentioning::progress_of(context.database, std::stoll(*opened));
    if (!progress) return out_of_order();
    using mentioning::Progress;
    switch (*progress) {
        case Progress::Unknown: break;
        case Progress::Waiting: return told(200, "waiting: the source was not looked at yet");
        case Progress::Taken: return told(200, "taken: it is shown, or waits for the author");
        case Progress::NoLink: return told(200, "refused: the source does not link to the target");
        case Progress::Gone: return told(200, "gone: the source is not there");
        case Progress::Unreadable: return told(200, "refused: the source is no text that can be read");
        case Progress::Refused: return told(200, "refused: the source is at no public address");
        case Progress::Unreachable: return told(200, "refused: the source did not answer");
    }
    return nothing_here();
}

}  // namespace byline::discussion
