// A Section is what stands in a page's place for the conversation, as values for the theme's templates; a SectionWriter
// renders it. The writer is immutable once it was made; safe from any thread.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "conversation/form.hpp"
#include "conversation/threads.hpp"
#include "result/result.hpp"
#include "site/theme.hpp"
#include "templating/environment.hpp"
#include "text/safe_html.hpp"

namespace byline::discussion {

enum class FormStep : std::uint8_t { Write, Preview, Edit };

// The form below the comments, as far as it is filled in.
struct SectionForm {
    FormStep step = FormStep::Write;
    conversation::Form fields;  // its token is that of FormStep::Preview
    std::string form_token;     // of FormStep::Preview and Edit
    std::vector<conversation::FieldFault> faults;
    std::optional<conversation::Comment> answered;
    text::SafeHtml preview;
    std::int64_t comment = 0;  // of FormStep::Edit, with:
    std::string edit_token;
    bool is_known = false;  // who writes has signed in: name and address are not asked for
};

// What is said above everything: the key of a phrase, and what can be done now.
struct SectionNotice {
    std::string phrase;
    std::int64_t minutes = 0;  // left for editing
    std::int64_t comment = 0;  // that it is about; 0: the page
    std::string edit_token;    // not empty: it may be edited and deleted
    std::string take_back;     // where a like is taken back
    text::SafeHtml html;       // the comment's own
};

struct Section {
    std::string page;  // its address, from the site's root
    std::string language;
    const conversation::Thread* thread = nullptr;
    std::int64_t likes = 0;                          // of the work
    std::string like_token;                          // the form token of likes
    std::optional<SectionForm> form = std::nullopt;  // none: closed
    std::optional<SectionNotice> notice = std::nullopt;
    bool is_away = false;  // nothing is known of the thread: the store is not there
};

// A page about one person: what a link of theirs leads to.
struct PersonPage {
    std::string language;
    std::string phrase;  // what is said
    std::string action;  // where the button leads; empty: no button
    std::string button;  // the key of its phrase
    std::string choice;  // the key of what may be ticked with it; empty: nothing
    std::string form_token;
    std::string data_link;  // where one's data are; empty: not said
    std::string mine_link;
    std::string letters_action;  // where letters about answers are ordered or ended; empty: not said
    bool has_letters = false;    // ordered now
    std::string kept_text;       // what was typed, to be taken along; empty: not shown
};

enum class Mail : std::uint8_t { None, Sent };

class SectionWriter {
  public:
    // `prefix` is where the routes begin: "/conversation/"; `site_path` that of the site, with both slashes. The theme
    // outlives the writer. Fails when the theme lacks a template or has a wrong one.
    [[nodiscard]] static Result<std::unique_ptr<SectionWriter>> make(const site::Theme& theme, std::string site_path,
                                                                     Mail mail = Mail::None);

    [[nodiscard]] Result<std::string> write(const Section& section) const;
    [[nodiscard]] Result<std::string> write(const PersonPage& page) const;
    [[nodiscard]] std::string phrase(std::string_view key, std::string_view language) const;

    [[nodiscard]] const std::string& site_path() const { return site_path_; }
    [[nodiscard]] std::string prefix() const;

  private:
    SectionWriter(const site::Theme& theme, std::string site_path, Mail mail);

    const site::Theme& theme_;
    std::string site_path_;
    Mail mail_;
    std::unique_ptr<templating::Environment> environment_;
    const templating::Template* conversation_ = nullptr;
    const templating::Template* person_ = nullptr;
};

// Below the site's path: what the routes of readers begin with.
inline constexpr std::string_view route_folder = "conversation/";

}  // namespace byline::discussion
