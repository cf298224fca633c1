// A Form is what a browser sent, untrusted; a Draft is what it says once it was checked.
// Values and pure functions; safe from any thread.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "conversation/rules.hpp"
#include "secrets/key.hpp"

namespace byline::conversation {

struct Form {
    std::string thread;  // the page's address
    std::string parent;  // the number of a comment, or empty
    std::string name;
    std::string email;
    std::string website;
    std::string body;
    std::string honeypot;  // hidden from people
    std::string token;     // form_token()
};

struct Draft {
    std::string thread;
    std::optional<std::int64_t> parent;
    std::string name;
    std::string email;    // empty: none was given
    std::string website;  // empty, or an http(s) URL
    std::string body;
};

struct FieldFault {
    std::string field;  // "name", "email", "website", "body", "parent", "form"
    std::string code;   // "missing", "too long", "invalid", "taken", "stale": what a page has words for
};

struct FormReading {
    std::optional<Draft> draft;  // nothing when there are faults
    std::vector<FieldFault> faults;
};

[[nodiscard]] FormReading read_form(const Form& form, const Rules& rules);

// Stands in a form, and proves that it was made here, for this thread, and when.
[[nodiscard]] std::string form_token(const secrets::Key& key, std::string_view thread, std::int64_t now_ms,
                                     const secrets::Entropy& entropy);

struct FormProof {
    std::int64_t seconds = 0;  // since the form was made
    std::string nonce;
};

// Nothing for a form that is not ours, of another thread, or too old.
[[nodiscard]] std::optional<FormProof> check_form_token(const secrets::Key& key, std::string_view thread,
                                                        std::string_view token, const Rules& rules,
                                                        std::int64_t now_ms);

// The same form with the same text is one submission, however often it arrives.
[[nodiscard]] std::string submission_key(const FormProof& proof, std::string_view body);

// Of a text without its spaces: what is compared to find repetitions.
[[nodiscard]] std::string body_digest(std::string_view body);

}  // namespace byline::conversation
