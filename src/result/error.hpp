// An Error says what went wrong, where, and what to do about it.
// A value: copy it, move it, send it between threads.
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace byline {

// Who has to act. One table (cli) maps these to exit codes.
enum class ErrorCode {
    Usage,    // the command line: the person at the terminal typed something that cannot be done
    Content,  // the site: a file of the writer's is wrong
    System,   // the machine: disk, permissions, memory, network
};

// A position in a file as people count it: lines and columns from 1, columns in characters
// (Unicode code points), 0 where there is none.
struct Place {
    std::string file;
    std::uint32_t line = 0;
    std::uint32_t column = 0;

    friend bool operator==(const Place&, const Place&) = default;
    friend auto operator<=>(const Place&, const Place&) = default;
};

// A further place that helps to understand an error: "included from", "first defined here".
struct Note {
    std::string message;
    Place place;

    friend bool operator==(const Note&, const Note&) = default;
};

struct Error {
    ErrorCode code = ErrorCode::Content;
    std::string message;      // one sentence, no full stop: "unknown key 'titel'"
    std::string remedy;       // what to do: "did you mean 'title'?"; may be empty only where nothing can be done
    Place place;              // may lack line and column when the whole file is meant
    std::string snippet;      // the source line at `place`, without its line break; may be empty
    std::vector<Note> notes;  // outermost last: the include chain of a template, the other of two works

    friend bool operator==(const Error&, const Error&) = default;
};

[[nodiscard]] inline Error content_error(std::string message, std::string remedy, Place place) {
    return {ErrorCode::Content, std::move(message), std::move(remedy), std::move(place), {}, {}};
}

[[nodiscard]] inline Error system_error(std::string message, std::string remedy, Place place) {
    return {ErrorCode::System, std::move(message), std::move(remedy), std::move(place), {}, {}};
}

[[nodiscard]] inline Error usage_error(std::string message, std::string remedy) {
    return {ErrorCode::Usage, std::move(message), std::move(remedy), {}, {}, {}};
}

}  // namespace byline
