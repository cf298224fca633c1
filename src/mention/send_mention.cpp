#include "mention/send_mention.hpp"

#include <algorithm>
#include <set>
#include <utility>
#include <variant>

#include "mention/endpoint.hpp"
#include "text/ascii.hpp"
#include "text/url.hpp"

namespace byline::mention {
namespace {

using outbound::Answer;
using outbound::Obstacle;

std::string host_of(std::string_view url) {
    std::string host(text::split_url(url).authority.value_or(std::string_view()));
    std::transform(host.begin(), host.end(), host.begin(), text::ascii_lower);
    return host;
}

SendReport stopped_by(const Obstacle& obstacle, std::string endpoint) {
    return {obstacle.may_pass() ? Sent::TryLater : Sent::Refused, std::move(endpoint), 0, obstacle.error};
}

// RFC 9110: what a server cannot do now, or wants less often, may go later.
bool may_pass(int status) {
    return status >= 500 || status == 408 || status == 429;
}

SendReport told_by(int status, std::string endpoint, std::string_view asked) {
    const Sent sent = may_pass(status) ? Sent::TryLater : Sent::Refused;
    return {sent, std::move(endpoint), status,
            system_error("'" + std::string(asked) + "' answered " + std::to_string(status),
                         sent == Sent::TryLater ? "it is tried again" : "nothing needs to be done", {})};
}

bool is_success(int status) {
    return status >= 200 && status < 300;
}

}  // namespace

std::vector<std::string> external_links(const html::Document& page, std::string_view page_url, std::size_t limit) {
    const std::string base = base_of(page, page_url);
    const std::string own_host = host_of(page_url);
    std::vector<std::string> out;
    std::set<std::string, std::less<>> seen;
    for (const html::Node& node : page.nodes) {
        if (out.size() >= limit) break;
        const auto href = node.name == "a" ? node.attribute("href") : std::nullopt;
        if (!href) continue;
        std::string url = text::resolve(base, text::percent_encode_url(html::collapsed(*href)));
        url.resize(std::min(url.find('#'), url.size()));
        if (text::is_web_url(url) && host_of(url) != own_host && seen.insert(url).second) out.push_back(std::move(url));
    }
    return out;
}

SendReport send_mention(outbound::Client& client, const std::string& source_url, const std::string& target_url) {
    outbound::Request look;
    look.url = target_url;
    look.accept = "text/html, */*;q=0.1";
    const outbound::Reply page = client.fetch(look);
    if (const auto* obstacle = std::get_if<Obstacle>(&page)) return stopped_by(*obstacle, {});
    const auto& answer = std::get<Answer>(page);
    if (!is_success(answer.status)) return told_by(answer.status, {}, target_url);
    std::vector<std::string_view> links;
    for (const outbound::Header& header : answer.headers) {
        if (header.name == "link") links.emplace_back(header.value);
    }
    const bool is_html = answer.header("content-type").find("html") != std::string_view::npos;
    const auto endpoint =
        discover_endpoint(links, is_html ? std::string_view(answer.body) : std::string_view(), answer.url);
    if (!endpoint) return {Sent::NotExpected, {}, 0, {}};

    outbound::Request tell;
    tell.method = outbound::Method::Post;
    tell.url = *endpoint;
    tell.content_type = "application/x-www-form-urlencoded";
    tell.body = "source=" + text::percent_encode_component(source_url) +
                "&target=" + text::percent_encode_component(target_url);
    const outbound::Reply reply = client.fetch(tell);
    if (const auto* obstacle = std::get_if<Obstacle>(&reply)) return stopped_by(*obstacle, *endpoint);
    const int status = std::get<Answer>(reply).status;
    if (!is_success(status)) return told_by(status, *endpoint, *endpoint);
    return {Sent::Taken, *endpoint, status, {}};
}

}  // namespace byline::mention
