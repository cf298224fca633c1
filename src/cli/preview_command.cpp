#include "cli/preview_command.hpp"

#include <csignal>
#include <filesystem>
#include <optional>
#include <thread>

#include <fmt/format.h>
#include <pthread.h>

#include "cli/exit_code.hpp"
#include "cli/report.hpp"
#include "cli/site_build.hpp"
#include "cli/terminal.hpp"
#include "disk/real_disk.hpp"
#include "output/memory_output.hpp"
#include "publish/kept_record.hpp"
#include "publish/load_configuration.hpp"
#include "publish/picture_store.hpp"
#include "publish/site_urls.hpp"
#include "publish/workshop.hpp"
#include "server/file_watcher.hpp"
#include "server/preview_server.hpp"
#include "text/url.hpp"

namespace byline::cli {
namespace {

// The files of one build as the server asks for them.
class ServedFiles final : public server::PageSource {
  public:
    explicit ServedFiles(std::shared_ptr<const output::MemoryOutput::Files> files) : files_(std::move(files)) {}

    [[nodiscard]] Result<std::optional<server::Page>> find(std::string_view path) const override {
        if (path.starts_with('/')) path.remove_prefix(1);
        const auto found = files_->find(path);
        if (found == files_->end()) return std::optional<server::Page>();
        return std::optional(server::Page{found->second.bytes, {}, found->second.digest.hex()});
    }

  private:
    std::shared_ptr<const output::MemoryOutput::Files> files_;  // shared with the next build, which begins with them
};

class Preview {
  public:
    Preview(const PreviewCommand& command, std::string base_path)
        : command_(command),
          style_{.colour = error_colour(),
                 .most_warnings = 10,
                 .site_folder = command.site.folder,
                 .warnings_as = Severity::Warning},
          base_path_(std::move(base_path)) {}

    Result<void> start() {
        server::PreviewOptions options;
        options.listener.address = command_.address;
        options.listener.port = command_.port;
        options.listener.fallback = command_.is_port_given ? http::PortFallback::Fail : http::PortFallback::Next;
        options.base_path = base_path_;
        TRY(server_, server::PreviewServer::start(std::move(options)));
        return {};
    }

    // `touched` as the workshop takes it.
    void build(const publish::TouchedPaths& touched) {
        const auto started = std::chrono::steady_clock::now();
        publish::BuildOptions options = build_options(command_.site);
        options.hidden = command_.omits_hidden ? publish::Hidden::Omit : publish::Hidden::Show;
        options.base_url = server_->url();
        options.cache = &cache_;
        options.pictures = &pictures_;
        output::MemoryOutput output(*files_);
        options.when_committed = [&](const publish::BuildReport& built) {
            files_ = std::make_shared<const output::MemoryOutput::Files>(output.take_files());
            std::vector<std::string> changed;
            for (const std::string& path : output.changed()) changed.push_back("/" + path);
            server_->publish_snapshot(std::make_shared<const ServedFiles>(files_),
                                      server::ChangedPages::listed(std::move(changed)));
            const auto took = std::chrono::steady_clock::now() - started;
            print(fmt::format("{} pages of {} works: {} rendered, {} files changed, {}\n", built.pages, built.works,
                              built.units_rendered, output.changed().size(), shown_duration(took)));
        };
        publish::BuildReport report;
        {
            ProgressLine progress;
            report = workshop_.build(options, disk_, output, &progress, touched);
        }
        print_error(format_diagnostics(report.diagnostics, style_, disk_));
        if (report.is_committed) return;
        server_->publish_errors(report.diagnostics);
        print_error("the last good site stays; waiting for a change\n");
    }

    [[nodiscard]] const server::PreviewServer& server() const { return *server_; }
    void stop() { server_->stop(); }

