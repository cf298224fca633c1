// A ServedDiscussion joins the conversation to a server: at once when its store is there, else as soon as the store can
// be opened. Until then the site's pages are served as they were built, and whoever asks for more is told so.
// Thread contract: belongs to the main thread; what it gives to the server is thread-safe.
#pragma once

#include <condition_variable>
#include <memory>
#include <mutex>
#include <stop_token>
#include <string>
#include <thread>

#include "cli/serve_options.hpp"
#include "discussion/absence.hpp"
#include "discussion/discussion.hpp"
#include "result/result.hpp"
#include "server/site_server.hpp"

namespace byline::cli {

class ServedDiscussion {
  public:
    // Tries to open the store, and waits a moment for it; then the options of the server are filled in. Fails when the
    // theme's templates are wrong, or the store's address is none.
    [[nodiscard]] static Result<std::unique_ptr<ServedDiscussion>> prepare(DiscussionPlan plan,
                                                                           server::SiteServerOptions& options);
    ServedDiscussion(const ServedDiscussion&) = delete;
    ServedDiscussion& operator=(const ServedDiscussion&) = delete;
    ~ServedDiscussion();

    // Once the server runs; it outlives end().
    void begin(server::SiteServer& server);
    void end();
    // Prints the link of the first visit to the studio, as long as nobody has entered it.
    void announce_studio() const;
    // See discussion::Discussion.
    void hurry_letters();

  private:
    explicit ServedDiscussion(DiscussionPlan plan) : plan_(std::move(plan)) {}

    void wait_for_store(const std::stop_token& stop);
    void tell_of(const Error& error);
    // Of what was opened.
    [[nodiscard]] Result<server::RouteTable> open_routes();
    // What was opened takes the place of the absence, in a server that runs.
    [[nodiscard]] Result<void> join();
    [[nodiscard]] std::shared_ptr<const server::SiteSnapshot> compose(
        const std::shared_ptr<const server::SiteSnapshot>& site);
    // Null as long as the store is not there.
    [[nodiscard]] discussion::Discussion* joined() const;

    DiscussionPlan plan_;
    std::unique_ptr<discussion::Absence> absence_;
    mutable std::mutex mutex_;  // guards what follows
    std::condition_variable_any changed_;
    std::unique_ptr<discussion::Discussion> discussion_;  // opened
    std::unique_ptr<studio::Studio> studio_;              // of the discussion; null before its routes are
    bool is_joined_ = false;
    bool was_told_ = false;       // that the store is not there
    std::optional<Error> fault_;  // which waiting does not mend
    server::SiteServer* server_ = nullptr;
    std::jthread opening_;
};

}  // namespace byline::cli
