#include "discussion/discussion.hpp"

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <ctime>
#include <mutex>
#include <optional>
#include <thread>
#include <utility>

#include "conversation/renaming.hpp"
#include "database/subscription.hpp"
#include "discussion/face.hpp"
#include "discussion/letter_text.hpp"
#include "discussion/mention_room.hpp"
#include "discussion/moment.hpp"
#include "discussion/postroom.hpp"
#include "discussion/reader_routes.hpp"

namespace byline::discussion {
namespace {

constexpr std::chrono::milliseconds listening_turn{500};
constexpr std::chrono::milliseconds rest_after_fault{1000};

// Form tokens that every process over one store takes.
server::FormTokens::Key token_key(const secrets::Key& key) {
    const std::string digits = key.digest("form tokens", "");
    server::FormTokens::Key bytes{};
    const auto value = [](char c) { return c <= '9' ? c - '0' : c - 'a' + 10; };
    for (std::size_t index = 0; index < bytes.size(); ++index) {
        bytes.at(index) =
            static_cast<unsigned char>(value(digits.at(2 * index)) * 16 + value(digits.at(2 * index + 1)));
    }
    return bytes;
}

std::int64_t milliseconds_now() {
    const auto now = std::chrono::system_clock::now().time_since_epoch();
    return std::chrono::duration_cast<std::chrono::milliseconds>(now).count();
}

}  // namespace

class Discussion::Parts {
  public:
    Parts(DiscussionOptions options, site::Theme theme, database::Database database, secrets::Entropy entropy,
          const secrets::Key& key, database::Subscription subscription)
        : options_(std::move(options)),
          rules_(options_.rules),
          theme_(std::move(theme)),
          database_(std::move(database)),
          entropy_(std::move(entropy)),
          key_(key),
          tokens_(token_key(key)),
          subscription_(std::move(subscription)) {}

    Result<void> open() {
        TRY(writer_, SectionWriter::make(theme_, options_.site_path, options_.mail ? Mail::Sent : Mail::None));
        CHECK(rules_.read(database_));
        pages_.emplace(*writer_, database_, rules_, tokens_,
                       takes_mentions() ? writer_->prefix() + "webmention" : std::string());
        open_postroom();
        open_mention_room();
        context_.emplace(ReaderContext{.database = database_,
                                       .rules = rules_,
                                       .key = key_,
                                       .entropy = entropy_,
                                       .writer = *writer_,
                                       .pages = *pages_,
                                       .origin = options_.origin,
                                       .mentions = takes_mentions() ? &mention_taking_ : nullptr,
                                       .letters = letter_desk_ ? &*letter_desk_ : nullptr,
                                       .has_letter = [this] { postroom_->wake(); }});
        return pages_->read_all();
    }

    [[nodiscard]] const ReaderContext& context() const { return *context_; }
    [[nodiscard]] const server::FormTokens& tokens() const { return tokens_; }
    [[nodiscard]] LivePages& pages() { return *pages_; }

    void begin(std::function<void()> changed) {
        postroom_->begin();
        if (mention_room_) mention_room_->begin();
        thread_ = std::jthread([this, changed = std::move(changed)](const std::stop_token& stop) {
            while (!stop.stop_requested()) listen(stop, changed);
        });
    }
    void end() {
        thread_ = {};
        if (mention_room_) mention_room_->end();
        postroom_->end();
    }
    void take_site(const std::shared_ptr<const server::SiteSnapshot>& site) {
        if (mention_room_) mention_room_->take(site);
    }
    void hurry_letters() { postroom_->hurry(); }

    // What was said of a page that was renamed goes to where its alias leads, as soon as a build says so.
    Result<void> follow_aliases() {
        const auto aliases = pages_->take_new_aliases();
        if (aliases.empty()) return {};
        auto moved = move_conversations(aliases);
        if (!moved) pages_->ask_for_aliases_again();
        return moved;
    }

  private:
    Result<void> move_conversations(const std::vector<std::pair<std::string, std::string>>& aliases) {
        TRY(const auto used, conversation::addresses_in_use(database_));
        for (const auto& [from, to] : aliases) {
            if (std::ranges::binary_search(used, from)) CHECK(conversation::move_conversation(database_, from, to));
        }
        return {};
    }

    [[nodiscard]] bool takes_mentions() const { return options_.mentions && options_.mentions->is_received; }

    void open_mention_room() {
        if (!options_.mentions) return;
        const MentionOptions& mentions = *options_.mentions;
        std::string base = options_.origin + options_.site_path;
        base.pop_back();
        mention_room_.emplace(database_, rules_,
                              MentionRoomOptions{.client = mentions.client.get(),
                                                 .telling = mentions.telling,
                                                 .base = std::move(base),
                                                 .settle_ms = mentions.settle_ms,
                                                 .tell = options_.tell,
                                                 .clock = milliseconds_now});
        mention_taking_ = {mentions.limits, [this] { mention_room_->wake(); }};
    }

