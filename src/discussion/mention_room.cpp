#include "discussion/mention_room.hpp"

#include <set>
#include <utility>

#include "html/document.hpp"
#include "mentioning/arrival.hpp"
#include "text/url.hpp"

namespace byline::discussion {
namespace {

constexpr std::chrono::milliseconds rest_between_turns{5'000};
constexpr std::chrono::milliseconds rest_after_trouble{15'000};
constexpr std::string_view name_of_index = "index.html";

}  // namespace

std::string address_of_file(std::string_view file) {
    if (file == name_of_index || file.ends_with("/" + std::string(name_of_index))) {
        file.remove_suffix(name_of_index.size());
    }
    return "/" + std::string(file);
}

void MentionRoom::begin() {
    const std::lock_guard lock(mutex_);
    worker_ = std::make_unique<Worker>([this](const std::stop_token& stop) { return turn(stop); });
}

void MentionRoom::end() {
    options_.client->stop();
    std::unique_ptr<Worker> ending;
    {
        const std::lock_guard lock(mutex_);
        ending = std::move(worker_);
    }
}

void MentionRoom::wake() {
    const std::lock_guard lock(mutex_);
    if (worker_) worker_->wake();
}

void MentionRoom::take(std::shared_ptr<const server::SiteSnapshot> site) {
    if (options_.telling == Telling::No) return;
    const std::lock_guard lock(mutex_);
    next_site_ = std::move(site);
    if (worker_) worker_->wake();
}

std::chrono::milliseconds MentionRoom::turn(const std::stop_token& stop) {
    for (const auto& part : {&MentionRoom::look_at_arrivals, &MentionRoom::note_links, &MentionRoom::tell_links}) {
        const Result<void> done = (this->*part)(stop);
        if (done) continue;
        if (!is_faulty_ && options_.tell) options_.tell(done.error());
        is_faulty_ = true;
        return rest_after_trouble;
    }
    is_faulty_ = false;
    return rest_between_turns;
}

Result<void> MentionRoom::look_at_arrivals(const std::stop_token& stop) {
    while (!stop.stop_requested()) {
        TRY(const auto due, mentioning::next_arrival(database_));
        const std::int64_t now_ms = options_.clock();
        if (!due || *due > now_ms) break;
        TRY(const bool looked, mentioning::look_at_one(database_, *options_.client, *rules_.now(), now_ms));
        if (!looked) break;
    }
    return {};
}

Result<void> MentionRoom::note_links(const std::stop_token& stop) {
    std::shared_ptr<const server::SiteSnapshot> site;  // shared: with the server, which may take a next one
    {
        const std::lock_guard lock(mutex_);
        site = next_site_;
    }
    if (!site) return {};
    TRY(const bool has_begun, mentioning::has_begun(database_));
    const auto new_pages = has_begun ? mentioning::NewPages::Told : mentioning::NewPages::Known;
    for (const auto& [file, loaded] : site->files) {
        if (stop.stop_requested()) return {};
        const auto& page = loaded.place.resource;
        if (!page || !page->facts().content_type.starts_with("text/html")) continue;
        const auto before = noted_site_ ? noted_site_->files.find(file) : site->files.end();
        const bool is_same = noted_site_ && before != noted_site_->files.end() && before->second.place.resource == page;
        if (!is_same) CHECK(note_page(address_of_file(file), *page, new_pages));
    }
    std::set<std::string, std::less<>> addresses;
    for (const auto& [file, loaded] : site->files) addresses.insert(address_of_file(file));
    TRY(const auto noted, mentioning::noted_pages(database_));
    for (const std::string& page : noted) {
        if (!addresses.contains(page)) CHECK(mentioning::note_removal(database_, page, options_.clock()));
    }
    if (!has_begun) CHECK(mentioning::begin_noting(database_));
    noted_site_ = site;
    const std::lock_guard lock(mutex_);
    if (next_site_ == site) next_site_ = nullptr;
    return {};
}

Result<void> MentionRoom::note_page(const std::string& address, const server::Resource& page,
                                    mentioning::NewPages new_pages) {
    const std::string& html = *page.identity().bytes;
    if (html.find("e-content") == std::string::npos) return {};
    const auto read = html::read(html, address, {});
    if (!read) return {};  // larger than is read
    const auto links =
        mention::entry_links(*read, options_.base + text::percent_encode_path(address), mentioning::most_links_of_page);
    if (links.digest == mention::EntryLinks{}.digest) return {};  // no entry
    CHECK(mentioning::note_page(database_, address, links, new_pages, options_.clock() + options_.settle_ms));
    return {};
}

Result<void> MentionRoom::tell_links(const std::stop_token& stop) {
    if (options_.telling == Telling::No) return {};
    while (!stop.stop_requested()) {
        TRY(const auto due, mentioning::next_telling(database_));
        const std::int64_t now_ms = options_.clock();
        if (!due || *due > now_ms) break;
        TRY(const auto told, mentioning::tell_one(database_, *options_.client, options_.base, now_ms));
        if (!told) break;
    }
    return {};
}

}  // namespace byline::discussion
