// A Discussion is the conversation of a served site: the store, the pages with their threads, the routes of readers,
// and the thread that hears of changes which this or another process made.
// Thread contract: open, begin and the destructor belong to one thread; the rest may be called from any.
#pragma once

#include <cstdint>
#include <ctime>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "conversation/rule_book.hpp"
#include "discussion/mention_room.hpp"
#include "discussion/reader_context.hpp"
#include "mail/sender.hpp"
#include "outbound/client.hpp"
#include "result/result.hpp"
#include "server/form_tokens.hpp"
#include "server/route.hpp"
#include "server/site_snapshot.hpp"
#include "site/theme.hpp"

namespace byline::discussion {

// How letters go out.
struct MailOptions {
    std::shared_ptr<mail::Sender> sender;  // shared: options are copied
    mail::Address from;
    std::optional<mail::Address> reply_to = std::nullopt;
    std::string author_address = {};  // empty: nobody is told what waits
    std::string author_language = "en";
    std::int64_t author_rest_ms = 3'600'000;      // at least between two letters to the author
    std::function<void(const Error&)> tell = {};  // what becomes of letters, as far as somebody has to know
};

// How webmentions come in and go out.
struct MentionOptions {
    std::shared_ptr<outbound::Client> client;  // shared: options are copied
    bool is_received = true;
    Telling telling = Telling::No;
    std::int64_t settle_ms = 5'000;  // from a new build to the telling of its links
    mentioning::ArrivalLimits limits = {};
};

struct DiscussionOptions {
    std::string database;         // its address
    std::string site_path = "/";  // of the site's address, with both slashes
    std::string origin;           // of links in letters: "https://example.org"
    conversation::Rules rules = {};
    std::optional<MentionOptions> mentions = std::nullopt;            // nothing: no webmentions
    std::optional<MailOptions> mail = std::nullopt;                   // nothing: no letters, and names stay unverified
    std::map<std::string, std::string, std::less<>> site_names = {};  // by language; "" for any other
    std::function<void(const Error&)> tell;  // what goes wrong behind everybody's back, once each time it begins
};

class Discussion {
  public:
    // Fails when the store cannot be opened or the theme's templates are wrong.
    [[nodiscard]] static Result<std::unique_ptr<Discussion>> open(DiscussionOptions options, site::Theme theme);
    Discussion(const Discussion&) = delete;
    Discussion& operator=(const Discussion&) = delete;
    ~Discussion();

    // What readers may ask, and by what the server knows them. The discussion outlives both.
    [[nodiscard]] std::vector<server::Route> routes() const;
    [[nodiscard]] server::Identity identify(const http::Request& request, std::time_t now) const;

    // What every part of the server that works on this store shares. They live as long as the discussion.
    [[nodiscard]] database::Database& database() const;
    [[nodiscard]] const secrets::Key& key() const;
    [[nodiscard]] const secrets::Entropy& entropy() const;
    [[nodiscard]] const conversation::RuleBook& rules() const;
    [[nodiscard]] const server::FormTokens& tokens() const;

    // As the page says, empty when there is no such page.
    [[nodiscard]] std::string page_title(std::string_view address) const;
    // Of the picture that stands for a name.
    [[nodiscard]] std::string face_path(std::string_view name) const;

    // For server::SiteServerOptions::compose.
    [[nodiscard]] std::shared_ptr<const server::SiteSnapshot> compose(
        const std::shared_ptr<const server::SiteSnapshot>& site);

    // Calls `changed` whenever pages are to be composed anew, until end().
    void begin(std::function<void()> changed);
    void end();

    // Letters that wait for the mail server are tried at once.
    void hurry_letters();

  private:
    class Parts;
    explicit Discussion(std::unique_ptr<Parts> parts);

    std::unique_ptr<Parts> parts_;
};

}  // namespace byline::discussion
