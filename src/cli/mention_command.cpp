#include "cli/mention_command.hpp"

#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <memory>
#include <optional>
#include <set>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "cli/exit_code.hpp"
#include "cli/mention_options.hpp"
#include "cli/report.hpp"
#include "cli/site_build.hpp"
#include "cli/terminal.hpp"
#include "database/database.hpp"
#include "disk/real_disk.hpp"
#include "html/document.hpp"
#include "mentioning/telling.hpp"
#include "publish/load_configuration.hpp"
#include "site/serve_settings.hpp"
#include "text/url.hpp"

namespace byline::cli {
namespace {

constexpr std::int64_t most_built_page_bytes = std::int64_t{4} << 20;

std::int64_t clock_ms() {
    const auto now = std::chrono::system_clock::now().time_since_epoch();
    return std::chrono::duration_cast<std::chrono::milliseconds>(now).count();
}

// What the command works on.
struct MentionedSite {
    std::string output;
    std::string base;   // of its pages' addresses, without a slash at its end
    std::string store;  // the address of its store
};

Result<MentionedSite> read_site(const MentionCommand& command, const disk::Disk& disk) {
    TRY(const site::ConfigurationReading reading, publish::load_configuration(command.folder, disk));
    const std::string& base_url = reading.configuration.base_url;
    if (const std::string why_not = why_not_asked(base_url); !why_not.empty()) {
        return fail(content_error(fmt::format("nobody else can ask for pages of '{}': {}", base_url, why_not),
                                  "set base_url to the address where readers find the site", {"byline.toml", 0, 0}));
    }
    TRY(const std::string bytes, disk.read(inside(command.folder, "byline.toml"), most_configuration_bytes));
    Diagnostics told_by_others;
    const site::ServeSettings serve = site::read_serve_settings(bytes, "byline.toml", told_by_others);
    const char* const environment = std::getenv("BYLINE_STORE");
    const std::string given = !command.store.empty()   ? command.store
                              : environment != nullptr ? environment
                                                       : serve.database;
    MentionedSite site;
    site.output = inside(command.folder, reading.configuration.output_folder);
    site.base = base_url.substr(0, base_url.size() - 1);
    site.store = database::address_in_site(command.folder, given);
    if (!disk.exists(site.output)) {
        return fail(
            usage_error(fmt::format("there is no built site in '{}'", site.output), "build it first: byline build"));
    }
    return site;
}

struct LinkingPage {
    std::string address;
    mention::EntryLinks links;
};

std::string address_of_built(std::string_view file) {
    constexpr std::string_view index = "index.html";
    if (file == index || file.ends_with("/index.html")) file.remove_suffix(index.size());
    return "/" + std::string(file);
}

Result<std::vector<LinkingPage>> linking_pages(const MentionedSite& site, const disk::Disk& disk) {
    std::vector<Error> unreadable;
    TRY(const auto entries, disk.list(site.output, disk::DotNames::Skip, unreadable));
    std::vector<LinkingPage> pages;
    for (const disk::Entry& entry : entries) {
        if (entry.kind != disk::EntryKind::File || !entry.path.ends_with(".html")) continue;
        TRY(const std::string html, disk.read(site.output + "/" + entry.path, most_built_page_bytes));
        if (html.find("e-content") == std::string::npos) continue;
        const auto page = html::read(html, entry.path, {});
        if (!page) continue;  // larger than is read
        std::string address = address_of_built(entry.path);
        auto links =
            mention::entry_links(*page, site.base + text::percent_encode_path(address), mentioning::most_links_of_page);
        if (links.digest != mention::EntryLinks{}.digest) pages.push_back({std::move(address), std::move(links)});
    }
    return pages;
}

// Nothing is made where there is no store yet.
Result<void> tell_what_would_be(const MentionCommand& command, const MentionedSite& site,
                                const std::vector<LinkingPage>& pages) {
    TRY(const auto parsed, database::Address::parse(site.store));
    const bool is_absent = parsed.dialect == database::Dialect::Sqlite && !std::filesystem::exists(parsed.target);
    std::optional<database::Database> store;
    bool has_begun = false;
    if (!is_absent) {
        TRY(auto opened, database::Database::open(site.store, {.now_ms = clock_ms()}));
        store.emplace(std::move(opened));
        TRY(has_begun, mentioning::has_begun(*store));
    }
    std::size_t found = 0;
    for (const LinkingPage& page : pages) {
        std::vector<std::string> targets = page.links.targets;
        if (store) {
            TRY(targets, mentioning::new_targets(*store, page.address, page.links));
        }
        found += targets.size();
        for (const std::string& target : targets) print(fmt::format("  {} -> {}\n", page.address, target));
    }
    if (!has_begun && !command.tells_known) {
        print(
            fmt::format("{} links on {} pages. They were there before anybody was told of links, and would only be "
                        "noted; --all tells of them\n",
                        found, pages.size()));
    } else {
        print(fmt::format("{} links on {} pages are new, and would be told where the other page takes webmentions\n",
                          found, pages.size()));
    }
    return {};
}

std::string shown(const mentioning::Told& told) {
    const std::string line =
        fmt::format("{} -> {}{}", told.link.page, told.link.target, told.link.is_there ? "" : " (gone)");
    switch (told.report.sent) {
        case mention::Sent::Taken: return fmt::format("  told     {}\n", line);
        case mention::Sent::NotExpected: return fmt::format("  no want  {}\n", line);
        case mention::Sent::Refused: return fmt::format("  refused  {}: {}\n", line, told.report.error.message);
        case mention::Sent::TryLater: break;
    }
    return fmt::format("  later    {}: {}\n", line, told.report.error.message);
}

Result<void> note_all(database::Database& store, const std::vector<LinkingPage>& pages, bool tells_known) {
    TRY(const bool has_begun, mentioning::has_begun(store));
    const auto new_pages = has_begun || tells_known ? mentioning::NewPages::Told : mentioning::NewPages::Known;
    std::set<std::string, std::less<>> addresses;
    for (const LinkingPage& page : pages) {
        addresses.insert(page.address);
        CHECK(mentioning::note_page(store, page.address, page.links, new_pages, clock_ms()));
    }
    TRY(const auto noted, mentioning::noted_pages(store));
    for (const std::string& address : noted) {
        if (!addresses.contains(address)) CHECK(mentioning::note_removal(store, address, clock_ms()));
    }
    if (tells_known) CHECK(mentioning::tell_known(store, clock_ms()));
    if (has_begun) return {};
    if (!tells_known) print("Links that are there already are noted, and told to nobody; --all tells of them\n");
    return mentioning::begin_noting(store);
}

Result<void> tell_all(const MentionCommand& command, const MentionedSite& site, const std::vector<LinkingPage>& pages) {
    TRY(auto store, database::Database::open(site.store, {.now_ms = clock_ms()}));
    CHECK(note_all(store, pages, command.tells_known));
    const std::shared_ptr<outbound::Client> client = mention_client(site.base + "/");  // shared: as it is made
    std::size_t taken = 0;
    std::size_t later = 0;
    for (;;) {
        TRY(const auto told, mentioning::tell_one(store, *client, site.base, clock_ms()));
        if (!told) break;
        taken += told->report.sent == mention::Sent::Taken ? 1 : 0;
        later += told->is_tried_again ? 1 : 0;
        print(shown(*told));
    }
    print(fmt::format("{} told{}\n", taken,
                      later == 0 ? "" : fmt::format("; {} are to be tried again: run it once more later", later)));
    return {};
}

}  // namespace

int run_mention(const MentionCommand& command) {
    disk::RealDisk disk;
    const auto site = read_site(command, disk);
    if (!site) return told_error(site.error(), disk);
    const auto pages = linking_pages(*site, disk);
    if (!pages) return told_error(pages.error(), disk);
    const Result<void> done =
        command.is_dry ? tell_what_would_be(command, *site, *pages) : tell_all(command, *site, *pages);
    return done ? exit_success : told_error(done.error(), disk);
}

}  // namespace byline::cli
