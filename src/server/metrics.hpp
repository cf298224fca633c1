// The numbers of a running server in Prometheus' text format, version 0.0.4.
// Pure functions: call them from any thread.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>

#include "http/request.hpp"
#include "http/response.hpp"
#include "http/web_server.hpp"

namespace byline::server {

struct MetricValues {
    http::WebSums web;
    std::array<std::uint64_t, 5> answers{};  // by class of status, 1xx to 5xx
    std::uint64_t not_modified = 0;
    std::size_t files = 0;
    std::size_t disk_files = 0;
    std::uint64_t site_bytes = 0;
    std::uint64_t compressed_bytes = 0;
    std::uint64_t reloads = 0;
    std::uint64_t failed_reloads = 0;
    std::size_t routes_waiting = 0;
    std::uint64_t routes_refused = 0;
};

[[nodiscard]] std::string metrics_text(const MetricValues& values);

// /metrics, and /healthz; `text` makes the former.
[[nodiscard]] http::Response answer_metrics(const http::Request& request, const std::function<std::string()>& text);

}  // namespace byline::server
