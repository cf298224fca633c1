// The LetterDesk writes the letters of a served site, each in the language of who reads it, and puts them into the
// queue. No text of a stranger stands in a letter that anybody can have sent to anybody. Immutable but for the store;
// functions block on it; safe from any thread.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>

#include "database/database.hpp"
#include "discussion/live_pages.hpp"
#include "discussion/section.hpp"
#include "letters/letter_queue.hpp"
#include "secrets/key.hpp"

namespace byline::discussion {

struct LetterDeskOptions {
    std::string origin;                                               // "https://example.org"
    std::map<std::string, std::string, std::less<>> site_names = {};  // by language; "" when there is none of it
    std::string author_address;                                       // empty: nobody is told what waits
    std::string author_language = "en";
    std::int64_t author_rest_ms = 3'600'000;  // at least between two letters to the author
    letters::Limits limits = {};
};

class LetterDesk {
  public:
    // All four outlive the desk.
    LetterDesk(LetterDeskOptions options, database::Database& database, const secrets::Key& key,
               const SectionWriter& writer, const LivePages& pages)
        : options_(std::move(options)), database_(database), key_(key), writer_(writer), pages_(pages) {}

    // Asks who has the address whether they are the person that wrote with it from that network.
    struct Question {
        std::int64_t person = 0;
        std::string address;
        std::string network;
        std::string language;
    };
    [[nodiscard]] Result<letters::Put> ask(const Question& question, std::int64_t now_ms) const;

    // A letter for each published answer that its reader was not told of; gives how many. `thread` empty: anywhere.
    [[nodiscard]] Result<std::int64_t> tell_of_answers(std::string_view thread, std::int64_t now_ms) const;

    // One letter about all that waits, when there is something new and the last letter was long enough ago.
    [[nodiscard]] Result<letters::Put> tell_author(std::int64_t now_ms) const;

  private:
    struct Answer;
    [[nodiscard]] letters::Letter letter_of(const Answer& answer, std::int64_t now_ms) const;
    [[nodiscard]] Result<letters::Put> tell_author_in(database::Transaction& transaction, std::int64_t now_ms) const;
    [[nodiscard]] std::string link(std::string_view below_routes) const;
    [[nodiscard]] std::string page_link(std::string_view address, std::int64_t comment) const;
    [[nodiscard]] std::string title_of(std::string_view address) const;
    [[nodiscard]] std::string language_of(std::string_view address) const;
    [[nodiscard]] const std::string& site_name(std::string_view language) const;

    LetterDeskOptions options_;
    database::Database& database_;
    const secrets::Key& key_;
    const SectionWriter& writer_;
    const LivePages& pages_;
};

}  // namespace byline::discussion
