#include "conversation/form.hpp"

#include <algorithm>
#include <charconv>

#include "conversation/name_key.hpp"
#include "text/digest.hpp"
#include "text/url.hpp"
#include "text/utf8.hpp"

namespace byline::conversation {
namespace {

constexpr std::size_t longest_website = 500;
constexpr std::int64_t hour_ms = 3'600'000;
constexpr std::int64_t most_clock_skew_ms = 60'000;

std::optional<std::int64_t> number_in(std::string_view text) {
    std::int64_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (text.empty() || error != std::errc() || end != text.data() + text.size()) return std::nullopt;
    return number;
}

// Line ends as \n, and nothing that the stores do not keep.
std::string normal_body(std::string_view body) {
    std::string out;
    for (std::size_t offset = 0; offset < body.size();) {
        const char32_t code_point = text::decode_next(body, offset);
        if (code_point == '\r') {
            if (offset >= body.size() || body[offset] != '\n') out += '\n';
        } else if (code_point == '\n' || code_point == '\t' || code_point >= ' ') {
            text::append_code_point(out, code_point);
        }
    }
    const std::size_t end = out.find_last_not_of(" \t\n");
    out.resize(end == std::string::npos ? 0 : end + 1);
    return out;
}

std::string normal_website(std::string_view given) {
    std::string website = shown_name(given);
    if (website.empty()) return website;
    if (website.find("://") == std::string::npos && website.find(':') == std::string::npos)
        website = "https://" + website;
    return text::percent_encode_url(website);
}

}  // namespace

FormReading read_form(const Form& form, const Rules& rules) {
    FormReading reading;
    const auto add = [&](const char* field, const char* code) { reading.faults.push_back({field, code}); };
    Draft draft;
    draft.thread = form.thread;
    if (!draft.thread.starts_with('/') || draft.thread.size() > 1024) add("form", "invalid");
    if (!form.parent.empty()) {
        draft.parent = number_in(form.parent);
        if (!draft.parent) add("parent", "invalid");
    }
    draft.name = shown_name(form.name);
    if (draft.name.empty()) {
        add("name", "missing");
    } else if (text::count_code_points(draft.name) > static_cast<std::size_t>(rules.most_name_characters)) {
        add("name", "too long");
    } else if (name_key(draft.name).empty()) {
        add("name", "invalid");
    }
    draft.email = normal_email(shown_name(form.email));
    if (draft.email.empty() && !shown_name(form.email).empty()) add("email", "invalid");
    draft.website = normal_website(form.website);
    if (!draft.website.empty() && (!text::is_web_url(draft.website) || draft.website.size() > longest_website)) {
        add("website", "invalid");
    }
    if (form.body.size() > static_cast<std::size_t>(rules.most_body_bytes)) {
        add("body", "too long");
    } else {
        draft.body = normal_body(form.body);
        if (draft.body.empty()) add("body", "missing");
    }
    if (reading.faults.empty()) reading.draft = std::move(draft);
    return reading;
}

// "MILLISECONDS.NONCE.SIGNATURE"; the thread is signed, not carried.
std::string form_token(const secrets::Key& key, std::string_view thread, std::int64_t now_ms,
                       const secrets::Entropy& entropy) {
    constexpr std::size_t nonce_digits = 24;
    const std::string message = std::to_string(now_ms) + "." + secrets::random_token(entropy).substr(0, nonce_digits);
    return key.sign("form " + std::string(thread), message);
}

std::optional<FormProof> check_form_token(const secrets::Key& key, std::string_view thread, std::string_view token,
                                          const Rules& rules, std::int64_t now_ms) {
    const auto message = key.opened("form " + std::string(thread), token);
    if (!message) return std::nullopt;
    const std::size_t point = message->find('.');
    const auto made = number_in(std::string_view(*message).substr(0, point));
    // Another process of the site may have made it, by a clock that is ahead of ours.
    if (!made || *made > now_ms + most_clock_skew_ms || now_ms - *made > rules.form_hours * hour_ms)
        return std::nullopt;
    return FormProof{std::max<std::int64_t>(now_ms - *made, 0) / 1000, message->substr(point + 1)};
}

std::string submission_key(const FormProof& proof, std::string_view body) {
    return "form:" + proof.nonce + ":" + text::digest_of(body).hex();
}

std::string body_digest(std::string_view body) {
    std::string letters;
    for (const char c : body)
        if (static_cast<unsigned char>(c) > ' ') letters += c;
    return text::digest_of(letters).hex();
}

}  // namespace byline::conversation
