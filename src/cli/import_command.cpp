#include "cli/import_command.hpp"

#include <chrono>
#include <cstdlib>
#include <map>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "cli/exit_code.hpp"
#include "cli/page_addresses.hpp"
#include "cli/report.hpp"
#include "cli/terminal.hpp"
#include "conversation/arrivals.hpp"
#include "database/database.hpp"
#include "disk/real_disk.hpp"
#include "importing/read_comments.hpp"
#include "publish/load_configuration.hpp"
#include "text/url.hpp"

namespace byline::cli {
namespace {

constexpr std::size_t most_listed_pages = 30;
constexpr std::size_t most_told_warnings = 20;

std::int64_t milliseconds_now() {
    const auto now = std::chrono::system_clock::now().time_since_epoch();
    return std::chrono::duration_cast<std::chrono::milliseconds>(now).count();
}

int told_error(const Error& error, const disk::Disk& disk) {
    ReportStyle style;
    style.colour = error_colour();
    print_error(format_error(error, Severity::Error, style, disk));
    return exit_code_of(error.code);
}

Result<database::Database> open_store(const ImportCommand& command, std::int64_t now_ms) {
    const char* environment = std::getenv("BYLINE_STORE");
    const std::string address = !command.store.empty() ? command.store : environment != nullptr ? environment : "";
    return database::Database::open(database::address_in_site(command.site_folder, address), {.now_ms = now_ms});
}

conversation::State state_of(importing::State state) {
    switch (state) {
        case importing::State::Published: return conversation::State::Published;
        case importing::State::Held: return conversation::State::Held;
        case importing::State::Spam: return conversation::State::Spam;
        case importing::State::Deleted: break;
    }
    return conversation::State::Deleted;
}

struct ImportedPage {
    std::size_t comments = 0;
    std::int64_t featured = 0;
    bool is_built = false;
};

// The comments of a file as the store takes them, and the pages that they belong to.
struct ImportPlan {
    std::vector<conversation::ImportedComment> comments;
    std::map<std::string, ImportedPage> pages;
    std::size_t without_page = 0;
    std::size_t faces = 0;
};

// Column pages name whoever wrote the article with this word.
constexpr std::string_view the_writer = "作者";

ImportPlan plan_of(importing::Import&& read, PageAddresses& addresses, const std::string& writer, std::int64_t now_ms) {
    ImportPlan plan;
    for (importing::ImportedComment& from : read.comments) {
        const PageAddress page = addresses.of(from.thread);
        if (page.address.empty()) {
            ++plan.without_page;
            continue;
        }
        ImportedPage& counted = plan.pages[page.address];
        ++counted.comments;
        counted.is_built = page.is_built;
        plan.faces += from.author_face.empty() ? 0 : 1;
        conversation::ImportedComment to;
        to.key = std::move(from.id);
        if (!from.reply_to.empty()) to.parent_key = std::move(from.reply_to);
        to.thread = page.address;
        to.name = from.author_name.empty() ? "Anonymous" : std::move(from.author_name);
        if (to.name == the_writer && !writer.empty() && from.by_author == importing::ByAuthor::Yes) to.name = writer;
        to.email = std::move(from.author_email);
        to.website = std::move(from.author_website);
        to.body = std::move(from.markdown);
        to.created_ms = from.time ? from.time->seconds * 1000 : now_ms;
        to.likes = from.likes;
        to.state = state_of(from.state);
        to.is_author = from.by_author == importing::ByAuthor::Yes;
        if (from.featured == importing::Featured::Yes && to.state == conversation::State::Published) {
            to.featured = ++counted.featured;
        }
        plan.comments.push_back(std::move(to));
    }
    return plan;
}

void tell_warnings(const Diagnostics& warnings, const disk::Disk& disk) {
    ReportStyle style;
    style.colour = error_colour();
    style.most_warnings = most_told_warnings;
    print_error(format_diagnostics(warnings, style, disk));
}

std::string text_of(const ImportPlan& plan) {
    std::string out;
    std::size_t listed = 0;
    for (const auto& [address, page] : plan.pages) {
        if (++listed > most_listed_pages) break;
        out += fmt::format("  {:>5}  {}{}\n", page.comments, address,
                           page.is_built ? "" : "  (no such page in the built site)");
    }
    if (plan.pages.size() > most_listed_pages)
        out += fmt::format("  and {} more pages\n", plan.pages.size() - most_listed_pages);
    if (plan.without_page > 0) {
        out +=
            fmt::format("{} comments belong to no address and were left out; --page says which page they are about\n",
                        plan.without_page);
    }
    if (plan.faces > 0) {
        out += fmt::format(
            "{} pictures of people lie on other servers and were left there; faces are drawn from names\n", plan.faces);
    }
    return out;
}

int undo(const ImportCommand& command, const disk::Disk& disk) {
    const std::int64_t now_ms = milliseconds_now();
    auto store = open_store(command, now_ms);
    if (!store) return told_error(store.error(), disk);
    auto removed = conversation::undo_import(*store, command.undone_batch, now_ms);
    if (!removed) return told_error(removed.error(), disk);
    print(fmt::format("{} comments of batch {} taken out\n", *removed, command.undone_batch));
    return exit_success;
}

}  // namespace

int run_import(const ImportCommand& command) {
    const disk::RealDisk disk;
    if (command.undone_batch > 0) return undo(command, disk);
    importing::ReadOptions options;
    options.thread = command.page;
    if (!command.format.empty()) {
        options.format = importing::format_named(command.format);
        if (!options.format) {
            return told_error(usage_error("unknown format '" + command.format + "'",
                                          "disqus, wordpress, isso, remark42, waline or column"),
                              disk);
        }
    }
    auto configuration = publish::load_configuration(command.site_folder, disk);
    if (!configuration) return told_error(configuration.error(), disk);
    const site::Configuration& site = configuration->configuration;
    auto read = importing::read_comments(command.file, options);
    if (!read) return told_error(read.error(), disk);
    tell_warnings(read->warnings, disk);
    if (!command.page.empty()) {
        for (importing::ImportedComment& comment : read->comments) comment.thread = command.page;
    }
    const std::string source(importing::name_of(read->format));
    const std::int64_t now_ms = milliseconds_now();
    const std::string output =
        site.output_folder.starts_with('/') ? site.output_folder : command.site_folder + "/" + site.output_folder;
    PageAddresses addresses(output, std::string(text::split_url(site.base_url).path), disk);
    const ImportPlan plan = plan_of(std::move(*read), addresses, site.author.name, now_ms);

    auto store = open_store(command, now_ms);
    if (!store) return told_error(store.error(), disk);
    const auto run = command.is_dry ? conversation::ImportRun::Dry : conversation::ImportRun::Real;
    auto report = conversation::import_batch(*store, conversation::Rules(), source, plan.comments, run, now_ms);
    if (!report) return told_error(report.error(), disk);
    print(text_of(plan));
    print(fmt::format("{}: {} comments {} on {} pages, {} there already\n", source, report->added,
                      command.is_dry ? "would come in" : "came in", report->threads, report->known));
    if (report->batch > 0 && report->added > 0)
        print(fmt::format("byline import --undo {} takes them out again\n", report->batch));
    return exit_success;
}

}  // namespace byline::cli
