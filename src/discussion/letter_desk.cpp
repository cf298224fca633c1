#include "discussion/letter_desk.hpp"

#include <charconv>
#include <utility>
#include <vector>

#include "conversation/people.hpp"
#include "discussion/letter_text.hpp"
#include "discussion/moment.hpp"
#include "http/target.hpp"

namespace byline::discussion {
namespace {

using conversation::LinkPurpose;
using database::Row;
using database::Transaction;
using letters::Letter;
using letters::Purpose;
using letters::Put;

constexpr std::int64_t verify_link_days = 7;
constexpr std::int64_t mine_link_days = 90;
constexpr std::int64_t answers_days = 30;  // older ones are told of no more
constexpr std::int64_t answers_at_once = 100;
constexpr std::int64_t listed_for_author = 20;
constexpr std::size_t most_quoted_bytes = 1500;
constexpr std::size_t most_listed_bytes = 300;
constexpr std::size_t most_name_bytes = 120;
constexpr std::size_t most_title_bytes = 200;
constexpr std::string_view last_told = "letter to the author";  // the setting: when, and the last comment

struct LastTold {
    std::int64_t when_ms = 0;
    std::int64_t comment = 0;
};

LastTold read_last_told(std::string_view text) {
    LastTold last;
    const char* const end = text.data() + text.size();
    const auto when = std::from_chars(text.data(), end, last.when_ms);
    if (when.ptr != end) std::from_chars(when.ptr + 1, end, last.comment);
    return last;
}

Result<LastTold> last_told_in(Transaction& transaction) {
    TRY(const auto row, transaction.row("setting.get", {{"name", last_told}}));
    return row ? read_last_told(row->text(0)) : LastTold{};
}

}  // namespace

struct LetterDesk::Answer {
    std::int64_t comment = 0;
    std::string thread;
    std::string body;
    std::string name;  // of who answered
    std::int64_t person = 0;
    std::string address;
};

std::string LetterDesk::link(std::string_view below_routes) const {
    return options_.origin + http::encode_path(writer_.prefix() + std::string(below_routes));
}

std::string LetterDesk::page_link(std::string_view address, std::int64_t comment) const {
    const std::string path =
        writer_.site_path() + std::string(address.substr(std::min<std::size_t>(1, address.size())));
    return options_.origin + http::encode_path(path) + "#comment." + std::to_string(comment);
}

std::string LetterDesk::title_of(std::string_view address) const {
    const auto page = pages_.page(address);
    const std::string title = page ? page_title(*page->resource->identity().bytes) : std::string();
    return title.empty() ? std::string(address) : one_quotable_line(title, most_title_bytes);
}

std::string LetterDesk::language_of(std::string_view address) const {
    const auto page = pages_.page(address);
    return page ? page->place.language : options_.author_language;
}

const std::string& LetterDesk::site_name(std::string_view language) const {
    const auto found = options_.site_names.find(language);
    if (found != options_.site_names.end()) return found->second;
    const auto any = options_.site_names.find("");
    return any != options_.site_names.end() ? any->second : options_.origin;
}

Result<Put> LetterDesk::ask(const Question& question, std::int64_t now_ms) const {
    const std::string& language = question.language;
    const std::string at_end = "?language=" + language;
    const auto signed_link = [&](LinkPurpose purpose) {
        return conversation::sign_link(key_, purpose, question.person, now_ms + verify_link_days * day_ms);
    };
    const std::string stop = link("stop/" + signed_link(LinkPurpose::Stop)) + at_end;
    const auto phrase = [&](std::string_view key) {
        return filled_phrase(writer_.phrase(key, language), {{"site", site_name(language)}});
    };
    Letter letter;
    letter.key = "verification:" + std::to_string(question.person) + ":" + std::to_string(now_ms / minute_ms);
    letter.purpose = Purpose::Verification;
    letter.person = question.person;
    letter.address = question.address;
    letter.network = question.network;
    letter.subject = phrase("verify_subject");
    letter.text = phrase("verify_letter") + "\n\n" + link("verify/" + signed_link(LinkPurpose::Verify)) + at_end +
                  "\n\n-- \n" + phrase("letter_never") + "\n" + stop + "\n";
    letter.stop_url = stop;
    return database_.write(
        [&](Transaction& transaction) { return letters::put(transaction, key_, letter, options_.limits, now_ms); });
}

Letter LetterDesk::letter_of(const Answer& answer, std::int64_t now_ms) const {
    const std::string language = language_of(answer.thread);
    const std::string name = one_quotable_line(answer.name, most_name_bytes);
    const std::string title = title_of(answer.thread);
    const auto phrase = [&](std::string_view key) {
        return filled_phrase(writer_.phrase(key, language),
                             {{"name", name}, {"title", title}, {"site", site_name(language)}});
    };
    const std::string at_end = "?language=" + language;
    const std::string stop =
        link("stop/" + conversation::sign_link(key_, LinkPurpose::Stop, answer.person, 0)) + at_end;
    const std::string mine =
        conversation::sign_link(key_, LinkPurpose::Mine, answer.person, now_ms + mine_link_days * day_ms);
    Letter letter;
    letter.key = "answer:" + std::to_string(answer.comment);
    letter.purpose = Purpose::Answer;
    letter.person = answer.person;
    letter.address = answer.address;
    letter.subject = phrase("answer_subject");
    letter.text = phrase("answer_letter") + "\n\n" + quoted_lines(quotable(answer.body, most_quoted_bytes)) + "\n" +
                  phrase("answer_read") + "\n" + page_link(answer.thread, answer.comment) + "\n\n-- \n" +
                  phrase("letter_mine") + "\n" + link("mine/" + mine) + at_end + "\n" + phrase("letter_stop") + "\n" +
                  stop + "\n";
    letter.stop_url = stop;
    return letter;
}

Result<std::int64_t> LetterDesk::tell_of_answers(std::string_view thread, std::int64_t now_ms) const {
    std::int64_t told = 0;
    for (bool goes_on = true; goes_on;) {
        std::vector<Answer> answers;
        CHECK(database_.read([&](Transaction& transaction) {
            answers.clear();
            return transaction.each(
                "letter.untold_answers",
                {{"thread", thread}, {"since", now_ms - answers_days * day_ms}, {"most", answers_at_once}},
                [&](Row& row) -> Result<void> {
                    answers.push_back({row.number(0), row.take_text(1), row.take_text(2), row.take_text(3),
                                       row.number(4), row.take_text(5)});
                    return {};
                });
        }));
        bool is_full = false;
        for (const Answer& answer : answers) {
            const Letter letter = letter_of(answer, now_ms);
            TRY(const Put put, database_.write([&](Transaction& transaction) {
                return letters::put(transaction, key_, letter, options_.limits, now_ms);
            }));
            told += put == Put::Waits ? 1 : 0;
            // What cannot be put in is met again at the next look.
            is_full = is_full || put == Put::TooMany || put == Put::Refused;
        }
        goes_on = !is_full && static_cast<std::int64_t>(answers.size()) == answers_at_once;
    }
    return told;
}

Result<Put> LetterDesk::tell_author(std::int64_t now_ms) const {
    if (options_.author_address.empty()) return Put::Known;
    // Most looks find nothing, and are to hold up no writer.
    TRY(const bool is_due, database_.read([&](Transaction& transaction) -> Result<bool> {
        TRY(const LastTold last, last_told_in(transaction));
        if (now_ms - last.when_ms < options_.author_rest_ms) return false;
        TRY(const auto row, transaction.row("letter.untold_waiting", {{"after", last.comment}, {"most", 1}}));
        return row.has_value();
    }));
    if (!is_due) return Put::Known;
    return database_.write([&](Transaction& transaction) { return tell_author_in(transaction, now_ms); });
}

Result<Put> LetterDesk::tell_author_in(Transaction& transaction, std::int64_t now_ms) const {
    TRY(const LastTold last, last_told_in(transaction));
    if (now_ms - last.when_ms < options_.author_rest_ms) return Put::Known;  // another process was first
    TRY(auto rows, transaction.rows("letter.untold_waiting", {{"after", last.comment}, {"most", listed_for_author}}));
    if (rows.empty()) return Put::Known;
    TRY(const auto held, transaction.row("letter.held"));
    TRY(const auto newest, transaction.row("letter.newest_held"));
    const std::string& language = options_.author_language;
    const std::string count = std::to_string(held->number(0));
    const auto phrase = [&](std::string_view key) {
        return filled_phrase(writer_.phrase(key, language), {{"count", count}, {"site", site_name(language)}});
    };
    std::string list;
    for (Row& row : rows) {
        list += one_quotable_line(row.text(4), most_name_bytes) + " · " + title_of(row.text(1)) + "\n" +
                quoted_lines(one_quotable_line(row.text(3), most_listed_bytes)) + "\n";
    }
    Letter letter;
    letter.key = "waiting:" + std::to_string(rows.back().number(0));
    letter.purpose = Purpose::Waiting;
    letter.address = options_.author_address;
    letter.subject = phrase("waiting_subject");
    letter.text = phrase("waiting_letter") + "\n" + options_.origin + writer_.site_path() + "studio/\n\n" + list;
    TRY(const Put put, letters::put(transaction, key_, letter, options_.limits, now_ms));
    if (put == Put::TooMany) return put;
    CHECK(transaction.run("setting.put",
                          {{"name", last_told},
                           {"value", std::to_string(now_ms) + " " + std::to_string(newest ? newest->number(0) : 0)}}));
    return put;
}

}  // namespace byline::discussion
