#include "cli/serve_command.hpp"

#include <chrono>
#include <condition_variable>
#include <csignal>
#include <filesystem>
#include <memory>
#include <mutex>
#include <optional>
#include <stop_token>
#include <thread>

#include <fmt/format.h>
#include <pthread.h>

#include "cli/exit_code.hpp"
#include "cli/report.hpp"
#include "cli/serve_options.hpp"
#include "cli/site_build.hpp"
#include "cli/terminal.hpp"
#include "disk/real_disk.hpp"
#include "server/file_watcher.hpp"
#include "server/site_server.hpp"

namespace byline::cli {
namespace {

constexpr std::chrono::milliseconds look_again{1000};
constexpr std::chrono::milliseconds settle_time{50};
constexpr int journal_looks_max = 120;

std::string shown_account(const server::SiteAccount& account) {
    std::string text = fmt::format("{} files, {} in memory", account.files, shown_bytes(account.memory_bytes));
    if (account.disk_files > 0) text += fmt::format(", {} large ones read from disk", account.disk_files);
    return text;
}

// Loads each new build when it is in place.
class BuildWatch {
  public:
    BuildWatch(const ServePlan& plan, const disk::Disk& disk, server::SiteServer& server)
        : folder_(std::filesystem::absolute(plan.options.site.folder).lexically_normal()),
          journal_(plan.commit_journal),
          disk_(disk),
          server_(server) {}

    void run(const std::stop_token& stop) {
        while (!stop.stop_requested()) {
            bool has_changed = look_at_folder();
            if (watcher_) {
                auto changes = watcher_->wait(stop, look_again);
                if (changes && !*changes) return;
                if (!changes) print_error(fmt::format("{}\n", changes.error().message));
                has_changed = has_changed || !changes || !(*changes)->empty();
            } else {
                std::mutex mutex;
                std::unique_lock lock(mutex);
                std::condition_variable_any().wait_for(lock, stop, look_again, [] { return false; });
            }
            if (has_changed && is_in_place(stop)) load();
        }
    }

  private:
    // The first build puts its folder into place by a rename, and what was watched is then another folder.
    bool look_at_folder() {
        const auto status = disk_.status(folder_.string());
        const std::uint64_t inode = status ? status->inode : 0;
        if (inode == inode_ && (watcher_ || inode == 0)) return false;
        const bool is_first = inode_ == 0 && !watcher_ && !was_gone_;
        inode_ = inode;
        was_gone_ = inode == 0;
        watcher_.reset();
        if (inode == 0) return false;
        server::FileWatcherOptions watched;
        watched.roots = {folder_};
        watched.settle = settle_time;
        watched.burst_max = std::chrono::milliseconds(1000);
        auto started = server::FileWatcher::start(std::move(watched));
        if (started) {
            watcher_ = std::move(*started);
        } else {
            print_error(
                fmt::format("new builds are not seen: {}; {}\n", started.error().message, started.error().remedy));
        }
        return !is_first;
    }

    // A build that commits has a journal on the disk; a killed one leaves it there, for the next build.
    bool is_in_place(const std::stop_token& stop) {
        for (int look = 0; look < journal_looks_max && disk_.exists(journal_); ++look) {
            std::mutex mutex;
            std::unique_lock lock(mutex);
            std::condition_variable_any().wait_for(lock, stop, settle_time, [] { return false; });
            if (stop.stop_requested()) return false;
        }
        return !disk_.exists(journal_);
    }

    void load() {
        const auto loaded = server_.reload_site();
        if (loaded) {
            print(fmt::format("A new build is served: {}\n", shown_account(*loaded)));
        } else {
            print_error(
                fmt::format("The site stays as it was: {}; {}\n", loaded.error().message, loaded.error().remedy));
        }
    }

    std::filesystem::path folder_;
    std::string journal_;
    const disk::Disk& disk_;
    server::SiteServer& server_;
    std::unique_ptr<server::FileWatcher> watcher_;
    std::uint64_t inode_ = 0;
    bool was_gone_ = false;
};

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

    disk::RealDisk disk;
    const ReportStyle style{
        .colour = error_colour(), .most_warnings = 10, .site_folder = command.folder, .warnings_as = Severity::Warning};
    Diagnostics diagnostics;
    const auto plan = plan_serving(command, disk, diagnostics);
    print_error(format_diagnostics(diagnostics, style, disk));
    if (!plan) return report_failure(plan.error(), style, disk, false);
    if (const int code = exit_code_of(diagnostics, Warnings::Pass); code != exit_success) return code;
    auto server = server::SiteServer::start(plan->options, disk);
    if (!server) return report_failure(server.error(), style, disk, false);
    announce(*plan, **server);
    {
        BuildWatch watch(*plan, disk, **server);
        std::jthread watching;
        if (plan->watches) watching = std::jthread([&](const std::stop_token& stop) { watch.run(stop); });
        int signal = 0;
        while (sigwait(&signals, &signal) == 0 && signal == SIGHUP) reload(**server);
    }
    print("Stopping: answers under way are finished\n");
    (*server)->stop();
    return exit_success;
}

}  // namespace byline::cli
