// What was read of a page, as lines that people compare with what they expect, and what holds for all of it; for the
// tests. Pure functions; safe from any thread.
#pragma once

#include <string>
#include <string_view>

#include "mention/read_mention.hpp"
#include "text/url.hpp"
#include "text/utf8.hpp"

namespace byline::mention {

inline std::string text_of(const Result<std::optional<Mention>>& read) {
    constexpr const char* kinds[] = {"mention", "reply", "like", "repost"};
    if (!read) return "error\n";
    if (!read.value()) return "no mention\n";
    const Mention& mention = *read.value();
    return std::string(kinds[static_cast<int>(mention.kind)]) + " " + mention.url + "\ntitle " + mention.title +
           "\nby " + mention.author_name + " <" + mention.author_url + "> " + mention.author_photo + "\nat " +
           (mention.published ? text::format_rfc3339(*mention.published) : "") + "\n" + mention.content + "\n";
}

inline bool is_sound_mention(std::string_view html) {
    const auto read = read_mention(html, "https://other.example/page", "https://site.example/articles/tea/");
    if (!read || !read.value()) return true;
    const Mention& mention = *read.value();
    for (const std::string* url : {&mention.url, &mention.author_url, &mention.author_photo}) {
        if (!url->empty() && !text::is_web_url(*url)) return false;
        if (url->find_first_of("<>\" \n") != std::string::npos) return false;
    }
    for (const std::string* text : {&mention.title, &mention.author_name, &mention.content}) {
        if (text::find_invalid(*text) || text->size() > 20'000) return false;
    }
    return mention.title.find('\n') == std::string::npos && mention.author_name.find('\n') == std::string::npos;
}

}  // namespace byline::mention
