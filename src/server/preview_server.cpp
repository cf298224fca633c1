#include "server/preview_server.hpp"

#include <chrono>
#include <mutex>
#include <optional>
#include <utility>

#include <unistd.h>

#include "http/content_type.hpp"
#include "http/event_stream.hpp"
#include "server/host_name.hpp"
#include "server/plain_page.hpp"
#include "server/reload_message.hpp"
#include "server/reload_script.hpp"

namespace byline::server {

namespace {

using http::Request;
using http::Response;

constexpr std::string_view own_paths = "/-/byline/";
constexpr int not_found_depth_max = 16;

std::string made_up_instance() {
    return std::to_string(::getpid()) + "." +
           std::to_string(std::chrono::system_clock::now().time_since_epoch().count());
}

std::string with_slashes(std::string base_path) {
    if (!base_path.starts_with('/')) base_path.insert(0, "/");
    if (!base_path.ends_with('/')) base_path.push_back('/');
    return base_path;
}

Response redirect_to(std::string_view path, const std::string& query) {
    // 302: a permanent one would stay in the browser after the writer has moved the page
    return http::redirect_response(302, http::encode_path(path) + (query.empty() ? "" : "?" + query));
}

// The name that a person would type for an address that is listened on.
std::string host_of(const std::string& address) {
    if (address == "127.0.0.1" || address == "::1" || address == "0.0.0.0" || address == "::") return "localhost";
    return address.find(':') == std::string::npos ? address : "[" + address + "]";
}

bool is_html(std::string_view content_type) {
    return content_type.starts_with("text/html");
}

// Whether If-None-Match names the tag (RFC 9110, section 13.1.2; a weak comparison).
bool names_tag(std::string_view header, std::string_view tag) {
    return header == "*" || (!header.empty() && header.find(tag) != std::string_view::npos);
}

// The last good build as requests see it.
struct State {
    std::shared_ptr<const PageSource> pages;  // shared: a request may still read the build before
    std::string build;
};

}  // namespace

// What handlers and publishers share.
class PreviewServer::Desk {
  public:
    explicit Desk(PreviewOptions options)
        : base_path_(with_slashes(std::move(options.base_path))),
          allowed_hosts_(std::move(options.allowed_hosts)),
          instance_(options.instance.empty() ? made_up_instance() : std::move(options.instance)) {
        state_.build = instance_ + "-0";
        events_->set_greeting(hello_message(state_.build, {}));
    }

    [[nodiscard]] Response answer(const Request& request) const;
    void publish_snapshot(std::shared_ptr<const PageSource> pages, const ChangedPages& changed);
    void publish_errors(const Diagnostics& errors);
    void close() { events_->close(); }
    [[nodiscard]] const std::string& base_path() const { return base_path_; }

  private:
    [[nodiscard]] Response answer_own(const Request& request) const;
    [[nodiscard]] Response answer_page(const Request& request) const;
    [[nodiscard]] Response show(const Request& request, const State& state, std::string_view path, const Page& page,
                                int status) const;
    [[nodiscard]] Response show_not_found(const Request& request, const State& state, std::string_view path) const;
    [[nodiscard]] Response show_error(const State& state, std::string_view path, const Error& error) const;
    [[nodiscard]] Response html(int status, std::string_view text, const State& state, std::string_view path) const;
    [[nodiscard]] State state() const;

