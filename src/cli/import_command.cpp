#include "cli/import_command.hpp"

#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <system_error>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "cli/comment_rules.hpp"
#include "cli/exit_code.hpp"
#include "cli/face_fetcher.hpp"
#include "cli/page_addresses.hpp"
#include "cli/report.hpp"
#include "cli/site_build.hpp"
#include "cli/terminal.hpp"
#include "conversation/arrivals.hpp"
#include "conversation/verdict.hpp"
#include "database/database.hpp"
#include "disk/real_disk.hpp"
#include "importing/read_comments.hpp"
#include "outbound/guarded_client.hpp"
#include "publish/load_configuration.hpp"
#include "site/serve_settings.hpp"
#include "text/url.hpp"

namespace byline::cli {
namespace {

constexpr std::string_view faces_folder = "/faces/";
constexpr std::size_t most_listed_pages = 30;
constexpr std::size_t most_told_warnings = 20;
constexpr std::chrono::seconds face_patience{10};

std::int64_t milliseconds_now() {
    const auto now = std::chrono::system_clock::now().time_since_epoch();
    return std::chrono::duration_cast<std::chrono::milliseconds>(now).count();
}

// What byline.toml says of comments and of where they lie.
struct SiteRules {
    site::Configuration configuration;
    conversation::Rules rules;
    std::string database;
};

Result<SiteRules> read_site_rules(const std::string& site_folder, const disk::Disk& disk) {
    SiteRules site;
    TRY(auto reading, publish::load_configuration(site_folder, disk));
    site.configuration = std::move(reading.configuration);
    TRY(const std::string bytes, disk.read(inside(site_folder, "byline.toml"), most_configuration_bytes));
    Diagnostics told_by_a_build;
    site.database = site::read_serve_settings(bytes, "byline.toml", told_by_a_build).database;
    TRY(site.rules,
        comment_rules(site::read_comment_settings(bytes, "byline.toml", told_by_a_build), site_folder, disk));
    return site;
}

// A folder that is gone with it.
class TemporaryFolder {
  public:
    explicit TemporaryFolder(std::filesystem::path path) : path_(std::move(path)) {}
    TemporaryFolder(const TemporaryFolder&) = delete;
    TemporaryFolder& operator=(const TemporaryFolder&) = delete;
    ~TemporaryFolder() {
        std::error_code ignored;
        std::filesystem::remove_all(path_, ignored);
    }
    [[nodiscard]] const std::filesystem::path& path() const { return path_; }

