#include "discussion/live_pages.hpp"

#include <set>
#include <utility>

#include "conversation/likes.hpp"
#include "discussion/moment.hpp"
#include "text/digest.hpp"

namespace byline::discussion {
namespace {

constexpr std::string_view index_file = "index.html";
constexpr std::time_t token_renewal_seconds = std::time_t{6} * 3600;  // half of what a token is good for

}  // namespace

Result<void> LivePages::read_all() {
    TRY(auto threads, conversation::published_threads(database_));
    TRY(auto likes, conversation::likes_of_works(database_));
    const std::lock_guard lock(mutex_);
    threads_.clear();
    likes_.clear();
    for (auto& thread : threads) {
        std::string address = thread.address;
        threads_[std::move(address)] = std::make_shared<const conversation::Thread>(std::move(thread));
    }
    for (auto& work : likes) likes_[std::move(work.address)] = work.likes;
    for (auto& [address, page] : pages_) page.live.reset();
    return {};
}

Result<bool> LivePages::take(const database::Events& events) {
    if (events.has_gap) {
        CHECK(read_all());
        return true;
    }
    std::set<std::string> changed;
    for (const auto& event : events.events) {
        if (event.topic == "thread" || event.topic == "likes") changed.insert(event.subject);
    }
    for (const std::string& address : changed) {
        TRY(auto thread, conversation::read_thread(database_, address));
        TRY(const std::int64_t likes, conversation::likes_of_work(database_, address));
        const std::lock_guard lock(mutex_);
        threads_[address] = std::make_shared<const conversation::Thread>(std::move(thread));
        likes_[address] = likes;
        if (const auto found = pages_.find(address); found != pages_.end()) found->second.live.reset();
    }
    return !changed.empty();
}

bool LivePages::are_tokens_old(std::time_t now) const {
    const std::lock_guard lock(mutex_);
    return now - tokens_made_ >= token_renewal_seconds;
}

std::string LivePages::address_of(std::string_view file) const {
    if (file == index_file || file.ends_with("/" + std::string(index_file))) {
        file.remove_suffix(index_file.size());
    }
    return "/" + std::string(file);
}

std::shared_ptr<const server::SiteSnapshot> LivePages::compose(const std::shared_ptr<const server::SiteSnapshot>& site,
                                                               std::time_t now) {
    const std::lock_guard lock(mutex_);
    const bool renews = now - tokens_made_ >= token_renewal_seconds;
    if (renews) tokens_made_ = now;
    auto next = std::make_shared<server::SiteSnapshot>(*site);  // shared: becomes the published one
    std::map<std::string, Composed, std::less<>> pages;
    std::map<std::string, std::string, std::less<>> aliases;
    for (const auto& [file, loaded] : site->files) {
        const auto& built = loaded.place.resource;
        if (!built || !built->facts().content_type.starts_with("text/html")) continue;
        const std::string address = address_of(file);
        const auto before = pages_.find(address);
        Composed page;
        if (before != pages_.end() && before->second.built == built) {
            page = before->second;
        } else {
            page = {built, find_place(*built->identity().bytes), nullptr};
        }
        if (!page.place) {
            if (auto next_page = next_address(*built->identity().bytes, writer_.site_path())) {
                aliases.emplace(address, std::move(*next_page));
            }
        }
        if (page.place && (!page.live || renews)) page.live = made(address, page, now);
        if (page.live) put(*next, file, page);
        pages.emplace(address, std::move(page));
    }
    pages_ = std::move(pages);
    if (aliases != aliases_) has_new_aliases_ = true;
    aliases_ = std::move(aliases);
    return next;
}

std::string LivePages::current_address(std::string_view address) const {
    const std::lock_guard lock(mutex_);
    const auto found = aliases_.find(address);
    return found != aliases_.end() ? found->second : std::string(address);
}

void LivePages::ask_for_aliases_again() {
    const std::lock_guard lock(mutex_);
    has_new_aliases_ = true;
}

std::vector<std::pair<std::string, std::string>> LivePages::take_new_aliases() {
    std::vector<std::pair<std::string, std::string>> taken;
    const std::lock_guard lock(mutex_);
    if (!std::exchange(has_new_aliases_, false)) return taken;
    for (const auto& [address, next] : aliases_) {
        const auto page = pages_.find(next);
        if (page != pages_.end() && page->second.place) taken.emplace_back(address, next);
    }
    return taken;
}

void LivePages::put(server::SiteSnapshot& site, const std::string& file, const Composed& page) const {
    server::SitePlace place;
    place.resource = page.live;
    const std::string whole = writer_.site_path() + file;
    site.places[whole] = place;
    const std::string folder = writer_.site_path() + address_of(file).substr(1);
    if (folder != whole) site.places[folder] = place;
    site.files.at(file).place = std::move(place);
}

// The same lines for every page: their number is that of the kinds of pages that a server tells apart.
std::string_view LivePages::lines_with_endpoint(std::string_view lines) {
    std::string& more = lines_with_endpoint_[std::string(lines)];
    if (more.empty()) more = std::string(lines) + "Link: <" + mention_endpoint_ + ">; rel=\"webmention\"\r\n";
    return more;
}

std::shared_ptr<const server::Resource> LivePages::made(const std::string& address, const Composed& page,
                                                        std::time_t now) {
    static const conversation::Thread nothing;
    const auto thread = threads_.find(address);
    const auto likes = likes_.find(address);
    Section section;
    section.page = address;
    section.language = page.place->language;
    section.thread = thread == threads_.end() ? &nothing : thread->second.get();
    section.likes = likes == likes_.end() ? 0 : likes->second;
    section.like_token = tokens_.issue({}, tokens_made_);
    if (takes_comments(*page.place, *rules_.now(), now * second_ms)) section.form.emplace();
    const auto html = writer_.write(section);
    if (!html) return page.built;  // the theme's fault was told when the site began; readers get the text
    std::string whole = page_with(*page.built->identity().bytes, *page.place, *html);
    server::ResourceFacts facts = page.built->facts();
    if (!mention_endpoint_.empty() && section.form) {
        add_to_head(whole, "<link rel=\"webmention\" href=\"" + mention_endpoint_ + "\">");
        facts.extra_lines = lines_with_endpoint(facts.extra_lines);
    }
    auto bytes = std::make_shared<const std::string>(std::move(whole));
    facts.tag = text::digest_of(*bytes).hex();
    facts.modified = now;
    return std::make_shared<const server::Resource>(std::move(facts), std::move(bytes));
}

std::optional<BuiltPage> LivePages::page(std::string_view address) const {
    const std::lock_guard lock(mutex_);
    const auto found = pages_.find(address);
    if (found == pages_.end() || !found->second.place) return std::nullopt;
    return BuiltPage{found->second.built, *found->second.place};
}

bool LivePages::has_page(std::string_view address) const {
    const std::lock_guard lock(mutex_);
    return pages_.contains(address);
}

std::optional<BuiltPage> LivePages::any_page(std::string_view language) const {
    const std::lock_guard lock(mutex_);
    std::optional<BuiltPage> any;
    for (const auto& [address, page] : pages_) {
        if (!page.place) continue;
        if (!any || page.place->language == language) any = BuiltPage{page.built, *page.place};
        if (page.place->language == language) break;
    }
    return any;
}

std::shared_ptr<const conversation::Thread> LivePages::thread(std::string_view address) const {
    if (auto now = conversation::read_thread(database_, address)) {
        return std::make_shared<const conversation::Thread>(std::move(*now));
    }
    const std::lock_guard lock(mutex_);
    const auto found = threads_.find(address);
    return found != threads_.end() ? found->second : std::make_shared<const conversation::Thread>();
}

std::int64_t LivePages::likes(std::string_view address) const {
    if (const auto now = conversation::likes_of_work(database_, address)) return *now;
    const std::lock_guard lock(mutex_);
    const auto found = likes_.find(address);
    return found != likes_.end() ? found->second : 0;
}

}  // namespace byline::discussion
