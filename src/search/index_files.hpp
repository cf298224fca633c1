// What is asked and given when an index is made: where documents come from, and where files go.
// Values; see the functions that take them for the thread contract.
#pragma once

#include <cstddef>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "result/result.hpp"
#include "search/document.hpp"

namespace byline::search {

// A file of the index; its path is relative to search/ of the output.
struct File {
    std::string path;
    std::string bytes;

    friend auto operator<=>(const File&, const File&) = default;
};

// Documents that are made when they are asked for, so that they need not be held all at once.
struct DocumentSource {
    std::span<const std::string> addresses;  // of all documents, in any order, each once
    std::function<Result<Document>(std::size_t index)>
        document;  // with the address of that index; called once for each, from several threads
};

// Called from several threads at once, once for every path.
using FileSink = std::function<Result<void>(File file)>;

// The bytes of a file that stands, or nothing.
using FileReader = std::function<std::optional<std::string>(std::string_view path)>;

}  // namespace byline::search
