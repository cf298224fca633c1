#include "cli/served_discussion.hpp"

#include <chrono>
#include <utility>

#include <fmt/format.h>

#include "cli/served_routes.hpp"
#include "cli/terminal.hpp"

namespace byline::cli {
namespace {

constexpr std::chrono::seconds first_patience{3};  // before pages are served without what was said below them
constexpr std::chrono::seconds rest_between_tries{2};

void tell_waiting(const Error& error) {
    print_error(fmt::format("The conversation waits for its store: {}; {}\n", error.message, error.remedy));
}

}  // namespace

Result<std::unique_ptr<ServedDiscussion>> ServedDiscussion::prepare(DiscussionPlan plan,
                                                                    server::SiteServerOptions& options) {
    std::unique_ptr<ServedDiscussion> served(new ServedDiscussion(std::move(plan)));
    discussion::DiscussionOptions& told = served->plan_.options;
    told.tell = tell_waiting;
    TRY(served->absence_, discussion::Absence::make(served->plan_.theme, told.site_path,
                                                    told.mail ? discussion::Mail::Sent : discussion::Mail::None));
    ServedDiscussion* const self = served.get();
    options.compose = [self](const std::shared_ptr<const server::SiteSnapshot>& site) { return self->compose(site); };
    served->opening_ = std::jthread([self](const std::stop_token& stop) { self->wait_for_store(stop); });
    std::unique_lock lock(served->mutex_);
    served->changed_.wait_for(lock, first_patience,
                              [&] { return served->discussion_ || served->was_told_ || served->fault_; });
    if (served->fault_) return fail(*served->fault_);
    if (served->discussion_) {
        TRY(options.routes, served->open_routes());
        served->is_joined_ = true;
        return served;
    }
    if (!served->was_told_) {
        served->was_told_ = true;
        print_error("The conversation waits for its store, which takes long to answer; pages are served without it\n");
    }
    server::RouteSettings settings{.origins = served->plan_.origins,
                                   .tokens = server::FormTokens(server::FormTokens::random_key()),
                                   .identify = {},
                                   .deny = {}};
    TRY(options.routes, server::RouteTable::make(std::move(settings), served->absence_->routes()));
    return served;
}

ServedDiscussion::~ServedDiscussion() = default;

void ServedDiscussion::wait_for_store(const std::stop_token& stop) {
    while (!stop.stop_requested()) {
        auto opened = discussion::Discussion::open(plan_.options, plan_.theme);
        std::unique_lock lock(mutex_);
        if (opened) {
            discussion_ = std::move(*opened);
            changed_.notify_all();
            if (server_ == nullptr || is_joined_) return;
            lock.unlock();
            if (const auto joined = join(); !joined) tell_waiting(joined.error());
            return;
        }
        if (opened.error().code == ErrorCode::Usage) {
            fault_ = std::move(opened).error();
            changed_.notify_all();
            return;
        }
        tell_of(opened.error());
        changed_.notify_all();
        changed_.wait_for(lock, stop, rest_between_tries, [] { return false; });
    }
}

void ServedDiscussion::tell_of(const Error& error) {
    if (was_told_) return;
    was_told_ = true;
    tell_waiting(error);
    print_error("Pages are served without it until then\n");
}

Result<server::RouteTable> ServedDiscussion::open_routes() {
    TRY(studio_, open_studio(*discussion_, plan_.studio));
    return served_routes(*discussion_, *studio_, plan_.origins);
}

void ServedDiscussion::announce_studio() const {
    if (joined() == nullptr) return;
    const auto path = studio_->first_visit();
    if (!path) {
        print_error(fmt::format("There is no link to the studio: {}; {}\n", path.error().message, path.error().remedy));
    } else if (*path) {
        // Where this machine reaches it, and where others do.
        print(fmt::format("The studio waits for its writer. This link works once:\n  {}{}\n", plan_.origins.back(),
                          **path));
        if (plan_.origins.front() != plan_.origins.back()) {
            print(fmt::format("  {}{}\n", plan_.origins.front(), **path));
        }
    }
}

Result<void> ServedDiscussion::join() {
    TRY(auto routes, open_routes());
    {
        const std::lock_guard lock(mutex_);
        is_joined_ = true;
    }
    // The pages first: a route answers with pages that it knows.
    server_->recompose();
    server_->exchange_routes(std::move(routes));
    discussion_->begin([server = server_] { server->recompose(); });
    print("The store is there: the conversation goes on\n");
    announce_studio();
    return {};
}

void ServedDiscussion::begin(server::SiteServer& server) {
    {
        const std::lock_guard lock(mutex_);
        server_ = &server;
        if (!discussion_) return;
        if (is_joined_) return discussion_->begin([&server] { server.recompose(); });
    }
    // It was opened between prepare() and now.
    if (const auto joined = join(); !joined) tell_waiting(joined.error());
}

void ServedDiscussion::end() {
    opening_ = {};
    if (discussion::Discussion* const discussion = joined()) discussion->end();
}

void ServedDiscussion::hurry_letters() {
    if (discussion::Discussion* const discussion = joined()) discussion->hurry_letters();
}

std::shared_ptr<const server::SiteSnapshot> ServedDiscussion::compose(
    const std::shared_ptr<const server::SiteSnapshot>& site) {
    if (discussion::Discussion* const discussion = joined()) return discussion->compose(site);
    return absence_->note(site);
}

discussion::Discussion* ServedDiscussion::joined() const {
    const std::lock_guard lock(mutex_);
    return is_joined_ ? discussion_.get() : nullptr;
}

}  // namespace byline::cli