    std::string base_path_;
    std::vector<std::string> allowed_hosts_;
    std::string instance_;
    std::shared_ptr<http::EventStream> events_ = std::make_shared<http::EventStream>();  // shared with connections
    mutable std::mutex state_mutex_;
    State state_;
    std::mutex publish_mutex_;  // keeps the order of events that of states
    std::uint64_t builds_ = 0;
};

State PreviewServer::Desk::state() const {
    const std::lock_guard lock(state_mutex_);
    return state_;
}

void PreviewServer::Desk::publish_snapshot(std::shared_ptr<const PageSource> pages, const ChangedPages& changed) {
    const std::lock_guard publishing(publish_mutex_);
    State next{std::move(pages), instance_ + "-" + std::to_string(++builds_)};
    const std::string build = next.build;
    {
        const std::lock_guard lock(state_mutex_);
        std::swap(state_, next);  // the build before is let go outside of the lock
    }
    events_->publish(change_message(build, base_path_, changed), hello_message(build, {}));
}

void PreviewServer::Desk::publish_errors(const Diagnostics& errors) {
    const std::lock_guard publishing(publish_mutex_);
    const std::string build = state().build;
    events_->publish(errors_message(build, errors), hello_message(build, errors));
}

Response PreviewServer::Desk::answer(const Request& request) const {
    if (!is_allowed_host(request.header("Host"), allowed_hosts_)) {
        // Otherwise any page of the web could read drafts, by giving its own host name this machine's address.
        return http::text_response(421, "The preview does not answer to this host name; open it as localhost.\n");
    }
    if (request.method != http::Method::Get && request.method != http::Method::Head) {
        Response response = http::text_response(405, "The preview only shows pages.\n");
        response.headers.push_back({"Allow", "GET, HEAD"});
        return response;
    }
    Response response = request.target.path.starts_with(own_paths) ? answer_own(request) : answer_page(request);
    response.headers.push_back({"X-Content-Type-Options", "nosniff"});
    return response;
}

Response PreviewServer::Desk::answer_own(const Request& request) const {
    Response response;
    if (request.target.path == events_path) {
        response.events = events_;
    } else if (request.target.path == script_path) {
        response.body = reload_script();
        response.headers.push_back({"Content-Type", std::string(http::content_type_of(script_path))});
        response.headers.push_back({"Cache-Control", "no-cache"});
    } else {
        response = http::text_response(404, "There is nothing here.\n");
    }
    return response;
}

Response PreviewServer::Desk::answer_page(const Request& request) const {
    const std::string& asked = request.target.path;
    if (asked == "/" ? base_path_ != "/" : asked + "/" == base_path_)
        return redirect_to(base_path_, request.target.query);
    if (!asked.starts_with(base_path_)) return http::text_response(404, "The site is at " + base_path_ + "\n");
    const State state = this->state();
    const std::string path = asked.substr(base_path_.size() - 1);
    if (!state.pages) return html(503, waiting_page(), state, path);
    const std::string file = path.ends_with('/') ? path + "index.html" : path;
    auto page = state.pages->find(file);
    if (!page) return show_error(state, file, page.error());
    if (*page) return show(request, state, file, **page, 200);
    if (!path.ends_with('/')) {
        const auto index = state.pages->find(path + "/index.html");
        if (!index) return show_error(state, path + "/index.html", index.error());
        if (*index) return redirect_to(asked + "/", request.target.query);
    }
    return show_not_found(request, state, file);
}

// The 404 page of the nearest folder, so that a site has one for each language.
Response PreviewServer::Desk::show_not_found(const Request& request, const State& state, std::string_view path) const {
    std::string_view folder = path;
    for (int depth = 0; depth < not_found_depth_max; ++depth) {
        const std::size_t slash = folder.rfind('/');
        if (slash == std::string_view::npos) break;
        folder = folder.substr(0, slash);
        const std::string file = std::string(folder) + "/404.html";
        const auto page = state.pages->find(file);
        if (!page) return show_error(state, file, page.error());
        if (*page) return show(request, state, file, **page, 404);
    }
    return html(404, not_found_page(path), state, "/404.html");
}

Response PreviewServer::Desk::show_error(const State& state, std::string_view path, const Error& error) const {
    return html(500, error_page(error), state, path);
}

Response PreviewServer::Desk::show(const Request& request, const State& state, std::string_view path, const Page& page,
                                   int status) const {
    const std::string content_type =
        page.content_type.empty() ? std::string(http::content_type_of(path)) : page.content_type;
    if (is_html(content_type)) return html(status, *page.bytes, state, path);
    Response response;
    response.status = status;
    response.headers.push_back({"Cache-Control", "no-cache"});
    if (!page.digest.empty() && status == 200) {
        const std::string tag = "\"" + page.digest + "\"";
        response.headers.push_back({"ETag", tag});
        if (names_tag(request.header("If-None-Match"), tag)) {
            response.status = 304;
            return response;
        }
    }
    response.headers.push_back({"Content-Type", content_type});
    response.shared_body = page.bytes;
    return response;
}

Response PreviewServer::Desk::html(int status, std::string_view text, const State& state, std::string_view path) const {
    Response response =
        http::html_response(status, with_reload_script(text, state.build, base_path_ + std::string(path.substr(1))));
    response.headers.push_back({"Cache-Control", "no-store"});
    return response;
}

PreviewServer::PreviewServer(std::string host, std::shared_ptr<Desk> desk, std::unique_ptr<http::Listener> listener)
    : host_(std::move(host)), desk_(std::move(desk)), listener_(std::move(listener)) {}

PreviewServer::~PreviewServer() {
    stop();
}

Result<std::unique_ptr<PreviewServer>> PreviewServer::start(PreviewOptions options) {
    const http::ListenerOptions listening = options.listener;
    std::string host = host_of(listening.address);
    auto desk = std::make_shared<Desk>(std::move(options));
    TRY(auto listener,
        http::Listener::start(listening, [desk](const Request& request) { return desk->answer(request); }));
    return std::unique_ptr<PreviewServer>(new PreviewServer(std::move(host), std::move(desk), std::move(listener)));
}

void PreviewServer::publish_snapshot(std::shared_ptr<const PageSource> pages, const ChangedPages& changed) {
    desk_->publish_snapshot(std::move(pages), changed);
}

void PreviewServer::publish_errors(const Diagnostics& errors) {
    desk_->publish_errors(errors);
}

std::uint16_t PreviewServer::port() const {
    return listener_->port();
}

std::string PreviewServer::url() const {
    return "http://" + host_ + ":" + std::to_string(port()) + http::encode_path(desk_->base_path());
}

void PreviewServer::stop() {
    desk_->close();
    listener_->stop();
}

}  // namespace byline::server
