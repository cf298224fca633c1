// What holds for whatever a reader sends as a comment: for the fuzzer, and for the test that replays its corpus.
// Pure functions; safe from any thread.
#pragma once

#include <algorithm>
#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "conversation/comment_html.hpp"
#include "conversation/form.hpp"
#include "text/ascii.hpp"
#include "text/url.hpp"
#include "text/utf8.hpp"

namespace byline::conversation {

// Reads HTML as strictly as it is written: nothing may stand in it but what a comment can be made of.
class SafeSubset {
  public:
    explicit SafeSubset(std::string_view html) : html_(html) {}

    // An empty text, or what does not hold.
    [[nodiscard]] std::string fault() {
        while (!html_.empty()) {
            const std::string wrong = html_.front() == '<' ? fault_in_tag() : fault_in_text();
            if (!wrong.empty()) return wrong;
        }
        return open_.empty() ? "" : "an element stays open: " + std::string(open_.back());
    }

  private:
    static constexpr std::array<std::string_view, 11> elements{"p",  "strong", "em", "del", "blockquote", "ol",
                                                               "ul", "li",     "a",  "pre", "code"};

    [[nodiscard]] std::string fault_in_text() {
        const std::size_t end = std::min(html_.find('<'), html_.size());
        const std::string_view text = html_.substr(0, end);
        html_.remove_prefix(end);
        if (text.find_first_of(">\"'") != std::string_view::npos) return "a character that is not escaped";
        for (std::size_t at = text.find('&'); at < text.size(); at = text.find('&', at + 1)) {
            constexpr std::array<std::string_view, 5> references{"&amp;", "&lt;", "&gt;", "&quot;", "&#39;"};
            const std::string_view rest = text.substr(at);
            if (std::none_of(references.begin(), references.end(), [&](auto one) { return rest.starts_with(one); }))
                return "a reference that escaping does not write";
        }
        return {};
    }

    [[nodiscard]] std::string fault_in_tag() {
        const std::size_t end = html_.find('>');
        if (end == std::string_view::npos) return "a tag without an end";
        const std::string tag(html_.substr(0, end + 1));
        html_.remove_prefix(end + 1);
        if (tag == "<br>" || tag == "<hr>") return {};
        const std::string_view inner = std::string_view(tag).substr(1, tag.size() - 2);
        if (inner.starts_with('/')) {
            if (open_.empty() || open_.back() != inner.substr(1)) return "an end tag of what is not open: " + tag;
            open_.pop_back();
            return {};
        }
        const std::string_view name = inner.substr(0, inner.find(' '));
        const auto* const known = std::find(elements.begin(), elements.end(), name);
        if (known == elements.end()) return "an element that no comment has: " + tag;
        if (name == "a" && std::find(open_.begin(), open_.end(), name) != open_.end()) return "a link in a link";
        open_.push_back(*known);
        return is_allowed(inner.substr(name.size()), name) ? "" : "attributes that no comment has: " + tag;
    }

    [[nodiscard]] static bool is_allowed(std::string_view attributes, std::string_view name) {
        if (name == "ol" && attributes.starts_with(" start=\"")) {
            attributes.remove_prefix(std::string_view(" start=\"").size());
            return attributes.ends_with('"') && std::all_of(attributes.begin(), attributes.end() - 1, is_digit);
        }
        if (name != "a") return attributes.empty();
        constexpr std::string_view before = " href=\"";
        constexpr std::string_view after = "\" rel=\"nofollow ugc noopener\"";
        if (!attributes.starts_with(before) || !attributes.ends_with(after)) return false;
        const std::string_view url = attributes.substr(before.size(), attributes.size() - before.size() - after.size());
        if (url.find_first_of("\"<> \t\n") != std::string_view::npos) return false;
        return url.starts_with("http://") || url.starts_with("https://") || url.starts_with("mailto:") ||
               text::is_web_url(url) || text::equal_but_case(url.substr(0, 7), "mailto:");
    }
    [[nodiscard]] static bool is_digit(char c) { return text::is_ascii_digit(c); }

    std::string_view html_;
    std::vector<std::string_view> open_;
};

[[nodiscard]] inline std::string fault_in_comment_html(std::string_view markdown) {
    const CommentHtml made = comment_html(markdown);
    return SafeSubset(made.html.view()).fault();
}

// The fields of a form, with a line each for name, address and website; the rest is the text.
[[nodiscard]] inline Form form_of_lines(std::string_view lines) {
    Form form;
    form.thread = "/articles/dns/";
    for (std::string* field : {&form.name, &form.email, &form.website}) {
        const std::size_t end = std::min(lines.find('\n'), lines.size());
        *field = lines.substr(0, end);
        lines.remove_prefix(std::min(end + 1, lines.size()));
    }
    form.body = lines;
    return form;
}

[[nodiscard]] inline std::string fault_in_comment(std::string_view lines) {
    const Rules rules;
    const Form form = form_of_lines(lines);
    const FormReading reading = read_form(form, rules);
    if (reading.draft.has_value() != reading.faults.empty()) return "a form is neither good nor bad";
    std::string wrong = fault_in_comment_html(form.body);
    if (!wrong.empty() || !reading.draft) return wrong;
    const Draft& draft = *reading.draft;
    for (const std::string* field : {&draft.name, &draft.email, &draft.website, &draft.body}) {
        if (text::find_invalid(*field)) return "a field is not UTF-8";
    }
    const auto has_control = [](std::string_view text) {
        return std::any_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < ' '; });
    };
    if (draft.name.empty() || has_control(draft.name)) return "a name that is none";
    if (has_control(draft.email) || draft.email.find_first_of("<>,; \"") != std::string::npos) {
        return "an address that is none: " + draft.email;
    }
    if (!draft.website.empty() &&
        (!text::is_web_url(draft.website) || draft.website.find_first_of("\"<> \\^`{|}") != std::string::npos)) {
        return "a website that is none: " + draft.website;
    }
    if (draft.body.empty() || draft.body.find('\0') != std::string::npos || draft.body.find('\r') != std::string::npos)
        return "a text that is none";
    if (draft.body.size() > static_cast<std::size_t>(rules.most_body_bytes) * 3) return "a text grows";
    // What was made normal is normal.
    Form again = form;
    again.name = draft.name;
    again.email = draft.email;
    again.website = draft.website;
    again.body = draft.body;
    const FormReading twice = read_form(again, rules);
    if (!twice.draft) return "what was read is refused when it is read again";
    if (twice.draft->name != draft.name || twice.draft->email != draft.email || twice.draft->body != draft.body ||
        twice.draft->website != draft.website) {
        return "what was read says something else when it is read again";
    }
    return fault_in_comment_html(draft.body);
}

}  // namespace byline::conversation
