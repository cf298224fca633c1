#include "studio/entry_view.hpp"

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <utility>

#include "conversation/comment_html.hpp"
#include "conversation/form.hpp"
#include "http/target.hpp"
#include "text/ascii.hpp"
#include "text/url.hpp"

namespace byline::studio {
namespace {

using conversation::QueueEntry;
using conversation::Reason;
using conversation::State;
using templating::Value;
using templating::ValueMap;

constexpr std::size_t shown_of_answered = 140;  // characters

// The first number in what a verdict says.
std::string number_within(std::string_view detail) {
    const auto* const begin = std::ranges::find_if(detail, text::is_ascii_digit);
    const auto* const end = std::find_if_not(begin, detail.end(), text::is_ascii_digit);
    return {begin, end};
}

std::string worded(const PageWriter& pages, const Reason& reason) {
    std::string key = "reason_" + reason.name;
    std::ranges::replace(key, ' ', '_');
    if (reason.name == "many" && reason.detail.ends_with("day")) key += "_day";
    if (!pages.has_phrase(key)) return reason.detail.empty() ? reason.name : reason.detail;
    ValueMap values;
    const std::string number = number_within(reason.detail);
    std::int64_t count = 0;
    std::from_chars(number.data(), number.data() + number.size(), count);
    values.set("number", Value::string(number));
    values.set("count", Value::integer(count));
    values.set("detail", Value::string(reason.detail));
    return pages.phrase(key, values);
}

std::string beginning_of(std::string_view text) {
    std::string out;
    std::size_t characters = 0;
    for (std::size_t at = 0; at < text.size(); ++at) {
        const bool begins = (static_cast<unsigned char>(text[at]) & 0xC0U) != 0x80U;
        if (begins && ++characters > shown_of_answered) return out + "…";
        out += text[at];
    }
    return out;
}

// Who brought it where it is, the last time that somebody did; empty when nobody has.
std::string last_decision(const Desk& desk, const QueueEntry& entry) {
    if (entry.state == State::Held) return {};
    const auto log = conversation::decisions_on(desk.database, entry.id);
    if (!log || log->empty()) return {};
    const auto& last = log->back();
    const auto state_phrase = [&](State state) {
        return Value::string(desk.pages.phrase("state_" + std::string(conversation::name_of(state))));
    };
    ValueMap values;
    values.set("who", Value::string(last.who));
    values.set("before", state_phrase(last.before));
    values.set("after", state_phrase(last.after));
    return desk.pages.phrase("log_line", values);
}

ValueMap entry_map(const Desk& desk, const server::Visit& visit, const QueueEntry& entry) {
    ValueMap map;
    map.set("id", Value::integer(entry.id));
    map.set("thread", Value::string(entry.thread));
    map.set("page_title", Value::string(page_title(desk, entry.thread)));
    map.set("thread_path", Value::string(address_path(entry.thread)));
    map.set("kind", Value::string(std::string(conversation::name_of(entry.kind))));
    map.set("state", Value::string(std::string(conversation::name_of(entry.state))));
    map.set("html", Value::safe(conversation::comment_html(entry.body).html));
    map.set("time", desk.pages.time(entry.created_ms));
    map.set("person", Value::integer(entry.person));
    map.set("name", Value::string(entry.name));
    map.set("face", Value::string(desk.options.face(entry.name)));
    const bool is_author = entry.role == conversation::Role::Author;
    map.set("email", Value::string(is_author ? std::string() : entry.email));
    map.set("website", Value::string(web_address(entry.website)));
    map.set("is_author", Value::boolean(is_author));
    map.set("is_verified", Value::boolean(entry.is_verified));
    map.set("published", Value::integer(entry.published));
    map.set("source", Value::string(web_address(entry.source)));
    map.set("is_edited", Value::boolean(entry.is_edited));
    map.set("likes", Value::integer(entry.likes));
    map.set("featured", Value::boolean(entry.featured.has_value()));
    map.set("note", Value::string(entry.featured_note));
    map.set("depth", Value::integer(0));
    std::vector<Value> reasons;
    for (std::string& reason : reasons_of(desk.pages, *desk.rules.now(), entry)) {
        reasons.push_back(Value::string(std::move(reason)));
    }
    map.set("reasons", Value::list(std::move(reasons)));
    map.set("is_suspect", Value::boolean(entry.verdict.weight() >= conversation::held_from));
    const bool takes_answers = (entry.state == State::Held || entry.state == State::Published) &&
                               (entry.kind != conversation::Kind::Like && entry.kind != conversation::Kind::Repost);
    map.set("age",
            Value::string(takes_answers ? conversation::form_token(desk.key, entry.thread, now_ms(visit), desk.entropy)
                                        : std::string()));
    map.set("answer_text", Value::view(""));
    map.set("answered", Value::none());
    map.set("decided", Value::string(last_decision(desk, entry)));
    return map;
}

Value answered_value(const QueueEntry& entry) {
    ValueMap map;
    map.set("name", Value::string(entry.name));
    map.set("text", Value::string(beginning_of(entry.body)));
    return Value::map(std::move(map));
}

}  // namespace

std::string web_address(std::string_view address) {
    return text::is_web_url(address) ? std::string(address) : std::string();
}

std::string address_path(std::string_view thread) {
    return http::encode_path(thread);
}

Result<std::optional<QueueEntry>> read_entry(const Desk& desk, std::int64_t comment) {
    conversation::QueueFilter filter;
    filter.state = std::nullopt;
    filter.before = comment + 1;
    filter.most = 1;
    TRY(auto entries, conversation::read_queue(desk.database, filter));
    if (entries.empty() || entries.front().id != comment) return std::optional<QueueEntry>();
    return std::optional(std::move(entries.front()));
}

std::vector<std::string> reasons_of(const PageWriter& pages, const conversation::Rules& rules,
                                    const QueueEntry& entry) {
    std::vector<std::string> reasons;
    for (const Reason& reason : entry.verdict.reasons) reasons.push_back(worded(pages, reason));
    const bool is_against = entry.verdict.weight() >= conversation::held_from;
    if (is_against) return reasons;
    if (entry.state != State::Held) {
        const bool was_decided = entry.state == State::Spam || entry.state == State::Rejected;
        if (was_decided) reasons.push_back(pages.phrase("why_decided"));
    } else if (entry.kind != conversation::Kind::Comment) {
        reasons.push_back(pages.phrase("why_mention"));
    } else if (rules.hold == conversation::Hold::All) {
        reasons.push_back(pages.phrase("why_all"));
    } else if (!entry.is_verified) {
        reasons.push_back(pages.phrase("why_unverified"));
    } else if (entry.published == 0) {
        reasons.push_back(pages.phrase("why_first"));
    } else {
        reasons.push_back(pages.phrase("why_none"));
    }
    return reasons;
}

std::vector<ValueMap> entry_values(const Desk& desk, const server::Visit& visit, const std::vector<QueueEntry>& entries,
                                   const KeptAnswer& kept) {
    std::vector<ValueMap> maps;
    maps.reserve(entries.size());
    for (const QueueEntry& entry : entries) {
        ValueMap map = entry_map(desk, visit, entry);
        if (entry.parent) {
            const auto near = std::ranges::find(entries, *entry.parent, &QueueEntry::id);
            if (near != entries.end()) {
                map.set("answered", answered_value(*near));
            } else if (const auto far = read_entry(desk, *entry.parent); far && *far) {
                map.set("answered", answered_value(**far));
            }
        }
        if (entry.id == kept.comment) map.set("answer_text", Value::string(kept.text));
        maps.push_back(std::move(map));
    }
    return maps;
}

Value list_of(std::vector<ValueMap> maps) {
    std::vector<Value> values;
    values.reserve(maps.size());
    for (ValueMap& map : maps) values.push_back(Value::map(std::move(map)));
    return Value::list(std::move(values));
}

}  // namespace byline::studio