  private:
    std::filesystem::path path_;
};

Result<std::unique_ptr<TemporaryFolder>> make_temporary_folder() {
    std::string pattern = (std::filesystem::temp_directory_path() / "byline-dry-XXXXXX").string();
    if (::mkdtemp(pattern.data()) != nullptr) return std::make_unique<TemporaryFolder>(pattern);
    return fail(system_error("there is no room for a dry run in " + pattern, "make room, or set TMPDIR", {}));
}

// The site's store. A dry run leaves no trace: where there is no store yet, it has one of its own.
struct Store {
    std::unique_ptr<TemporaryFolder> folder;
    std::optional<database::Database> database;
};

Result<Store> open_store(const ImportCommand& command, const std::string& configured, std::int64_t now_ms) {
    const char* environment = std::getenv("BYLINE_STORE");
    const std::string given = !command.store.empty()   ? command.store
                              : environment != nullptr ? environment
                                                       : configured;
    std::string address = database::address_in_site(command.site_folder, given);
    TRY(const auto parsed, database::Address::parse(address));
    Store store;
    if (command.is_dry && parsed.dialect == database::Dialect::Sqlite && !std::filesystem::exists(parsed.target)) {
        TRY(store.folder, make_temporary_folder());
        address = "sqlite:" + (store.folder->path() / "byline.db").string();
    }
    TRY(auto database, database::Database::open(address, {.now_ms = now_ms}));
    store.database.emplace(std::move(database));
    return store;
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
    std::size_t blocked = 0;
    std::size_t faces = 0;
};

// Column pages name whoever wrote the article with this word.
constexpr std::string_view the_writer = "作者";

bool is_blocked(const conversation::Rules& rules, const conversation::ImportedComment& comment) {
    if (rules.blocked.empty()) return false;
    conversation::Rules list_alone;
    list_alone.most_links = INT64_MAX;
    list_alone.least_seconds = 0;
    list_alone.most_a_minute = list_alone.most_a_day = INT64_MAX;
    list_alone.blocked = rules.blocked;
    const conversation::Said said{comment.name, comment.email, comment.website, comment.body};
    return conversation::judge(list_alone, said, {}).weight() >= conversation::spam_from;
}

// What the rules of the site say of a comment that another engine showed: its block list holds for it too.
void apply_rules(const conversation::Rules& rules, conversation::ImportedComment& comment, ImportPlan& plan) {
    if (comment.state != conversation::State::Published || comment.is_author || !is_blocked(rules, comment)) return;
    comment.state = conversation::State::Spam;
    ++plan.blocked;
}

// Of this site: "/faces/1a2b.webp".
bool is_path(std::string_view face) {
    return face.starts_with(faces_folder) && face.find("..") == std::string_view::npos;
}

ImportPlan plan_of(importing::Import&& read, PageAddresses& addresses, const SiteRules& site, const FaceFetcher& faces,
                   std::int64_t now_ms) {
    const std::string& writer = site.configuration.author.name;
    const bool is_own = read.format == importing::Format::Byline;
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
        conversation::ImportedComment to;
        to.key = std::move(from.id);
        if (!from.reply_to.empty()) to.parent_key = std::move(from.reply_to);
        to.thread = page.address;
        to.name = from.author_name.empty() ? "Anonymous" : std::move(from.author_name);
        if (to.name == the_writer && !writer.empty() && from.by_author == importing::ByAuthor::Yes) to.name = writer;
        to.email = std::move(from.author_email);
        to.website = std::move(from.author_website);
        to.face = is_own && is_path(from.author_face) ? from.author_face : faces.path_of(from.author_face);
        plan.faces += from.author_face.empty() || !to.face.empty() ? 0 : 1;
        to.body = std::move(from.markdown);
        to.created_ms = from.time ? from.time->seconds * 1000 + from.time_ms : now_ms;
        to.likes = from.likes;
        to.state = state_of(from.state);
        to.is_author = from.by_author == importing::ByAuthor::Yes;
        apply_rules(site.rules, to, plan);
        if (from.featured == importing::Featured::Yes && to.state == conversation::State::Published) {
            to.featured = from.featured_place > 0 ? from.featured_place : ++counted.featured;
            to.featured_note = std::move(from.featured_note);
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
    if (plan.blocked > 0)
        out += fmt::format("{} comments stand in the block list, and come in as spam\n", plan.blocked);
    if (plan.faces > 0) {
        out += fmt::format(
            "{} pictures of people lie elsewhere and were left there; faces are drawn from names; --faces "
            "fetches them\n",
            plan.faces);
    }
    return out;
}

void fetch_faces(const importing::Import& read, FaceFetcher& faces, const disk::Disk& disk) {
    std::vector<std::string> wanted;
    for (const importing::ImportedComment& comment : read.comments) {
        if (!comment.author_face.empty()) wanted.push_back(comment.author_face);
    }
    Diagnostics diagnostics;
    faces.fetch(wanted, diagnostics);
    tell_warnings(diagnostics, disk);
}

int undo(const ImportCommand& command, disk::Disk& disk) {
    const std::int64_t now_ms = milliseconds_now();
    const auto site = read_site_rules(command.site_folder, disk);
    if (!site) return told_error(site.error(), disk);
    auto store = open_store(command, site->database, now_ms);
    if (!store) return told_error(store.error(), disk);
    auto removed = conversation::undo_import(*store->database, command.undone_batch, now_ms);
    if (!removed) return told_error(removed.error(), disk);
    std::size_t faces = 0;
    for (const std::string& face : removed->faces) {
        // Only what --faces has made: a name of its own, in its own folder.
        const std::string name = face.starts_with(faces_folder) ? face.substr(faces_folder.size()) : std::string();
        if (name.empty() || name.find('/') != std::string::npos) continue;
        if (disk.remove(inside(command.site_folder, "static" + face))) ++faces;
    }
    print(fmt::format("{} comments of batch {} taken out\n", removed->comments, command.undone_batch));
    if (faces > 0) print(fmt::format("{} faces that nobody has any more are gone from static/faces/\n", faces));
    return exit_success;
}

}  // namespace

int run_import(const ImportCommand& command) {
    disk::RealDisk disk;
    if (command.undone_batch > 0) return undo(command, disk);
    importing::ReadOptions options;
    options.thread = command.page;
    if (!command.format.empty()) {
        options.format = importing::format_named(command.format);
        if (!options.format) {
            return told_error(usage_error("unknown format '" + command.format + "'",
                                          "disqus, wordpress, isso, remark42, waline, column or byline"),
                              disk);
        }
    }
    const auto site = read_site_rules(command.site_folder, disk);
    if (!site) return told_error(site.error(), disk);
    auto read = importing::read_comments(command.file, options);
    if (!read) return told_error(read.error(), disk);
    tell_warnings(read->warnings, disk);
    if (!command.page.empty()) {
        for (importing::ImportedComment& comment : read->comments) comment.thread = command.page;
    }
    const std::string source(importing::name_of(read->format));
    const std::int64_t now_ms = milliseconds_now();
    outbound::SystemResolver resolver;
    outbound::GuardedClient client({.whole_limit = face_patience}, {}, resolver);
    FaceFetcher faces(client, disk, command.site_folder, command.file);
    if (command.fetches_faces && !command.is_dry) fetch_faces(*read, faces, disk);
    const site::Configuration& configuration = site->configuration;
    PageAddresses addresses(inside(command.site_folder, configuration.output_folder),
                            std::string(text::split_url(configuration.base_url).path), disk);
    const ImportPlan plan = plan_of(std::move(*read), addresses, *site, faces, now_ms);

    auto store = open_store(command, site->database, now_ms);
    if (!store) return told_error(store.error(), disk);
    const auto run = command.is_dry ? conversation::ImportRun::Dry : conversation::ImportRun::Real;
    auto report = conversation::import_batch(*store->database, site->rules, source, plan.comments, run, now_ms);
    if (!report) return told_error(report.error(), disk);
    print(text_of(plan));
    print(fmt::format("{}: {} comments {} on {} pages, {} there already\n", source, report->added,
                      command.is_dry ? "would come in" : "came in", report->threads, report->known));
    if (faces.fetched() > 0) {
        print(fmt::format("{} faces lie in static/faces/, to be shown after the next build\n", faces.fetched()));
    }
    if (!configuration.has_comments) {
        print("They show once byline.toml has `enabled = true` below [comments]\n");
    }
    if (report->batch > 0 && report->added > 0)
        print(fmt::format("byline import --undo {} takes them out again\n", report->batch));
    return exit_success;
}

}  // namespace byline::cli
