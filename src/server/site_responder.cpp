#include "server/site_responder.hpp"

#include <algorithm>
#include <utility>

#include "http/conditional.hpp"
#include "http/date_line.hpp"
#include "server/disk_file.hpp"
#include "server/route_dispatcher.hpp"

namespace byline::server {

namespace {

using http::KeepAlive;
using http::KnownHeader;
using http::Method;

constexpr std::string_view health_path = "/healthz";
constexpr std::string_view no_store_lines = "Cache-Control: no-store\r\n";

bool is_reading(Method method) {
    return method == Method::Get || method == Method::Head;
}

}  // namespace

SiteResponder::SiteResponder(Service& service)
    : service_(service), numbers_(service.numbers.emplace_back()), site_(service.site.current()) {}

void SiteResponder::begin_turn(std::time_t now) {
    if (const std::uint64_t generation = service_.site.generation(); generation != generation_) {
        generation_ = generation;
        site_ = service_.site.current();
    }
    if (now == now_) return;
    now_ = now;
    date_line_ = "Date: " + http::imf_fixdate(now) + "\r\n\r\n";
    last_lines_ = "Connection: close\r\n" + date_line_;
    if (service_.log) service_.log->flush();
}

// Most targets are paths without an escape, and stand in the site as they were sent.
const SitePlace* SiteResponder::find(std::string_view target, std::string_view path, std::string& decoded) const {
    if (path.find('%') == std::string_view::npos) {
        if (const SitePlace* place = site_->find(path)) return place;
    }
    auto read = http::parse_target(target);
    if (!read) return nullptr;
    decoded = std::move(read->path);
    return site_->find(decoded);
}

http::Verdict SiteResponder::answer(const http::RequestHead& head, const http::Client& client, KeepAlive keep_alive,
                                    http::ReplyBatch& batch) {
    Asked asked{.head = head, .client = client, .keep_alive = keep_alive, .batch = batch};
    const std::string_view target = head.target;
    const std::size_t question = std::min(target.find('?'), target.size());
    std::string_view path = target.substr(0, question);
    std::string decoded;
    const SitePlace* const place = find(target, path, decoded);
    if (!decoded.empty()) path = decoded;
    const bool is_redirected = service_.plain_endpoint && client.endpoint == *service_.plain_endpoint;
    if (place == nullptr && decoded.empty()) {  // the target cannot be read
        asked.keep_alive = KeepAlive::No;
        answer_text(asked, 400, "the address cannot be read\n", {});
        return finish(asked);
    }
    if (is_redirected && target.starts_with('/') && !path.starts_with("/.well-known/acme-challenge/")) {
        answer_redirect(asked, service_.https_origin + std::string(target.substr(0, question)),
                        target.substr(question));
        return finish(asked);
    }
    if (place != nullptr && is_reading(head.method)) {
        answer_place(asked, *place, target.substr(question));
        return finish(asked);
    }
    return answer_other(asked, path, place);
}

http::Verdict SiteResponder::finish(const Asked& asked) {
    numbers_.add(asked.status);
    log(asked);
    return {http::Decision::Answered, asked.keep_alive, 0};
}

http::Verdict SiteResponder::answer_other(Asked& asked, std::string_view path, const SitePlace* place) {
    const Method method = asked.head.method;
    if (service_.routes) {
        const RouteOffer offer = service_.routes->offer(method, path);
        if (offer.kind == RouteOffer::Kind::Taken) {
            return {http::Decision::Collect, asked.keep_alive, offer.body_bytes_max};
        }
        if (offer.kind == RouteOffer::Kind::WrongMethod) {
            asked.keep_alive = KeepAlive::No;  // a body that may follow is read by nobody
            answer_text(asked, 405, "this address is asked in another way\n", "Allow: " + offer.allowed + "\r\n");
            return finish(asked);
        }
    }
    if (is_reading(method)) {
        if (path == health_path) {
            answer_text(asked, 200, "ok\n", no_store_lines);
        } else {
            answer_missing(asked, path);
        }
        return finish(asked);
    }
    asked.keep_alive = KeepAlive::No;
    if (method == Method::Other) {
        answer_text(asked, 501, "this method is not known here\n", {});
    } else if (place != nullptr) {
        answer_text(asked, 405, "this page can only be read\n", "Allow: GET, HEAD\r\n");
    } else {
        answer_text(asked, 404, "nothing here\n", {});
    }
    return finish(asked);
}

void SiteResponder::answer_place(Asked& asked, const SitePlace& place, std::string_view query) {
    if (place.resource) return answer_resource(asked, *place.resource);
    if (place.file) return answer_file(asked, *place.file);
    answer_redirect(asked, place.redirect, query);
}

// What ends every head: headers that depend on the client and the moment.
void SiteResponder::end_head(Asked& asked) {
    if (!service_.secure_lines.empty() &&
        service_.clients.transport_of(asked.client, asked.head[KnownHeader::ForwardedProto]) == http::Transport::Tls) {
        asked.batch.copy(service_.secure_lines);
    }
    asked.batch.copy(asked.keep_alive == KeepAlive::No ? last_lines_ : date_line_);
}

void SiteResponder::send_body(Asked& asked, std::string_view bytes) {
    if (asked.head.method == Method::Head) return;
    asked.body_bytes = bytes.size();
    asked.batch.refer(bytes);
}

void SiteResponder::answer_resource(Asked& asked, const Resource& resource) {
    const ResourceFacts& facts = resource.facts();
    const http::RequestHead& head = asked.head;
    const std::string_view range = head[KnownHeader::Range];
    const bool wants_part = !range.empty() && facts.status == 200 && head.method == Method::Get;
    const Representation* chosen = &resource.identity();
    if (facts.is_compressible && !wants_part && !head[KnownHeader::AcceptEncoding].empty()) {
        const http::AcceptedEncodings accepted = http::accepted_encodings(head[KnownHeader::AcceptEncoding]);
        if (const Representation* made = resource.brotli(); accepted.brotli && made != nullptr) {
            chosen = made;
        } else if (const Representation* other = resource.gzip(); accepted.gzip && other != nullptr) {
            chosen = other;
        }
    }
    asked.status = facts.status;
    if (facts.status == 200) {
        const std::string_view tags = head[KnownHeader::IfNoneMatch];
        const std::string_view since = head[KnownHeader::IfModifiedSince];
        bool is_known = !tags.empty() && http::names_tag_of(tags, facts.tag);
        if (tags.empty() && !since.empty()) {
            const auto date = http::parse_fixdate(since);
            is_known = date && *date >= facts.modified;
        }
        if (is_known) {
            asked.status = 304;
            asked.batch.copy(chosen->not_modified_head);
            return end_head(asked);
        }
    }
    if (wants_part) {
        const std::string_view condition = head[KnownHeader::IfRange];
        const bool holds =
            condition.empty() || condition == "\"" + facts.tag + "\"" || condition == http::imf_fixdate(facts.modified);
        const std::size_t size = resource.identity().bytes->size();
        const http::ByteRange part = holds ? http::read_range(range, size) : http::ByteRange();
        if (part.kind == http::RangeKind::Part) return answer_part(asked, resource, part.first, part.last);
        if (part.kind == http::RangeKind::NotSatisfiable) return answer_not_satisfiable(asked, size);
    }
    asked.batch.copy(chosen->head);
    end_head(asked);
    send_body(asked, *chosen->bytes);
}

void SiteResponder::answer_part(Asked& asked, const Resource& resource, std::uint64_t first, std::uint64_t last) {
    const std::string& bytes = *resource.identity().bytes;
    const auto size = static_cast<std::size_t>(last - first + 1);
    asked.status = 206;
    asked.batch.copy(status_line(206) + "Content-Length: " + std::to_string(size) + "\r\nContent-Range: bytes " +
                     std::to_string(first) + "-" + std::to_string(last) + "/" + std::to_string(bytes.size()) + "\r\n" +
                     resource.description(Encoding::Identity));
    end_head(asked);
    send_body(asked, std::string_view(bytes).substr(static_cast<std::size_t>(first), size));
}

void SiteResponder::answer_not_satisfiable(Asked& asked, std::uint64_t size) {
    answer_text(asked, 416, "the file is shorter than that\n",
                "Content-Range: bytes */" + std::to_string(size) + "\r\n");
}

void SiteResponder::answer_file(Asked& asked, const DiskFile& file) {
    OpenedFile opened = open_file(file);
    if (opened.body.file() < 0) return answer_missing(asked, asked.head.target);
    const http::RequestHead& head = asked.head;
    const std::string_view tags = head[KnownHeader::IfNoneMatch];
    const auto since = http::parse_fixdate(head[KnownHeader::IfModifiedSince]);
    if (tags.empty() ? since && *since >= opened.facts.modified : http::names_tag_of(tags, opened.facts.tag)) {
        asked.status = 304;
        asked.batch.copy(status_line(304) + opened.validator_lines);
        return end_head(asked);
    }
    const std::uint64_t size = opened.body.rest();
    const std::string_view condition = head[KnownHeader::IfRange];
    const bool holds = condition.empty() || condition == "\"" + opened.facts.tag + "\"" ||
                       condition == http::imf_fixdate(opened.facts.modified);
    http::ByteRange part;
    if (holds && head.method == Method::Get) part = http::read_range(head[KnownHeader::Range], size);
    if (part.kind == http::RangeKind::NotSatisfiable) return answer_not_satisfiable(asked, size);
    const bool is_part = part.kind == http::RangeKind::Part;
    const std::uint64_t first = is_part ? part.first : 0;
    const std::uint64_t count = is_part ? part.last - part.first + 1 : size;
    asked.status = is_part ? 206 : 200;
    std::string lines = status_line(asked.status) + "Content-Length: " + std::to_string(count) + "\r\n";
    if (is_part) {
        lines += "Content-Range: bytes " + std::to_string(first) + "-" + std::to_string(part.last) + "/" +
                 std::to_string(size) + "\r\n";
    }
    asked.batch.copy(lines + "Content-Type: " + opened.facts.content_type + "\r\nAccept-Ranges: bytes\r\n" +
                     opened.validator_lines);
    end_head(asked);
    if (head.method == Method::Head || count == 0) return;
    asked.body_bytes = count;
    opened.body.narrow(first, count);
    asked.batch.send_file(std::move(opened.body));
}

void SiteResponder::answer_redirect(Asked& asked, std::string_view location, std::string_view query) {
    answer_text(asked, asked.client.endpoint == service_.plain_endpoint ? 308 : 301, "moved\n",
                "Location: " + std::string(location) + std::string(query) + "\r\n");
}

void SiteResponder::answer_missing(Asked& asked, std::string_view path) {
    if (const Resource* page = site_->missing_page(path)) return answer_resource(asked, *page);
    answer_text(asked, 404, "nothing here\n", {});
}

void SiteResponder::answer_text(Asked& asked, int status, std::string_view text, std::string_view more_lines) {
    asked.status = status;
    asked.batch.copy(status_line(status));
    asked.batch.copy("Content-Type: text/plain; charset=utf-8\r\nContent-Length: " + std::to_string(text.size()) +
                     "\r\n");
    asked.batch.copy(more_lines);
    asked.batch.copy(service_.other_lines);
    end_head(asked);
    if (asked.head.method == Method::Head) return;
    asked.body_bytes = text.size();
    asked.batch.copy(text);
}

void SiteResponder::log(const Asked& asked) {
    if (!service_.log) return;
    const http::RequestHead& head = asked.head;
    service_.log->add({.address = service_.clients.address_of(asked.client, head[KnownHeader::ForwardedFor]),
                       .time = now_,
                       .method = head.method_name,
                       .target = head.target,
                       .status = asked.status,
                       .body_bytes = asked.body_bytes,
                       .referer = head[KnownHeader::Referer],
                       .user_agent = head[KnownHeader::UserAgent]});
}

void SiteResponder::dispatch(http::Request request, const http::Client& client, http::Answerer answerer) {
    service_.routes->dispatch(std::move(request), client, std::move(answerer));
}

void SiteResponder::note_refusal(const http::Client& client, int status) {
    numbers_.add(status);
    if (!service_.log) return;
    LoggedRequest refused;
    refused.address = client.address;
    refused.time = now_;
    refused.status = status;
    service_.log->add(refused);
}

}  // namespace byline::server