  private:
    const PreviewCommand& command_;
    ReportStyle style_;
    std::string base_path_;
    disk::RealDisk disk_;
    // Begins with what the last build kept; what is made here is kept as long as the preview runs.
    cache::ContentCache cache_{publish::insets_loader(disk_, inside(command_.site.folder, ".byline"))};
    publish::PictureStore pictures_{disk_, inside(command_.site.folder, ".byline")};
    std::unique_ptr<server::PreviewServer> server_;
    // Of the last good build, for the next: shared with the server.
    std::shared_ptr<const output::MemoryOutput::Files> files_ = std::make_shared<const output::MemoryOutput::Files>();
    publish::Workshop workshop_;
};

// Relative to the site's folder; nothing when they are not known, or lie elsewhere.
publish::TouchedPaths touched_paths(const server::FileChanges& changes, const std::filesystem::path& folder) {
    if (changes.everything) return std::nullopt;
    std::vector<std::string> paths;
    for (const std::filesystem::path& path : changes.paths) {
        std::string relative = path.lexically_relative(folder).string();
        if (relative.empty() || relative.starts_with("..")) return std::nullopt;
        paths.push_back(std::move(relative));
    }
    return paths;
}

// Builds again whenever something changed, until told to stop.
void watch(Preview& preview, server::FileWatcher& watcher, const std::filesystem::path& folder,
           const std::stop_token& stop) {
    while (!stop.stop_requested()) {
        auto changes = watcher.wait(stop);
        if (!changes) {
            print_error(fmt::format("{}\n", changes.error().message));
            continue;
        }
        if (!*changes) return;
        if (!(*changes)->empty()) preview.build(touched_paths(**changes, folder));
    }
}

}  // namespace

int run_preview(const PreviewCommand& command) {
    // Blocked before any thread starts, so that only sigwait() below sees them.
    sigset_t signals;
    sigemptyset(&signals);
    sigaddset(&signals, SIGINT);
    sigaddset(&signals, SIGTERM);
    pthread_sigmask(SIG_BLOCK, &signals, nullptr);

    disk::RealDisk disk;
    const ReportStyle style{.colour = error_colour(),
                            .most_warnings = 10,
                            .site_folder = command.site.folder,
                            .warnings_as = Severity::Warning};
    const auto configuration = publish::load_configuration(command.site.folder, disk);
    if (!configuration) return report_failure(configuration.error(), style, disk, false);
    if (!command.site.base_url.empty() && !text::is_web_url(command.site.base_url)) {
        return report_failure(usage_error(fmt::format("'{}' is not the address of a site", command.site.base_url),
                                          "write it as https://example.org/ or https://example.org/blog/"),
                              style, disk, false);
    }
    const std::string base_url =
        command.site.base_url.empty() ? configuration->configuration.base_url : build_options(command.site).base_url;
    Preview preview(command, publish::SiteUrls(base_url).base_path());
    if (auto started = preview.start(); !started) return report_failure(started.error(), style, disk, false);

    server::FileWatcherOptions watched;
    const std::filesystem::path folder = std::filesystem::absolute(command.site.folder);
    watched.roots.emplace_back(folder);
    watched.ignored.emplace_back(
        std::filesystem::absolute(inside(command.site.folder, configuration->configuration.output_folder)));
    watched.ignored.emplace_back(std::filesystem::absolute(command.site.folder) / ".byline");
    const std::filesystem::path content = inside(command.site.folder, configuration->configuration.content_folder);
    const auto relative = std::filesystem::relative(content, command.site.folder).string();
    if (relative.starts_with("..")) watched.roots.emplace_back(std::filesystem::absolute(content));
    auto watcher = server::FileWatcher::start(std::move(watched));
    if (!watcher) return report_failure(watcher.error(), style, disk, false);

    print(fmt::format("Preview at {} (Ctrl+C stops)\n", preview.server().url()));
    preview.build(std::nullopt);
    {
        std::jthread watching([&](const std::stop_token& stop) { watch(preview, **watcher, folder, stop); });
        int signal = 0;
        sigwait(&signals, &signal);
    }
    preview.stop();
    return exit_success;
}

}  // namespace byline::cli
