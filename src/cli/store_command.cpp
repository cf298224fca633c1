#include "cli/store_command.hpp"

#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <system_error>
#include <utility>

#include <fmt/format.h>

#include "account/accounts.hpp"
#include "cli/exit_code.hpp"
#include "cli/featured_comments.hpp"
#include "cli/report.hpp"
#include "cli/site_build.hpp"
#include "cli/terminal.hpp"
#include "conversation/export.hpp"
#include "conversation/featured_entries.hpp"
#include "database/backup.hpp"
#include "database/database.hpp"
#include "disk/real_disk.hpp"

namespace byline::cli {
namespace {

std::int64_t now_ms() {
    const auto now = std::chrono::system_clock::now().time_since_epoch();
    return std::chrono::duration_cast<std::chrono::milliseconds>(now).count();
}

std::string address_of(const StoreCommand& command) {
    const char* environment = std::getenv("BYLINE_STORE");
    return database::address_in_site(command.site_folder, !command.store.empty()   ? command.store
                                                          : environment != nullptr ? environment
                                                                                   : "");
}

int told(const Error& error) {
    disk::RealDisk disk;
    ReportStyle style;
    style.colour = error_colour();
    print_error(format_error(error, Severity::Error, style, disk));
    return exit_code_of(error.code);
}

// For the site's owner alone: addresses of readers stand in it.
Result<void> write_private(const std::string& path, const std::string& bytes) {
    disk::RealDisk disk;
    CHECK(disk.write(path, bytes));
    std::error_code ignored;  // a file system without permissions has none to set
    std::filesystem::permissions(path, std::filesystem::perms::owner_read | std::filesystem::perms::owner_write,
                                 ignored);
    return {};
}

}  // namespace

int run_backup(const StoreCommand& command) {
    auto database = database::Database::open(address_of(command), {.now_ms = now_ms()});
    if (!database) return told(database.error());
    auto report = database::back_up(*database, command.file, now_ms());
    if (!report) return told(report.error());
    print(fmt::format("{}: {} rows of {} tables, {}\n", command.file, report->rows, report->tables,
                      shown_bytes(static_cast<std::uint64_t>(report->bytes))));
    return exit_success;
}

int run_restore(const StoreCommand& command) {
    auto report = database::restore(address_of(command), command.file, now_ms());
    if (!report) return told(report.error());
    print(fmt::format("{} rows of {} tables restored\n", report->rows, report->tables));
    return exit_success;
}

int run_export_comments(const StoreCommand& command) {
    auto database = database::Database::open(address_of(command), {.now_ms = now_ms()});
    if (!database) return told(database.error());
    auto exported = conversation::export_conversation(*database);
    if (!exported) return told(exported.error());
    for (const auto& [name, lines] :
         {std::pair("comments.jsonl", &exported->comments), {"likes.jsonl", &exported->likes}})
        if (auto written = write_private(command.file + "/" + name, *lines); !written) return told(written.error());
    print(fmt::format("{0}/comments.jsonl and {0}/likes.jsonl: {1}\n", command.file,
                      shown_bytes(exported->comments.size() + exported->likes.size())));
    return exit_success;
}

int run_export_featured(const StoreCommand& command) {
    const std::string address = address_of(command);
    auto store = database::Database::open_to_read(address, conversation::featured_since_migration, {.readers = 1});
    if (!store) return told(store.error());
    if (store->unreachable) return told(*store->unreachable);
    if (!store->database) return told(usage_error("there is no store of comments", "say where it is with --store"));
    const auto entries = conversation::read_featured_entries(*store->database);
    if (!entries) return told(entries.error());
    const std::string path = inside(command.site_folder, std::string(featured_file));
    disk::RealDisk disk;
    if (auto written = disk.write(path, conversation::featured_lines(*entries)); !written) return told(written.error());
    print(fmt::format("{}: {} featured {}\n", path, entries->size(), entries->size() == 1 ? "comment" : "comments"));
    return exit_success;
}

int run_studio_reset(const StoreCommand& command) {
    auto database = database::Database::open(address_of(command), {.now_ms = now_ms()});
    if (!database) return told(database.error());
    if (auto forgotten = account::forget_accounts(*database); !forgotten) return told(forgotten.error());
    const auto token = account::first_run_token(*database, secrets::system_entropy());
    if (!token) return told(token.error());
    print(
        fmt::format("Nobody can log in to the studio any more, and every session has ended.\n"
                    "For a new name and password, this works once, behind your site's address:\n  /studio/begin/{}\n",
                    token->value_or("")));
    return exit_success;
}

}  // namespace byline::cli
