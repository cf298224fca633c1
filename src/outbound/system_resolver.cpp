#include <algorithm>
#include <array>
#include <cstring>
#include <ctime>
#include <memory>

#include <netdb.h>
#include <netinet/in.h>

#include "outbound/resolver.hpp"

namespace byline::outbound {
namespace {

constexpr std::size_t most_addresses = 16;

std::vector<IpAddress> addresses_in(const addrinfo* entries) {
    std::vector<IpAddress> out;
    for (const addrinfo* entry = entries; entry != nullptr && out.size() < most_addresses; entry = entry->ai_next) {
        IpAddress address;
        if (entry->ai_family == AF_INET) {
            sockaddr_in v4{};
            std::memcpy(&v4, entry->ai_addr, sizeof v4);
            std::memcpy(address.bytes.data(), &v4.sin_addr, 4);
        } else if (entry->ai_family == AF_INET6) {
            sockaddr_in6 v6{};
            std::memcpy(&v6, entry->ai_addr, sizeof v6);
            address.family = Family::V6;
            std::memcpy(address.bytes.data(), &v6.sin6_addr, 16);
        } else {
            continue;
        }
        if (std::find(out.begin(), out.end(), address) == out.end()) out.push_back(address);
    }
    return out;
}

// What glibc writes to while it looks, and must outlive a question that nobody waits for any more.
struct Question {
    std::string host;
    addrinfo hints{};
    gaicb request{};
};

Failure not_found(const std::string& host, const char* why) {
    return fail(
        system_error("the host '" + host + "' has no address: " + why, "look at its name, or try again later", {}));
}

}  // namespace

Result<std::vector<IpAddress>> SystemResolver::addresses_of(const std::string& host, std::chrono::milliseconds limit) {
    auto question = std::make_unique<Question>();
    question->host = host;
    question->hints.ai_socktype = SOCK_STREAM;
    question->request.ar_name = question->host.c_str();
    question->request.ar_request = &question->hints;
    std::array<gaicb*, 1> list = {&question->request};
    if (const int code = getaddrinfo_a(GAI_NOWAIT, list.data(), 1, nullptr); code != 0) {
        return not_found(host, gai_strerror(code));
    }
    const std::chrono::steady_clock::time_point end = std::chrono::steady_clock::now() + limit;
    while (gai_error(list[0]) == EAI_INPROGRESS) {
        const auto left = std::chrono::duration_cast<std::chrono::nanoseconds>(end - std::chrono::steady_clock::now());
        if (left.count() <= 0) {
            // One that is being asked cannot be called back: it is left to glibc, whose threads are bounded.
            if (gai_cancel(list[0]) == EAI_NOTCANCELED) static_cast<void>(question.release());
            return not_found(host, "nobody answered in time");
        }
        const timespec wait{left.count() / 1'000'000'000, left.count() % 1'000'000'000};
        static_cast<void>(gai_suspend(const_cast<const gaicb**>(list.data()), 1, &wait));
    }
    if (const int code = gai_error(list[0]); code != 0) return not_found(host, gai_strerror(code));
    std::vector<IpAddress> out = addresses_in(question->request.ar_result);
    freeaddrinfo(question->request.ar_result);
    if (out.empty()) return not_found(host, "none of the internet");
    return out;
}

}  // namespace byline::outbound
