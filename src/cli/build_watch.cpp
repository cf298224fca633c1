#include "cli/build_watch.hpp"

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <utility>

#include <fmt/format.h>

#include "cli/terminal.hpp"

namespace byline::cli {
namespace {

constexpr std::chrono::milliseconds look_again{1000};
constexpr std::chrono::milliseconds settle_time{50};
constexpr std::chrono::milliseconds burst_max{1000};
constexpr int journal_looks_max = 120;

// False when `stop` came first.
bool wait_a_while(const std::stop_token& stop, std::chrono::milliseconds time) {
    std::mutex mutex;
    std::unique_lock lock(mutex);
    std::condition_variable_any().wait_for(lock, stop, time, [] { return false; });
    return !stop.stop_requested();
}

}  // namespace

std::string shown_account(const server::SiteAccount& account) {
    std::string text = fmt::format("{} files, {} in memory", account.files, shown_bytes(account.memory_bytes));
    if (account.disk_files > 0) text += fmt::format(", {} large ones read from disk", account.disk_files);
    if (account.disk_pages > 0) {
        text +=
            fmt::format(", {} of them pages, which show no comments and tell nobody of their links ([serve] memory_mb)",
                        account.disk_pages);
    }
    return text;
}

BuildWatch::BuildWatch(const ServePlan& plan, const disk::Disk& disk, server::SiteServer& server)
    : folder_(std::filesystem::absolute(plan.options.site.folder).lexically_normal()),
      journal_(plan.commit_journal),
      record_(plan.build_record),
      disk_(disk),
      server_(server),
      seen_record_(disk.status(plan.build_record)) {
    if (const auto status = disk_.status(folder_.string())) inode_ = status->inode;
    watch_folder();
}

void BuildWatch::run(const std::stop_token& stop) {
    while (!stop.stop_requested()) {
        bool has_changed = look_at_folder();
        if (watcher_) {
            auto changes = watcher_->wait(stop, look_again);
            if (changes && !*changes) return;
            if (!changes) print_error(fmt::format("{}\n", changes.error().message));
            has_changed = has_changed || !changes || !(*changes)->empty();
        } else {
            if (!wait_a_while(stop, look_again)) return;
            has_changed = look_at_record() || has_changed;
        }
        if (has_changed && is_in_place(stop)) load();
    }
}

// The first build, or a deployment, puts another folder into place by a rename.
bool BuildWatch::look_at_folder() {
    const auto status = disk_.status(folder_.string());
    const std::uint64_t inode = status ? status->inode : 0;
    if (inode == inode_) return false;
    inode_ = inode;
    watch_folder();
    return inode != 0;
}

void BuildWatch::watch_folder() {
    watcher_.reset();
    if (inode_ == 0) return;
    server::FileWatcherOptions watched;
    watched.roots = {folder_};
    watched.settle = settle_time;
    watched.burst_max = burst_max;
    auto started = server::FileWatcher::start(std::move(watched));
    if (started) {
        watcher_ = std::move(*started);
        return;
    }
    print_error(fmt::format("{}; {}\nUntil then builds of this machine are seen, and others after SIGHUP.\n",
                            started.error().message, started.error().remedy));
}

bool BuildWatch::look_at_record() {
    auto record = disk_.status(record_);
    const auto stamps = [](const std::optional<disk::Entry>& entry) {
        return entry ? std::pair(entry->changed_ns, entry->inode) : std::pair(std::int64_t{0}, std::uint64_t{0});
    };
    const bool is_new = stamps(record) != stamps(seen_record_);
    seen_record_ = std::move(record);
    return is_new;
}

// A build that commits has a journal on the disk; a killed one leaves it there, for the next build.
bool BuildWatch::is_in_place(const std::stop_token& stop) const {
    for (int look = 0; look < journal_looks_max && disk_.exists(journal_); ++look) {
        if (!wait_a_while(stop, settle_time)) return false;
    }
    return !disk_.exists(journal_);
}

void BuildWatch::load() {
    const auto loaded = server_.reload_site();
    if (loaded) {
        print(fmt::format("A new build is served: {}\n", shown_account(*loaded)));
    } else {
        print_error(fmt::format("The site stays as it was: {}; {}\n", loaded.error().message, loaded.error().remedy));
    }
}

}  // namespace byline::cli
