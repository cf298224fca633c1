// compose() makes a Work of a SourceFile: front matter and text read, title, date, slug and URL decided.
// Pure; called from many threads, a file each.
#pragma once

#include <optional>
#include <string>

#include "markdown/document.hpp"
#include "result/diagnostic.hpp"
#include "site/configuration.hpp"
#include "site/work.hpp"
#include "text/slug.hpp"
#include "text/timestamp.hpp"

namespace byline::site {

class Typesetter;

struct SourceFile {
    std::string path;  // relative to the content folder
    std::string bytes;
};

// What all files are composed with.
struct Composition {
    const Configuration& configuration;
    const text::Slugger& slugger;
    text::Timestamp now;                     // decides what is scheduled and what has expired
    std::string content_prefix;              // put before paths in messages: "content/"
    const Typesetter* typesetter = nullptr;  // without one, formulas stay as they were written
};

struct Composed {
    std::optional<Work> work;      // absent when an error makes its page impossible
    std::optional<Work> stand_in;  // then, what can be told of it: so that links to it are not called broken too
    markdown::Document document;   // owns the bytes
    Diagnostics diagnostics;
};

// What the clock makes of a work; the one thing about it that changes without its file.
[[nodiscard]] Visibility visibility_of(const Metadata& metadata, const text::Timestamp& now);

[[nodiscard]] Composed compose(SourceFile file, const Composition& composition);

// Of a file that cannot be read, for the reason given: only a stand-in, by its path.
[[nodiscard]] Composed compose_unread(std::string path, Error error, const Composition& composition);

// The same text parsed again, for a Document that was let go. `bytes` are the whole file's.
[[nodiscard]] markdown::Document parse_again(std::string bytes, const Work& work, const Composition& composition);

}  // namespace byline::site
