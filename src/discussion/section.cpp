#include "discussion/section.hpp"

#include <algorithm>

#include "discussion/face.hpp"
#include "discussion/moment.hpp"
#include "site/reserved_folders.hpp"
#include "templating/value_map.hpp"
#include "text/timestamp.hpp"
#include "text/url.hpp"

namespace byline::discussion {

static_assert(route_folder == site::conversation_folder, "a build keeps the folder free");

namespace {

using conversation::Comment;
using templating::Call;
using templating::Value;
using templating::ValueMap;

class SectionHost final : public templating::Host {
  public:
    explicit SectionHost(std::string_view language) : language_(language) {}
    [[nodiscard]] std::string_view language() const { return language_; }

  private:
    std::string_view language_;
};

// Replaces {name} by the argument of that name.
std::string filled_in(std::string_view phrase, const Call& call) {
    std::string out(phrase);
    for (const auto& [name, value] : call.extra_named()) {
        const std::string hole = "{" + std::string(name) + "}";
        const std::size_t at = out.find(hole);
        if (at != std::string::npos) out.replace(at, hole.size(), value.to_string());
    }
    return out;
}

Result<Value> translated(const site::Theme& theme, Call& call) {
    TRY(const std::string key, call.string_argument(0, "key"));
    const auto* const host = dynamic_cast<const SectionHost*>(call.host());
    Value phrase = theme.phrase(key, host != nullptr ? host->language() : "en");
    if (phrase.is_map()) {
        const auto count = std::ranges::find(call.extra_named(), "count", &templating::NamedValue::first);
        const bool is_one = count != call.extra_named().end() && count->second.is_int() && count->second.as_int() == 1;
        Value form = phrase.attribute(is_one ? "one" : "other");
        phrase = form.is_undefined() ? phrase.attribute("other") : std::move(form);
    }
    if (!phrase.is_string()) return call.fail("no phrase '" + key + "'", "add it to the theme's i18n/");
    return Value::string(filled_in(phrase.as_string_view(), call));
}

Value time_value(std::int64_t time_ms, std::string_view language) {
    const text::Timestamp time{.seconds = time_ms / second_ms};
    ValueMap map;
    map.set("iso", Value::string(text::format_rfc3339(time)));
    map.set("long", Value::string(text::format_date(time, "long", language)));
    return Value::map(std::move(map));
}

// A path of the site, below the path that the store does not know. Nothing else is a face: no page asks other hosts.
std::string face_href(const std::string& face, std::string_view site_path) {
    const bool is_path = face.starts_with('/') && !face.starts_with("//") && face.find('\\') == std::string::npos;
    return is_path ? std::string(site_path) + face.substr(1) : std::string();
}

// Whatever brought it into the store, a link leads to the web or nowhere.
std::string web_href(const std::string& url) {
    return text::is_web_url(url) ? url : std::string();
}

Value comment_value(const Comment& comment, std::string_view language, std::string_view site_path) {
    ValueMap map;
    map.set("id", Value::integer(comment.id));
    map.set("depth", Value::integer(comment.depth));
    map.set("is_gone", Value::boolean(comment.state != conversation::State::Published));
    map.set("kind", Value::string(std::string(conversation::name_of(comment.kind))));
    map.set("name", Value::string(comment.person.name));
    map.set("website", Value::string(web_href(comment.person.website)));
    map.set("face", Value::string(face_href(comment.person.face, site_path)));
    map.set("face_key", Value::string(face_key(comment.person.name)));
    map.set("is_author", Value::boolean(comment.person.role == conversation::Role::Author));
    map.set("is_verified", Value::boolean(comment.person.is_verified));
    map.set("html", Value::safe(comment.html));
    map.set("time", time_value(comment.created_ms, language));
    map.set("is_edited", Value::boolean(comment.edited_ms.has_value()));
    map.set("likes", Value::integer(comment.likes));
    map.set("featured_note", Value::string(comment.featured_note));
    map.set("source", Value::string(web_href(comment.source)));
    return Value::map(std::move(map));
}

Value form_value(const SectionForm& form, std::string_view language, std::string_view site_path) {
    ValueMap faults;
    for (const auto& fault : form.faults) {
        std::string phrase = "fault_" + fault.code;
        std::ranges::replace(phrase, ' ', '_');
        faults.set(fault.field, Value::string(phrase));
    }
    constexpr std::string_view steps[] = {"write", "preview", "edit"};
    ValueMap map;
    map.set("step", Value::view(steps[static_cast<std::size_t>(form.step)]));
    map.set("parent", Value::string(form.fields.parent));
    map.set("name", Value::string(form.fields.name));
    map.set("email", Value::string(form.fields.email));
    map.set("website", Value::string(form.fields.website));
    map.set("body", Value::string(form.fields.body));
    map.set("token", Value::string(form.fields.token));
    map.set("form_token", Value::string(form.form_token));
    map.set("faults", Value::map(std::move(faults)));
    map.set("answered", form.answered ? comment_value(*form.answered, language, site_path) : Value::none());
    map.set("preview", Value::safe(form.preview));
    map.set("face_key", Value::string(face_key(form.fields.name)));
    map.set("comment", Value::integer(form.comment));
    map.set("edit_token", Value::string(form.edit_token));
    map.set("is_known", Value::boolean(form.is_known));
    return Value::map(std::move(map));
}

Value notice_value(const SectionNotice& notice) {
    ValueMap map;
    map.set("phrase", Value::string(notice.phrase));
    map.set("minutes", Value::integer(notice.minutes));
    map.set("comment", Value::integer(notice.comment));
    map.set("edit_token", Value::string(notice.edit_token));
    map.set("take_back", Value::string(notice.take_back));
    map.set("html", Value::safe(notice.html));
    return Value::map(std::move(map));
}

// A long thread is shown a part at a time, the first one open: a browser lays out no other until it is asked for, by
// hand or by a link to a comment in it. An answer stays in the part of what it answers.
std::vector<Value> parts_of(const std::vector<Comment>& comments, const std::vector<Value>& values) {
    constexpr std::size_t least_of_a_part = 200;
    std::vector<Value> parts;
    std::vector<Value> part;
    std::size_t first = 1;
    for (std::size_t i = 0; i < comments.size(); ++i) {
        part.push_back(values[i]);
        const bool goes_on = i + 1 < comments.size() && (part.size() < least_of_a_part || comments[i + 1].depth > 0);
        if (goes_on) continue;
        ValueMap map;
        map.set("first", Value::integer(static_cast<std::int64_t>(first)));
        map.set("last", Value::integer(static_cast<std::int64_t>(i + 1)));
        map.set("comments", Value::list(std::move(part)));
        parts.push_back(Value::map(std::move(map)));
        part = {};
        first = i + 2;
    }
    return parts;
}

Value thread_value(const conversation::Thread& thread, std::string_view language, std::string_view site_path) {
    std::vector<Value> comments;
    std::vector<Value> featured;
    std::vector<Value> reactions;
    comments.reserve(thread.comments.size());
    for (const Comment& comment : thread.comments) comments.push_back(comment_value(comment, language, site_path));
    for (const std::size_t index : thread.featured) featured.push_back(comments.at(index));
    for (const Comment& reaction : thread.reactions) reactions.push_back(comment_value(reaction, language, site_path));
    ValueMap map;
    map.set("parts", Value::list(parts_of(thread.comments, comments)));
    map.set("comments", Value::list(std::move(comments)));
    map.set("featured", Value::list(std::move(featured)));
    map.set("reactions", Value::list(std::move(reactions)));
    map.set("count", Value::integer(thread.published));
    return Value::map(std::move(map));
}

}  // namespace

SectionWriter::SectionWriter(const site::Theme& theme, std::string site_path, Mail mail)
    : theme_(theme),
      site_path_(std::move(site_path)),
      mail_(mail),
      environment_(std::make_unique<templating::Environment>(theme.template_loader())) {
    environment_->add_function("t", {"key!", "**"}, [&theme](Call& call) { return translated(theme, call); });
}

Result<std::unique_ptr<SectionWriter>> SectionWriter::make(const site::Theme& theme, std::string site_path, Mail mail) {
    std::unique_ptr<SectionWriter> writer(new SectionWriter(theme, std::move(site_path), mail));
    TRY(writer->conversation_, writer->environment_->get("partials/conversation.html"));
    TRY(writer->person_, writer->environment_->get("partials/conversation_person.html"));
    // Tried once, so that a theme's fault is told when the server begins.
    const conversation::Thread nothing;
    Section section;
    section.page = "/";
    section.language = "en";
    section.thread = &nothing;
    section.form.emplace();
    CHECK(writer->write(section));
    return writer;
}

std::string SectionWriter::prefix() const {
    return site_path_ + std::string(route_folder);
}

Result<std::string> SectionWriter::write(const Section& section) const {
    SectionHost host(section.language);
    ValueMap map;
    map.set("routes", Value::string(prefix()));
    map.set("page", Value::string(section.page));
    map.set("href", Value::string(site_path_ + section.page.substr(std::min<std::size_t>(1, section.page.size()))));
    map.set("language", Value::string(section.language));
    map.set("thread", thread_value(*section.thread, section.language, site_path_));
    map.set("has_letters", Value::boolean(mail_ == Mail::Sent));
    map.set("likes", Value::integer(section.likes));
    map.set("like_token", Value::string(section.like_token));
    map.set("is_away", Value::boolean(section.is_away));
    map.set("form", section.form ? form_value(*section.form, section.language, site_path_) : Value::none());
    map.set("notice", section.notice ? notice_value(*section.notice) : Value::none());
    std::string out;
    CHECK(templating::render(*conversation_, Value::map(std::move(map)), out, &host));
    return out;
}

Result<std::string> SectionWriter::write(const PersonPage& page) const {
    SectionHost host(page.language);
    ValueMap map;
    map.set("phrase", Value::string(page.phrase));
    map.set("action", Value::string(page.action));
    map.set("button", Value::string(page.button));
    map.set("choice", Value::string(page.choice));
    map.set("form_token", Value::string(page.form_token));
    map.set("data_link", Value::string(page.data_link));
    map.set("mine_link", Value::string(page.mine_link));
    map.set("letters_action", Value::string(page.letters_action));
    map.set("has_letters", Value::boolean(page.has_letters));
    map.set("kept_text", Value::string(page.kept_text));
    std::string out;
    CHECK(templating::render(*person_, Value::map(std::move(map)), out, &host));
    return out;
}

std::string SectionWriter::phrase(std::string_view key, std::string_view language) const {
    const Value phrase = theme_.phrase(key, language);
    return phrase.is_string() ? std::string(phrase.as_string_view()) : std::string(key);
}

}  // namespace byline::discussion
