#include "cli/featured_comments.hpp"

#include <algorithm>
#include <cstdlib>
#include <ctime>
#include <utility>

#include <fmt/format.h>

#include "cli/site_build.hpp"
#include "conversation/threads.hpp"
#include "database/database.hpp"
#include "discussion/face.hpp"
#include "site/serve_settings.hpp"
#include "text/url.hpp"

namespace byline::cli {
namespace {

constexpr std::int64_t second_ms = 1000;

text::SafeHtml drawn_face(const std::string& name) {
    const std::string svg = discussion::face_svg(discussion::face_key(name)).value_or("<svg></svg>");
    // face_svg() writes numbers into elements of its own.
    return text::SafeHtml::vouch("<svg class=\"said-face\" aria-hidden=\"true\"" +
                                 svg.substr(std::string("<svg").size()));
}

publish::FeaturedComment featured_comment(const conversation::Comment& from, const conversation::Thread& thread) {
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
    to.answers = std::ranges::count_if(thread.comments, [&](const conversation::Comment& other) {
        return other.parent == from.id && other.state == conversation::State::Published;
    });
    to.note = from.featured_note;
    return to;
}

Result<publish::FeaturedThreads> read_store(const std::string& address) {
    TRY(auto store, database::Database::open(address, {.readers = 1, .now_ms = std::time(nullptr) * second_ms}));
    TRY(const auto threads, conversation::featured_threads(store));
    publish::FeaturedThreads featured;
    for (const conversation::Thread& thread : threads) {
        publish::FeaturedThread of_page{thread.address, thread.published, {}};
        for (const std::size_t index : thread.featured) {
            of_page.featured.push_back(featured_comment(thread.comments[index], thread));
        }
        if (!of_page.featured.empty()) featured.push_back(std::move(of_page));
    }
    std::ranges::sort(featured, {}, &publish::FeaturedThread::address);
    return featured;
}

}  // namespace

Result<std::optional<publish::FeaturedThreads>> featured_comments_of(const std::string& site_folder,
                                                                     const disk::Disk& disk) {
    TRY(const std::string bytes, disk.read(inside(site_folder, "byline.toml"), most_configuration_bytes));
    Diagnostics told_by_the_build;
    const site::ServeSettings serve = site::read_serve_settings(bytes, "byline.toml", told_by_the_build);
    const char* const environment = std::getenv("BYLINE_STORE");
    const std::string address =
        database::address_in_site(site_folder, environment != nullptr ? std::string(environment) : serve.database);
    TRY(const database::Address parsed, database::Address::parse(address));
    const bool is_file = parsed.dialect == database::Dialect::Sqlite;
    if (is_file && !disk.exists(parsed.target)) return std::optional<publish::FeaturedThreads>();
    auto featured = read_store(address);
    if (featured) return std::optional(std::move(*featured));
    Error error = std::move(featured).error();
    error.message = fmt::format("the featured comments cannot be read: {}", error.message);
    error.remedy += "; or set [comments] featured = false, and pages are built without them";
    return fail(std::move(error));
}

}  // namespace byline::cli
