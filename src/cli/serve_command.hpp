// Serves the built site to everybody, until a signal ends it.
// Runs on the main thread; returns the exit code.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace byline::cli {

// What is not given is as [serve] of byline.toml says.
struct ServeCommand {
    std::string folder = ".";
    std::string output;  // empty: the configured one
    std::optional<std::string> address;
    std::optional<std::int64_t> port;
    std::optional<std::string> tls_certificate;
    std::optional<std::string> tls_key;
    std::optional<std::int64_t> redirect_port;
    std::vector<std::string> trusted_proxies;
    std::optional<std::string> access_log;
    std::optional<std::int64_t> metrics_port;
    std::optional<std::int64_t> threads;
    bool ignores_changes = false;
};

[[nodiscard]] int run_serve(const ServeCommand& command);

}  // namespace byline::cli
