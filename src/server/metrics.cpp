#include "server/metrics.hpp"

#include <string_view>

namespace byline::server {

namespace {

class MetricsText {
  public:
    void counter(std::string_view name, std::string_view about, std::uint64_t value) {
        head(name, about, "counter");
        line(name, {}, value);
    }
    void gauge(std::string_view name, std::string_view about, std::uint64_t value) {
        head(name, about, "gauge");
        line(name, {}, value);
    }
    void head(std::string_view name, std::string_view about, std::string_view type) {
        text_ += "# HELP " + std::string(name) + " " + std::string(about) + "\n";
        text_ += "# TYPE " + std::string(name) + " " + std::string(type) + "\n";
    }
    void line(std::string_view name, std::string_view labels, std::uint64_t value) {
        text_ += std::string(name) + std::string(labels) + " " + std::to_string(value) + "\n";
    }
    [[nodiscard]] std::string take() { return std::move(text_); }

  private:
    std::string text_;
};

}  // namespace

std::string metrics_text(const MetricValues& values) {
    MetricsText text;
    text.head("byline_http_answers_total", "Answers by class of status.", "counter");
    for (std::size_t index = 0; index < values.answers.size(); ++index) {
        text.line("byline_http_answers_total", "{class=\"" + std::to_string(index + 1) + "xx\"}",
                  values.answers.at(index));
    }
    text.counter("byline_http_not_modified_total", "Answers that said: what you have is right.", values.not_modified);
    text.counter("byline_http_requests_total", "Requests with a head that could be read.", values.web.requests);
    text.counter("byline_http_refused_requests_total", "Requests that were malformed, too long or too slow.",
                 values.web.refused_requests);
    text.counter("byline_http_timeouts_total", "Clients that sent or took too slowly.", values.web.timeouts);
    text.counter("byline_http_sent_bytes_total", "Bytes sent, TLS not counted.", values.web.bytes_sent);
    text.counter("byline_http_connections_total", "Connections accepted.", values.web.accepted);
    text.gauge("byline_http_connections", "Connections open.", values.web.open);
    text.head("byline_http_refused_connections_total", "Connections beyond a bound.", "counter");
    text.line("byline_http_refused_connections_total", R"({bound="all"})", values.web.refused_full);
    text.line("byline_http_refused_connections_total", R"({bound="network"})", values.web.refused_network);
    text.gauge("byline_site_files", "Files of the site.", values.files);
    text.gauge("byline_site_disk_files", "Files of the site that are read from disk each time.", values.disk_files);
    text.gauge("byline_site_bytes", "Bytes of files in memory.", values.site_bytes);
    text.gauge("byline_site_compressed_bytes", "Bytes of their compressed forms.", values.compressed_bytes);
    text.counter("byline_site_reloads_total", "Times that the site was loaded.", values.reloads);
    text.counter("byline_site_failed_reloads_total", "Times that it could not be.", values.failed_reloads);
    text.gauge("byline_routes_waiting", "Requests that wait for a handler.", values.routes_waiting);
    text.counter("byline_routes_refused_total", "Requests that found too many waiting.", values.routes_refused);
    return text.take();
}

http::Response answer_metrics(const http::Request& request, const std::function<std::string()>& text) {
    const bool is_reading = request.method == http::Method::Get || request.method == http::Method::Head;
    if (!is_reading) return http::text_response(405, "GET it\n");
    if (request.target.path == "/healthz") return http::text_response(200, "ok\n");
    if (request.target.path != "/metrics") return http::text_response(404, "/metrics is here\n");
    http::Response response;
    response.headers.push_back({"Content-Type", "text/plain; version=0.0.4; charset=utf-8"});
    response.headers.push_back({"Cache-Control", "no-store"});
    response.body = text();
    return response;
}

}  // namespace byline::server
