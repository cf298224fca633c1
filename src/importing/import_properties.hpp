// What holds for whatever is read: it is within its limits, ids are told apart, and replies answer what is there.
// Pure functions; safe from any thread.
#pragma once

#include <set>
#include <string>
#include <string_view>

#include "importing/read_comments.hpp"
#include "text/utf8.hpp"

namespace byline::importing {

inline std::string fault_in_import(std::string_view bytes, const ReadOptions& options, std::size_t piece) {
    MemorySource source(bytes, piece);
    const Result<Import> read = read_comments_from(source, "file", options);
    if (!read) return {};
    std::set<std::string> ids;
    for (const ImportedComment& comment : read->comments) {
        if (comment.id.empty() || !ids.insert(comment.id).second) return "an id that is none: " + comment.id;
        if (comment.likes < 0) return "likes below zero";
        if (comment.markdown.empty() && comment.state != State::Deleted) return "no text";
        for (const std::string* field :
             {&comment.thread, &comment.author_name, &comment.author_website, &comment.author_face}) {
            if (field->size() > options.limits.field_bytes) return "a field that is too long";
            if (field->find_first_of("\n\r\t\x01") != std::string::npos) return "a control character in a field";
            if (text::find_invalid(*field)) return "a field that is no UTF-8";
        }
        if (text::find_invalid(comment.markdown)) return "a text that is no UTF-8";
        if (comment.markdown.find('\x01') != std::string::npos) return "a control character in a text";
    }
    for (const ImportedComment& comment : read->comments) {
        if (!comment.reply_to.empty() && !ids.contains(comment.reply_to)) return "a reply to nothing";
    }
    if (read->warnings.size() > options.limits.warnings) return "too many warnings";
    return {};
}

// The first byte says the format, so that each of them is tried with every input.
inline std::string fault_in_fuzzed_import(std::string_view bytes) {
    if (bytes.empty()) return {};
    constexpr unsigned formats = 7;
    const auto first = static_cast<unsigned char>(bytes.front());
    ReadOptions options;
    if (first % (formats + 1) < formats) options.format = static_cast<Format>(first % (formats + 1));
    return fault_in_import(bytes.substr(1), options, 1 + first / 7U);
}

}  // namespace byline::importing
