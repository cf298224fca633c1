#include "outbound/transfer.hpp"

#include <algorithm>
#include <cstring>
#include <optional>

#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include "text/ascii.hpp"

namespace byline::outbound {
namespace {

// What the callbacks of libcurl know of the transfer.
struct Receiving {
    const Transfer& transfer;
    Answer answer;
    std::size_t header_bytes = 0;
    std::optional<ObstacleKind> stopped;
};

std::optional<IpAddress> address_of(const curl_sockaddr& peer) {
    IpAddress address;
    if (peer.family == AF_INET && peer.addrlen >= sizeof(sockaddr_in)) {
        sockaddr_in v4{};
        std::memcpy(&v4, &peer.addr, sizeof v4);
        std::memcpy(address.bytes.data(), &v4.sin_addr, 4);
        return address;
    }
    if (peer.family == AF_INET6 && peer.addrlen >= sizeof(sockaddr_in6)) {
        sockaddr_in6 v6{};
        std::memcpy(&v6, &peer.addr, sizeof v6);
        address.family = Family::V6;
        std::memcpy(address.bytes.data(), &v6.sin6_addr, 16);
        return address;
    }
    return std::nullopt;
}

// The last look before a connection is made: whatever names, proxies or options say, no other address is spoken to.
curl_socket_t open_socket(void* client, curlsocktype purpose, curl_sockaddr* peer) {
    auto& receiving = *static_cast<Receiving*>(client);
    const Transfer& transfer = receiving.transfer;
    const auto address = address_of(*peer);
    const bool pinned = address && std::find(transfer.addresses.begin(), transfer.addresses.end(), *address) !=
                                       transfer.addresses.end();
    if (purpose != CURLSOCKTYPE_IPCXN || !pinned || transfer.policy.objection_to(*address)) {
        receiving.stopped = ObstacleKind::Refused;
        return CURL_SOCKET_BAD;
    }
    return socket(peer->family, peer->socktype | SOCK_CLOEXEC, peer->protocol);
}

std::string_view trimmed(std::string_view text) {
    constexpr std::string_view spaces = " \t\r\n";
    const std::size_t begin = text.find_first_not_of(spaces);
    if (begin == std::string_view::npos) return {};
    return text.substr(begin, text.find_last_not_of(spaces) + 1 - begin);
}

std::size_t take_header(char* bytes, std::size_t one, std::size_t size, void* client) {
    auto& receiving = *static_cast<Receiving*>(client);
    receiving.header_bytes += one * size;
    if (receiving.header_bytes > receiving.transfer.options.header_bytes) {
        receiving.stopped = ObstacleKind::TooLarge;
        return 0;
    }
    const std::string_view line(bytes, one * size);
    if (line.starts_with("HTTP/")) receiving.answer.headers.clear();  // those before were of an interim answer
    const std::size_t colon = line.find(':');
    if (colon == std::string_view::npos || line.starts_with("HTTP/")) return line.size();
    std::string name(trimmed(line.substr(0, colon)));
    std::transform(name.begin(), name.end(), name.begin(), text::ascii_lower);
    receiving.answer.headers.push_back({std::move(name), std::string(trimmed(line.substr(colon + 1)))});
    return line.size();
}

std::size_t take_body(char* bytes, std::size_t one, std::size_t size, void* client) {
    auto& receiving = *static_cast<Receiving*>(client);
    std::string& body = receiving.answer.body;
    if (one * size > receiving.transfer.options.body_bytes - body.size()) {
        receiving.stopped = ObstacleKind::TooLarge;
        return 0;
    }
    body.append(bytes, one * size);
    return one * size;
}

// Called about once a second, whatever the server does.
int break_off(void* client, curl_off_t, curl_off_t, curl_off_t, curl_off_t) {
    auto& receiving = *static_cast<Receiving*>(client);
    if (!receiving.transfer.is_stopped) return 0;
    receiving.stopped = ObstacleKind::Unavailable;
    return 1;
}

ObstacleKind kind_of(CURLcode code) {
    switch (code) {
        case CURLE_COULDNT_RESOLVE_HOST: return ObstacleKind::NotFound;
        case CURLE_OPERATION_TIMEDOUT: return ObstacleKind::TimedOut;
        case CURLE_SSL_CONNECT_ERROR:
        case CURLE_PEER_FAILED_VERIFICATION:
        case CURLE_SSL_CERTPROBLEM:
        case CURLE_SSL_ISSUER_ERROR: return ObstacleKind::BadTls;
        case CURLE_UNSUPPORTED_PROTOCOL:
        case CURLE_WEIRD_SERVER_REPLY:
        case CURLE_BAD_CONTENT_ENCODING: return ObstacleKind::BadAnswer;
        default: return ObstacleKind::Unreachable;
    }
}

std::string remedy_of(ObstacleKind kind) {
    switch (kind) {
        case ObstacleKind::TooLarge: return "nothing can be done here: more than this is not read";
        case ObstacleKind::BadTls: return "tell who runs the server that its certificate is not valid";
        case ObstacleKind::BadAnswer: return "tell who runs the server";
        case ObstacleKind::Refused: return "only public hosts are spoken to";
        default: return "try again later";
    }
}

// What is pinned in the form of CURLOPT_RESOLVE: "host:port:address,address".
std::string pin_of(const Transfer& transfer) {
    const std::string& host = transfer.target.host();
    std::string out = host.find(':') == std::string::npos ? host : "[" + host + "]";
    out += ":" + std::to_string(transfer.target.port()) + ":";
    for (const IpAddress& address : transfer.addresses) {
        if (out.back() != ':') out += ',';
        out += address.family == Family::V6 ? "[" + to_text(address) + "]" : to_text(address);
    }
    return out;
}

loading::CurlOwned<curl_slist> list_of(const loading::CurlFunctions& curl, const std::vector<std::string>& lines) {
    curl_slist* list = nullptr;
    for (const std::string& line : lines) list = curl.slist_append(list, line.c_str());
    return {list, curl.slist_free_all};
}

void set_limits(const Transfer& transfer, CURL* handle) {
    const auto set = transfer.curl.easy_setopt;
    const auto limit = std::max<long>(1, static_cast<long>(transfer.limit.count()));
    set(handle, CURLOPT_TIMEOUT_MS, limit);
    set(handle, CURLOPT_CONNECTTIMEOUT_MS, std::min(limit, static_cast<long>(transfer.options.connect_limit.count())));
    set(handle, CURLOPT_NOSIGNAL, 1L);
    set(handle, CURLOPT_FOLLOWLOCATION, 0L);
    set(handle, CURLOPT_PROTOCOLS_STR, transfer.target.is_https() ? "https" : "http");
    set(handle, CURLOPT_DISALLOW_USERNAME_IN_URL, 1L);
    set(handle, CURLOPT_PROXY, "");  // not even one of the environment
    set(handle, CURLOPT_NOPROXY, "*");
    set(handle, CURLOPT_NETRC, static_cast<long>(CURL_NETRC_IGNORED));
    set(handle, CURLOPT_FRESH_CONNECT, 1L);
    set(handle, CURLOPT_FORBID_REUSE, 1L);
    set(handle, CURLOPT_HTTP_VERSION, static_cast<long>(CURL_HTTP_VERSION_1_1));
    set(handle, CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2));
    const std::string& authorities = transfer.policy.authorities_file();
    if (!authorities.empty()) set(handle, CURLOPT_CAINFO, authorities.c_str());
}

void set_request(const Transfer& transfer, const Request& request, CURL* handle) {
    const auto set = transfer.curl.easy_setopt;
    set(handle, CURLOPT_URL, transfer.target.url().c_str());
    set(handle, CURLOPT_USERAGENT, transfer.options.user_agent.c_str());
    set(handle, CURLOPT_ACCEPT_ENCODING, "gzip");
    if (request.method == Method::Head) set(handle, CURLOPT_NOBODY, 1L);
    if (request.method == Method::Post) {
        set(handle, CURLOPT_POST, 1L);
        set(handle, CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(request.body.size()));
        set(handle, CURLOPT_POSTFIELDS, request.body.data());
    }
}

std::vector<std::string> header_lines(const Request& request) {
    std::vector<std::string> lines = {"Accept: " + (request.accept.empty() ? "*/*" : request.accept), "Expect:"};
    if (request.method == Method::Post) lines.push_back("Content-Type: " + request.content_type);
    return lines;
}

}  // namespace

