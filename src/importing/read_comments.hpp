// Reading what other comment engines export. Nothing is written, nothing is asked over a network.
// Pure functions of a file's bytes; safe from any thread.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "importing/byte_source.hpp"
#include "importing/imported_comment.hpp"
#include "result/result.hpp"

namespace byline::importing {

// What is larger is refused with an error that says which bound it met, but for texts and fields, which are cut, and
// warnings, of which no more are kept.
struct Limits {
    std::size_t comments = 2'000'000;
    std::size_t file_bytes = std::size_t{16} << 30U;       // of what is streamed: XML, JSON lines
    std::size_t document_bytes = std::size_t{256} << 20U;  // of what is read whole: one JSON text, one page
    std::size_t line_bytes = std::size_t{8} << 20U;
    std::size_t text_bytes = std::size_t{256} << 10U;  // of one comment
    std::size_t field_bytes = 2048;                    // of a name, an address
    std::size_t warnings = 200;
};

struct ReadOptions {
    std::optional<Format> format;  // told from the content when it is not given
    std::string thread;            // the address of what a saved page is about, when the page does not say
    Limits limits;
};

// Reads the file at `path`.
[[nodiscard]] Result<Import> read_comments(const std::string& path, const ReadOptions& options);

// Reads all formats but Isso's, which is a database and only opened as a file. `file` is for errors.
[[nodiscard]] Result<Import> read_comments_from(ByteSource& source, std::string_view file, const ReadOptions& options);

// What a file that begins like this is; gzip counts by what it holds, so `beginning` is unpacked. Nothing when it is
// none of them.
[[nodiscard]] std::optional<Format> detect_format(std::string_view beginning);

}  // namespace byline::importing
