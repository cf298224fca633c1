#include "mentioning/mention_text.hpp"

#include <algorithm>

#include "text/ascii.hpp"
#include "text/url.hpp"
#include "text/utf8.hpp"

namespace byline::mentioning {
namespace {

constexpr std::size_t most_reply_bytes = 8'000;
constexpr std::size_t most_excerpt_bytes = 600;  // of a page that mentions ours in passing

std::string cut(std::string_view text, std::size_t most) {
    if (text.size() <= most) return std::string(text);
    return std::string(text.substr(0, text::boundary_at_or_before(text, most))) + "…";
}

// What begins a list, a heading underline or a quote stands at the beginning of a line.
bool begins_block(std::string_view line) {
    if (line.empty()) return false;
    if (std::string_view("+-=>").find(line.front()) != std::string_view::npos) return true;
    const std::size_t digits = std::min(line.find_first_not_of("0123456789"), line.size());
    return digits > 0 && digits < line.size() && (line[digits] == '.' || line[digits] == ')');
}

conversation::Kind kept_kind(mention::Kind kind) {
    switch (kind) {
        case mention::Kind::Reply: return conversation::Kind::Reply;
        case mention::Kind::Like: return conversation::Kind::Like;
        case mention::Kind::Repost: return conversation::Kind::Repost;
        case mention::Kind::Mention: break;
    }
    return conversation::Kind::Mention;
}

}  // namespace

std::string literal_markdown(std::string_view text) {
    constexpr std::string_view marks = "\\`*_[]<>#&~|!$^@{}";
    std::string out;
    while (!text.empty()) {
        const std::size_t end = std::min(text.find('\n'), text.size());
        std::string_view line = text.substr(0, end);
        text.remove_prefix(std::min(end + 1, text.size()));
        line.remove_prefix(std::min(line.find_first_not_of(" \t"), line.size()));
        const std::size_t digits = std::min(line.find_first_not_of("0123456789"), line.size());
        const std::size_t escaped_at = begins_block(line) ? digits : std::string_view::npos;
        for (std::size_t at = 0; at < line.size(); ++at) {
            const std::string_view rest = line.substr(at);
            const bool begins_link = rest.starts_with("://") || (rest.starts_with(".") && at >= 3 &&
                                                                 text::equal_but_case(line.substr(at - 3, 3), "www"));
            if (at == escaped_at || begins_link || marks.find(line[at]) != std::string_view::npos) out += '\\';
            out += line[at];
        }
        if (!text.empty()) out += '\n';
    }
    return out;
}

conversation::Mention kept_mention(const mention::Mention& read, std::string_view source, std::string_view thread) {
    const std::string host(text::split_url(source).authority.value_or(std::string_view()));
    conversation::Mention kept;
    kept.source = source;
    kept.thread = thread;
    kept.kind = kept_kind(read.kind);
    kept.name = read.author_name.empty() ? host : read.author_name;
    kept.website = read.author_url;
    // A picture of the author lies on another server, and no page of ours asks one: the face is drawn from the name.
    switch (read.kind) {
        case mention::Kind::Reply: kept.body = literal_markdown(cut(read.content, most_reply_bytes)); break;
        case mention::Kind::Mention: {
            if (!read.title.empty()) kept.body = "**" + literal_markdown(read.title) + "**\n\n";
            kept.body += literal_markdown(cut(read.content, most_excerpt_bytes));
            break;
        }
        case mention::Kind::Like:
        case mention::Kind::Repost: break;
    }
    return kept;
}

}  // namespace byline::mentioning
