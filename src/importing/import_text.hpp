// What was read of a file, as lines that people compare with what they expect; for the tests.
// Pure functions; safe from any thread.
#pragma once

#include <string>

#include "importing/imported_comment.hpp"
#include "result/result.hpp"

namespace byline::importing {

inline std::string text_of(const Error& error) {
    std::string out = error.place.file;
    if (error.place.line > 0) out += ":" + std::to_string(error.place.line) + ":" + std::to_string(error.place.column);
    return out + ": " + error.message + "\n    " + error.remedy + "\n";
}

inline std::string text_of(const ImportedComment& comment) {
    constexpr const char* states[] = {"", " held", " spam", " deleted"};
    std::string out = "[" + comment.id + "]";
    if (!comment.reply_to.empty()) out += " to [" + comment.reply_to + "]";
    if (comment.line > 0) out += " line " + std::to_string(comment.line);
    out += states[static_cast<int>(comment.state)];
    if (comment.featured == Featured::Yes) out += " featured";
    if (comment.by_author == ByAuthor::Yes) out += " author";
    out += "\n  on " + comment.thread + " (" + comment.thread_title + ")\n  by " + comment.author_name + " <" +
           comment.author_email + "> " + comment.author_website + " face " + comment.author_face + "\n  at ";
    out += comment.time ? comment.time->date_only ? format_iso_date(*comment.time) : format_rfc3339(*comment.time)
                        : "no time";
    out += ", likes " + std::to_string(comment.likes);
    if (comment.replies_said) out += ", replies said " + std::to_string(*comment.replies_said);
    return out + "\n" + comment.markdown + "\n\n";
}

inline std::string text_of(const Result<Import>& read) {
    if (!read) {
        Result<Import> copy = read;
        return "error " + text_of(copy.error());
    }
    std::string out = "format " + std::string(name_of(read.value().format)) + "\n\n";
    for (const ImportedComment& comment : read.value().comments) out += text_of(comment);
    for (const Diagnostic& warning : read.value().warnings) out += "warning " + text_of(warning.error);
    return out;
}

}  // namespace byline::importing
