#include "cli/serve_command.hpp"

#include <csignal>
#include <stop_token>
#include <thread>

#include <fmt/format.h>
#include <pthread.h>

#include "cli/build_watch.hpp"
#include "cli/exit_code.hpp"
#include "cli/report.hpp"
#include "cli/serve_options.hpp"
#include "cli/served_discussion.hpp"
#include "cli/site_build.hpp"
#include "cli/terminal.hpp"
#include "disk/real_disk.hpp"
#include "server/site_server.hpp"

namespace byline::cli {
namespace {

void announce(const ServePlan& plan, const server::SiteServer& server) {
    const server::SiteServerOptions& options = plan.options;
    print(fmt::format("Serving {} at {}\n", options.site.folder, plan.shown_url));
    print(fmt::format("  {}, {} threads, up to {} connections\n", shown_account(server.account()), options.web.threads,
                      options.web.connections_max));
    if (options.plain_endpoint) {
        print(fmt::format("  plain requests to port {} are sent to {}\n", server.port(*options.plain_endpoint),
                          options.https_origin));
    }
    if (options.log) print(fmt::format("  access log: {}\n", options.log->file));
    if (server.metrics_port() != 0) {
        print(fmt::format("  metrics: http://127.0.0.1:{}/metrics\n", server.metrics_port()));
    }
    const http::Endpoint& endpoint = options.web.endpoints.front();
    if (endpoint.address == "127.0.0.1" && options.web.proxies.empty()) {
        print("  only this machine gets in; --address 0.0.0.0 lets everybody in, --trusted-proxy names your proxy\n");
    }
    print(plan.watches ? "New builds are served when they are in place. Ctrl+C stops; SIGHUP loads everything again.\n"
                       : "SIGHUP serves a new build. Ctrl+C stops.\n");
}

void reload(server::SiteServer& server) {
    if (const auto files = server.reload_files(); !files) {
        print_error(fmt::format("Certificate and log stay as they were: {}; {}\n", files.error().message,
                                files.error().remedy));
    }
    const auto site = server.reload_site();
    if (site) {
        print(fmt::format("Loaded again: {}\n", shown_account(*site)));
    } else {
        print_error(fmt::format("The site stays as it was: {}; {}\n", site.error().message, site.error().remedy));
    }
}

}  // namespace

int run_serve(const ServeCommand& command) {
    // Blocked before any thread starts, so that only sigwait() below sees them.
    sigset_t signals;
    sigemptyset(&signals);
    for (const int signal : {SIGINT, SIGTERM, SIGHUP}) sigaddset(&signals, signal);
    pthread_sigmask(SIG_BLOCK, &signals, nullptr);
    // A mail server or a client that goes away while it is written to is an error to deal with, not the end.
    std::signal(SIGPIPE, SIG_IGN);

    disk::RealDisk disk;
    const ReportStyle style{
        .colour = error_colour(), .most_warnings = 10, .site_folder = command.folder, .warnings_as = Severity::Warning};
    Diagnostics diagnostics;
    auto plan = plan_serving(command, disk, diagnostics);
    print_error(format_diagnostics(diagnostics, style, disk));
    if (!plan) return report_failure(plan.error(), style, disk, false);
    if (const int code = exit_code_of(diagnostics, Warnings::Pass); code != exit_success) return code;
    std::unique_ptr<ServedDiscussion> discussion;  // null when the site has none
    if (plan->discussion) {
        auto prepared = ServedDiscussion::prepare(std::move(*plan->discussion), plan->options);
        if (!prepared) return report_failure(prepared.error(), style, disk, false);
        discussion = std::move(*prepared);
    }
    auto server = server::SiteServer::start(plan->options, disk);
    if (!server) return report_failure(server.error(), style, disk, false);
    if (discussion) discussion->begin(**server);
    announce(*plan, **server);
    if (discussion) discussion->announce_studio();
    {
        BuildWatch watch(*plan, disk, **server);
        std::jthread watching;
        if (plan->watches) watching = std::jthread([&](const std::stop_token& stop) { watch.run(stop); });
        int signal = 0;
        while (sigwait(&signals, &signal) == 0 && signal == SIGHUP) {
            reload(**server);
            if (discussion) discussion->hurry_letters();
        }
    }
    print("Stopping: answers under way are finished\n");
    if (discussion) discussion->end();
    (*server)->stop();
    return exit_success;
}

}  // namespace byline::cli
