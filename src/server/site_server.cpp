#include "server/site_server.hpp"

#include <atomic>
#include <mutex>
#include <utility>

#include "http/listener.hpp"
#include "server/compression.hpp"
#include "server/header_lines.hpp"
#include "server/metrics.hpp"
#include "server/route_dispatcher.hpp"
#include "server/service.hpp"
#include "server/site_responder.hpp"

namespace byline::server {

namespace {

SiteAccount account_of(const SiteSnapshot& site) {
    return {site.files.size(), site.disk_files, site.disk_pages, site.memory_bytes};
}

}  // namespace

class SiteServer::Parts {
  public:
    Parts(SiteServerOptions options, const disk::Disk& disk, std::shared_ptr<const SiteSnapshot> site)
        : options_(std::move(options)),
          disk_(disk),
          service_{.site = LiveSite(std::move(site)),
                   .clients = {options_.web.proxies},
                   .secure_lines = secure_header_lines(),
                   .other_lines = other_header_lines(),
                   .https_origin = options_.https_origin,
                   .plain_endpoint = options_.plain_endpoint,
                   .log = nullptr,
                   .routes = nullptr,
                   .numbers = {}},
          compression_(options_.compressed_bytes_max) {}
    Parts(const Parts&) = delete;
    Parts& operator=(const Parts&) = delete;
    ~Parts() { stop(); }

    Result<void> open();
    Result<SiteAccount> reload_site();
    void recompose();
    void exchange_routes(RouteTable routes) {
        if (service_.routes) service_.routes->exchange(std::move(routes));
    }
    Result<void> reload_files();
    void stop();
    [[nodiscard]] std::string metrics() const;
    [[nodiscard]] const LiveSite& site() const { return service_.site; }
    [[nodiscard]] const http::WebServer& web() const { return *web_; }
    [[nodiscard]] std::uint16_t metrics_port() const { return metrics_ ? metrics_->port() : std::uint16_t{0}; }
    [[nodiscard]] bool is_compressed() const { return compression_.is_done(); }

  private:
    void publish();

    SiteServerOptions options_;
    const disk::Disk& disk_;
    Service service_;
    Compression compression_;
    std::mutex reload_mutex_;                     // one after the other; guards:
    std::shared_ptr<const SiteSnapshot> loaded_;  // shared: with the compositions made of it
    std::atomic<std::uint64_t> reloads_{0};
    std::atomic<std::uint64_t> failed_reloads_{0};
    std::unique_ptr<http::WebServer> web_;
    std::unique_ptr<http::Listener> metrics_;
};

Result<void> SiteServer::Parts::open() {
    // shared: see http::WebServer
    std::shared_ptr<http::TlsContext> tls;
    if (options_.tls) {
        TRY(tls, http::TlsContext::load(options_.tls->certificate, options_.tls->key));
    }
    if (options_.log) {
        TRY(service_.log, AccessLog::open(*options_.log));
    }
    if (options_.routes) {
        DispatcherOptions dispatching{.threads = options_.route_threads,
                                      .waiting_max = options_.routes_waiting_max,
                                      .clients = service_.clients,
                                      .secure_lines = service_.secure_lines,
                                      .page_lines = options_.site.page_lines,
                                      .log = service_.log.get()};
        service_.routes = std::make_unique<RouteDispatcher>(std::move(dispatching), std::move(*options_.routes));
    }
    TRY(web_, http::WebServer::start(options_.web, std::move(tls),
                                     [this] { return std::make_unique<SiteResponder>(service_); }));
    if (options_.metrics_port) {
        http::ListenerOptions listening;
        listening.port = *options_.metrics_port;
        listening.threads = 1;
        listening.connections_max = 16;
        TRY(metrics_, http::Listener::start(listening, [this](const http::Request& request) {
                return answer_metrics(request, [this] { return metrics(); });
            }));
    }
    return {};
}

Result<SiteAccount> SiteServer::Parts::reload_site() {
    const std::lock_guard lock(reload_mutex_);
    const auto before = service_.site.current();
    auto loaded = load_site(options_.site, disk_, loaded_.get());
    if (!loaded) {
        ++failed_reloads_;
        return fail(std::move(loaded).error());
    }
    ++reloads_;
    loaded_ = *loaded;
    publish();
    return account_of(**loaded);
}

void SiteServer::Parts::recompose() {
    const std::lock_guard lock(reload_mutex_);
    if (loaded_) publish();
}

void SiteServer::Parts::publish() {
    const auto site = options_.compose ? options_.compose(loaded_) : loaded_;
    service_.site.publish(site);
    compression_.start(site);
}

Result<void> SiteServer::Parts::reload_files() {
    const std::lock_guard lock(reload_mutex_);
    if (service_.log) CHECK(service_.log->reopen());
    if (options_.tls) {
        TRY(auto tls, http::TlsContext::load(options_.tls->certificate, options_.tls->key));
        web_->set_tls(std::move(tls));
    }
    return {};
}

std::string SiteServer::Parts::metrics() const {
    const auto site = service_.site.current();
    MetricValues values;
    values.web = web_->sums();
    for (const AnswerNumbers& numbers : service_.numbers) {
        for (std::size_t index = 0; index < values.answers.size(); ++index) {
            values.answers.at(index) += numbers.by_class.at(index);
        }
        values.not_modified += numbers.not_modified;
    }
    values.files = site->files.size();
    values.disk_files = site->disk_files;
    values.site_bytes = site->memory_bytes;
    values.compressed_bytes = compression_.bytes();
    values.reloads = reloads_;
    values.failed_reloads = failed_reloads_;
    if (service_.routes) {
        values.routes_waiting = service_.routes->waiting();
        values.routes_refused = service_.routes->refused();
    }
    return metrics_text(values);
}

void SiteServer::Parts::stop() {
    if (metrics_) metrics_->stop();
    if (web_) web_->stop();
    if (service_.routes) service_.routes->stop();
    if (service_.log) service_.log->flush();
}

SiteServer::SiteServer(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}
SiteServer::~SiteServer() = default;

Result<std::unique_ptr<SiteServer>> SiteServer::start(SiteServerOptions options, const disk::Disk& disk) {
    options.site.page_lines =
        page_header_lines(options.content_policy.empty() ? default_content_policy : options.content_policy);
    options.site.other_lines = other_header_lines();
    auto parts = std::make_unique<Parts>(std::move(options), disk, std::make_shared<const SiteSnapshot>());
    // Loaded by the parts' own options: the resources refer to the lines in there.
    CHECK(parts->reload_site());
    CHECK(parts->open());
    return std::unique_ptr<SiteServer>(new SiteServer(std::move(parts)));
}

Result<SiteAccount> SiteServer::reload_site() {
    return parts_->reload_site();
}
void SiteServer::recompose() {
    parts_->recompose();
}
void SiteServer::exchange_routes(RouteTable routes) {
    parts_->exchange_routes(std::move(routes));
}
Result<void> SiteServer::reload_files() {
    return parts_->reload_files();
}
SiteAccount SiteServer::account() const {
    return account_of(*parts_->site().current());
}
std::uint16_t SiteServer::port(std::size_t endpoint) const {
    return parts_->web().port(endpoint);
}
std::uint16_t SiteServer::metrics_port() const {
    return parts_->metrics_port();
}
std::string SiteServer::metrics() const {
    return parts_->metrics();
}
bool SiteServer::is_compressed() const {
    return parts_->is_compressed();
}
void SiteServer::stop() {
    parts_->stop();
}

}  // namespace byline::server
