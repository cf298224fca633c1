#include "cli/inherited_sockets.hpp"

#include <charconv>
#include <cstdlib>
#include <string_view>

#include <fmt/format.h>
#include <unistd.h>

namespace byline::cli {
namespace {

constexpr int first_inherited = 3;

int number_in_environment(const char* name) {
    const char* const value = std::getenv(name);
    const std::string_view text = value == nullptr ? "" : value;
    int number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    return error == std::errc() && end == text.data() + text.size() ? number : 0;
}

}  // namespace

Result<void> take_inherited_sockets(std::vector<http::Endpoint>& endpoints) {
    const int count = number_in_environment("LISTEN_FDS");
    if (count <= 0 || number_in_environment("LISTEN_PID") != ::getpid()) return {};
    if (static_cast<std::size_t>(count) > endpoints.size()) {
        return fail(usage_error(fmt::format("systemd gives {} sockets, and {} can be used", count, endpoints.size()),
                                "write one ListenStream= into the socket's unit, and a second one with redirect_port"));
    }
    for (int index = 0; index < count; ++index) {
        endpoints[static_cast<std::size_t>(index)].inherited = first_inherited + index;
    }
    return {};
}

}  // namespace byline::cli