Reply carry_out(const Transfer& transfer, const Request& request) {
    const loading::CurlFunctions& curl = transfer.curl;
    const loading::CurlOwned<CURL> handle{curl.easy_init(), curl.easy_cleanup};
    if (handle == nullptr) {
        return Obstacle{ObstacleKind::Unavailable, system_error("libcurl has no memory left", "try again later", {})};
    }
    Receiving receiving{transfer, {}, 0, std::nullopt};
    const loading::CurlOwned<curl_slist> headers = list_of(curl, header_lines(request));
    const loading::CurlOwned<curl_slist> pins = list_of(curl, {pin_of(transfer)});
    set_limits(transfer, handle.get());
    set_request(transfer, request, handle.get());
    const auto set = curl.easy_setopt;
    set(handle.get(), CURLOPT_HTTPHEADER, headers.get());
    set(handle.get(), CURLOPT_RESOLVE, pins.get());
    set(handle.get(), CURLOPT_OPENSOCKETFUNCTION, &open_socket);
    set(handle.get(), CURLOPT_OPENSOCKETDATA, &receiving);
    set(handle.get(), CURLOPT_HEADERFUNCTION, &take_header);
    set(handle.get(), CURLOPT_HEADERDATA, &receiving);
    set(handle.get(), CURLOPT_WRITEFUNCTION, &take_body);
    set(handle.get(), CURLOPT_WRITEDATA, &receiving);
    set(handle.get(), CURLOPT_NOPROGRESS, 0L);
    set(handle.get(), CURLOPT_XFERINFOFUNCTION, &break_off);
    set(handle.get(), CURLOPT_XFERINFODATA, &receiving);
    const CURLcode code = curl.easy_perform(handle.get());
    if (code != CURLE_OK || receiving.stopped) {
        const ObstacleKind kind = receiving.stopped.value_or(kind_of(code));
        const std::string why = kind == ObstacleKind::TooLarge ? "the answer is too large" : curl.easy_strerror(code);
        return Obstacle{kind,
                        system_error("no answer from '" + transfer.target.host() + "': " + why, remedy_of(kind), {})};
    }
    long status = 0;
    curl.easy_getinfo(handle.get(), CURLINFO_RESPONSE_CODE, &status);
    receiving.answer.status = static_cast<int>(status);
    receiving.answer.url = transfer.target.url();
    return std::move(receiving.answer);
}

}  // namespace byline::outbound
