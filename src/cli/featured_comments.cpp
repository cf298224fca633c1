#include "cli/featured_comments.hpp"

#include <cstdlib>
#include <utility>

#include <fmt/format.h>

#include "cli/site_build.hpp"
#include "conversation/featured_entries.hpp"
#include "database/database.hpp"
#include "discussion/face.hpp"
#include "site/serve_settings.hpp"
#include "text/url.hpp"

namespace byline::cli {
namespace {

constexpr std::int64_t second_ms = 1000;
constexpr std::int64_t most_featured_bytes = std::int64_t{64} * 1024 * 1024;

text::SafeHtml drawn_face(const std::string& name) {
    const std::string svg = discussion::face_svg(discussion::face_key(name)).value_or("<svg></svg>");
    // face_svg() writes numbers into elements of its own.
    return text::SafeHtml::vouch("<svg class=\"said-face\" aria-hidden=\"true\"" +
                                 svg.substr(std::string("<svg").size()));
}

publish::FeaturedComment featured_comment(const conversation::FeaturedEntry& entry) {
    const conversation::Comment& from = entry.comment;
    publish::FeaturedComment to;
    to.id = from.id;
    to.name = from.person.name;
    if (text::is_web_url(from.person.website)) to.website = from.person.website;
    const std::string& face = from.person.face;
    const bool is_path = face.starts_with('/') && !face.starts_with("//") && face.find('\\') == std::string::npos;
    if (is_path) to.face = face;
    if (!is_path) to.drawn_face = drawn_face(from.person.name);
    to.is_author = from.person.role == conversation::Role::Author;
    to.is_verified = from.person.is_verified;
    to.html = from.html;
    to.written = {from.created_ms / second_ms, 0, false};
    to.likes = from.likes;
    to.answers = entry.answers;
    to.note = from.featured_note;
    return to;
}

publish::FeaturedThreads by_thread(const conversation::FeaturedEntries& entries) {
    publish::FeaturedThreads threads;
    for (const conversation::FeaturedEntry& entry : entries) {
        if (threads.empty() || threads.back().address != entry.thread)
            threads.push_back({entry.thread, entry.thread_size, {}});
        threads.back().featured.push_back(featured_comment(entry));
    }
    return threads;
}

struct StoreReading {
    std::optional<conversation::FeaturedEntries> entries = {};  // none where there is no store, or none to be reached
    std::optional<Error> unreachable = {};
};

Result<StoreReading> read_store(const std::string& address) {
    TRY(auto store, database::Database::open_to_read(address, conversation::featured_since_migration, {.readers = 1}));
    if (!store.database) return StoreReading{std::nullopt, std::move(store.unreachable)};
    TRY(auto entries, conversation::read_featured_entries(*store.database));
    return StoreReading{std::move(entries), std::nullopt};
}

Error unreadable(Error error) {
    error.message = fmt::format("the featured comments cannot be read: {}", error.message);
    error.remedy += "; or set [comments] featured = false, and pages are built without them";
    return error;
}

Result<std::optional<conversation::FeaturedEntries>> read_file(const std::string& site_folder, const disk::Disk& disk) {
    const std::string path = inside(site_folder, std::string(featured_file));
    if (!disk.exists(path)) return std::optional<conversation::FeaturedEntries>();
    TRY(const std::string bytes, disk.read(path, most_featured_bytes));
    TRY(auto entries, conversation::parse_featured_entries(bytes, featured_file));
    return std::optional(std::move(entries));
}

}  // namespace

Result<std::optional<publish::FeaturedThreads>> featured_comments_of(const std::string& site_folder,
                                                                     const disk::Disk& disk, Diagnostics& diagnostics) {
    TRY(const std::string bytes, disk.read(inside(site_folder, "byline.toml"), most_configuration_bytes));
    Diagnostics told_by_the_build;
    const site::ServeSettings serve = site::read_serve_settings(bytes, "byline.toml", told_by_the_build);
    const char* const environment = std::getenv("BYLINE_STORE");
    const std::string address =
        database::address_in_site(site_folder, environment != nullptr ? std::string(environment) : serve.database);
    auto reading = read_store(address);
    // One that is damaged, or of a newer Byline, is to be looked at; a file beside it may be old.
    if (!reading) return fail(unreadable(std::move(reading).error()));
    if (reading->entries) return std::optional(by_thread(*reading->entries));
    TRY(const auto exported, read_file(site_folder, disk));
    if (reading->unreachable) {
        if (!exported) return fail(unreadable(std::move(*reading->unreachable)));
        Error told = unreadable(std::move(*reading->unreachable));
        told.message += fmt::format("; pages get those of {}", featured_file);
        diagnostics.push_back({Severity::Warning, std::move(told)});
    }
    if (exported) return std::optional(by_thread(*exported));
    return std::optional<publish::FeaturedThreads>();
}

}  // namespace byline::cli
