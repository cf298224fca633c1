// A Comment is what somebody said below a page, or elsewhere about it; its state says who may see it.
// Values.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "text/safe_html.hpp"

namespace byline::conversation {

enum class State : std::uint8_t {
    Held,  // waits for a decision
    Published,
    Rejected,
    Spam,
    Deleted,  // by its author or the site's: its place stays where others have answered
    Erased,   // with everything that it said
};

// How something relates to the page; all but Comment come from elsewhere.
enum class Kind : std::uint8_t { Comment, Reply, Like, Repost, Mention };

[[nodiscard]] std::string_view name_of(State state);
[[nodiscard]] std::string_view name_of(Kind kind);
// Nothing for another word.
[[nodiscard]] std::optional<State> state_named(std::string_view name);
[[nodiscard]] std::optional<Kind> kind_named(std::string_view name);

enum class Role : std::uint8_t { Reader, Author };

// What others see of a person.
struct Person {
    std::int64_t id = 0;
    std::string name;
    std::string website;  // an http(s) URL, or empty
    std::string face;     // a path of the site, or empty: then one is drawn from the name
    Role role = Role::Reader;
    bool is_verified = false;
};

struct Comment {
    std::int64_t id = 0;
    std::optional<std::int64_t> parent;
    std::int64_t depth = 0;  // 0: an answer to the page itself
    Kind kind = Kind::Comment;
    State state = State::Held;
    Person person;
    text::SafeHtml html;
    std::int64_t created_ms = 0;
    std::optional<std::int64_t> edited_ms;
    std::int64_t likes = 0;
    std::optional<std::int64_t> featured;  // its place among the featured ones, from 1
    std::string featured_note;             // why, in the author's words
    std::string source;                    // where it was said, when not here
};

}  // namespace byline::conversation