    void open_postroom() {
        PostroomOptions room;
        room.tell = options_.tell;
        room.clock = milliseconds_now;
        if (options_.mail) {
            const MailOptions& mail = *options_.mail;
            letter_desk_.emplace(LetterDeskOptions{.origin = options_.origin,
                                                   .site_names = options_.site_names,
                                                   .author_address = mail.author_address,
                                                   .author_language = mail.author_language,
                                                   .author_rest_ms = mail.author_rest_ms},
                                 database_, key_, *writer_, *pages_);
            room.desk = &*letter_desk_;
            room.sender = mail.sender.get();
            room.carrier = letters::CarrierOptions{.from = mail.from, .reply_to = mail.reply_to, .tell = mail.tell};
        }
        postroom_.emplace(database_, std::move(room));
    }

    // Other rules may open and close every page.
    Result<bool> take(const database::Events& events) {
        const auto is_of_rules = [](const database::Event& event) { return event.topic == "rules"; };
        if (events.has_gap || std::ranges::any_of(events.events, is_of_rules)) {
            CHECK(rules_.read(database_));
            CHECK(pages_->read_all());
            return true;
        }
        return pages_->take(events);
    }

    void listen(const std::stop_token& stop, const std::function<void()>& changed) {
        const Result<void> followed = follow_aliases();
        auto events = subscription_.wait(listening_turn);
        if (events && was_lost_) events->has_gap = true;
        if (events && !followed) events = fail(followed.error());
        const Result<bool> has_changed = events ? take(*events) : fail(events.error());
        if (!has_changed) {
            if (!was_lost_ && options_.tell) options_.tell(has_changed.error());
            was_lost_ = true;
            std::mutex mutex;
            std::unique_lock lock(mutex);
            std::condition_variable_any().wait_for(lock, stop, rest_after_fault, [] { return false; });
            return;
        }
        was_lost_ = false;
        postroom_->note(*events);
        if (*has_changed || pages_->are_tokens_old(std::time(nullptr))) changed();
    }

    DiscussionOptions options_;
    conversation::RuleBook rules_;
    site::Theme theme_;
    database::Database database_;
    secrets::Entropy entropy_;
    secrets::Key key_;
    server::FormTokens tokens_;
    database::Subscription subscription_;
    std::unique_ptr<SectionWriter> writer_;
    std::optional<LivePages> pages_;
    std::optional<LetterDesk> letter_desk_;
    std::optional<Postroom> postroom_;
    std::optional<MentionRoom> mention_room_;
    MentionTaking mention_taking_;
    std::optional<ReaderContext> context_;
    bool was_lost_ = false;  // the store, at the last look
    std::jthread thread_;
};

Discussion::Discussion(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}
Discussion::~Discussion() = default;

Result<std::unique_ptr<Discussion>> Discussion::open(DiscussionOptions options, site::Theme theme) {
    TRY(auto database, database::Database::open(options.database, {.now_ms = std::time(nullptr) * second_ms}));
    auto entropy = secrets::system_entropy();
    TRY(const auto key, conversation::site_key(database, entropy));
    // Before anything is read: what changes from here on is heard of.
    TRY(auto subscription, database::Subscription::start(database.address()));
    auto parts = std::make_unique<Parts>(std::move(options), std::move(theme), std::move(database), std::move(entropy),
                                         key, std::move(subscription));
    CHECK(parts->open());
    return std::unique_ptr<Discussion>(new Discussion(std::move(parts)));
}

std::vector<server::Route> Discussion::routes() const {
    return reader_routes(parts_->context());
}

server::Identity Discussion::identify(const http::Request& request, std::time_t now) const {
    return identify_reader(parts_->context(), request, now * second_ms);
}

database::Database& Discussion::database() const {
    return parts_->context().database;
}
const secrets::Key& Discussion::key() const {
    return parts_->context().key;
}
const secrets::Entropy& Discussion::entropy() const {
    return parts_->context().entropy;
}
const conversation::RuleBook& Discussion::rules() const {
    return parts_->context().rules;
}
std::string Discussion::page_title(std::string_view address) const {
    const auto page = parts_->pages().page(address);
    return page ? discussion::page_title(*page->resource->identity().bytes) : std::string();
}
std::string Discussion::face_path(std::string_view name) const {
    return parts_->context().writer.prefix() + "faces/" + face_key(name) + ".svg";
}
const server::FormTokens& Discussion::tokens() const {
    return parts_->tokens();
}

std::shared_ptr<const server::SiteSnapshot> Discussion::compose(
    const std::shared_ptr<const server::SiteSnapshot>& site) {
    parts_->take_site(site);
    return parts_->pages().compose(site, std::time(nullptr));
}

void Discussion::begin(std::function<void()> changed) {
    parts_->begin(std::move(changed));
}
void Discussion::end() {
    parts_->end();
}
void Discussion::hurry_letters() {
    parts_->hurry_letters();
}

}  // namespace byline::discussion
